/**
 * Measures what hocba promises, line by line, and writes docs/scoreboard.md; see README.md beside this file.
 *
 *   npm run -s prove -- [--quick] [--only kill,power-cut] [--list]
 */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Line, Outcome } from './line.ts'
import { commitNow, keepResult } from './scoreboard.ts'

const folder = join(import.meta.dirname, 'lines')

/** Every line, by the name of its file, in the order of these names. */
async function readLines(): Promise<Map<string, Line>> {
  const lines = new Map<string, Line>()
  for (const file of readdirSync(folder).sort()) {
    const { line } = (await import(join(folder, file))) as { line: Line }
    lines.set(file.replace(/\.ts$/, ''), line)
  }
  return lines
}

const measure = (line: Line, length: 'quick' | 'long'): Promise<Outcome> =>
  line.measure(length).catch((error: unknown) => ({
    state: 'broken',
    figure: `the measurement failed: ${String((error as Error).stack ?? error).slice(0, 300)}`,
  }))

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    short: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    only: { type: 'string' },
  },
})
const lines = await readLines()
const wanted = values.only?.split(',') ?? [...lines.keys()]
const unknown = wanted.filter((name) => !lines.has(name))
if (unknown.length > 0) {
  process.stderr.write(
    `No such line: ${unknown.join(', ')}. There are ${[...lines.keys()].join(', ')}.\n`,
  )
  process.exit(64)
}
if (values.list) {
  for (const [name, { title, bar }] of lines) console.log(`${name.padEnd(18)} ${title}: ${bar}`)
  process.exit(0)
}
const length = values.quick || values.short ? 'quick' : 'long'
let hasBroken = false
for (const name of wanted) {
  const line = lines.get(name)!
  const start = performance.now()
  const outcome = await measure(line, length)
  const seconds = Math.round((performance.now() - start) / 1000)
  const date = new Date().toISOString().slice(0, 10)
  const word = { kept: 'kept   ', broken: 'BROKEN ', notRun: 'not run' }[outcome.state]
  console.log(`${word} ${name.padEnd(18)} ${outcome.figure} (${seconds} s)`)
  keepResult(lines, name, { ...outcome, length, commit: commitNow(), date, seconds })
  if (outcome.state === 'broken') hasBroken = true
}
process.exit(hasBroken ? 1 : 0)
