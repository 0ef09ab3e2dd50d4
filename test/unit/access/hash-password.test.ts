import { hashPassword, nobodysHash, verifyPassword } from '../../../src/access/hash-password.ts'

describe('hashPassword()', () => {
  test('verifies the password it was made from and no other', async () => {
    const hash = await hashPassword('con trâu ăn cỏ')
    expect(await verifyPassword('con trâu ăn cỏ', hash)).toBe(true)
    expect(await verifyPassword('con trâu ăn cỏ '.normalize('NFD').trim(), hash)).toBe(true)
    expect(await verifyPassword('con trau an co', hash)).toBe(false)
  })

  test('salts: the same password has another hash each time', async () => {
    expect(await hashPassword('con trâu ăn cỏ')).not.toBe(await hashPassword('con trâu ăn cỏ'))
  })

  test('costs an unknown account what it costs a known one', async () => {
    const known = await hashPassword('con trâu ăn cỏ')
    const timeOf = async (hash: string) => {
      const start = performance.now()
      await verifyPassword('sai mật khẩu', hash)
      return performance.now() - start
    }
    await timeOf(known)
    expect(nobodysHash.split('$').slice(0, 4)).toEqual(known.split('$').slice(0, 4))
    expect(await verifyPassword('', nobodysHash)).toBe(false)
    expect(await timeOf(nobodysHash)).toBeGreaterThan((await timeOf(known)) / 3)
  })

  test('refuses rather than let an endless queue wait', async () => {
    const many = Array.from({ length: 210 }, () =>
      verifyPassword('x', `scrypt$4$1$1$AAAA$${'A'.repeat(43)}`),
    )
    const results = await Promise.allSettled(many)
    const refused = results.filter(({ status }) => status === 'rejected')
    expect(refused.length).toBeGreaterThan(0)
    expect((refused[0] as PromiseRejectedResult).reason.code).toBe('overloaded')
  })
})
