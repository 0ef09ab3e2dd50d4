import { asCanonical, asIds } from './format-statement.ts'
import type { StatementFormat } from './read-query.ts'
import type { Statement } from './statement.ts'
import type { StoredStatement } from './store.ts'

/** How the statements of an answer are written. */
export interface AnswerForm {
  readonly format: StatementFormat
  /** `Accept-Language`, which `canonical` follows and nothing else. */
  readonly acceptLanguage: string | undefined
}

/** The bytes of one statement: in the `exact` format those that are stored, untouched. */
export function statementBytes(stored: StoredStatement, form: AnswerForm): Buffer {
  if (form.format === 'exact') return stored.json
  const statement = JSON.parse(stored.json.toString('utf8')) as Statement
  const formed =
    form.format === 'ids' ? asIds(statement) : asCanonical(statement, form.acceptLanguage)
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

/** A body and its media type. */
export interface Content {
  readonly type: string
  readonly body: Buffer
}

export const jsonContent = (body: Buffer): Content => ({ type: 'application/json', body })

/**
 * The same JSON as the first part of a multipart answer, which `attachments=true` asks for [Communication 1.5.2]. The files of
 * attachments would be its further parts.
 * @param boundary must not occur in the body.
 */
export const multipartContent = (body: Buffer, boundary: string): Content => ({
  type: `multipart/mixed; boundary=${boundary}`,
  body: Buffer.concat([
    Buffer.from(`--${boundary}\r\nContent-Type: application/json\r\n\r\n`),
    body,
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]),
})
