/**
 * How long the erasure of a learner takes in a large SQLite store: the preview, and each step of the act. Prints one JSON object
 * with seconds of processor time and of the clock.
 *
 *   node bench/erasure.ts [statements, 1000000 unless given]
 *
 * The store has 5,000 learners; statements are like those of a course, about 1.2 kB.
 */
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../src/base/clock.ts'
import { workOn } from '../src/erasure/carry-out.ts'
import { previewErasure } from '../src/erasure/index.ts'
import { openSqliteStorage } from '../src/storage/sqlite/open-storage.ts'
import { indexKeys, type Statement } from '../src/xapi/index.ts'
import type { PreparedStatement } from '../src/xapi/statements/store.ts'
import { person } from '../test/contract/school.ts'
import { erasingParts, erasingStore, orderErasure } from '../test/support/erasing-parts.ts'

const count = Number(process.argv[2] ?? 1_000_000)
const learners = 5_000
const batch = 1_000
const appUrl = 'https://hocba.example.vn'
const authority = { account: { homePage: appUrl, name: 'key-1' } } as const
const learner = person('Đỗ Thị Hương Zqx', { code: 'HV-00007', email: 'hv00007@example.vn' })

function prepared(number: number): PreparedStatement {
  const [who, lesson] = [number % learners, Math.floor(number / learners) % 500]
  const code = String(who).padStart(5, '0')
  const statement = {
    id: randomUUID(),
    actor: { objectType: 'Agent', name: `Học viên ${who}`, mbox: `mailto:hv${code}@example.vn` },
    verb: { id: 'http://adlnet.gov/expapi/verbs/answered', display: { vi: 'đã trả lời' } },
    object: {
      id: `https://courses.example.vn/lesson-${lesson}`,
      definition: {
        name: { vi: `Bài ${lesson}` },
        description: { vi: `Câu hỏi của bài ${lesson}, đủ dài để giống thật. `.repeat(6) },
      },
    },
    result: { score: { scaled: (number % 100) / 100 }, response: `phương án ${number % 4}` },
    context: { platform: 'hocba', language: 'vi-VN' },
    timestamp: new Date(Date.UTC(2026, 0, 1) + number * 1_000).toISOString(),
    authority,
    version: '1.0.0',
  } as Statement & { readonly id: string; readonly authority: typeof authority }
  return {
    id: statement.id,
    json: JSON.stringify(statement),
    needsTimestamp: false,
    equality: statement.id.replaceAll('-', '').repeat(2),
    isVoiding: false,
    keys: indexKeys(statement),
  }
}

/** Seconds of this process and of the clock. */
async function timed<Result>(work: () => Promise<Result>) {
  const [cpu, start] = [process.cpuUsage(), performance.now()]
  const result = await work()
  const { user, system } = process.cpuUsage(cpu)
  const round = (seconds: number) => Math.round(seconds * 100) / 100
  return {
    result,
    seconds: {
      processor: round((user + system) / 1e6),
      clock: round((performance.now() - start) / 1e3),
    },
  }
}

const folder = mkdtempSync(join(tmpdir(), 'hocba-bench-erasure-'))
const storage = openSqliteStorage(folder, systemClock)
try {
  await storage.transact((tx) => tx.insertPerson(learner))
  for (let from = 0; from < count; from += batch) {
    const size = Math.min(batch, count - from)
    const all = Array.from({ length: size }, (_, index) => prepared(from + index))
    await storage.transact((tx) => tx.insertStatements(all))
  }
  const preview = await timed(() =>
    previewErasure(erasingStore(storage), appUrl)({ person: learner.id }),
  )
  let act = await orderErasure(storage, learner.id)
  const steps: Record<string, { processor: number; clock: number; portions: number }> = {}
  while (act.state === 'running') {
    const { step } = act
    const portion = await timed(() => workOn(erasingParts(storage, folder), act))
    act = portion.result
    const sum = steps[step] ?? { processor: 0, clock: 0, portions: 0 }
    steps[step] = {
      processor: sum.processor + portion.seconds.processor,
      clock: sum.clock + portion.seconds.clock,
      portions: sum.portions + 1,
    }
  }
  const { statements } = preview.result
  console.log(
    JSON.stringify({
      ...{ statements: count, ofThePerson: statements.all, preview: preview.seconds, steps },
      megabytes: Math.round(statSync(join(folder, 'hocba.db')).size / 1e6),
      peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1e3),
    }),
  )
} finally {
  await storage.close()
  rmSync(folder, { recursive: true, force: true })
}
