import { createHash } from 'node:crypto'
import type { Json } from './xapi-client.ts'

/** A part as a test writes it: header lines, and a content. */
export interface WrittenPart {
  readonly headers: readonly string[]
  readonly content: string | Uint8Array
}

export const sha2Of = (content: string | Uint8Array, algorithm = 'sha256'): string =>
  createHash(algorithm).update(content).digest('hex')

/** What a statement says of a file that travels with it. */
export const attachmentOf = (content: string | Uint8Array, changes: Json = {}): Json => ({
  usageType: 'http://example.vn/attachments/photo',
  display: { vi: 'Ảnh' },
  contentType: 'text/plain',
  length: Buffer.byteLength(content),
  sha2: sha2Of(content),
  ...changes,
})

export const jsonPart = (body: unknown): WrittenPart => ({
  headers: ['Content-Type: application/json'],
  content: typeof body === 'string' ? body : JSON.stringify(body),
})

export const filePart = (content: string | Uint8Array, sha2 = sha2Of(content)): WrittenPart => ({
  headers: [
    'Content-Type: text/plain',
    'Content-Transfer-Encoding: binary',
    `X-Experience-API-Hash: ${sha2}`,
  ],
  content,
})

export const testBoundary = '-------314159265358979323846'

export const multipartBody = (
  parts: readonly WrittenPart[],
  boundary = testBoundary,
): Uint8Array<ArrayBuffer> =>
  new Uint8Array(
    Buffer.concat([
      ...parts.flatMap(({ headers, content }) => [
        Buffer.from(`--${boundary}\r\n${headers.map((line) => `${line}\r\n`).join('')}\r\n`),
        Buffer.from(content as Uint8Array),
        Buffer.from('\r\n'),
      ]),
      Buffer.from(`--${boundary}--\r\n`),
    ]),
  )

export const multipartType = (boundary = testBoundary) => ({
  'Content-Type': `multipart/mixed; boundary=${boundary}`,
})

export interface ReadPart {
  readonly headers: Readonly<Record<string, string>>
  readonly content: Buffer
}

/** The parts of an answer, read without the code under test. */
export function partsOf(contentType: string, body: Buffer): ReadPart[] {
  const boundary = /^multipart\/mixed; boundary=([\w-]+)$/.exec(contentType)![1]!
  const pieces = body.toString('latin1').split(`--${boundary}`)
  if (pieces[0] !== '' || pieces.at(-1) !== '--\r\n') throw new Error('not a whole multipart body')
  return pieces.slice(1, -1).map((piece) => {
    const end = piece.indexOf('\r\n\r\n')
    const lines = piece.slice(2, end).split('\r\n')
    return {
      headers: Object.fromEntries(
        lines.map((line) => [line.split(': ')[0]!.toLowerCase(), line.split(': ')[1]!]),
      ),
      content: Buffer.from(piece.slice(end + 4, -2), 'latin1'),
    }
  })
}
