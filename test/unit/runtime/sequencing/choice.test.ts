import { cluster, content, course, Learning, rules } from './learning.ts'

const hidden = rules({ pre: [['hiddenFromChoice', 'always']] })
const wall = rules({ pre: [['stopForwardTraversal', 'always']] })

describe('Choice Sequencing Request Process [SB.2.9]', () => {
  test('delivers the target, or what a flow into the chosen cluster meets', () => {
    const learning = new Learning(
      course({}, content('a'), cluster('room', {}, content('b', hidden), content('c'))),
    )
    expect(learning.choose('c').came).toBe('c')
    expect(learning.choose('room').came).toBe('b')
    expect(learning.choose('course').came).toBe('a')
  })

  test('what is hidden, or below something hidden, cannot be chosen', () => {
    const learning = new Learning(
      course({}, content('a', hidden), cluster('room', hidden, content('b'))),
    )
    expect(learning.choose('a').came).toBe('SB.2.9-3')
    expect(learning.choose('b').came).toBe('SB.2.9-3')
  })

  test('a cluster that cannot be flowed into has nothing to deliver, and becomes the current activity', () => {
    const learning = new Learning(
      course({}, content('a'), cluster('room', { controlMode: { flow: false } }, content('b'))),
    ).start()
    expect(learning.choose('room').came).toBe('SB.2.9-9')
    expect(learning.tracked.state.current).toBe('room')
    expect(learning.choose('b').came).toBe('b')
  })

  test('before the course has begun, a cluster with nothing to deliver moves nobody', () => {
    const learning = new Learning(
      course({}, content('a'), cluster('room', { controlMode: { flow: false } }, content('b'))),
    )
    expect(learning.choose('room').came).toBe('SB.2.9-9')
    expect(learning.start().came).toBe('a')
    expect(learning.go({ to: 'suspendAll' }).choose('room').came).toBe('SB.2.9-9')
    expect(learning.go({ to: 'resumeAll' }).came).toBe('a')
  })

  test('a forward choice does not pass an activity that stops it; a backward one does [SB.2.4]', () => {
    const learning = new Learning(course({}, content('a'), content('b', wall), content('c')))
    expect(learning.start().choose('b').came).toBe('b')
    expect(learning.choose('c').came).toBe('SB.2.4-1')
    expect(learning.choose('a').came).toBe('a')
  })

  test('in a forward-only cluster nothing before can be chosen [SB.2.4]', () => {
    const learning = new Learning(
      course({ controlMode: { forwardOnly: true } }, content('a'), content('b')),
    ).choose('b')
    expect(learning.choose('a').came).toBe('SB.2.4-2')
  })

  test('preventActivation: a cluster opens by flow, or when it is chosen itself', () => {
    const learning = new Learning(
      course(
        {},
        content('a'),
        cluster(
          'room',
          { constrainedChoice: { preventActivation: true } },
          content('b'),
          content('c'),
        ),
      ),
    ).start()
    expect(learning.choose('c').came).toBe('SB.2.9-6')
    expect(learning.choose('room').came).toBe('b')
    expect(learning.choose('c').came).toBe('c')
  })

  test('constrainChoice: from inside, only what a flow would meet next can be chosen', () => {
    const near = { constrainedChoice: { constrainChoice: true } }
    const learning = new Learning(
      course(
        {},
        cluster('one', {}, content('a')),
        cluster('two', near, content('b')),
        cluster('three', {}, content('c'), content('d')),
        content('e'),
      ),
    ).choose('b')
    expect(learning.choose('e').came).toBe('SB.2.9-8')
    expect(learning.choose('b').choose('d').came).toBe('d')
    expect(learning.choose('b').choose('a').came).toBe('a')
  })

  test('a leaf does not constrain the choice', () => {
    const near = { constrainedChoice: { constrainChoice: true } }
    const learning = new Learning(
      course({}, cluster('one', {}, content('a', near)), content('b'), content('c')),
    ).start()
    expect(learning.choose('c').came).toBe('c')
  })
})
