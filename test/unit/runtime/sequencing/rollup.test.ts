import type { Scorm2004Edition } from '../../../../src/runtime/index.ts'
import { defaultSequencing } from '../../../../src/runtime/sequencing/definition.ts'
import {
  cluster,
  content,
  course,
  Learning,
  map,
  primary,
  rollup,
  rules,
  setByContent,
} from './learning.ts'

const quiet = (id: string, more = {}) => content(id, { ...setByContent, ...more })

/** Visits each activity in order with its report. */
function visited(learning: Learning, reports: Record<string, object>): Learning {
  for (const [activity, report] of Object.entries(reports)) learning.choose(activity).report(report)
  return learning.go({ to: 'exit' })
}

describe('Measure Rollup Process [RB.1.1]', () => {
  const weighed = (id: string, objectiveMeasureWeight: number) =>
    quiet(id, { rollupControls: { objectiveMeasureWeight } })

  test('weighs the measures of the children; one that has none counts as 0', () => {
    const learning = new Learning(course({}, weighed('a', 1), weighed('b', 0.5), weighed('c', 0)))
    expect(visited(learning, { a: {}, c: {} }).status('course').score.scaled).toBeUndefined()
    visited(learning, { a: { score: { scaled: 0.9 } }, c: { score: { scaled: -1 } } })
    expect(learning.status('course').score.scaled).toBeCloseTo(0.6)
  })

  test('leaves out what is not tracked', () => {
    const untracked = { deliveryControls: { tracked: false } }
    const learning = new Learning(course({}, quiet('a'), content('b', untracked)))
    visited(learning, { a: { score: { scaled: 0.5 } }, b: { score: { scaled: 1 } } })
    expect(learning.status('course').score.scaled).toBe(0.5)
    expect(learning.status('b')).toMatchObject({ attempts: 0, score: {} })
  })

  test('progress measures are weighed in the 4th Edition only', () => {
    const part = (id: string, progressWeight: number) =>
      quiet(id, {
        completionThreshold: { completedByMeasure: false, minProgressMeasure: 1, progressWeight },
      })
    const inEdition = (edition: Scorm2004Edition) =>
      visited(new Learning(course({ edition }, part('a', 1), part('b', 0.25))), {
        a: { progressMeasure: 0.5 },
        b: { progressMeasure: 1 },
      }).status('course').progressMeasure
    expect(inEdition('4th')).toBeCloseTo(0.6)
    expect(inEdition('3rd')).toBeUndefined()
  })
})

describe('Objective Rollup Process [RB.1.2]', () => {
  test('by measure, where the objective is satisfied by it', () => {
    const objectives = [primary({ satisfiedByMeasure: true, minNormalizedMeasure: 0.6 })]
    const learning = new Learning(course({ objectives }, quiet('a'), quiet('b')))
    visited(learning, { a: { score: { scaled: 0.5 }, success: 'passed' } })
    expect(learning.status('course').satisfied).toBe(false)
    visited(learning, { a: { score: { scaled: 1 } }, b: { score: { scaled: 0.2 } } })
    expect(learning.status('course').satisfied).toBe(true)
  })

  test('not by measure while the activity is active, where that is forbidden [measureSatisfactionIfActive]', () => {
    const learning = new Learning(
      course(
        {
          objectives: [primary({ satisfiedByMeasure: true, minNormalizedMeasure: 0.5 })],
          rollupConsiderations: { measureSatisfactionIfActive: false },
        },
        quiet('a'),
      ),
    ).start()
    learning.report({ score: { scaled: 1 } }).go({ to: 'exit' })
    expect(learning.status('course').satisfied).toBeUndefined()
    expect(learning.go({ to: 'exitAll' }).status('course').satisfied).toBe(true)
  })

  test('by default all satisfied makes satisfied, all known makes not satisfied', () => {
    const learning = new Learning(course({}, quiet('a'), quiet('b')))
    visited(learning, { a: { success: 'passed' } })
    expect(learning.status('course').satisfied).toBeUndefined()
    visited(learning, { b: { success: 'failed' } })
    expect(learning.status('course').satisfied).toBe(false)
    visited(learning, { b: { success: 'passed' } })
    expect(learning.status('course').satisfied).toBe(true)
  })

  test('before the 4th Edition, attempting all makes not satisfied by default', () => {
    const attempted = (edition: Scorm2004Edition) =>
      visited(new Learning(course({ edition }, quiet('a'))), { a: {} }).status('course').satisfied
    expect([attempted('2nd'), attempted('3rd'), attempted('4th')]).toEqual([
      false,
      false,
      undefined,
    ])
  })
})

