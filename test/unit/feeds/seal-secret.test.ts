import { randomBytes } from 'node:crypto'
import { secretSealer } from '../../../src/feeds/seal-secret.ts'

describe('secretSealer()', () => {
  const key = randomBytes(32)
  const { seal, open } = secretSealer(key)

  test('opens what it sealed, for the same owner', () => {
    for (const secret of ['whsec_abc', 'mật khẩu 🔑', '']) {
      expect(open(seal(secret, 'a'), 'a')).toBe(secret)
      expect(secretSealer(key).open(seal(secret, 'a'), 'a')).toBe(secret)
    }
  })

  test('never writes the same text twice, and nothing of the secret', () => {
    const texts = Array.from({ length: 50 }, () => seal('mật khẩu', 'a'))
    expect(new Set(texts).size).toBe(50)
    const bytes = (text: string) => Buffer.from(text.split('.').at(-1)!, 'base64url')
    expect(texts.some((text) => bytes(text).includes('mật'))).toBe(false)
  })

  test('does not open for another owner, with another key, or once anything is changed', () => {
    const sealed = seal('secret', 'a')
    const cannot = /cannot be read/
    expect(() => open(sealed, 'b')).toThrow(cannot)
    expect(() => secretSealer(randomBytes(32)).open(sealed, 'a')).toThrow(cannot)
    for (let at = 0; at < sealed.length; at++) {
      const changed = `${sealed.slice(0, at)}${sealed[at] === 'A' ? 'Q' : 'A'}${sealed.slice(at + 1)}`
      expect(() => open(changed, 'a')).toThrow(cannot)
    }
    expect(() => open('', 'a')).toThrow(cannot)
    expect(() => open(sealed.slice(0, 20), 'a')).toThrow(cannot)
  })
})
