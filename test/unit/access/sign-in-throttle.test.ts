import { networkOf, throttle } from '../../../src/access/sign-in-throttle.ts'

const at = (seconds: number) => new Date(1_780_000_000_000 + seconds * 1000)

describe('throttle()', () => {
  test('grows back one try per period and says how long that takes', () => {
    let now = 0
    const tries = throttle({ most: 3, secondsPerTry: 60 }, () => at(now))
    for (let n = 0; n < 3; n += 1) tries.take('an')
    expect(() => tries.take('an')).toThrow(
      expect.objectContaining({ detail: { retryAfterSeconds: 60 } }),
    )
    now = 45
    expect(() => tries.take('an')).toThrow(
      expect.objectContaining({ detail: { retryAfterSeconds: 15 } }),
    )
    now = 60
    tries.take('an')
    expect(() => tries.take('an')).toThrow()
  })

  test('keeps keys apart, and right tries free', () => {
    const tries = throttle({ most: 1, secondsPerTry: 60 }, () => at(0))
    for (let n = 0; n < 100; n += 1) {
      tries.take('an')
      tries.giveBack('an')
    }
    tries.take('an')
    tries.take('binh')
    expect(() => tries.take('an')).toThrow()
  })
})

describe('networkOf()', () => {
  test.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
  ])('%s is in %s', (address, network) => {
    expect(networkOf(address)).toBe(network)
  })
})
