import { cluster, content, course, Learning, rules } from './learning.ts'

const skipped = rules({ pre: [['skip', 'always']] })
const disabled = rules({ pre: [['disabled', 'always']] })

describe('Flow [SB.2.1, SB.2.2, SB.2.3]', () => {
  test('walks into clusters and over their edges, forward and backward', () => {
    const learning = new Learning(
      course({}, cluster('one', {}, content('a'), content('b')), cluster('two', {}, content('c'))),
    ).start()
    expect(learning.next().came).toBe('b')
    expect(learning.next().came).toBe('c')
    expect(learning.back().came).toBe('b')
    expect(learning.back().came).toBe('a')
    expect(learning.back().came).toBe('SB.2.1-3')
  })

  test('walking off the last activity ends the session and every attempt in it', () => {
    const learning = new Learning(course({}, cluster('one', {}, content('a')))).start()
    expect(learning.next().came).toBe('ended')
    for (const id of ['a', 'one', 'course']) expect(learning.status(id).isActive).toBe(false)
    expect(learning.decided).toContain('SB.2.1 walked-off-the-end')
    expect(learning.start().came).toBe('a')
    expect(learning.status('course').attempts).toBe(2)
  })

  test('passes over what a rule skips, also at the ends', () => {
    const learning = new Learning(
      course({}, content('a', skipped), content('b'), content('c', skipped), content('d', skipped)),
    ).start()
    expect(learning.came).toBe('b')
    expect(learning.next().came).toBe('ended')
  })

  test('stops at what a rule disables, and at a cluster that does not flow', () => {
    expect(new Learning(course({}, content('a'), content('b', disabled))).start().next().came).toBe(
      'SB.2.2-2',
    )
    const closed = cluster('room', { controlMode: { flow: false } }, content('b'))
    expect(new Learning(course({}, content('a'), closed)).start().next().came).toBe('SB.2.2-1')
  })

  test('enters a forward-only cluster at its beginning when it comes from behind', () => {
    const learning = new Learning(
      course(
        {},
        cluster('one', { controlMode: { forwardOnly: true } }, content('a'), content('b')),
        content('c'),
      ),
    ).choose('c')
    expect(learning.back().came).toBe('a')
    expect(learning.decided).toContain('SB.2.1 direction-reversed')
  })

  test('leaves a forward-only cluster backward when all of it is skipped', () => {
    const learning = new Learning(
      course(
        {},
        content('start'),
        cluster(
          'one',
          { controlMode: { forwardOnly: true } },
          content('a', skipped),
          content('b', skipped),
        ),
        content('c'),
      ),
    ).choose('c')
    expect(learning.back().came).toBe('start')
  })

  test('an attempt limit forbids a new attempt, not going on with a suspended one [UP.1]', () => {
    const learning = new Learning(
      course({}, content('a', { limits: { attemptLimit: 1 } }), content('b')),
    ).start()
    learning.report({ isSuspended: true })
    expect(learning.next().back().last?.delivered).toEqual({ activity: 'a', isResumed: true })
    expect(learning.next().back().came).toBe('SB.2.2-2')
  })
})

describe('preconditions look at what is known [UP.2, UP.2.1]', () => {
  test.each([
    ['satisfied', {}, 'b'],
    ['satisfied', { success: 'passed' }, 'c'],
    ['not satisfied', {}, 'b'],
    ['not satisfied', { success: 'failed' }, 'c'],
    ['objectiveStatusKnown', { success: 'failed' }, 'c'],
    ['completed', { completion: 'completed' }, 'c'],
    ['not activityProgressKnown', {}, 'c'],
    ['objectiveMeasureGreaterThan', { score: { scaled: 0.5 } }, 'b'],
    ['objectiveMeasureGreaterThan', { score: { scaled: 0.6 } }, 'c'],
    ['objectiveMeasureLessThan', {}, 'b'],
    ['attempted', {}, 'c'],
    ['timeLimitExceeded', {}, 'b'],
    ['attemptLimitExceeded', {}, 'b'],
    ['not attemptLimitExceeded', {}, 'b'],
    ['not outsideAvailableTimeRange', {}, 'b'],
  ] as const)('skip if %s after %j goes to %s', (condition, report, expected) => {
    const silent = {
      deliveryControls: {
        tracked: true,
        completionSetByContent: true,
        objectiveSetByContent: true,
      },
    }
    const learning = new Learning(
      course(
        {},
        content('a'),
        content('b', { ...silent, ...rules({ pre: [['skip', condition]] }) }),
        content('c'),
      ),
    )
    learning.go({ to: 'choice', activity: 'b' }).report(report).choose('a')
    expect(learning.next().came).toBe(expected)
  })
})
