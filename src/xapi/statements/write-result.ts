import { asCanonical, asIds, type Definitions } from './format-statement.ts'
import type { StatementFormat } from './read-query.ts'
import type { Statement } from './statement.ts'
import type { AttachmentEntry, StatementReader, StoredStatement } from './store.ts'

/** How the statements of an answer are written. */
interface AnswerForm {
  readonly format: StatementFormat
  /** `Accept-Language`, which `canonical` follows and nothing else. */
  readonly acceptLanguage: string | undefined
  /** Canonical definitions of the statements' activities; `canonical` needs them, and nothing else. */
  readonly definitions: Definitions
}

/** The bytes of one statement: in the `exact` format those that are stored, untouched. */
export function statementBytes(stored: StoredStatement, form: AnswerForm): Buffer {
  if (form.format === 'exact') return stored.json
  const statement = JSON.parse(stored.json.toString('utf8')) as Statement
  const formed =
    form.format === 'ids'
      ? asIds(statement)
      : asCanonical(statement, form.acceptLanguage, form.definitions)
  return Buffer.from(JSON.stringify(formed))
}

const head = Buffer.from('{"statements":[')
const comma = Buffer.from(',')

/**
 * A StatementResult [xAPI-Data 2.5], spliced from the bytes of its statements.
 * @param more host-relative link to the next page; empty on the last.
 */
export function resultBytes(
  items: readonly StoredStatement[],
  more: string,
  form: AnswerForm,
): Buffer {
  const parts: Buffer[] = [head]
  for (const [index, item] of items.entries()) {
    if (index > 0) parts.push(comma)
    parts.push(statementBytes(item, form))
  }
  parts.push(Buffer.from(`],"more":${JSON.stringify(more)}}`))
  return Buffer.concat(parts)
}

/** What one part of a multipart answer has before its content. */
const partHead = (boundary: string, headers: readonly string[]): Buffer =>
  Buffer.from(`--${boundary}\r\n${headers.join('\r\n')}\r\n\r\n`)

const partEnd = Buffer.from('\r\n')

/**
 * The answer that `attachments=true` asks for [Communication 1.5.2]: the statements as JSON, then each file once. The files
 * are read one after the other, as the receiver takes them.
 * @param boundary must not occur in any part.
 */
export async function* multipartBytes(
  json: Buffer,
  files: readonly AttachmentEntry[],
  { boundary, read }: { boundary: string; read: StatementReader['readAttachment'] },
): AsyncGenerator<Buffer> {
  yield partHead(boundary, ['Content-Type: application/json'])
  yield json
  yield partEnd
  for (const { sha2, contentType } of files) {
    const content = await read(sha2)
    if (!content) continue
    yield partHead(boundary, [
      `Content-Type: ${headerValue(contentType)}`,
      'Content-Transfer-Encoding: binary',
      `X-Experience-API-Hash: ${sha2}`,
    ])
    yield content
    yield partEnd
  }
  yield Buffer.from(`--${boundary}--\r\n`)
}

/** Parameters of a media type are the sender's words, and may not begin a header of their own. */
const headerValue = (contentType: string): string =>
  /^[\x20-\x7e]*$/.test(contentType) ? contentType : contentType.slice(0, contentType.indexOf(';'))
