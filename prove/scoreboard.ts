import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import type { Length, Line, Outcome } from './line.ts'

const root = join(import.meta.dirname, '..')
const resultsFile = join(import.meta.dirname, 'results.json')
const page = join(root, 'docs/scoreboard.md')

/** The last result of a line, with what it was measured on. */
export interface Result extends Outcome {
  readonly length: Length
  /** Short hash; with `+` if files were changed since. */
  readonly commit: string
  readonly date: string
  readonly seconds: number
}

type Results = Record<string, Result>

/** The last results, of this checkout unless told. */
export const readResults = (file = resultsFile): Results =>
  existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Results) : {}

/** The commit that is checked out. */
export function commitNow(): string {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8' })
  const isChanged =
    git('status', '--porcelain', '--untracked-files=no', '--', 'src', 'player').trim() !== ''
  return git('rev-parse', '--short', 'HEAD').trim() + (isChanged ? '+' : '')
}

/**
 * Remembers a result and writes docs/scoreboard.md anew. A quick run does not replace a long one: its result is on the terminal
 * only. What was not run leaves the last result where there is one.
 */
export function keepResult(lines: ReadonlyMap<string, Line>, name: string, result: Result): void {
  const results = readResults()
  const before = results[name]
  const isLess = result.length === 'quick' || result.state === 'notRun'
  const keepsBefore = before?.state === 'kept' && before.length === 'long' && isLess
  if (!keepsBefore || result.state === 'broken') results[name] = result
  writeFileSync(resultsFile, `${JSON.stringify(results, undefined, 2)}\n`)
  writeFileSync(page, scoreboard(lines, results))
}

/** The page, from the results as they are. */
export function scoreboard(lines: ReadonlyMap<string, Line>, results: Results): string {
  const rows = [...lines].map(([name, { title, bar }]) => {
    const result = results[name]
    const measured = result ? `${result.date}, ${result.commit}, ${result.length}` : ''
    return `| \`${name}\` | ${title} | ${bar} | ${verdict(result)} | ${cell(result?.figure ?? '')} | ${measured} |`
  })
  return `# Scoreboard

What hocba promises, and what was measured of it last. Written by \`npm run prove\`; prove/README.md says how. Each row has the commit
and the date of its own run. \`quick\` is a run with small numbers: it shows that the measurement works, and not that the bar is met. The
machine has ${cpus().length} processors; the load generator runs on it too, beside other work.

| line | what | bar | result | figure | measured |
| --- | --- | --- | --- | --- | --- |
${rows.join('\n')}
`
}

const verdict = (result: Result | undefined): string =>
  ({ kept: 'kept', broken: '**broken**', notRun: 'not run' })[result?.state ?? 'notRun']

const cell = (text: string): string => text.replaceAll('|', '\\|')
