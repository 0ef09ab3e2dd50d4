import { failure } from '../answer-call.ts'
import type { ActivityState } from '../attempt.ts'
import { innerCountOf, recordsOf } from '../records.ts'
import { childrenOf, type Element, elements, recordsMax } from './elements.ts'
import type { Failure } from './error-codes.ts'

/** What the name in a call stands for. */
export type Named =
  | {
      readonly kind: 'element'
      readonly element: Element
      readonly name: string
      /** The name with `n` for each index: the key of the table. */
      readonly pattern: string
    }
  | { readonly kind: 'children'; readonly names: readonly string[]; readonly name: string }
  | { readonly kind: 'count'; readonly name: string }
  | { readonly kind: 'version'; readonly name: string }

const nameLengthMax = 255
const namePattern = /^[A-Za-z_]+(?:\.(?:[A-Za-z_]+|0|[1-9]\d{0,8}))+$/

/**
 * Finds what a name stands for, without looking at indexes.
 * 201: not a name, or the name of a group; 401: not in the data model; 202 and 203: `_children` or `_count` of an element
 * that has none.
 */
export function resolveName(name: string): Named | Failure {
  if (name.length > nameLengthMax || !namePattern.test(name)) {
    return failure('201', 'not the name of a data model element')
  }
  const pattern = name.replaceAll(/\.\d+/g, '.n')
  if (Object.hasOwn(elements, pattern)) {
    return { kind: 'element', element: elements[pattern] as Element, name, pattern }
  }
  if (name === 'cmi._version') return { kind: 'version', name }
  const dot = pattern.lastIndexOf('.')
  const [parent, keyword] = [pattern.slice(0, dot), pattern.slice(dot + 1)]
  if (keyword === '_children' && isKnown(parent)) return childrenNamed(name, parent)
  if (keyword === '_count' && isKnown(parent)) return countNamed(name, parent)
  if (isKnown(pattern)) return failure('201', `${name} is a group of elements, not an element`)
  return failure('401', `${name} is not in the data model of SCORM 1.2`)
}

/** Whether a set may not touch the name because it is a keyword of the data model [RTE 3.4.2]. */
export const isKeyword = (name: string): boolean => /\._(?:children|count|version)$/.test(name)

function childrenNamed(name: string, parent: string): Named | Failure {
  const names = Object.hasOwn(childrenOf, parent) ? childrenOf[parent] : undefined
  if (names) return { kind: 'children', names, name }
  return failure('202', `${name.slice(0, name.lastIndexOf('.'))} has no children to list`)
}

function countNamed(name: string, parent: string): Named | Failure {
  if (Object.hasOwn(recordsMax, parent)) return { kind: 'count', name }
  return failure('203', `${name.slice(0, name.lastIndexOf('.'))} is not an array`)
}

const isKnown = (pattern: string): boolean =>
  Object.keys(elements).some((name) => name === pattern || name.startsWith(`${pattern}.`))

/** Where a record's value is kept: `cmi.interactions`, 2, `objectives.0.id`. */
export interface Place {
  readonly array: string
  readonly index: number
  readonly field: string
}

/** The place of a name that goes to a record; undefined for a value of the SCO as a whole. */
export function placeOf(name: string): Place | undefined {
  const [, array, index, field] =
    /^(cmi\.(?:interactions|objectives))\.(\d+)\.(.+)$/.exec(name) ?? []
  return array === undefined ? undefined : { array, index: Number(index), field: field! }
}

/** How many records an array has, e.g. of `cmi.interactions` or `cmi.interactions.2.objectives`. */
export function countOf(state: Pick<ActivityState, 'records'>, array: string): number {
  const inner = placeOf(array)
  if (!inner) return recordsOf(state, array).length
  return innerCountOf(recordsOf(state, inner.array)[inner.index], inner.field)
}

/** The arrays that a name goes through, each with the index it asks for, outermost first. */
export function indexesIn(name: string): { readonly array: string; readonly index: number }[] {
  const parts = name.split('.')
  return parts.flatMap((part, at) =>
    /^\d/.test(part) ? [{ array: parts.slice(0, at).join('.'), index: Number(part) }] : [],
  )
}
