/**
 * Measures what hocba promises, line by line, and writes docs/scoreboard.md; see README.md beside this file.
 *
 *   npm run -s prove -- [--short] [--only kill,power-cut] [--list] [--take FOLDER]
 */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Length, Line, Outcome } from './line.ts'
import { commitNow, keepResult, readResults } from './scoreboard.ts'

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

const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    only: { type: 'string' },
    take: { type: 'string' },
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
} else if (values.take) {
  takeResults(values.take)
} else {
  process.exitCode = await measureAll(values.short ? 'quick' : 'long')
}

/** Measures the lines that are wanted. @returns the exit code: 1 if one is broken. */
async function measureAll(length: Length): Promise<number> {
  const start = performance.now()
  const outcomes: Outcome[] = []
  const queueOf = (names: readonly string[]) => {
    const queue = names.values()
    return async () => {
      for (const name of queue) outcomes.push(await measureOne(name, length))
    }
  }
  const judges = (name: string) => lines.get(name)!.judgesTime === true
  const alone = queueOf(wanted.filter(judges))
  const takesLong = (name: string) => lines.get(name)!.takesLong === true
  const besides = wanted.filter((name) => !judges(name))
  const others = queueOf([
    ...besides.filter(takesLong),
    ...besides.filter((name) => !takesLong(name)),
  ])
  // Most lines wait half of their time: three at once fill two processors. Not what is judged by its time.
  await Promise.all(length === 'quick' ? [others(), others(), others()] : [others()])
  await alone()
  const count = (state: Outcome['state']) => outcomes.filter((one) => one.state === state).length
  const seconds = Math.round((performance.now() - start) / 1000)
  console.log(
    `${count('kept')} kept, ${count('broken')} broken, ${count('notRun')} not run, in ${seconds} s`,
  )
  return count('broken') > 0 ? 1 : 0
}

async function measureOne(name: string, length: Length): Promise<Outcome> {
  const start = performance.now()
  const commit = commitNow()
  const outcome = await measure(lines.get(name)!, length)
  const seconds = Math.round((performance.now() - start) / 1000)
  const date = new Date().toISOString().slice(0, 10)
  const word = { kept: 'kept   ', broken: 'BROKEN ', notRun: 'not run' }[outcome.state]
  console.log(`${word} ${name.padEnd(18)} ${outcome.figure} (${seconds} s)`)
  keepResult(lines, name, { ...outcome, length, commit, date, seconds })
  return outcome
}

function measure(line: Line, length: Length): Promise<Outcome> {
  return line.measure(length).catch((error: unknown) => ({
    state: 'broken',
    figure: `the measurement failed: ${String((error as Error).stack ?? error).slice(0, 300)}`,
  }))
}

/** Takes over what `npm run prove` measured in another checkout, which stood still while this one was worked on. */
function takeResults(checkout: string): void {
  const results = readResults(join(checkout, 'prove/results.json'))
  for (const name of wanted) {
    const result = results[name]
    if (!result) continue
    keepResult(lines, name, result)
    console.log(`took    ${name.padEnd(18)} ${result.figure} (${result.commit})`)
  }
}
