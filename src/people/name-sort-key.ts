/**
 * Vietnamese alphabetical order as text that compares by code point, so that any database can sort and page by it.
 *
 * As in a class list, the given name (the last word) counts first, then the rest. Within each: letters first
 * (a ă â b c d đ e ê ... with ă, â, đ, ê, ô, ơ, ư letters of their own), then tones (ngang, huyền, hỏi, ngã, sắc, nặng), then small
 * before capital. This is the order of `Intl.Collator('vi')` for names; a test compares the two.
 */
export function nameSortKey(name: string): string {
  const words = name.normalize('NFC').trim().split(/\s+/u)
  const given = words.pop() ?? ''
  return `${partKey(given)}${endOfPart}${partKey(words.join(' '))}`
}

/** Sort below everything that a level can hold, in this order. */
const endOfPart = '!'
const endOfLevel = '"'

/** The letters, the tones and the capitals of one part, each level after the other. */
function partKey(part: string): string {
  const letters = [...part.normalize('NFD').matchAll(/\P{M}\p{M}*/gu)].map(([text]) =>
    letterOf(text),
  )
  const level = (of: (letter: Letter) => string) => letters.map(of).join('')
  const tones = level(({ tone }) => tone).replace(/0+$/, '')
  const capitals = level(({ capital }) => capital).replace(/0+$/, '')
  return `${level(({ weight }) => weight)}${endOfLevel}${tones}${endOfLevel}${capitals}`
}

interface Letter {
  /** One character for space, digits and the letters of the alphabet, two for anything else. */
  readonly weight: string
  /** A digit: 0 for none, 1 to 5 for the tones in their order, 6 for other marks. */
  readonly tone: string
  readonly capital: '0' | '1'
}

const alphabet = 'aăâbcdđeêfghijklmnoôơpqrstuưvwxyz'
const tones = '\u0300\u0309\u0303\u0301\u0323'
/** Breve, circumflex and horn make another letter; all else above or below one is a tone or foreign. */
const shapes = /[\u0306\u0302\u031b]/u

/** @param text one letter with its marks, NFD */
function letterOf(text: string): Letter {
  const lower = text.toLowerCase()
  const shape = shapes.exec(lower)?.[0] ?? ''
  const plain = [...lower][0] ?? ''
  const shaped = `${plain}${shape}`.normalize('NFC')
  const isVietnamese = alphabet.includes(shaped)
  const marks = [...lower].slice(1).filter((mark) => !isVietnamese || mark !== shape)
  return {
    weight: weightOf(isVietnamese ? shaped : plain),
    tone: marks.length === 0 ? '0' : String(1 + indexOr(tones.indexOf(marks[0]!), 5)),
    capital: text === lower ? '0' : '1',
  }
}

const indexOr = (index: number, otherwise: number): number => (index < 0 ? otherwise : index)

/** Space, then other signs, digits, the alphabet, other scripts. */
function weightOf(letter: string): string {
  const index = alphabet.indexOf(letter)
  if (index >= 0) return String.fromCharCode(0x41 + index)
  if (letter === ' ') return '#'
  if (/^[0-9]$/.test(letter)) return letter
  return `${/^\p{L}$/u.test(letter) ? '~' : '$'}${letter}`
}
