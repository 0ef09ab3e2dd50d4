import { findSyntaxError } from './find-syntax-error.ts'

/** A place in a text, both numbers from 1. */
export interface Place {
  readonly line: number
  readonly column: number
}

/**
 * Where in a body a problem is: at the value that a JSON pointer names, or its nearest parent that is there; without a pointer,
 * where the body stops being JSON, if it was refused for that. The text may be cut short or be anything.
 */
export function locateProblem(
  text: string,
  problem: { readonly pointer?: string; readonly message: string },
): Place | undefined {
  const start = startOfJson(text)
  if (problem.pointer?.startsWith('/'))
    return placeAt(text, findValue(text, start, tokensOf(problem.pointer)))
  if (problem.pointer !== undefined || !/\bJSON\b/.test(problem.message)) return undefined
  const position = findSyntaxError(text.slice(start))
  return position === undefined ? undefined : placeAt(text, start + position)
}

/** In a multipart body the statements are the first part, behind its headers. */
function startOfJson(text: string): number {
  const headersEnd = text.startsWith('--') ? text.indexOf('\r\n\r\n') : -1
  return headersEnd < 0 ? 0 : headersEnd + 4
}

const tokensOf = (pointer: string): string[] =>
  pointer
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))

function placeAt(text: string, position: number): Place {
  const before = text.slice(0, position)
  const lineStart = before.lastIndexOf('\n') + 1
  return { line: before.split('\n').length, column: position - lineStart + 1 }
}

function findValue(text: string, start: number, tokens: readonly string[]): number {
  let at = skipSpace(text, start)
  for (const token of tokens) {
    const next = text[at] === '{' ? memberAt(text, at, token) : elementAt(text, at, token)
    if (next === undefined) return at
    at = next
  }
  return at
}

/** Where the value of the member is; of several with one name the last counts, as for JSON.parse. */
function memberAt(text: string, object: number, name: string): number | undefined {
  let found: number | undefined
  let at = skipSpace(text, object + 1)
  while (text[at] === '"') {
    const end = valueEnd(text, at)
    const value = skipSpace(text, skipSpace(text, end) + 1)
    if (nameOf(text.slice(at, end)) === name) found = value
    at = skipSpace(text, valueEnd(text, value))
    if (text[at] === ',') at = skipSpace(text, at + 1)
  }
  return found
}

function elementAt(text: string, array: number, token: string): number | undefined {
  if (text[array] !== '[' || !/^\d{1,9}$/.test(token)) return undefined
  let at = skipSpace(text, array + 1)
  for (let index = 0; index < Number(token); index++) {
    at = skipSpace(text, valueEnd(text, at))
    if (text[at] !== ',') return undefined
    at = skipSpace(text, at + 1)
  }
  return at < text.length && text[at] !== ']' ? at : undefined
}

function nameOf(quoted: string): string | undefined {
  try {
    return JSON.parse(quoted) as string
  } catch {
    return undefined
  }
}

function skipSpace(text: string, position: number): number {
  let at = position
  while (at < text.length && /\s/.test(text[at]!)) at++
  return at
}

/** Behind the value at `position`, or the end of the text. Each step goes forward, whatever the text is. */
function valueEnd(text: string, position: number): number {
  let depth = 0
  for (let at = position; at < text.length; ) {
    const character = text[at]!
    if (character === '"') at = stringEnd(text, at)
    else if (character === '{' || character === '[') {
      depth += 1
      at += 1
    } else if (character === '}' || character === ']') {
      if (depth === 0) return at
      depth -= 1
      at += 1
    } else {
      if (depth === 0 && (character === ',' || /\s/.test(character))) return at
      at += 1
    }
    if (depth === 0 && /["}\]]/.test(character)) return at
  }
  return text.length
}

function stringEnd(text: string, position: number): number {
  let at = position + 1
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return Math.min(at + 1, text.length)
}
