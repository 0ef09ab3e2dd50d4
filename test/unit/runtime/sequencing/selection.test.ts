import { cluster, content, course, Learning } from './learning.ts'

const ids = 'abcdefgh'.split('')
const contents = () => ids.map((id) => content(id))
const order = (learning: Learning) => {
  const visited: string[] = []
  for (learning.start(); learning.last?.delivered; learning.next()) visited.push(learning.came)
  return visited
}
const selected = (timing: 'never' | 'once' | 'onEachNewAttempt', count: number) => ({
  selection: { timing, count },
})
const shuffled = (timing: 'never' | 'once' | 'onEachNewAttempt') => ({
  randomization: { timing, reorderChildren: true },
})

describe('Select Children [SR.1] and Randomize Children [SR.2]', () => {
  test('select as many as declared, in the order of the manifest, and not always the same', () => {
    const orders = ids.map((seed) =>
      order(new Learning(course(selected('once', 3), ...contents()), { seed })),
    )
    for (const one of orders) {
      expect(one).toHaveLength(3)
      expect([...one].sort()).toEqual(one)
    }
    expect(new Set(orders.map(String)).size).toBeGreaterThan(3)
  })

  test('reorder all of them, the same for the same seed', () => {
    const of = (seed: string) =>
      order(new Learning(course(shuffled('once'), ...contents()), { seed }))
    expect([...of('x')].sort()).toEqual(ids)
    expect(of('x')).toEqual(of('x'))
    expect(new Set(ids.map((seed) => String(of(seed)))).size).toBeGreaterThan(4)
  })

  test('never leaves all in order; a count of 0 or above the number, too', () => {
    for (const none of [
      selected('never', 2),
      selected('once', 0),
      selected('once', 99),
      shuffled('never'),
    ])
      expect(order(new Learning(course(none, ...contents())))).toEqual(ids)
  })

  test('once keeps the order for further attempts, onEachNewAttempt draws anew', () => {
    const twice = (timing: 'once' | 'onEachNewAttempt') => {
      const learning = new Learning(course(shuffled(timing), ...contents()))
      return [order(learning), order(learning)]
    }
    const [first, second] = twice('once')
    expect(second).toEqual(first)
    const [one, other] = twice('onEachNewAttempt')
    expect(other).not.toEqual(one)
  })

  test('a suspended attempt keeps its order when it is resumed', () => {
    const learning = new Learning(course(shuffled('onEachNewAttempt'), ...contents())).start()
    const before = learning.tracked.state.activities.course?.availableChildren
    learning.go({ to: 'suspendAll' }).go({ to: 'resumeAll' })
    expect(learning.tracked.state.activities.course?.availableChildren).toEqual(before)
  })

  test('what was not selected cannot be chosen, is not shown, and does not roll up', () => {
    const learning = new Learning(
      course({}, cluster('room', selected('once', 1), content('a'), content('b'))),
    ).start()
    const here = learning.came
    const other = here === 'a' ? 'b' : 'a'
    const room = learning.look().contents[0]?.children[0]
    expect(room?.children.map(({ activity, isShown }) => [activity, isShown])).toEqual([
      [here, true],
      [other, false],
    ])
    expect(learning.go({ to: 'exit' }).status('room').completed).toBe(true)
    expect(learning.choose(other).came).toBe('SB.2.9-2')
  })
})