describe('Rollup Rule Check Subprocess [RB.1.4]', () => {
  const rolledUp = (rule: ReturnType<typeof rollup>, reports: Record<string, object>) =>
    visited(
      new Learning(course({ rollupRules: [rule] }, quiet('a'), quiet('b'), quiet('c'), quiet('d'))),
      reports,
    ).status('course')

  const one = { a: { success: 'passed' } }
  const none = { a: { success: 'failed' }, b: { success: 'failed' }, c: { success: 'failed' } }

  test.each([
    ['all', {}, one, undefined],
    ['any', {}, one, true],
    ['none', {}, none, undefined],
    ['none', {}, { ...none, d: { success: 'failed' } }, true],
    ['atLeastCount', { minimumCount: 2 }, one, undefined],
    ['atLeastCount', { minimumCount: 2 }, { ...one, b: { success: 'passed' } }, true],
    ['atLeastPercent', { minimumPercent: 0.5 }, one, undefined],
    ['atLeastPercent', { minimumPercent: 0.25 }, one, true],
  ] as const)('%s %j after %j gives %s', (childActivitySet, more, reports, expected) => {
    const rule = rollup('satisfied', childActivitySet, ['satisfied'], more)
    expect(rolledUp(rule, reports).satisfied).toBe(expected)
  })

  test('a rule for one side takes away the default of both, and of that pair only', () => {
    const rule = rollup('notSatisfied', 'any', ['not satisfied'])
    const all = { success: 'passed', completion: 'completed' }
    expect(rolledUp(rule, { a: all, b: all, c: all, d: all })).toMatchObject({ completed: true })
    expect(rolledUp(rule, { a: all, b: all, c: all, d: all }).satisfied).toBeUndefined()
  })

  test.each([
    ['ifAttempted', true],
    ['always', undefined],
  ] as const)('requiredForSatisfied %s [RB.1.4.2]', (requiredForSatisfied, expected) => {
    const learning = new Learning(
      course({}, quiet('a'), quiet('b', { rollupConsiderations: { requiredForSatisfied } })),
    )
    expect(visited(learning, one).status('course').satisfied).toBe(expected)
  })

  test('requiredForCompleted ifNotSkipped leaves out what a rule skips, ifNotSuspended what waits', () => {
    const done = { completion: 'completed' }
    const skipped = {
      ...rules({ pre: [['skip', 'always']] }),
      rollupConsiderations: { requiredForCompleted: 'ifNotSkipped' as const },
    }
    const skipping = new Learning(course({}, quiet('a'), quiet('b', skipped)))
    expect(visited(skipping, { a: done }).status('course').completed).toBe(true)
    const waits = { rollupConsiderations: { requiredForCompleted: 'ifNotSuspended' as const } }
    const waiting = new Learning(course({}, quiet('a'), quiet('b', waits)))
    visited(waiting, { b: { completion: 'incomplete', isSuspended: true }, a: done })
    expect(waiting.status('course').completed).toBe(true)
  })

  test('children that do not contribute are not counted', () => {
    const alone = {
      rollupControls: { rollupObjectiveSatisfied: false, rollupProgressCompletion: false },
    }
    const learning = new Learning(course({}, quiet('a'), quiet('b', alone)))
    visited(learning, { a: { success: 'passed', completion: 'completed' } })
    expect(learning.status('course')).toMatchObject({ satisfied: true, completed: true })
  })
})

