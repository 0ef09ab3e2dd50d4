import { checkResult } from '../content/index.ts'
import type { Command } from './command.ts'
import { openFile, resultOf } from './import-package.ts'
import { contentOf, withInstallation } from './installation.ts'

export const checkPackageCommand: Command = {
  name: 'package check',
  summary: 'Say what an import of a zip would report, without importing it',
  details: `Reads the zip to its last byte exactly as an import does, and stores nothing. Exit status 2 if it would be refused.

JSON: { package: null, version: null, standard, edition, title, verdict: "ok" | "warnings" | "refused", launchable,
findings: [...] }; what a refusal does not tell is null.`,
  argument: 'FILE',
  options: {},
  examples: ['package check course.zip --json'],
  run: ({ env, folder, argument }) =>
    withInstallation(env, async (installation) => {
      const { stream } = await openFile(folder, argument)
      const inspection = await contentOf(installation).checkPackage(stream)
      return resultOf(argument, checkResult(inspection))
    }),
}
