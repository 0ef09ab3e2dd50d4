import type { Scorm2004Edition } from '../course.ts'
import { childrenOf, type Element, elements, recordsMax } from './elements.ts'

/** An array's record that a name goes through: `cmi.interactions`, 3. The index of a text such as `01` is NaN. */
export interface RecordIndex {
  readonly array: string
  readonly index: number
}

/** What the name in a call stands for. */
export type Named =
  | {
      readonly kind: 'element'
      readonly element: Element
      /** The name with `n` for each index: the key of the table. */
      readonly pattern: string
      readonly place: Place
    }
  | { readonly kind: 'children'; readonly names: readonly string[]; readonly place: Place }
  | { readonly kind: 'count'; readonly array: string; readonly place: Place }
  | { readonly kind: 'version' }
  | { readonly kind: 'requestValid'; readonly request: 'continue' | 'previous' }
  | {
      readonly kind: 'requestValid'
      readonly request: 'choice' | 'jump'
      readonly target: string
    }
  /** `_children`, `_count` or `_version` of what has none. */
  | { readonly kind: 'absentKeyword'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string }

/** Where a value is kept: the record of the outer array, and the name inside it, with the inner array if it goes through one. */
export interface Place {
  readonly outer?: RecordIndex
  readonly inner?: RecordIndex
  /** Name in the record, e.g. `score.raw`, `objectives.0.id`; without a record the whole name. */
  readonly name: string
}

const nameLengthMax = 4_200
const targeted = /^adl\.nav\.request_valid\.(choice|jump)\.\{target=(.+)\}$/s

/** Finds what a name stands for in an edition, without looking at whether records exist. */
export function resolveName(name: string, edition: Scorm2004Edition): Named {
  const unknown = (reason: string): Named => ({ kind: 'unknown', reason })
  if (name.length > nameLengthMax) return unknown('not the name of a data model element')
  if (name.startsWith('adl.nav.request_valid')) return requestValid(name, edition)
  if (name === 'cmi._version') return { kind: 'version' }
  const parts = name.split('.')
  const place = placeOf(parts)
  const pattern = parts.map((part) => (/^\d+$/.test(part) ? 'n' : part)).join('.')
  const element = elementNamed(pattern, edition)
  if (element) return { kind: 'element', element, pattern, place }
  const dot = pattern.lastIndexOf('.')
  const [parent, keyword] = [pattern.slice(0, dot), pattern.slice(dot + 1)]
  const isParent = isKnown(parent, edition)
  if (keyword === '_children' && isParent) {
    const names = Object.hasOwn(childrenOf, parent) ? childrenOf[parent] : undefined
    if (names) return { kind: 'children', names, place }
    return { kind: 'absentKeyword', reason: `${parent} has no children to list` }
  }
  if (keyword === '_count' && isParent) {
    const array = parts.slice(0, -1).join('.')
    if (Object.hasOwn(recordsMax, parent)) return { kind: 'count', array, place }
    return { kind: 'absentKeyword', reason: `${parent} is not an array` }
  }
  if (keyword === '_version' && isParent) {
    return { kind: 'absentKeyword', reason: `${parent} has no version` }
  }
  if (isKnown(pattern, edition)) return unknown(`${name} is a group of elements, not an element`)
  return unknown(`${name} is not in the data model of SCORM 2004`)
}

function elementNamed(pattern: string, edition: Scorm2004Edition): Element | undefined {
  const element = Object.hasOwn(elements, pattern) ? elements[pattern] : undefined
  const isInEdition = !element?.editions || element.editions.includes(edition)
  return isInEdition ? element : undefined
}

function requestValid(name: string, edition: Scorm2004Edition): Named {
  if (name === 'adl.nav.request_valid.continue')
    return { kind: 'requestValid', request: 'continue' }
  if (name === 'adl.nav.request_valid.previous')
    return { kind: 'requestValid', request: 'previous' }
  const [, request, target] = targeted.exec(name) ?? []
  if (request === 'choice' || (request === 'jump' && edition === '4th')) {
    return { kind: 'requestValid', request, target: target! }
  }
  return { kind: 'unknown', reason: `${name} is not in the data model of SCORM 2004` }
}

const groups: ReadonlySet<string> = new Set(
  Object.keys(elements).flatMap((name) => {
    const parts = name.split('.')
    return parts.map((_, at) => parts.slice(0, at + 1).join('.'))
  }),
)

const isKnown = (pattern: string, edition: Scorm2004Edition): boolean =>
  groups.has(pattern) && (edition === '4th' || !pattern.startsWith('adl.data'))

const indexOf = (part: string): number => (/^(?:0|[1-9]\d{0,8})$/.test(part) ? Number(part) : NaN)

function placeOf(parts: readonly string[]): Place {
  const at = parts.findIndex((part) => /^\d+$/.test(part))
  if (at < 0) return { name: parts.join('.') }
  const outer = { array: parts.slice(0, at).join('.'), index: indexOf(parts[at]!) }
  const rest = parts.slice(at + 1)
  const innerAt = rest.findIndex((part) => /^\d+$/.test(part))
  const name = rest.join('.')
  if (innerAt < 0) return { outer, name }
  const inner = { array: rest.slice(0, innerAt).join('.'), index: indexOf(rest[innerAt]!) }
  return { outer, inner, name }
}
