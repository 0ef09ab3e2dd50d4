import { newSecret, uuidOf } from '../../../src/base/ids.ts'

describe('newSecret()', () => {
  test('has 43 characters and never begins as an option of a command line does', () => {
    for (let round = 0; round < 2_000; round++) {
      expect(newSecret()).toMatch(/^[A-Za-z0-9][\w-]{42}$/)
    }
  })
})

describe('uuidOf()', () => {
  test('is the same for the same parts, and a UUID of version 5', () => {
    expect(uuidOf('a', 1)).toBe(uuidOf('a', 1))
    expect(uuidOf('a', 1)).not.toBe(uuidOf('a1'))
    expect(uuidOf('a', 1)).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    )
  })
})
