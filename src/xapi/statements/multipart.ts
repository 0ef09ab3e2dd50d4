import { Problem } from '../../base/problem.ts'

/** A part of a multipart body. */
export interface Part {
  /** Values by name in lower case; of a repeated name the first. */
  readonly headers: ReadonlyMap<string, string>
  readonly content: Buffer
}

const clause = 'xAPI-Communication 1.5.2'
const partsMax = 1_000
const headBytesMax = 8_192

const refused = (sentence: string, pointer: string): Problem =>
  new Problem('invalid-request', sentence, { pointer, clause })

export const isMultipart = (contentType: string): boolean =>
  /^multipart\/mixed\s*(;|$)/i.test(contentType)

/**
 * Cuts a multipart body into its parts [RFC 2046 5.1.1]; their contents are views of it, not copies. What stands before the
 * first boundary and after the last is skipped.
 * @throws Problem invalid-request; its pointer is `Content-Type` or the part's number from 0, e.g. `part 2`.
 */
export function readMultipart(body: Buffer, contentType: string): Part[] {
  const delimiter = Buffer.from(`--${boundaryOf(contentType)}`, 'latin1')
  const parts: Part[] = []
  let line = firstLine(body, delimiter)
  while (!line.isLast) {
    if (parts.length >= partsMax)
      throw refused(`A request may have ${partsMax} parts.`, `part ${partsMax}`)
    const start = line.end
    // The line break before a boundary belongs to the boundary, so a part may be empty.
    const next = nextLine(body, delimiter, start - crlf.length)
    if (!next) throw refused('The body ends before its last boundary.', `part ${parts.length}`)
    parts.push(partOf(body.subarray(start, Math.max(start, next.start)), parts.length))
    line = next
  }
  return parts
}

/**
 * Cuts a part at boundaries that have no line break before them. TinCanJS and @xapi/xapi write such bodies when a statement has
 * more than one file. What the pieces are worth, their reader must know: a file may hold the text of a boundary.
 */
export function* cutAtBareBoundaries(part: Part, contentType: string): Generator<Part> {
  const line = Buffer.from(`--${boundaryOf(contentType)}\r\n`, 'latin1')
  let { headers, content } = part
  for (let count = 1; count < partsMax; count++) {
    const end = content.indexOf(line)
    if (end < 0) break
    yield { headers, content: content.subarray(0, end) }
    ;({ headers, content } = partOf(content.subarray(end + line.length), count))
  }
  yield { headers, content }
}

/** 1 to 70 of the characters that RFC 2046 names, the last no space; quoted where they need it, or not. */
function boundaryOf(contentType: string): string {
  const match = /;\s*boundary\s*=\s*(?:"([^"]*)"|([^\s;"]+))\s*(?:;|$)/i.exec(contentType)
  const boundary = match?.[1] ?? match?.[2]
  if (boundary === undefined)
    throw refused('The Content-Type multipart/mixed needs a boundary.', 'Content-Type')
  if (!/^[\w'()+,./:=? -]{0,69}[\w'()+,./:=?-]$/.test(boundary))
    throw refused('The boundary has characters that RFC 2046 does not allow.', 'Content-Type')
  return boundary
}

/** A line with a boundary: from the line break before it to behind the one after it. */
interface BoundaryLine {
  readonly start: number
  readonly end: number
  readonly isLast: boolean
}

const crlf = Buffer.from('\r\n')

function firstLine(body: Buffer, delimiter: Buffer): BoundaryLine {
  const line =
    (startsAt(body, delimiter, 0) ? boundaryLine(body, delimiter, 0, 0) : undefined) ??
    nextLine(body, delimiter, 0)
  if (!line)
    throw refused(
      'The body has no line with the boundary of the Content-Type (lines end with CR LF).',
      'Content-Type',
    )
  if (line.isLast) throw refused('The body has no part with the statements.', 'part 0')
  return line
}

function nextLine(body: Buffer, delimiter: Buffer, from: number): BoundaryLine | undefined {
  const wanted = Buffer.concat([crlf, delimiter])
  for (let at = body.indexOf(wanted, from); at >= 0; at = body.indexOf(wanted, at + 1)) {
    const line = boundaryLine(body, delimiter, at, at + crlf.length)
    if (line) return line
  }
  return undefined
}

const dash = 45
const space = 32
const tab = 9

/** @returns undefined where the line goes on with something else: the boundary is only the beginning of other text. */
function boundaryLine(
  body: Buffer,
  delimiter: Buffer,
  start: number,
  delimiterStart: number,
): BoundaryLine | undefined {
  let end = delimiterStart + delimiter.length
  const isLast = body[end] === dash && body[end + 1] === dash
  if (isLast) end += 2
  while (body[end] === space || body[end] === tab) end++
  if (isLineBreak(body, end)) return { start, end: end + crlf.length, isLast }
  return isLast && end === body.length ? { start, end, isLast } : undefined
}

/** Without a view of the bytes: a body may have a million of what looks like a boundary. */
const isLineBreak = (body: Buffer, at: number): boolean => body[at] === 13 && body[at + 1] === 10

const startsAt = (body: Buffer, bytes: Buffer, at: number): boolean =>
  body.subarray(at, at + bytes.length).equals(bytes)

const emptyLine = Buffer.from('\r\n\r\n')

function partOf(bytes: Buffer, index: number): Part {
  if (startsAt(bytes, crlf, 0)) return { headers: new Map(), content: bytes.subarray(crlf.length) }
  const headEnd = endOfHead(bytes)
  if (headEnd < 0)
    throw refused(`Part ${index} has no empty line after its headers.`, `part ${index}`)
  const lines = bytes.toString('latin1', 0, headEnd).split('\r\n')
  const headers = new Map<string, string>()
  for (const line of lines) {
    const colon = line.indexOf(':')
    if (colon < 1) throw refused(`Part ${index} has a line that is no header.`, `part ${index}`)
    const name = line.slice(0, colon).trim().toLowerCase()
    if (!headers.has(name)) headers.set(name, line.slice(colon + 1).trim())
  }
  return { headers, content: bytes.subarray(headEnd + emptyLine.length) }
}

/** A part that ends with its headers has no empty line: its content is empty, and the line break is that of a boundary. */
function endOfHead(bytes: Buffer): number {
  const end = bytes.subarray(0, headBytesMax).indexOf(emptyLine)
  if (end >= 0 || bytes.length > headBytesMax) return end
  return startsAt(bytes, crlf, bytes.length - crlf.length) ? bytes.length - crlf.length : -1
}
