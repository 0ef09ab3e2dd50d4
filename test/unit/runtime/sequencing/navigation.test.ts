import { cluster, content, course, Learning } from './learning.ts'

const flat = (controlMode = {}) => course({ controlMode }, content('a'), content('b'), content('c'))

describe('Navigation Request Process [NB.2.1]', () => {
  test('Start begins at the first activity that the flow meets, once [SB.2.5]', () => {
    const learning = new Learning(flat()).start()
    expect(learning.came).toBe('a')
    expect(learning.start().came).toBe('NB.2.1-1')
    expect(learning.status('a').isActive).toBe(true)
  })

  test.each([
    'continue',
    'previous',
    'exit',
    'exitAll',
    'abandon',
    'abandonAll',
    'suspendAll',
  ] as const)('%s needs a session that has begun', (to) =>
    expect(new Learning(flat()).go({ to }).came).toBe('NB.2.1-2'),
  )

  test('Continue and Previous need a parent that flows; Previous one that goes both ways', () => {
    const at = (controlMode: object) => new Learning(flat(controlMode)).choose('b')
    expect(at({ flow: false }).next().came).toBe('NB.2.1-4')
    expect(at({ flow: false }).back().came).toBe('NB.2.1-5')
    expect(at({ forwardOnly: true }).back().came).toBe('NB.2.1-5')
    expect(at({}).next().came).toBe('c')
    expect(at({}).back().came).toBe('a')
  })

  test('a refused request leaves what is open as it was', () => {
    const learning = new Learning(flat({ choice: false })).start()
    const before = learning.tracked
    expect(learning.choose('c').came).toBe('NB.2.1-10')
    expect(learning.tracked).toEqual(before)
  })

  test('nothing can be chosen that the tree does not have', () => {
    expect(new Learning(flat()).choose('missing').came).toBe('NB.2.1-11')
    expect(new Learning(flat()).start().go({ to: 'jump', activity: '__proto__' }).came).toBe(
      'NB.2.1-11',
    )
  })

  test('an active activity that cannot be left by choice keeps the learner [choiceExit]', () => {
    const closed = { controlMode: { choiceExit: false } }
    const learning = new Learning(
      course({}, cluster('room', closed, content('a'), content('b')), content('c')),
    ).choose('a')
    expect(learning.choose('c').came).toBe('NB.2.1-8')
    expect(learning.choose('b').came).toBe('b')
    expect(learning.next().came).toBe('c')
  })

  test('Exit and Abandon need an activity that is open', () => {
    const learning = new Learning(flat()).start().go({ to: 'exit' })
    expect(learning.came).toBe('nothing')
    expect(learning.go({ to: 'exit' }).came).toBe('NB.2.1-12')
    expect(learning.go({ to: 'abandon' }).came).toBe('NB.2.1-12')
    expect(learning.next().came).toBe('b')
  })
})

describe('Jump Sequencing Request Process [SB.2.13]', () => {
  test('goes to any available activity, also where choice is off', () => {
    const learning = new Learning(flat({ choice: false })).start()
    expect(learning.go({ to: 'jump', activity: 'c' }).came).toBe('c')
  })

  test('needs a session and an activity that can be delivered [DB.1.1]', () => {
    expect(new Learning(flat()).go({ to: 'jump', activity: 'c' }).came).toBe('NB.2.1-2')
    const learning = new Learning(course({}, cluster('room', {}, content('a')), content('b')))
    expect(learning.start().go({ to: 'jump', activity: 'room' }).came).toBe('DB.1.1-1')
  })
})
