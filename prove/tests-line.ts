import type { Length, Line } from './line.ts'
import { runTests, type TestRun } from './run-tests.ts'

export interface TestsLine {
  readonly title: string
  readonly bar: string
  readonly tests: readonly string[]
  readonly env?: (length: Length) => Readonly<Record<string, string>>
  readonly figure: (run: TestRun) => string
}

/** A line whose measurement is tests of `npm test`, in a long form; kept if none of them fails. */
export const testsLine = ({ title, bar, tests, env, figure }: TestsLine): Line => ({
  title,
  bar,
  async measure(length) {
    const run = await runTests(tests, env?.(length))
    if (run.failed > 0) return { state: 'broken', figure: firstWords(run.complaint) }
    if (run.passed === 0) {
      return { state: 'notRun', figure: 'this machine cannot run it (its tests were skipped)' }
    }
    return { state: 'kept', figure: figure(run) }
  },
})

const firstWords = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours of a terminal begin with one.
    .replaceAll(/\u001b\[\d+m/g, '')
    .replaceAll(/\s+/g, ' ')
    .slice(0, 200)
