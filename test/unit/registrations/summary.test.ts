import fc from 'fast-check'
import type { Report } from '../../../src/registrations/derive-progress.ts'
import {
  createRegistration,
  createTrial,
  recordProgress,
} from '../../../src/registrations/index.ts'
import { summaryOf } from '../../../src/registrations/summarize-package.ts'
import {
  figuresDelta,
  figuresOf,
  medianSeconds,
  type SummaryFigures,
} from '../../../src/registrations/summary.ts'
import { courseOf, insertCourse, insertLearner, sco } from '../../support/launch-stage.ts'
import { temporaryStorage } from '../../support/storage.ts'

const now = new Date('2026-03-02T10:00:00Z')
const clock = () => now

const report: fc.Arbitrary<Report> = fc
  .record(
    {
      completion: fc.constantFrom(
        'not-attempted' as const,
        'incomplete' as const,
        'completed' as const,
      ),
      success: fc.constantFrom('unknown' as const, 'passed' as const, 'failed' as const),
      score: fc.integer({ min: -10_000, max: 10_000 }).map((n) => ({ scaled: n / 10_000 })),
      centiseconds: fc.integer({ min: -1_000, max: 9_000_000 }),
      attempts: fc.integer({ min: 0, max: 1 }),
    },
    { requiredKeys: [] },
  )
  .map((fields) => ({ at: now, ...fields }))

test('the summary of a package equals a recount after any changes', async () => {
  const { storage, remove } = await temporaryStorage(clock)
  const { package: id } = await insertCourse(storage, courseOf(sco('one')), now)
  const registrations: string[] = []
  for (let index = 0; index < 8; index++) {
    const learner = await insertLearner(storage, `Học viên ${index}`, now)
    registrations.push((await createRegistration(storage, clock)({ package: id, learner })).id)
  }
  const principal = { kind: 'account', id: 'a', name: 'Quản trị', scopes: [] } as const
  registrations.push((await createTrial(storage, clock)(id, principal)).id)

  const recount = async (): Promise<SummaryFigures> => {
    const sum: Record<string, number> = {}
    for (const one of registrations) {
      const figures = figuresOf((await storage.findRegistration(one))!)
      for (const [name, count] of Object.entries(figures))
        sum[name] = (sum[name] ?? 0) + (count ?? 0)
    }
    return Object.fromEntries(Object.entries(sum).filter(([, amount]) => amount !== 0))
  }
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(fc.nat(8), report), { maxLength: 12 }), async (changes) => {
      for (const [index, course] of changes) {
        await storage.transact(async (tx) => {
          const registration = (await tx.findRegistration(registrations[index]!))!
          await recordProgress(tx, registration, {
            number: 1,
            report: { course, activities: [] },
          })
        })
      }
      expect(await storage.findSummaryFigures(id)).toEqual(await recount())
    }),
    { numRuns: 60 },
  )
  expect(summaryOf(id, await storage.findSummaryFigures(id)).registrations).toBe(8)
  await remove()
})

test('figuresDelta() names only what changes', () => {
  const before = { registrations: 1, 'completion/incomplete': 1 }
  const after = { registrations: 1, 'completion/completed': 1 }
  expect(figuresDelta(before, after)).toEqual({
    'completion/incomplete': -1,
    'completion/completed': 1,
  })
})

describe('summaryOf()', () => {
  test('of a package nobody takes is all zeros', () => {
    const summary = summaryOf('p', {})
    expect(summary).toMatchObject({
      registrations: 0,
      averageScore: null,
      medianSecondsEstimate: null,
    })
    expect(summary.scores).toHaveLength(10)
    expect(summary.scores.at(-1)).toEqual({ from: 0.9, to: 1, count: 0 })
    expect(summary.times.at(-1)?.toSeconds).toBeNull()
  })

  test('gives the mean of the scores to four decimals', () => {
    expect(summaryOf('p', { scored: 3, 'score-sum': 20_000 }).averageScore).toBe(0.6667)
  })
})

test('medianSeconds() spreads a bucket evenly', () => {
  expect(medianSeconds({ timed: 2, 'time/1': 2 })).toBe(180)
  expect(medianSeconds({ timed: 3, 'time/0': 2, 'time/4': 1 })).toBe(45)
  expect(medianSeconds({ timed: 1, 'time/12': 1 })).toBe(36_000)
})
