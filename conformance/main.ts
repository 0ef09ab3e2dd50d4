import { statSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { type ConformanceCase, readCases } from './cases.ts'
import { withHeadlessStage } from './headless-stage.ts'
import { type CaseResult, runCases } from './run-cases.ts'

/** The command `npm run -s scorm-cts`; README.md says what it does. */

const usage =
  'Usage: npm run -s scorm-cts -- --cases FILE --packages FOLDER [--case ID ...] [--browser]'

interface Wanted {
  readonly cases: readonly ConformanceCase[]
  readonly packages: string
  readonly wanted?: ReadonlySet<string>
  readonly inBrowser: boolean
}

async function run(args: readonly string[]): Promise<number> {
  const wanted = read(args)
  if (typeof wanted === 'string') {
    console.error(wanted)
    return 2
  }
  const withStage = wanted.inBrowser ? await browserStage() : withHeadlessStage
  const results = await withStage(wanted.packages, (stage) => runCases(stage, { ...wanted, tell }))
  const failed = results.filter(({ differences }) => differences.length > 0).length
  const total = results.length
  console.log(`scorm-cts: ${total - failed} passed, ${failed} failed, ${total} total`)
  return failed === 0 && total > 0 ? 0 : 1
}

/** Loaded only for the browser, which needs the player as browsers run it. */
async function browserStage() {
  await import('../scripts/build-bundles.ts')
  return (await import('./browser-stage.ts')).withBrowserStage
}

/** @returns what the arguments ask for, or a sentence about what is wrong with them. */
function read(args: readonly string[]): Wanted | string {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        cases: { type: 'string' },
        packages: { type: 'string' },
        case: { type: 'string', multiple: true },
        browser: { type: 'boolean', default: false },
      },
    })
    if (!values.cases) return `--cases is missing. ${usage}`
    if (!values.packages) return `--packages is missing. ${usage}`
    if (!isFolder(values.packages)) return `There is no folder ${values.packages}.`
    const cases = readCases(values.cases)
    const unknown = values.case?.find((name) => !cases.some((one) => one.case === name))
    if (unknown !== undefined) return `${values.cases} has no case ${unknown}.`
    return {
      cases,
      packages: values.packages,
      inBrowser: values.browser,
      ...(values.case && { wanted: new Set(values.case) }),
    }
  } catch (error) {
    return `${(error as Error).message.split('\n')[0]} ${usage}`
  }
}

const isFolder = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() === true

const differencesShown = 20

function tell({ case: name, differences }: CaseResult): void {
  if (differences.length === 0) {
    console.log(`${name}: passed`)
    return
  }
  console.log(`${name}: ${differences.length} different`)
  for (const sentence of differences.slice(0, differencesShown)) console.log(`  ${sentence}`)
  const rest = differences.length - differencesShown
  if (rest > 0) console.log(`  and ${rest} more`)
}

process.exitCode = await run(process.argv.slice(2))
