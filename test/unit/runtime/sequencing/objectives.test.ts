import { defaultSequencing } from '../../../../src/runtime/sequencing/definition.ts'
import { content, course, Learning, map, objective, primary, setByContent } from './learning.ts'

const everything = {
  readSatisfiedStatus: true,
  readNormalizedMeasure: true,
  readRawScore: true,
  readMinScore: true,
  readMaxScore: true,
  readCompletionStatus: true,
  readProgressMeasure: true,
}
const written = {
  writeSatisfiedStatus: true,
  writeNormalizedMeasure: true,
  writeRawScore: true,
  writeMinScore: true,
  writeMaxScore: true,
  writeCompletionStatus: true,
  writeProgressMeasure: true,
}
const said = {
  success: 'passed',
  completion: 'incomplete',
  progressMeasure: 0.25,
  score: { scaled: 0.5, raw: 15, min: 10, max: 20 },
} as const

describe('record()', () => {
  const two = (write: object, read: object) =>
    new Learning(
      course(
        {},
        content('a', {
          ...setByContent,
          objectives: [primary(), objective('local', map('g', write))],
        }),
        content('b', {
          ...setByContent,
          objectives: [primary(), objective('there', map('g', read))],
        }),
      ),
    ).start()

  test('passes every field on through the write maps, and read maps bring it', () => {
    const learning = two(written, everything).report({ objectives: [{ id: 'local', ...said }] })
    expect(learning.shared.g).toEqual({
      satisfied: true,
      completed: false,
      progressMeasure: 0.25,
      measure: 0.5,
      rawScore: 15,
      minScore: 10,
      maxScore: 20,
    })
    expect(learning.objectives('b')).toEqual([
      {
        id: 'there',
        isPrimary: false,
        satisfied: true,
        completed: false,
        progressMeasure: 0.25,
        score: said.score,
      },
    ])
  })

  test('a field without its flag stays where it is', () => {
    const learning = two({ writeSatisfiedStatus: true }, { readNormalizedMeasure: true })
    learning.report({ objectives: [{ id: 'local', ...said }] })
    expect(learning.shared.g).toEqual({ satisfied: true })
    expect(learning.objectives('b')).toEqual([{ id: 'there', isPrimary: false, score: {} }])
    expect(learning.objectives('a')[0]).toMatchObject({ id: 'local', score: said.score })
  })

  test('an objective that reads what nobody knows has what it has itself', () => {
    const learning = two(everything, everything).report({ objectives: [{ id: 'local', ...said }] })
    expect(learning.objectives('a')[0]).toMatchObject({ satisfied: true, score: said.score })
  })

  test('what an untracked activity says is not recorded, and an unknown activity changes nothing', () => {
    const untracked = { deliveryControls: { tracked: false } }
    const learning = new Learning(course({}, content('a', untracked), content('b'))).start()
    expect(learning.report(said).status('a')).toMatchObject({ attempts: 0, score: {} })
    const before = learning.tracked
    learning.tracked = { ...before, state: { ...before.state, current: '__proto__' } }
    expect(learning.report(said).tracked.state.activities).toEqual(before.state.activities)
  })

  test('success of an objective that is satisfied by its measure follows from the measure', () => {
    const byMeasure = primary({
      satisfiedByMeasure: true,
      minNormalizedMeasure: 0.6,
      maps: [map('g', written)],
    })
    const learning = new Learning(course({}, content('a', { objectives: [byMeasure] }))).start()
    learning.report({ success: 'passed', score: { scaled: 0.5 } })
    expect(learning.status('a').satisfied).toBe(false)
    expect(learning.shared.g).toMatchObject({ satisfied: false, measure: 0.5 })
  })

  test('a side objective is judged by its measure at once, whatever rules may look at meanwhile', () => {
    const side = { ...objective('side', map('g', written)), satisfiedByMeasure: true }
    const rollupConsiderations = { measureSatisfactionIfActive: false }
    const learning = new Learning(
      course({}, content('a', { rollupConsiderations, objectives: [primary(), side] })),
    ).start()
    learning.report({ objectives: [{ id: 'side', score: { scaled: 1 } }] })
    expect(learning.shared.g).toEqual({ measure: 1, satisfied: true })
  })

  test('the primary objective speaks for the activity where the SCO set it in cmi.objectives', () => {
    const learning = new Learning(
      course({}, content('a', { ...setByContent, objectives: [primary({ id: 'main' })] })),
    ).start()
    learning.report({ objectives: [{ id: 'main', ...said }] })
    expect(learning.status('a')).toMatchObject({
      satisfied: true,
      completed: false,
      score: said.score,
    })
  })
})

describe('completion by measure [RTE 4.2.4.1]', () => {
  const completionThreshold = {
    completedByMeasure: true,
    minProgressMeasure: 0.5,
    progressWeight: 1,
  }
  const judged = (edition: '3rd' | '4th', report: object) =>
    new Learning(course({ edition }, content('a', { completionThreshold })))
      .start()
      .report(report)
      .status('a').completed

  test('the measure decides, whatever the content says', () => {
    const said = { completion: 'completed', progressMeasure: 0.4 }
    expect([judged('3rd', said), judged('4th', said)]).toEqual([false, false])
    expect(judged('4th', { progressMeasure: 0.5 })).toBe(true)
  })

  test('without a measure the 4th Edition knows nothing, the 3rd believes the content', () => {
    const said = { completion: 'completed' }
    expect([judged('3rd', said), judged('4th', said)]).toEqual([true, undefined])
  })
})

