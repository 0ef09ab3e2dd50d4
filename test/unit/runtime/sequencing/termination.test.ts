import { defaultSequencing } from '../../../../src/runtime/sequencing/definition.ts'
import { cluster, content, course, Learning, map, objective, primary, rules } from './learning.ts'

describe('Termination Request Process [TB.2.3]', () => {
  const post = (action: string) =>
    course(
      {},
      cluster('room', {}, content('a', rules({ post: [[action, 'not satisfied']] })), content('b')),
      content('c'),
    )
  const failing = (action: string) =>
    new Learning(post(action)).start().report({ success: 'failed' })

  test.each([
    ['retry', 'a'],
    ['continue', 'b'],
    ['exitParent', 'nothing'],
    ['exitAll', 'ended'],
    ['retryAll', 'a'],
  ])(
    'a postcondition %s goes before what the learner asked for: %s [TB.2.2]',
    (action, expected) => {
      const learning = failing(action)
      expect(learning.choose('c').came).toBe(action === 'exitParent' ? 'c' : expected)
      expect(learning.decided).toContain('TB.2.2 rule-fired')
    },
  )

  test('exitParent ends the cluster, whose own postconditions then count', () => {
    const learning = new Learning(
      course(
        {},
        cluster(
          'room',
          rules({ post: [['continue', 'always']] }),
          content('a', rules({ post: [['exitParent', 'always']] })),
          content('b'),
        ),
        content('c'),
      ),
    ).start()
    expect(learning.go({ to: 'exit' }).came).toBe('c')
    expect(learning.status('room')).toMatchObject({ isActive: false, attempts: 1 })
  })

  test('exitParent at the root cannot be followed', () => {
    const learning = new Learning(
      course(rules({ post: [['exitParent', 'always']], exit: [['exit', 'always']] }), content('a')),
    ).start()
    expect(learning.next().came).toBe('TB.2.3-4')
  })

  test('the topmost exit rule that holds ends its cluster [TB.2.1]', () => {
    const learning = new Learning(
      course(
        {},
        cluster(
          'outer',
          rules({ exit: [['exit', 'attempted']] }),
          cluster('inner', rules({ exit: [['exit', 'always']] }), content('a'), content('b')),
          content('c'),
        ),
        content('d'),
      ),
    ).start()
    expect(learning.next().came).toBe('d')
    expect(learning.status('outer').isActive).toBe(false)
  })

  test('a suspended activity has no postconditions', () => {
    const learning = failing('exitAll').report({ success: 'failed', isSuspended: true })
    expect(learning.next().came).toBe('b')
  })

  test('a retried course forgets global objectives that are its own only', () => {
    const passed = (objectivesGlobalToSystem: boolean) =>
      new Learning(
        course(
          {
            objectivesGlobalToSystem,
            ...rules({ post: [['retry', 'always']], exit: [['exit', 'always']] }),
          },
          content('a', {
            objectives: [
              primary({ maps: [map('shared', { writeSatisfiedStatus: true })] }),
              objective('x'),
            ],
          }),
        ),
      )
        .start()
        .report({ success: 'passed' })
        .next()
    expect(passed(false).shared.shared).toBeUndefined()
    expect(passed(true).shared.shared).toEqual({ satisfied: true })
    expect(passed(true).came).toBe('a')
  })
})

describe('Suspend All and Resume All [TB.2.3, SB.2.6, DB.2.1]', () => {
  const two = () => course({}, cluster('room', {}, content('a')), content('b'))

  test('what was open goes on with its attempt, and so do its ancestors', () => {
    const learning = new Learning(two()).start().go({ to: 'suspendAll' })
    expect(learning.came).toBe('ended')
    expect(learning.status('a')).toMatchObject({ isActive: false, isSuspended: true })
    learning.go({ to: 'resumeAll' })
    expect(learning.last?.delivered).toEqual({ activity: 'a', isResumed: true })
    for (const id of ['a', 'room', 'course'])
      expect(learning.status(id)).toMatchObject({ isActive: true, isSuspended: false, attempts: 1 })
  })

  test('another activity instead of it makes it an attempt like any other', () => {
    const learning = new Learning(two()).start().go({ to: 'suspendAll' })
    expect(learning.choose('b').came).toBe('b')
    expect(learning.status('a').isSuspended).toBe(false)
    expect(learning.go({ to: 'exitAll' }).go({ to: 'resumeAll' }).came).toBe('NB.2.1-3')
  })

  test('with nothing open the parent is suspended, and resumed from its front', () => {
    const learning = new Learning(two()).start().go({ to: 'exit' }).go({ to: 'suspendAll' })
    expect(learning.tracked.state.suspended).toBe('room')
    expect(learning.go({ to: 'resumeAll' }).came).toBe('a')
  })

  test('content that is not tracked has no attempt to be resumed, and finds its data again', () => {
    const untracked = {
      deliveryControls: { ...defaultSequencing.deliveryControls, tracked: false },
    }
    const learning = new Learning(
      course({}, cluster('room', {}, content('a', untracked), content('b')), content('c')),
    ).start()
    learning.report({ isSuspended: true }).choose('c')
    expect(learning.status('room').isSuspended).toBe(false)
    expect(learning.choose('a').last?.delivered).toEqual({ activity: 'a', isResumed: true })
    const again = { ...untracked, ...rules({ post: [['retry', 'always']] }) }
    const retried = new Learning(course({}, content('a', again), content('b'))).start()
    expect(retried.report({ isSuspended: true }).next().came).toBe('a')
  })

  test('abandoning does not roll up, and leaves nothing of what the content said', () => {
    const learning = new Learning(two()).start()
    learning.report({ completion: 'completed', score: { scaled: 1 } }).go({ to: 'abandon' })
    expect(learning.status('a')).toEqual({
      attempts: 1,
      isActive: false,
      isSuspended: false,
      score: {},
    })
    expect(learning.status('room').completed).toBeUndefined()
    expect(learning.next().came).toBe('b')
    expect(learning.go({ to: 'abandonAll' }).came).toBe('ended')
  })
})
