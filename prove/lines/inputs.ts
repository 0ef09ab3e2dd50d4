import { execFile } from 'node:child_process'
import { join } from 'node:path'
import type { Line } from '../line.ts'
import { number } from '../line.ts'

const program = join(import.meta.dirname, '../../bench/fuzz.ts')
const counts = {
  quick: { statements: 300, mutations: 600, raw: 300, requests: 300 },
  long: { statements: 20_000, mutations: 20_000, raw: 5_000, requests: 10_000 },
}

export const line: Line = {
  title: 'bad inputs over HTTP: mutated statements, raw JSON, parameters, headers',
  bar: '0 answers of 5xx, 0 writes, 99 % blamed on the right place; valid ones all stored',
  async measure(length) {
    const wanted = Object.entries(counts[length])
    const args = wanted.flatMap(([name, count]) => [`--${name}`, String(count)])
    const output = await new Promise<string>((resolve) =>
      execFile(process.execPath, [program, ...args], (_, out, err) => resolve(out + err)),
    )
    const failures = output.split('\n').filter((text) => /^(FAIL|\w*Error)/.test(text))
    const isWhole = output.includes('ok   the server: is alive and ready')
    if (failures.length > 0 || !isWhole) {
      return { state: 'broken', figure: (failures[0] ?? output.slice(-200)).slice(0, 200) }
    }
    const most = Math.max(...[...output.matchAll(/at most (\d+) MB/g)].map(([, mb]) => Number(mb)))
    const sent = wanted.map(([name, count]) => `${number(count)} ${name}`).join(', ')
    return { state: 'kept', figure: `${sent}: 0 of 5xx, 0 wrong writes; at most ${most} MB` }
  },
}
