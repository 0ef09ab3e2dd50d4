import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')

export interface TestRun {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  /** The first failure, for a person. */
  readonly complaint: string
  /** What tests reported by test/support/figures.ts, in order. */
  readonly figures: readonly Figures[]
  readonly seconds: number
}

export type Figures = { readonly name: string } & Readonly<Record<string, number | string>>

/** Runs tests by their paths, one after another, with these environment variables. */
export async function runTests(
  paths: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<TestRun> {
  const folder = mkdtempSync(join(tmpdir(), 'hocba-prove-'))
  const [results, figures] = [join(folder, 'results.json'), join(folder, 'figures')]
  const start = performance.now()
  try {
    const jest = join(root, 'node_modules/jest/bin/jest.js')
    const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning']
    const options = ['--runInBand', '--json', `--outputFile=${results}`]
    const child = spawn(process.execPath, [...flags, jest, ...options, ...paths], {
      cwd: root,
      env: { ...process.env, ...env, HOCBA_TEST_FIGURES: figures },
      stdio: 'ignore',
    })
    await once(child, 'exit')
    const seconds = (performance.now() - start) / 1000
    return { ...readResults(results), figures: readFigures(figures), seconds }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function readResults(path: string): Omit<TestRun, 'figures' | 'seconds'> {
  const results = JSON.parse(readFileSync(path, 'utf8')) as {
    numPassedTests: number
    numFailedTests: number
    numFailedTestSuites: number
    numPendingTests: number
    testResults: { message: string }[]
  }
  return {
    passed: results.numPassedTests,
    // A suite that cannot even be loaded has no failed test.
    failed: Math.max(results.numFailedTests, results.numFailedTestSuites),
    skipped: results.numPendingTests,
    complaint: results.testResults.map(({ message }) => message).find(Boolean) ?? '',
  }
}

const readFigures = (path: string): Figures[] =>
  existsSync(path)
    ? readFileSync(path, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Figures)
    : []

/** The figures of this name, added up over all that reported it. */
export function sumOf({ figures }: TestRun, name: string, key: string): number {
  const values = figures.filter((one) => one.name === name).map((one) => Number(one[key] ?? 0))
  return values.reduce((sum, value) => sum + value, 0)
}
