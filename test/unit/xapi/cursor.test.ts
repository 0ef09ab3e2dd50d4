import { randomBytes } from 'node:crypto'
import { cursorSigner } from '../../../src/xapi/statements/cursor.ts'

describe('cursorSigner()', () => {
  const cursors = cursorSigner(randomBytes(32))
  const query = { filter: { verb: 'http://example.vn/đạt?a=1&b=2' }, from: 1_789_000_000_123_456 }

  test('opens what it sealed, and its text needs no escaping in a URL', () => {
    const cursor = cursors.seal(query)
    expect(cursors.open(cursor)).toEqual(query)
    expect(encodeURIComponent(cursor)).toBe(cursor)
  })

  test('refuses what another key sealed, what was changed, and what is no cursor', () => {
    const cursor = cursors.seal(query)
    const [payload, mac] = cursor.split('.')
    const forged = Buffer.from(JSON.stringify({ ...query, from: 1 })).toString('base64url')
    for (const text of [
      cursorSigner(randomBytes(32)).seal(query),
      `${forged}.${mac}`,
      `${payload}.`,
      ...[...'ABCDEFGHIJKLMNOP']
        .map((last) => `${payload}.${mac!.slice(0, -1)}${last}`)
        .filter((text) => text !== cursor),
      `${payload}`,
      `${cursor}.x`,
      '',
      '.',
      '💥',
    ])
      expect(() => cursors.open(text)).toThrow(expect.objectContaining({ code: 'invalid-query' }))
  })
})
