import { setTimeout as wait } from 'node:timers/promises'
import { repeatWork } from '../../../src/background/repeat-work.ts'

describe('repeatWork()', () => {
  test('never does two at once, and waits for the last when it is stopped', async () => {
    let underWay = 0
    let most = 0
    let done = 0
    const work = async () => {
      most = Math.max(most, ++underWay)
      await wait(30)
      underWay--
      done++
    }
    const repeated = repeatWork(0.005, work, () => {})
    await wait(100)
    await repeated.stop()
    expect({ most, underWay }).toEqual({ most: 1, underWay: 0 })
    const before = done
    expect(before).toBeGreaterThan(1)
    await wait(40)
    expect(done).toBe(before)
  })

  test('does it at once when asked, but not beside itself', async () => {
    let begun = 0
    const repeated = repeatWork(
      3_600,
      async () => void begun++,
      () => {},
    )
    repeated.now()
    repeated.now()
    expect(begun).toBe(1)
    await repeated.stop()
  })

  test('reports an error and goes on', async () => {
    const errors: unknown[] = []
    const failing = async () => {
      throw new Error('once more')
    }
    const repeated = repeatWork(0.005, failing, (error) => errors.push(error))
    await wait(100)
    await repeated.stop()
    expect(errors.length).toBeGreaterThan(1)
  })
})
