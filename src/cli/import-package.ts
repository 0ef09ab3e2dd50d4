import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import type { Readable } from 'node:stream'
import { Problem } from '../base/problem.ts'
import { type CheckResult, type ImportFinding, importResult } from '../content/index.ts'
import type { Profile } from '../runtime/index.ts'
import { type Command, type CommandResult, exitCodes, UsageError } from './command.ts'
import { contentOf, withInstallation } from './installation.ts'

export const importPackageCommand: Command = {
  name: 'package import',
  summary: 'Import a packaged course (a zip) and show the report',
  details: `Reads the zip as an upload in the console does, keeps its files and makes a new package, or with --package a new version of one.
Warnings do not keep a package from being used; a refused one (exit status 2) leaves nothing behind. The same zip again, with
--package, answers the version that is there.

JSON: { package, version, number, standard, edition, title, verdict: "ok" | "warnings", launchable, findings: [...] };
refused: verdict "refused", launchable 0, and null for what is not known. Each finding has severity, code, message and, where it
matters, file, line and column.`,
  argument: 'FILE',
  options: {
    package: { value: 'P', summary: 'Id of the package that gets a new version.' },
    profile: {
      value: 'PROFILE',
      summary: 'How exactly calls are judged: tolerant (the default) or conformant.',
    },
  },
  examples: ['package import course.zip', 'package import course.zip --json'],
  audited: { operation: 'importPackage', kind: 'change' },
  run: ({ env, folder, argument, option }) =>
    withInstallation(env, async (installation) => {
      const file = await openFile(folder, argument)
      const request = {
        fileName: basename(file.path),
        package: option('package')?.toLowerCase(),
        by: 'cli',
        profile: profileOf(option('profile')),
      }
      const { importPackage } = contentOf(installation)
      try {
        return resultOf(argument, importResult(await importPackage(file.stream, request)))
      } catch (error) {
        const refused = refusalIn(error)
        if (refused) return resultOf(argument, refused)
        throw error
      }
    }),
}

function profileOf(given: string | undefined): Profile | undefined {
  if (given === undefined || given === 'tolerant' || given === 'conformant') return given
  throw new UsageError(`The profile is tolerant or conformant, not "${given}".`)
}

/** @throws Problem `not-found` if there is no such file. */
export async function openFile(
  folder: string,
  name: string,
): Promise<{ path: string; stream: Readable }> {
  const path = resolve(folder, name)
  const isFile = await stat(path).then(
    (found) => found.isFile(),
    () => false,
  )
  if (!isFile) throw new Problem('not-found', `There is no file ${path}.`)
  return { path, stream: createReadStream(path) }
}

function refusalIn(error: unknown): CheckResult | undefined {
  if (!(error instanceof Problem && error.code === 'package-refused')) return undefined
  const findings = (error.detail.facts?.findings ?? []) as readonly ImportFinding[]
  return { verdict: 'refused', launchable: 0, findings }
}

/** Every field is always there, so that scripts need not ask: null where a check stores nothing or a refusal tells nothing. */
const unknown = { package: null, version: null, standard: null, edition: null, title: null }

/** The report of an import or a check, and the exit status that it means. */
export function resultOf(name: string, report: CheckResult): CommandResult {
  const findings = report.findings.map(findingLine)
  const head =
    report.verdict === 'refused'
      ? [`${name}: refused.`]
      : [
          `${report.title} (${standardLabel(report)}): ${report.verdict}, ${report.launchable} to launch.`,
          ...('package' in report ? [`Package  ${report.package}`] : []),
          ...('version' in report ? [`Version  ${report.version}`] : []),
        ]
  return {
    json: { ...unknown, ...report },
    text: [...head, ...findings].join('\n'),
    exitCode: report.verdict === 'refused' ? exitCodes.refused : 0,
  }
}

const standardNames: Readonly<Record<string, string>> = {
  scorm12: 'SCORM',
  scorm2004: 'SCORM 2004',
}

/** `SCORM 1.2`, `SCORM 2004 4th Edition` */
const standardLabel = ({ standard, edition }: { standard: string; edition: string }): string =>
  `${standardNames[standard] ?? standard} ${edition}`

function findingLine({ severity, code, message, file, line, column }: ImportFinding): string {
  const place = [file, line, column].filter((part) => part !== undefined).join(':')
  return `  ${severity}  ${code}  ${place ? `${place}  ` : ''}${message}`
}
