import { createHmac, timingSafeEqual } from 'node:crypto'
import { Problem } from '../../base/problem.ts'

/**
 * Cursors carry a whole query and the place where it goes on, signed, so that a page's link works alone, on any node, and
 * cannot be made up: `<JSON as base64url>.<HMAC-SHA256, first 16 bytes, base64url>`.
 */
export interface CursorSigner {
  seal(query: unknown): string
  /** @throws Problem invalid-query if the cursor is not one that `seal` made with the same key. */
  open(cursor: string): unknown
}

const macBytes = 16

export function cursorSigner(key: Buffer): CursorSigner {
  const macOf = (payload: string): string =>
    createHmac('sha256', key)
      .update('statement-cursor\0')
      .update(payload)
      .digest()
      .subarray(0, macBytes)
      .toString('base64url')
  return {
    seal(query) {
      const payload = Buffer.from(JSON.stringify(query)).toString('base64url')
      return `${payload}.${macOf(payload)}`
    },
    open(cursor) {
      const [payload = '', mac = '', ...rest] = cursor.split('.')
      // As text: two spellings of base64url may mean the same bytes.
      const [given, ours] = [Buffer.from(mac), Buffer.from(macOf(payload))]
      const isOurs =
        rest.length === 0 && given.length === ours.length && timingSafeEqual(given, ours)
      if (!isOurs)
        throw new Problem('invalid-query', 'The cursor is not one that this server made.', {
          pointer: 'cursor',
        })
      return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))
    },
  }
}
