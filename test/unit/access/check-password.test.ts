import { checkPassword } from '../../../src/access/check-password.ts'
import { guessedPasswords } from '../../../src/access/guessed-passwords.ts'
import type { Problem } from '../../../src/base/problem.ts'

const owner = { name: 'Nguyễn Thị Hạnh', email: 'hanh.nguyen@truong.edu.vn' }

function reasonFor(password: string): unknown {
  try {
    checkPassword(password, owner)
    return undefined
  } catch (error) {
    return (error as Problem).detail.facts?.reason
  }
}

describe('checkPassword()', () => {
  test.each([
    ['123456789', 'too-short'],
    ['a'.repeat(201), 'too-long'],
    ['ma\u0323\u0302t-kha\u0302', 'too-short'],
    ['Password123', 'common'],
    ['Mật khẩu 123', 'common'],
    ['1212121212', 'common'],
    ['nguyenthihanh', 'like-name'],
    ['Hanh.Nguyen', 'like-name'],
    ['hanh.nguyen@truong.edu.vn', 'like-name'],
    ['con trâu ăn cỏ', undefined],
    ['aaaaaaaaab2', undefined],
    ['x'.repeat(100) + 'yz'.repeat(50), undefined],
  ])('%j: %s', (password, reason) => {
    expect(reasonFor(password)).toBe(reason)
  })

  test('lists only passwords that the length alone does not refuse', () => {
    expect([...guessedPasswords].filter((password) => password.length < 9)).toEqual([])
    expect(guessedPasswords.size).toBeGreaterThan(200)
  })
})