test('of several maps that read a field the last one counts', () => {
  const maps = ['one', 'two'].map((target) => map(target, { readSatisfiedStatus: true }))
  const shared = (...known: string[]) => ({
    objectives: Object.fromEntries(known.map((id, at) => [id, { satisfied: at === 1 }])),
    data: {},
  })
  const satisfied = (...known: string[]) =>
    new Learning(course({}, content('a', { objectives: [primary({ id: 'p', maps })] })), {
      shared: shared(...known),
    }).status('a').satisfied
  expect(satisfied('one', 'two')).toBe(true)
  expect(satisfied('one')).toBeUndefined()
})

test('what is not tracked has no score, whatever its objective reads', () => {
  const maps = [map('g', { readNormalizedMeasure: true })]
  const shared = { objectives: { g: { measure: 0.5 } }, data: {} }
  const status = (tracked: boolean) => {
    const deliveryControls = { ...defaultSequencing.deliveryControls, tracked }
    const objectives = [primary({ id: 'p', maps })]
    const played = course({}, content('a', { deliveryControls, objectives }))
    return new Learning(played, { shared }).status('a')
  }
  expect(status(true).score).toEqual({ scaled: 0.5 })
  expect(status(false).score).toEqual({})
})

describe('global objectives of one course alone [CAM objectivesGlobalToSystem]', () => {
  const limits = { attemptLimit: 2 }
  const known = (objectivesGlobalToSystem: boolean) => {
    const objectives = [primary({ id: 'p', maps: [map('g', written)] })]
    const learning = new Learning(
      course({ objectivesGlobalToSystem, limits }, content('a', { objectives })),
    )
    return learning.start().report(said).go({ to: 'exitAll' })
  }

  test('a new attempt on the course knows nothing of them', () => {
    expect(known(false).shared.g).toMatchObject({ satisfied: true })
    expect(known(false).start().shared).toEqual({})
    expect(known(true).start().shared.g).toMatchObject({ satisfied: true })
  })

  test('one that goes on, or is refused, keeps them', () => {
    const resumed = known(false).start().report(said).go({ to: 'suspendAll' })
    expect(resumed.go({ to: 'resumeAll' }).shared.g).toMatchObject({ satisfied: true })
    const refused = resumed.go({ to: 'exitAll' }).start()
    expect(refused.came).toBe('DB.1.1-3')
    expect(refused.shared.g).toMatchObject({ satisfied: true })
  })
})

describe('End Attempt Process [UP.4]', () => {
  const ended = (deliveryControls: object, report: object) =>
    new Learning(course({}, content('a', { deliveryControls }), content('b')))
      .start()
      .report(report)
      .next()
      .status('a')

  test('a content that says nothing is done when it ends', () => {
    expect(ended({}, {})).toMatchObject({ completed: true, satisfied: true })
  })

  test.each([
    [{ completionSetByContent: true }, { satisfied: true }, 'completed'],
    [{ objectiveSetByContent: true }, { completed: true }, 'satisfied'],
  ])('%j leaves it to the content', (controls, expected, unknown) => {
    expect(ended(controls, {})).toMatchObject(expected)
    expect(ended(controls, {})).not.toHaveProperty(unknown)
  })

  test('what is completed by measure is not completed by ending', () => {
    const completionThreshold = {
      completedByMeasure: true,
      minProgressMeasure: 0.5,
      progressWeight: 1,
    }
    const objectives = [primary({ id: 'p', maps: [map('g', written)] })]
    const learning = new Learning(
      course({}, content('a', { completionThreshold, objectives }), content('b')),
    )
    const untold = { objectives: [{ id: 'p', completion: 'completed' as const }] }
    expect(learning.start().report(untold).next().status('a').completed).toBeUndefined()
    expect(learning.shared.g).toEqual({ satisfied: true })
  })

  test('a content that says "unknown" is believed, as is one that is suspended', () => {
    const unknown = { completion: 'unknown', success: 'unknown' }
    for (const report of [unknown, { isSuspended: true }]) {
      expect(ended({}, report).completed).toBeUndefined()
      expect(ended({}, report).satisfied).toBeUndefined()
    }
    expect(ended({}, { completion: 'incomplete' })).toMatchObject({
      completed: false,
      satisfied: true,
    })
  })

  test('a new attempt knows nothing of the one before; a resumed one goes on', () => {
    const learning = new Learning(course({}, content('a', setByContent), content('b'))).start()
    learning.report({ success: 'passed' }).next().back()
    expect(learning.status('a')).toMatchObject({ attempts: 2 })
    expect(learning.status('a').satisfied).toBeUndefined()
    learning.report({ success: 'failed', isSuspended: true }).next().back()
    expect(learning.status('a')).toMatchObject({ attempts: 2, satisfied: false })
  })
})
