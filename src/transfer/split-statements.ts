/** Where a splitter goes on, so that a file can be read further after a stop. Plain JSON. */
export interface SplitPosition {
  /** Bytes of the (inflated) text that are done with. */
  readonly offset: number
  /** Line of the next byte, from 1. */
  readonly line: number
  /** Statements seen so far. */
  readonly number: number
  readonly form: Form
}

/**
 * `lines`: NDJSON. `array`: inside a JSON array. `result`: inside the array of a StatementResult. `ended`: behind an array, where
 * nothing may follow. `over`: the rest is ignored.
 */
type Form = 'unknown' | 'lines' | 'array' | 'result' | 'ended' | 'over'

export const splitStart: SplitPosition = { offset: 0, line: 1, number: 0, form: 'unknown' }

/** The bytes of one statement, unparsed. */
export interface SplitStatement {
  /** Undefined where `fault` says why there are none. */
  readonly json: Buffer | undefined
  readonly fault?: string
  /** The line on which it begins, from 1. */
  readonly line: number
  /** Its place among the statements of the file, from 1. */
  readonly number: number
  /** Behind it. */
  readonly after: SplitPosition
}

const newline = 10
const quote = 34
const comma = 44
const openBracket = 91
const backslash = 92
const closeBracket = 93
const openBrace = 123
const closeBrace = 125

const isSpace = (byte: number): boolean => byte === 32 || (byte >= 9 && byte <= 13)

/** The bytes of a byte order mark count as space before the first statement. */
const isBeforeText = (byte: number): boolean =>
  isSpace(byte) || byte === 0xef || byte === 0xbb || byte === 0xbf

