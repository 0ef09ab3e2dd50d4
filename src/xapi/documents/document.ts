import { createHash } from 'node:crypto'
import type { DocumentContents } from './store.ts'

/** What a document is that was sent without a Content-Type [RFC 9110 8.3]. */
const unknownType = 'application/octet-stream'

export const documentOf = (contentType: string | undefined, bytes: Buffer): DocumentContents => ({
  contentType: contentType || unknownType,
  etag: etagOf(bytes),
  bytes,
})

/** The digest that xAPI-Communication 3.1 asks for: SHA-1, lower-case hexadecimal, here without its quotes. */
export const etagOf = (bytes: Buffer): string => createHash('sha1').update(bytes).digest('hex')

/** Whether a document is one that POST may merge, by what its sender says. */
export const isJsonType = (contentType: string): boolean =>
  /^application\/json\s*(;|$)/i.test(contentType)
