import { signIn } from '../../../src/access/sign-in.ts'
import { standingClock } from '../../contract/engine.ts'
import { temporaryStorage } from '../../support/storage.ts'

const budgets = {
  perAccount: { most: 10, secondsPerTry: 60 },
  perNetwork: { most: 3, secondsPerTry: 1 },
}

describe('signIn()', () => {
  test('slows a network down whatever accounts its guesses are about', async () => {
    const clock = standingClock()
    const { storage, remove } = await temporaryStorage(clock)
    const enter = signIn(storage, clock, budgets)
    const guess = (n: number, address: string) =>
      enter({ email: `hv${n}@truong.edu.vn`, password: 'x', address }).catch(({ code }) => code)
    const codes: string[] = []
    for (let n = 0; n < 5; n += 1) codes.push(await guess(n, `2001:db8:0:1::${n}`))
    expect(codes).toEqual([
      ...['sign-in-failed', 'sign-in-failed', 'sign-in-failed'],
      ...['sign-in-throttled', 'sign-in-throttled'],
    ])
    expect(await guess(5, '2001:db8:0:2::1')).toBe('sign-in-failed')
    clock.advance(1_000)
    expect(await guess(6, '2001:db8:0:1::1')).toBe('sign-in-failed')
    await remove()
  })
})