describe('Activity Progress Rollup Process [RB.1.3]', () => {
  test('by measure, where the cluster is completed by it, 4th Edition', () => {
    const completionThreshold = {
      completedByMeasure: true,
      minProgressMeasure: 0.5,
      progressWeight: 1,
    }
    const learning = new Learning(course({ completionThreshold }, quiet('a'), quiet('b')))
    visited(learning, { a: { progressMeasure: 0.8, completion: 'completed' } })
    expect(learning.status('course').completed).toBe(false)
    expect(visited(learning, { b: { progressMeasure: 0.4 } }).status('course').completed).toBe(true)
  })

  test('a new attempt on a cluster does not count what its children did in the one before', () => {
    const retried = (useCurrentAttemptProgressInfo: boolean) => {
      const learning = new Learning(
        course({ controlMode: { useCurrentAttemptProgressInfo } }, quiet('a'), quiet('b')),
      )
      visited(learning, { a: { completion: 'completed' }, b: { completion: 'completed' } })
      learning.go({ to: 'exitAll' })
      return visited(learning, { a: { completion: 'completed' } }).status('course').completed
    }
    expect(retried(true)).toBeUndefined()
    expect(retried(false)).toBe(true)
  })

  test('what goes on in the present attempt on its parent counts in it', () => {
    const learning = new Learning(course({}, quiet('a'), cluster('room', {}, quiet('b')))).choose(
      'b',
    )
    learning.report({ completion: 'incomplete', isSuspended: true }).choose('a')
    learning.report({ completion: 'completed' }).go({ to: 'abandonAll' })
    learning.choose('b').report({ completion: 'completed' }).choose('a')
    expect(learning.status('course')).toMatchObject({ attempts: 2 })
    expect(learning.status('room').completed).toBe(true)
    learning.report({ completion: 'completed' }).go({ to: 'exit' })
    expect(learning.status('course').completed).toBe(true)
  })

  test('a global objective that a roll-up cannot write or read starts none', () => {
    const maps = [map('g', { writeSatisfiedStatus: true, readSatisfiedStatus: true })]
    const alone = {
      rollupControls: { ...defaultSequencing.rollupControls, rollupObjectiveSatisfied: false },
    }
    const toH = [map('h', { writeRawScore: true })]
    const scores = [map('h', { readRawScore: true })]
    const side = [primary(), { ...primary({ id: 's', maps }), isPrimary: false }]
    const learning = new Learning(
      course(
        {},
        cluster('one', { objectives: side }, quiet('a', { objectives: [primary({ maps: toH })] })),
        cluster('two', {}, quiet('b', { ...alone, objectives: [primary({ id: 'p', maps })] })),
        cluster('three', {}, quiet('c', { ...alone, objectives: side })),
        cluster('four', {}, quiet('d', { ...alone, objectives: [primary({ maps: scores })] })),
      ),
    )
    visited(learning, { a: { success: 'passed' } })
    expect(learning.status('two').satisfied).toBeUndefined()
    expect(learning.status('three').satisfied).toBeUndefined()
    expect(learning.status('four').satisfied).toBeUndefined()
    const untracked = {
      deliveryControls: { ...defaultSequencing.deliveryControls, tracked: false },
    }
    const silent = new Learning(
      course(
        {},
        quiet('a', { ...untracked, objectives: [primary({ id: 'p', maps })] }),
        cluster('two', {}, quiet('b', { ...alone, objectives: [primary({ id: 'p', maps })] })),
      ),
    )
    visited(silent, { a: { success: 'passed' } })
    expect(silent.status('two').satisfied).toBeUndefined()
  })

  test('what another cluster reads from a global objective rolls up there, too', () => {
    const write = [primary({ id: 'p', maps: [map('g', { writeSatisfiedStatus: true })] })]
    const read = [primary({ id: 'p', maps: [map('g', { readSatisfiedStatus: true })] })]
    const learning = new Learning(
      course(
        {},
        cluster('one', {}, quiet('a', { objectives: write })),
        cluster('two', {}, quiet('b', { objectives: read })),
      ),
    )
    visited(learning, { a: { success: 'passed' } })
    expect(learning.status('two').satisfied).toBe(true)
    expect(learning.status('b').attempts).toBe(0)
  })
})
