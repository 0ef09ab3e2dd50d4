import { execFile } from 'node:child_process'
import { join } from 'node:path'
import type { Line } from '../line.ts'
import { number } from '../line.ts'

const program = join(import.meta.dirname, '../../bench/same-answers.ts')
const counts = { quick: 300, long: 20_000 }
const outputBytesMax = 64 * 1024 * 1024

export const line: Line = {
  title: 'SQLite and MongoDB give the same answers',
  bar: '20,000 generated requests: the same status, headers and body',
  async measure(length) {
    if (!process.env.HOCBA_TEST_MONGODB_URL) {
      return {
        state: 'notRun',
        figure: 'HOCBA_TEST_MONGODB_URL names no server; see scripts/with-test-mongodb.sh',
      }
    }
    const output = await new Promise<string>((resolve) =>
      execFile(
        process.execPath,
        [program, String(counts[length])],
        { maxBuffer: outputBytesMax },
        (_, out, err) => resolve(out + err),
      ),
    )
    const seed = /^seed (\d+)/m.exec(output)?.[1]
    const [, requests, statuses, positions] =
      /^(\d+) requests; (.+); (\d+) positions mapped/m.exec(output) ?? []
    if (!output.includes('ok   every answer is the same')) {
      const said = /^request \d+ differs:[\s\S]*/m.exec(output)?.[0] ?? output.slice(-200)
      return {
        state: 'broken',
        figure: `seed ${seed}: ${said.replaceAll(/\s+/g, ' ').slice(0, 200)}`,
      }
    }
    return {
      state: 'kept',
      figure: `${number(Number(requests))} requests, all alike (${statuses}); ${number(Number(positions))} positions of statements mapped one to one; seed ${seed}`,
    }
  },
}
