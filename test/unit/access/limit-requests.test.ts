import { requestLimiter } from '../../../src/access/limit-requests.ts'
import { standingClock } from '../../contract/engine.ts'

describe('requestLimiter()', () => {
  const clock = standingClock()
  const limiter = requestLimiter(clock)
  const passes = (id: string, most: number): number => {
    for (let count = 0; count < 1_000_000; count++) {
      try {
        limiter.take(id, most)
      } catch (error) {
        expect(error).toMatchObject({ code: 'rate-limited', detail: { limit: most } })
        return count
      }
    }
    throw new Error('nothing stops it')
  }

  test('lets a minute of requests through at once, then as they grow back', () => {
    expect(passes('a', 600)).toBe(600)
    clock.advance(100)
    expect(passes('a', 600)).toBe(1)
    clock.advance(30_000)
    expect(passes('a', 600)).toBe(300)
    clock.advance(3_600_000)
    expect(passes('a', 600)).toBe(600)
  })

  test('counts each who asks for themselves', () => {
    expect(passes('b', 10)).toBe(10)
    expect(passes('c', 10)).toBe(10)
  })

  test('says after how many seconds the next one passes', () => {
    expect(passes('d', 2)).toBe(2)
    const refusal = () => {
      try {
        limiter.take('d', 2)
        return undefined
      } catch (error) {
        return (error as { detail: { retryAfterSeconds: number } }).detail.retryAfterSeconds
      }
    }
    expect(refusal()).toBe(30)
    clock.advance(29_000)
    expect(refusal()).toBe(1)
    clock.advance(1_000)
    expect(refusal()).toBeUndefined()
  })

  test('gives nothing for a clock that is set back', () => {
    expect(passes('e', 5)).toBe(5)
    clock.advance(-60_000)
    expect(passes('e', 5)).toBe(0)
  })

  test('remembers ten thousand who ask, and forgets the first beyond', () => {
    const many = requestLimiter(clock)
    many.take('first', 1)
    expect(() => many.take('first', 1)).toThrow()
    for (let n = 0; n < 10_000; n++) many.take(`key ${n}`, 1)
    expect(() => many.take('key 9999', 1)).toThrow()
    expect(() => many.take('first', 1)).not.toThrow()
  })
})
