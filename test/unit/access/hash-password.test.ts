import { hashPassword, nobodysHash, verifyPassword } from '../../../src/access/hash-password.ts'

const lane = '203.0.113.7'

describe('hashPassword()', () => {
  test('verifies the password it was made from and no other', async () => {
    const hash = await hashPassword('con trâu ăn cỏ', lane)
    expect(await verifyPassword('con trâu ăn cỏ', hash, lane)).toBe(true)
    expect(await verifyPassword('con trâu ăn cỏ '.normalize('NFD').trim(), hash, lane)).toBe(true)
    expect(await verifyPassword('con trau an co', hash, lane)).toBe(false)
  })

  test('salts: the same password has another hash each time', async () => {
    expect(await hashPassword('con trâu ăn cỏ', lane)).not.toBe(
      await hashPassword('con trâu ăn cỏ', lane),
    )
  })

  test('costs an unknown account what it costs a known one', async () => {
    const known = await hashPassword('con trâu ăn cỏ', lane)
    const timeOf = async (hash: string) => {
      const start = performance.now()
      await verifyPassword('sai mật khẩu', hash, lane)
      return performance.now() - start
    }
    await timeOf(known)
    expect(nobodysHash.split('$').slice(0, 4)).toEqual(known.split('$').slice(0, 4))
    expect(await verifyPassword('', nobodysHash, lane)).toBe(false)
    expect(await timeOf(nobodysHash)).toBeGreaterThan((await timeOf(known)) / 3)
  })
})
