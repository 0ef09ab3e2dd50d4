/** What may come next in a JSON text. */
type Expected = 'value' | 'value-or-end' | 'name' | 'name-or-end' | 'colon' | 'comma-or-end'

const scalar = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y
const space = /[ \t\n\r]*/y

/** The position of the first character at which a text stops being JSON; undefined if it is JSON (RFC 8259). */
export function findSyntaxError(text: string): number | undefined {
  const open: ('{' | '[')[] = []
  let expected: Expected = 'value'
  let at = behind(space, text, 0)!
  for (;;) {
    const character = text[at]
    const inside = open.at(-1)
    const isEnd =
      (expected === 'comma-or-end' && character === (inside === '{' ? '}' : ']')) ||
      (expected === 'name-or-end' && character === '}') ||
      (expected === 'value-or-end' && character === ']')
    if (isEnd) {
      open.pop()
      at += 1
      expected = 'comma-or-end'
    } else if (expected === 'comma-or-end') {
      if (character !== ',') return at
      at += 1
      expected = inside === '{' ? 'name' : 'value'
    } else if (expected === 'colon') {
      if (character !== ':') return at
      at += 1
      expected = 'value'
    } else if (expected.startsWith('value') && (character === '{' || character === '[')) {
      open.push(character)
      at += 1
      expected = character === '{' ? 'name-or-end' : 'value-or-end'
    } else {
      const end = tokenEnd(text, at, expected)
      if (end.isWrong) return end.at
      at = end.at
      expected = expected.startsWith('name') ? 'colon' : 'comma-or-end'
    }
    at = behind(space, text, at)!
    if (open.length === 0 && expected === 'comma-or-end') return at < text.length ? at : undefined
  }
}

function tokenEnd(text: string, at: number, expected: Expected): { at: number; isWrong: boolean } {
  if (text[at] === '"') return stringEnd(text, at)
  const end = expected.startsWith('value') ? behind(scalar, text, at) : undefined
  return end === undefined ? { at, isWrong: true } : { at: end, isWrong: false }
}

function stringEnd(text: string, start: number): { at: number; isWrong: boolean } {
  for (let at = start + 1; at < text.length; at++) {
    const character = text[at]!
    if (character === '"') return { at: at + 1, isWrong: false }
    if (character < ' ') return { at, isWrong: true }
    if (character !== '\\') continue
    const isEscape =
      /["\\/bfnrt]/.test(text[at + 1] ?? '') || /^u[0-9a-f]{4}/i.test(text.slice(at + 1, at + 6))
    if (!isEscape) return { at, isWrong: true }
    at += 1
  }
  return { at: text.length, isWrong: true }
}

/** Where a match that begins at `at` ends. */
function behind(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : undefined
}
