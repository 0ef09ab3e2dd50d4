import fc from 'fast-check'
import {
  type Report,
  rolledUp,
  withActivityReport,
  withReport,
} from '../../../src/registrations/derive-progress.ts'
import { noProgress, type ProgressFigures } from '../../../src/registrations/registration.ts'

const day = (date: number) => new Date(Date.UTC(2026, 2, date))
const afterAllOf = (...reports: Omit<Report, 'at'>[]): ProgressFigures =>
  reports.reduce(
    (kept: ProgressFigures, report, index) => withReport(kept, { at: day(index + 1), ...report }),
    noProgress,
  )

describe('withReport()', () => {
  test('never moves completion or success back', () => {
    expect(
      afterAllOf(
        { completion: 'completed', success: 'passed' },
        { completion: 'incomplete', success: 'failed' },
        { completion: 'not-attempted', success: 'unknown' },
      ),
    ).toMatchObject({ completion: 'completed', success: 'passed', progress: 1 })
  })

  test('lets a learner who failed pass', () => {
    expect(afterAllOf({ success: 'failed' }, { success: 'passed' }).success).toBe('passed')
  })

  test('takes the last score while nothing is decided', () => {
    const reports = [{ score: { scaled: 0.9 } }, { score: { scaled: 0.4 } }]
    expect(afterAllOf(...reports).score).toEqual({ scaled: 0.4 })
  })

  test('takes the score that came with the better status, be it lower', () => {
    const { score } = afterAllOf(
      { success: 'failed', score: { scaled: 0.7 } },
      { success: 'passed', score: { scaled: 0.65 } },
      { success: 'failed', score: { scaled: 0.9 } },
    )
    expect(score).toEqual({ scaled: 0.65 })
  })

  test('takes the highest score once the activity is completed or passed', () => {
    const reports = [0.5, 0, 0.8, 0.7].map((scaled) => ({
      completion: 'completed' as const,
      score: { scaled },
    }))
    expect(afterAllOf(...reports).score).toEqual({ scaled: 0.8 })
  })

  test('keeps the score when a report has none, and takes the first whatever its status', () => {
    const passed = { completion: 'completed', success: 'passed' } as const
    expect(
      afterAllOf(passed, { completion: 'incomplete', score: { scaled: 0.2 } }, {}).score,
    ).toEqual({
      scaled: 0.2,
    })
  })

  test('adds up time and runs, takes back what a correction takes back, and never falls below 0', () => {
    const reports = [{ centiseconds: 500, attempts: 1 }, { centiseconds: -200 }, { attempts: 1 }]
    expect(afterAllOf(...reports)).toMatchObject({ centiseconds: 300, attempts: 2 })
    expect(afterAllOf({ centiseconds: -1 }).centiseconds).toBe(0)
  })

  test('dates first and last activity, also when reports come out of order', () => {
    const figures = [day(3), day(1), day(2)].reduce(
      (kept: ProgressFigures, at) => withReport(kept, { at }),
      noProgress,
    )
    expect(figures).toMatchObject({ firstActivityAt: day(1), lastActivityAt: day(3) })
    const span = withReport(noProgress, { at: day(5), from: day(2) })
    expect(span).toMatchObject({ firstActivityAt: day(2), lastActivityAt: day(5) })
  })

  test('keeps status and progress from ever falling, whatever is reported', () => {
    const report = fc.record(
      {
        completion: fc.constantFrom('not-attempted', 'incomplete', 'completed'),
        success: fc.constantFrom('unknown', 'passed', 'failed'),
        progress: fc.double({ min: 0, max: 1, noNaN: true }),
      },
      { requiredKeys: [] },
    ) as fc.Arbitrary<Omit<Report, 'at'>>
    fc.assert(
      fc.property(fc.array(report), (reports) => {
        let kept: ProgressFigures = noProgress
        for (const one of reports) {
          const next = withReport(kept, { at: day(1), ...one })
          expect(next.progress).toBeGreaterThanOrEqual(kept.progress)
          if (kept.completion === 'completed') expect(next.completion).toBe('completed')
          if (kept.success === 'passed') expect(next.success).toBe('passed')
          kept = next
        }
      }),
    )
  })
})

describe('rolledUp()', () => {
  const reported = (...reports: Parameters<typeof withActivityReport>[1][]) => {
    const activities = reports.reduce(withActivityReport, [])
    return { ...noProgress, activities }
  }
  const done = (activity: string) => ({
    activity,
    title: activity,
    at: day(1),
    completion: 'completed' as const,
    success: 'passed' as const,
  })

  test('completes the whole when every launchable activity is completed', () => {
    const half = rolledUp(reported(done('a')), ['a', 'b'], { at: day(2) })
    expect(half).toMatchObject({ completion: 'incomplete', success: 'unknown', progress: 0.5 })
    const whole = rolledUp(reported(done('a'), done('b')), ['a', 'b'], { at: day(2) })
    expect(whole).toMatchObject({ completion: 'completed', success: 'passed', progress: 1 })
  })

  test('does not count activities that the course does not have', () => {
    const { completion, activities } = rolledUp(reported(done('http://elsewhere')), ['a'], {
      at: day(2),
    })
    expect(completion).toBe('incomplete')
    expect(activities).toHaveLength(1)
  })

  test('leaves a course of nothing launchable incomplete', () => {
    expect(rolledUp(reported(), [], { at: day(1) }).completion).toBe('incomplete')
  })
})
