import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { filesPrefix, verifyAccess } from '../../../src/launch/signed-files-prefix.ts'

const key = Buffer.alloc(32, 1)
const version = '0d3f6a52-6d0c-4a86-9a5d-5d8f1e0a9b11'
const now = new Date('2026-03-02T23:00:00Z')
const hours = (count: number) => new Date(now.getTime() + count * 3_600_000)
const at = (now: Date, label = '') => ({ now, label })
const of = (label = '') => ({ version, label })
const textOf = (prefix: string) => prefix.split('/')[2]!

describe('filesPrefix()', () => {
  test('is a folder below /_c/ in characters that need no escape', () => {
    expect(filesPrefix(of(), key, now)).toMatch(/^\/_c\/[\w-]+\.[\w-]{43}\/$/)
  })

  test('is good for at least a day and at most two', () => {
    const text = textOf(filesPrefix(of(), key, now))
    expect(verifyAccess(text, key, at(hours(24)))).toBe(version)
    expect(verifyAccess(text, key, at(hours(48)))).toBeUndefined()
  })

  test('is the same for a whole day, so that browsers cache files', () => {
    expect(filesPrefix(of(), key, hours(-22))).toBe(filesPrefix(of(), key, now))
  })
})

describe('verifyAccess()', () => {
  const text = textOf(filesPrefix(of(), key, now))

  test('refuses what another key signed', () => {
    expect(verifyAccess(text, Buffer.alloc(32, 2), at(now))).toBeUndefined()
  })

  test('refuses a payload that its signature is not for', () => {
    const payload = Buffer.from(JSON.stringify({ v: version, e: 9e15 })).toString('base64url')
    const other = createHmac('sha256', key).update(payload).digest('base64url')
    for (const forged of [`${payload}.${text.split('.')[1]}`, `${payload}.${other}`, payload]) {
      expect(verifyAccess(forged, key, at(now))).toBeUndefined()
    }
  })

  test('refuses at every host but the one that it is for', () => {
    const own = textOf(filesPrefix(of('a'.repeat(32)), key, now))
    expect(verifyAccess(own, key, at(now, 'a'.repeat(32)))).toBe(version)
    expect(verifyAccess(own, key, at(now, 'b'.repeat(32)))).toBeUndefined()
    expect(verifyAccess(own, key, at(now))).toBeUndefined()
    expect(verifyAccess(text, key, at(now, 'a'.repeat(32)))).toBeUndefined()
  })

  test.each(['=', '!', ' ', '%00', '\0', '.'])('refuses its own text with %j behind it', (more) => {
    expect(verifyAccess(text + more, key, at(now))).toBeUndefined()
  })

  test('refuses every text that is not one it made, and never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[\w.-]{0,80}$/)), (other) => {
        expect(verifyAccess(other, key, at(now))).toBeUndefined()
      }),
    )
    const changed = fc.integer({ min: 0, max: text.indexOf('.') - 1 })
    fc.assert(
      fc.property(changed, fc.constantFrom(...'AZ09_-'), (place, letter) => {
        const other = `${text.slice(0, place)}${letter}${text.slice(place + 1)}`
        expect(verifyAccess(other, key, at(now))).toBe(other === text ? version : undefined)
      }),
    )
  })
})
