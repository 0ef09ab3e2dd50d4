import { scryptSync } from 'node:crypto'
import { signIn } from '../../../src/access/sign-in.ts'
import { Problem } from '../../../src/base/problem.ts'
import type { Storage } from '../../../src/storage/port.ts'
import { standingClock } from '../../contract/engine.ts'
import { temporaryStorage } from '../../support/storage.ts'

const password = 'con trâu ăn cỏ'

/** As `hashPassword` writes it, at a cost that sixty sign-ins can pay in a test. */
const cheapHash = ['scrypt', 10, 8, 1, 'AAAA', derived()].join('$')

function derived(): string {
  const salt = Buffer.from('AAAA', 'base64url')
  return scryptSync(password.normalize('NFC'), salt, 32, { N: 2 ** 10, r: 8, p: 1 }).toString(
    'base64url',
  )
}

const budgets = {
  perAccount: { most: 10, secondsPerTry: 60 },
  perNetwork: { most: 300, secondsPerTry: 1 },
  perFactor: { most: 2, secondsPerTry: 3_600 },
}

const noFactors = { use: async () => undefined }

const insertAccounts = (storage: Storage, count: number) =>
  storage.transact(async (tx) => {
    for (let n = 0; n < count; n += 1) {
      const email = `hv${n}@truong.edu.vn`
      await tx.insertAccount({
        id: `account-${n}`,
        name: `Học viên ${n}`,
        email,
        emailFold: email,
        passwordHash: cheapHash,
        createdAt: new Date(),
      })
    }
  })

describe('signIn()', () => {
  test('lets a whole class in at once from behind one address, wrong tries included', async () => {
    const clock = standingClock()
    const { storage, remove } = await temporaryStorage(clock)
    await insertAccounts(storage, 60)
    const enter = signIn(storage, { clock, factors: noFactors })
    const signInAs = async (n: number, given: string) =>
      enter({ email: `hv${n}@truong.edu.vn`, password: given, address: '203.0.113.7' }).then(
        ({ account }) => account.id,
        ({ code }) => String(code),
      )
    const everyone = Array.from({ length: 60 }, (_, n) => n)
    const wrong = await Promise.all(everyone.map((n) => signInAs(n, 'sai mật khẩu rồi')))
    expect(new Set(wrong)).toEqual(new Set(['sign-in-failed']))
    const right = await Promise.all(everyone.map((n) => signInAs(n, password)))
    expect(right).toEqual(everyone.map((n) => `account-${n}`))
    await remove()
  })

  test('lets an account in sixty times a minute from one place, and says when again', async () => {
    const clock = standingClock()
    const { storage, remove } = await temporaryStorage(clock)
    await insertAccounts(storage, 1)
    const enter = signIn(storage, { clock, factors: noFactors })
    const from = (address: string) =>
      enter({ email: 'hv0@truong.edu.vn', password, address }).then(
        () => 'in',
        ({ code, detail }) => `${code} ${detail.retryAfterSeconds}`,
      )
    await from('203.0.113.7')
    for (let n = 0; n < 60; n += 1) expect(await from('203.0.113.7')).toBe('in')
    expect(await from('203.0.113.7')).toBe('rate-limited 1')
    expect(await from('203.0.113.8')).toBe('in')
    clock.advance(1_000)
    expect(await from('203.0.113.7')).toBe('in')
    await remove()
  })

  test('slows a network down whatever accounts its guesses are about', async () => {
    const clock = standingClock()
    const { storage, remove } = await temporaryStorage(clock)
    const enter = signIn(storage, {
      clock,
      factors: noFactors,
      budgets: { ...budgets, perNetwork: { most: 3, secondsPerTry: 1 } },
    })
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

  test('guesses from a network keep nobody out who signed in from it before', async () => {
    const clock = standingClock()
    const { storage, remove } = await temporaryStorage(clock)
    await insertAccounts(storage, 2)
    const enter = signIn(storage, {
      clock,
      factors: noFactors,
      budgets: {
        ...budgets,
        perAccount: { most: 2, secondsPerTry: 60 },
        perNetwork: { most: 3, secondsPerTry: 1 },
      },
    })
    const from = (email: string, given: string) =>
      enter({ email, password: given, address: '203.0.113.7' }).then(
        () => 'in',
        ({ code }) => String(code),
      )
    expect(await from('hv0@truong.edu.vn', password)).toBe('in')
    // Tries that are refused cost the network nothing.
    for (let n = 0; n < 9; n += 1) await from('nobody@truong.edu.vn', 'x')
    expect(await from('hv1@truong.edu.vn', password)).toBe('in')
    await from('other@truong.edu.vn', 'x')
    expect(await from('stranger@truong.edu.vn', 'x')).toBe('sign-in-throttled')
    expect(await from('hv0@truong.edu.vn', password)).toBe('in')
    await remove()
  })

  test('who has the password guesses at the code a few times, then once an hour', async () => {
    const clock = standingClock()
    const { storage, remove } = await temporaryStorage(clock)
    await insertAccounts(storage, 1)
    const factor = { secret: '', isConfirmed: true, lastStep: 0, recovery: [] }
    await storage.transact((tx) => tx.putSecondFactor('account-0', factor))
    const use = async (_tx: unknown, _account: string, code: string) => {
      if (code !== 'right') throw new Problem('second-factor-wrong', 'The code is wrong.')
    }
    const enter = signIn(storage, { clock, factors: { use }, budgets })
    const from = (address: string, code: string) =>
      enter({ email: 'hv0@truong.edu.vn', password, code, address }).then(
        () => 'in',
        (problem) => `${problem.code} ${problem.detail.retryAfterSeconds ?? ''}`.trim(),
      )
    expect(await from('203.0.113.7', 'right')).toBe('in')
    expect(await from('198.51.100.1', 'a')).toBe('second-factor-wrong')
    expect(await from('198.51.100.2', 'b')).toBe('second-factor-wrong')
    expect(await from('198.51.100.3', 'right')).toBe('sign-in-throttled 3600')
    expect(await from('203.0.113.7', 'right')).toBe('in')
    clock.advance(3_600_000)
    expect(await from('198.51.100.3', 'right')).toBe('in')
    await remove()
  })
})