const resultStart = /^\{\s*"statements"\s*:\s*\[/
const headBytes = 200

/**
 * Cuts a text that comes in chunks into its statements: NDJSON (one statement a line), one JSON array, or a StatementResult
 * [xAPI-Data 2.5]. What is held in memory is one statement, and of one that is too large nothing. Inside an array only
 * brackets and strings are looked at, so a statement that is no JSON costs itself and not the rest.
 */
export class StatementSplitter {
  readonly #bytesMax: number
  #offset: number
  #line: number
  #number: number
  #form: Form
  /** The first bytes, until they tell the form. */
  #head: Buffer = Buffer.alloc(0)
  /** The statement under way: what came of it, and where it began. */
  #parts: Buffer[] = []
  #partsBytes = 0
  #startLine = 0
  readonly #scan = new ValueScan()

  /** @param bytesMax of one statement. */
  constructor(bytesMax: number, start: SplitPosition = splitStart) {
    this.#bytesMax = bytesMax
    this.#offset = start.offset
    this.#line = start.line
    this.#number = start.number
    this.#form = start.form
  }

  /** @returns the statements that end in this chunk; their bytes may be views of it. */
  push(chunk: Buffer): SplitStatement[] {
    if (this.#form !== 'unknown') return this.#read(chunk)
    // What stands before the text is not gathered: it may be longer than memory.
    const text = this.#head.length === 0 ? this.#skipBlank(chunk) : chunk
    const head = Buffer.concat([this.#head, text])
    const start = this.#recognize(head)
    this.#head = start === undefined ? head : Buffer.alloc(0)
    return start === undefined ? [] : this.#read(this.#advance(head, 0, start))
  }

  /** The text is over. @returns what is left: a last line, or a fault. */
  end(): SplitStatement[] {
    const found: SplitStatement[] = []
    if (this.#form === 'unknown') {
      this.#form = 'lines'
      found.push(...this.#read(this.#head))
    }
    if (this.#form === 'lines') found.push(...this.#finishLine())
    else if (this.#form === 'array' || this.#form === 'result') {
      this.#form = 'over'
      found.push(this.#fault('The file ends before its array does; it is cut short.'))
    }
    return found
  }

  #skipBlank(chunk: Buffer): Buffer {
    let first = 0
    while (first < chunk.length && isBeforeText(chunk[first]!)) first++
    return this.#advance(chunk, 0, first)
  }

  /** Sets the form. @returns where to read on; undefined if more bytes are needed to tell. */
  #recognize(head: Buffer): number | undefined {
    if (head.length === 0) return undefined
    if (head[0] === openBracket) {
      this.#form = 'array'
      return 1
    }
    const match = resultStart.exec(head.toString('latin1', 0, headBytes))
    this.#form = match ? 'result' : 'lines'
    if (match) return match[0].length
    if (head.length >= headBytes || head.includes(newline)) return 0
    this.#form = 'unknown'
    return undefined
  }

  #read(bytes: Buffer): SplitStatement[] {
    return this.#form === 'lines' ? this.#readLines(bytes) : this.#readArray(bytes)
  }

  #readLines(bytes: Buffer): SplitStatement[] {
    const found: SplitStatement[] = []
    let from = 0
    for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, from)) {
      this.#keep(bytes.subarray(from, end))
      this.#offset += end + 1 - from
      found.push(...this.#finishLine())
      this.#line++
      from = end + 1
    }
    this.#keep(bytes.subarray(from))
    this.#offset += bytes.length - from
    return found
  }

  /** The line break, if there is one, is consumed already. */
  #finishLine(): SplitStatement[] {
    const isBlank = this.#parts.every((part) => part.every(isSpace))
    this.#startLine = this.#line
    if (this.#partsBytes > 0 && !(isBlank && this.#partsBytes <= this.#bytesMax))
      return [this.#finish(this.#line + 1)]
    this.#parts = []
    this.#partsBytes = 0
    return []
  }

  #readArray(bytes: Buffer): SplitStatement[] {
    const found: SplitStatement[] = []
    let rest = bytes
    while (rest.length > 0 && this.#form !== 'over') {
      if (this.#scan.isInside) {
        const end = this.#scan.endIn(rest)
        this.#keep(end < 0 ? rest : rest.subarray(0, end))
        rest = this.#advance(rest, 0, end < 0 ? rest.length : end)
        if (end >= 0) found.push(this.#finish(this.#line))
        continue
      }
      const next = rest.findIndex((byte) => !isSpace(byte) && byte !== comma)
      rest = this.#advance(rest, 0, next < 0 ? rest.length : next)
      if (next < 0) break
      if (this.#form === 'ended') {
        this.#form = 'over'
        found.push(this.#fault('Something follows the end of the array; it is not read.'))
      } else if (rest[0] === closeBracket) {
        this.#form = this.#form === 'result' ? 'over' : 'ended'
        rest = this.#advance(rest, 0, 1)
      } else {
        this.#scan.begin(rest[0]!)
        this.#startLine = this.#line
      }
    }
    return found
  }

  /** Counts bytes and lines that are done with. @returns what follows them. */
  #advance(bytes: Buffer, from: number, to: number): Buffer {
    this.#offset += to - from
    const done = bytes.subarray(from, to)
    for (let at = done.indexOf(newline); at >= 0; at = done.indexOf(newline, at + 1)) this.#line++
    return bytes.subarray(to)
  }

  #keep(part: Buffer): void {
    this.#partsBytes += part.length
    if (this.#partsBytes > this.#bytesMax) this.#parts = []
    else if (part.length > 0) this.#parts.push(part)
  }

  #finish(nextLine: number): SplitStatement {
    const isTooLarge = this.#partsBytes > this.#bytesMax
    const json = this.#parts.length === 1 ? this.#parts[0] : Buffer.concat(this.#parts)
    this.#parts = []
    this.#partsBytes = 0
    const fault = `The statement is larger than ${this.#bytesMax} bytes.`
    return this.#place(isTooLarge ? { json: undefined, fault } : { json }, nextLine)
  }

  #fault(fault: string): SplitStatement {
    this.#startLine = this.#line
    return this.#place({ json: undefined, fault }, this.#line)
  }

  #place(found: Pick<SplitStatement, 'json' | 'fault'>, line: number): SplitStatement {
    const number = ++this.#number
    const after = { offset: this.#offset, line, number, form: this.#form }
    return { ...found, line: this.#startLine, number, after }
  }
}

/** Finds where a JSON value ends that comes in chunks, by its brackets and strings. */
class ValueScan {
  isInside = false
  #depth = 0
  #isInString = false
  #isEscaped = false
  #isScalar = false

  begin(first: number): void {
    this.isInside = true
    this.#isScalar = first !== openBrace && first !== openBracket && first !== quote
  }

  /** @returns the place behind the value's last byte, or -1 if that is not in these bytes. */
  endIn(bytes: Buffer): number {
    const end = this.#isScalar ? this.#scalarEnd(bytes) : this.#nestedEnd(bytes)
    if (end >= 0) this.isInside = false
    return end
  }

  #scalarEnd(bytes: Buffer): number {
    return bytes.findIndex((byte) => isSpace(byte) || byte === comma || byte === closeBracket)
  }

  #nestedEnd(bytes: Buffer): number {
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at]!
      if (this.#isInString) {
        if (this.#isEscaped) this.#isEscaped = false
        else if (byte === backslash) this.#isEscaped = true
        else if (byte === quote) {
          this.#isInString = false
          if (this.#depth === 0) return at + 1
        }
      } else if (byte === quote) this.#isInString = true
      else if (byte === openBrace || byte === openBracket) this.#depth++
      else if ((byte === closeBrace || byte === closeBracket) && --this.#depth <= 0) {
        this.#depth = 0
        return at + 1
      }
    }
    return -1
  }
}
