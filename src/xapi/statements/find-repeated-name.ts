import { skipSpace, valueEnd } from './scan-json.ts'

/**
 * Properties "are limited to one use each" [xAPI-Data 2.4]: of a name that comes twice, one reader takes the first value and
 * another the last. Values of extensions are their sender's own and may be as they like.
 */

const quote = 34
const colon = 58
const openBrace = 123
const closeBrace = 125
const openBracket = 91
const closeBracket = 93
const comma = 44

/** How many properties a value has, those of the values in it included: fewer than its text, where a name came twice. */
export function countProperties(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  let count = 0
  if (Array.isArray(value)) {
    for (const one of value) count += countProperties(one)
    return count
  }
  for (const name in value) count += 1 + countProperties(value[name as keyof typeof value])
  return count
}

/**
 * An object or array that is open where the scan is. Its pointer is made when it is asked for: made on the way, a long name would
 * be copied for every value below it.
 */
interface Open {
  /** Names seen; undefined in an array. */
  readonly names: Set<string> | undefined
  readonly isExtensions: boolean
  /** The property or element that is read now. */
  inner: string | number
}

/**
 * Goes over the text once.
 * @returns the JSON pointer of the first property whose name its object has already, outside of values of extensions.
 */
export function findRepeatedName(text: string): string | undefined {
  const open: Open[] = []
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    const parent = open.at(-1)
    if (code === quote) {
      const end = valueEnd(text, at)
      if (parent?.names && isName(text, end)) {
        const name = JSON.parse(text.slice(at, end)) as string
        parent.inner = name
        if (parent.names.has(name)) return pointerTo(open)
        parent.names.add(name)
      }
      at = end - 1
    } else if (code === openBrace || code === openBracket) {
      if (parent?.isExtensions) at = valueEnd(text, at) - 1
      else open.push(opened(parent, code === openBrace))
    } else if (code === closeBrace || code === closeBracket) open.pop()
    else if (code === comma && parent && typeof parent.inner === 'number') parent.inner++
  }
  return undefined
}

const opened = (parent: Open | undefined, isObject: boolean): Open => ({
  names: isObject ? new Set() : undefined,
  isExtensions: isObject && parent?.inner === 'extensions',
  inner: isObject ? '' : 0,
})

const pointerTo = (open: readonly Open[]): string =>
  open.map(({ inner }) => `/${String(inner).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

/** Whether the string that ends at `end` is the name of a property and not a value. */
const isName = (text: string, end: number): boolean =>
  text.charCodeAt(skipSpace(text, end)) === colon
