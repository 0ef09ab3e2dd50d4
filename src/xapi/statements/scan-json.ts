/**
 * Finds the parts of a JSON text without building values, so that they can be cut out and kept as they were written:
 * number spellings, order of keys, repeated keys, white space. The text must be one that JSON.parse accepts; `position` is
 * an index into it. Nothing here recurses, so depth costs no stack.
 */

/** A property in the text of an object. */
export interface Member {
  readonly name: string
  /** Where the quote before the name is. */
  readonly start: number
  readonly valueStart: number
  /** Behind the value's last character. */
  readonly end: number
}

const quote = 34
const backslash = 92
const openBrace = 123
const closeBrace = 125
const openBracket = 91
const closeBracket = 93
const comma = 44
const colon = 58

export function skipSpace(text: string, position: number): number {
  let at = position
  for (let code = text.charCodeAt(at); code === 32 || (code >= 9 && code <= 13); ) {
    code = text.charCodeAt(++at)
  }
  return at
}

/** Behind the string whose opening quote is at `position`. */
function stringEnd(text: string, position: number): number {
  let at = position + 1
  for (;;) {
    at = text.indexOf('"', at)
    let slashes = 0
    while (text.charCodeAt(at - 1 - slashes) === backslash) slashes++
    at++
    if (slashes % 2 === 0) return at
  }
}

/** Behind the value that starts at `position`. */
export function valueEnd(text: string, position: number): number {
  const first = text.charCodeAt(position)
  if (first === quote) return stringEnd(text, position)
  if (first !== openBrace && first !== openBracket) return scalarEnd(text, position)
  let depth = 0
  for (let at = position; ; ) {
    const code = text.charCodeAt(at)
    if (code === quote) {
      at = stringEnd(text, at)
      continue
    }
    at++
    if (code === openBrace || code === openBracket) depth++
    else if ((code === closeBrace || code === closeBracket) && --depth === 0) return at
  }
}

function scalarEnd(text: string, position: number): number {
  let at = position
  while (at < text.length) {
    const code = text.charCodeAt(at)
    if (code === comma || code === closeBrace || code === closeBracket || code <= 32) break
    at++
  }
  return at
}

/**
 * Goes over the properties of the object that starts at `position`, in order, repeated ones included. It makes nothing on its
 * way: what is cut out of a text keeps the whole of it alive, and this is done for every statement that is stored.
 */
export class MemberWalk {
  /** Where the quote before the name is. */
  start = 0
  /** Behind the quote after the name. */
  nameEnd = 0
  valueStart = 0
  /** Behind the value's last character. */
  end = 0
  readonly #text: string
  #at: number

  constructor(text: string, position: number) {
    this.#text = text
    this.#at = skipSpace(text, position + 1)
  }

  /** Goes to the next property. @returns false if there is none. */
  next(): boolean {
    const text = this.#text
    if (text.charCodeAt(this.#at) !== quote) return false
    this.start = this.#at
    this.nameEnd = stringEnd(text, this.start)
    this.valueStart = skipSpace(text, skipSpace(text, this.nameEnd) + 1)
    this.end = valueEnd(text, this.valueStart)
    const at = skipSpace(text, this.end)
    this.#at = text.charCodeAt(at) === comma ? skipSpace(text, at + 1) : at
    return true
  }
}

/** The properties of the object that starts at `position`, in order, repeated ones included. */
export function members(text: string, position: number): Member[] {
  const found: Member[] = []
  for (const walk = new MemberWalk(text, position); walk.next(); ) {
    const { start, valueStart, end } = walk
    const written = text.slice(start + 1, walk.nameEnd - 1)
    const name = written.includes('\\') ? (JSON.parse(`"${written}"`) as string) : written
    found.push({ name, start, valueStart, end })
  }
  return found
}

/** The texts of the elements of the array that starts at `position`. */
export function elements(text: string, position: number): string[] {
  const found: string[] = []
  let at = skipSpace(text, position + 1)
  while (text.charCodeAt(at) !== closeBracket) {
    const end = valueEnd(text, at)
    found.push(text.slice(at, end))
    at = skipSpace(text, end)
    if (text.charCodeAt(at) === comma) at = skipSpace(text, at + 1)
  }
  return found
}

/** The object's text with every value replaced by what `change` makes of it; undefined leaves the property out. */
export function changeMembers(
  text: string,
  change: (name: string, value: string) => string | undefined,
): string {
  const parts: string[] = []
  for (const { name, start, valueStart, end } of members(text, skipSpace(text, 0))) {
    const value = text.slice(valueStart, end)
    const changed = change(name, value)
    if (changed === undefined) continue
    parts.push(
      changed === value ? text.slice(start, end) : `${text.slice(start, valueStart)}${changed}`,
    )
  }
  return `{${parts.join(',')}}`
}

/** How deep objects and arrays nest in a JSON text, and how many properties are written in it. */
interface TextShape {
  readonly depth: number
  readonly properties: number
}

export function shapeOf(text: string): TextShape {
  let depth = 0
  let level = 0
  let properties = 0
  for (let at = 0; at < text.length; ) {
    const code = text.charCodeAt(at)
    if (code === quote) {
      at = stringEnd(text, at)
      continue
    }
    if (code === openBrace || code === openBracket) {
      if (++level > depth) depth = level
    } else if (code === closeBrace || code === closeBracket) level--
    else if (code === colon) properties++
    at++
  }
  return { depth, properties }
}

/** Whether objects and arrays nest deeper than `levels` in a JSON text. */
export const nestsDeeperThan = (text: string, levels: number): boolean =>
  shapeOf(text).depth > levels
