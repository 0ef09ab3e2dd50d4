import { hash } from 'node:crypto'
import { Problem } from '../../base/problem.ts'
import { isSha2 } from '../formats.ts'
import { cutAtBareBoundaries, isMultipart, type Part, readMultipart } from './multipart.ts'
import type { Attachment, Statement } from './statement.ts'
import type { AttachmentFile } from './store.ts'

/** The files of a request by their SHA-2 in lower case, each with the number of its part. */
export type ReceivedFiles = ReadonlyMap<string, { readonly content: Buffer; readonly part: number }>

/** The statements of a request as JSON bytes, and the files that came beside them. */
export interface ReceivedContent {
  readonly json: Buffer
  readonly files: ReceivedFiles
}

export interface FileLimits {
  readonly requestBytesMax: number
  /** For all the files of a request. */
  readonly attachmentsBytesMax: number
}

const clause = 'xAPI-Communication 1.5.2'
const noFiles: ReceivedFiles = new Map()

const refused = (pointer: string, sentence: string): Problem =>
  new Problem('invalid-request', sentence, { pointer, clause })

/** The most that a body of this type may have. */
export const bodyBytesMax = (contentType: string, limits: FileLimits): number =>
  isMultipart(contentType)
    ? limits.requestBytesMax + limits.attachmentsBytesMax
    : limits.requestBytesMax

/**
 * Reads a request's body, JSON or multipart/mixed: the first part has the statements, each further part a file whose content
 * is the one that its X-Experience-API-Hash names. Where it is not, boundaries within a part are looked for that lack the line
 * break before them: the hash proves which end was meant.
 * @throws Problem invalid-request with the part, body-too-large.
 */
export function receiveContent(
  body: Buffer,
  contentType: string,
  limits: FileLimits,
): ReceivedContent {
  if (!isMultipart(contentType)) return { json: body, files: noFiles }
  const [first, ...others] = readMultipart(body, contentType)
  if (!/^application\/json\s*(;|$)/i.test(first!.headers.get('content-type') ?? ''))
    throw refused('part 0/Content-Type', 'The first part must be application/json: the statements.')
  refuseSize(first!.content.length, limits.requestBytesMax)
  refuseSize(
    others.reduce((sum, { content }) => sum + content.length, 0),
    limits.attachmentsBytesMax,
  )
  const files = new Map<string, { content: Buffer; part: number }>()
  let part = 0
  const take = ({ headers, content }: Part): boolean => {
    const sha2 = statedHash(headers, part + 1)
    if (hash(hashNames[sha2.length]!, content, 'hex') !== sha2) return false
    part++
    // The same file twice is allowed [1.5.2: "SHOULD only include one copy"], and its content is the same, as the hash is.
    if (!files.has(sha2)) files.set(sha2, { content, part })
    return true
  }
  for (const other of others) {
    if (take(other)) continue
    for (const piece of cutAtBareBoundaries(other, contentType))
      if (!take(piece)) refuseHash(part + 1)
  }
  return { json: first!.content, files }
}

function refuseSize(bytes: number, limit: number): void {
  if (bytes > limit)
    throw new Problem('body-too-large', `A part of the body is larger than ${limit} bytes.`, {
      limit,
    })
}

const hashNames: Readonly<Record<number, string>> = {
  56: 'sha224',
  64: 'sha256',
  96: 'sha384',
  128: 'sha512',
}

/** @returns the SHA-2 that a part says it has, in lower case. */
function statedHash(headers: Part['headers'], part: number): string {
  const encoding = headers.get('content-transfer-encoding') ?? 'binary'
  if (encoding.toLowerCase() !== 'binary')
    throw refused(
      `part ${part}/Content-Transfer-Encoding`,
      `The Content-Transfer-Encoding of part ${part} must be binary, not "${encoding.slice(0, 40)}".`,
    )
  const given = headers.get('x-experience-api-hash')?.toLowerCase()
  const pointer = `part ${part}/X-Experience-API-Hash`
  if (given === undefined)
    throw refused(pointer, `Part ${part} has no X-Experience-API-Hash, so it is no attachment.`)
  if (!isSha2(given))
    throw refused(pointer, `The X-Experience-API-Hash of part ${part} is no SHA-2 in hexadecimal.`)
  return given
}

function refuseHash(part: number): never {
  const pointer = `part ${part}/X-Experience-API-Hash`
  throw refused(pointer, `The content of part ${part} has another hash than it says.`)
}

/** The attachments of a statement and of its SubStatement, each with its JSON pointer. */
export function attachmentsOf(
  { attachments, object }: Statement,
  root: string,
): readonly (readonly [attachment: Attachment, pointer: string])[] {
  if (!attachments && object.objectType !== 'SubStatement') return []
  const placed = (list: readonly Attachment[] | undefined, at: string) =>
    (list ?? []).map((one, index) => [one, `${at}/attachments/${index}`] as const)
  return [
    ...placed(attachments, root),
    ...(object.objectType === 'SubStatement' ? placed(object.attachments, `${root}/object`) : []),
  ]
}

/**
 * The files that belong to a statement; an attachment whose file does not travel with it says where it is.
 * @throws Problem invalid-statement for an attachment with neither, unless files may lack.
 */
export function filesOf(
  attachments: ReturnType<typeof attachmentsOf>,
  files: ReceivedFiles,
  mayLack = false,
): readonly AttachmentFile[] {
  return attachments.flatMap(([{ sha2, contentType, fileUrl }, pointer]) => {
    const file = files.get(sha2.toLowerCase())
    if (file) return [{ sha2, contentType, content: file.content }]
    if (fileUrl !== undefined || mayLack) return []
    throw new Problem(
      'invalid-statement',
      `${pointer} has no fileUrl, and no part of the request has its file.`,
      { pointer, clause },
    )
  })
}

/** @throws Problem invalid-request for a part that is the file of no statement. */
export function refuseSpareFiles(
  files: ReceivedFiles,
  used: readonly (readonly AttachmentFile[])[],
): void {
  if (files.size === 0) return
  const known = new Set(used.flat().map(({ sha2 }) => sha2.toLowerCase()))
  for (const [sha2, { part }] of files) {
    if (!known.has(sha2))
      throw refused(`part ${part}`, `Part ${part} is the file of no attachment of the statements.`)
  }
}
