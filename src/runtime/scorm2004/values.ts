import { failure, isFailure } from '../answer-call.ts'
import type { ActivityState, Attempt } from '../attempt.ts'
import type { Profile, Scorm2004Edition } from '../course.ts'
import {
  type DataRecord,
  fieldOf,
  innerCountOf,
  innerFieldsOf,
  recordsOf,
  withRecord,
} from '../records.ts'
import type { Running } from '../run.ts'
import type { DataType } from './data-types.ts'
import { type Named, type Place, resolveName } from './element-name.ts'
import { type Element, modelVersion, recordsMax } from './elements.ts'
import type { Failure } from './error-codes.ts'
import { isSamePattern, responseForms } from './responses.ts'
import { readStore, storeAt, storeCountOf, withStore } from './shared-data.ts'

/** A value that was found. */
interface Read {
  readonly value: string
}

export const editionOf = ({ course }: Pick<Running, 'course'>): Scorm2004Edition =>
  course.scorm2004?.edition ?? '4th'

export const profileOf = ({ course }: Pick<Running, 'course'>): Profile =>
  course.profile ?? 'tolerant'

/** Answers GetValue for a running SCO [RTE 3.1.4.1], but for `adl.nav.request_valid`, which the sequencer answers. */
export function readValue(running: Running, named: Named): Read | Failure {
  switch (named.kind) {
    case 'unknown':
      return failure('401', named.reason)
    case 'absentKeyword':
      return failure('301', named.reason)
    case 'version':
      return { value: modelVersion }
    case 'children':
      return missingRecord(running, named.place) ?? { value: named.names.join(',') }
    case 'count':
      return readCount(running, named)
    case 'element':
      return readElement(running, named)
    default:
      return failure('301', 'only the sequencer knows')
  }
}

/** 301 for an index beyond the records that there are. */
function missingRecord({ activity, state }: Running, { outer, inner }: Place): Failure | undefined {
  if (!outer) return undefined
  const isStore = outer.array === 'adl.data'
  const count = isStore ? storeCountOf(activity) : recordsOf(state, outer.array).length
  if (!(outer.index < count)) return failure('301', `${outer.array} has ${count} records`)
  if (!inner) return undefined
  const innerCount = innerCountOf(recordsOf(state, outer.array)[outer.index], inner.array)
  if (inner.index < innerCount) return undefined
  return failure('301', `${inner.array} has ${innerCount} records`)
}

function readCount(
  running: Running,
  { array, place }: { readonly array: string; readonly place: Place },
): Read | Failure {
  const missing = missingRecord(running, place)
  if (missing) return missing
  const { activity, state } = running
  if (array === 'adl.data') return { value: String(storeCountOf(activity)) }
  if (!place.outer) return { value: String(recordsOf(state, array).length) }
  const record = recordsOf(state, place.outer.array)[place.outer.index]
  return { value: String(innerCountOf(record, place.name.slice(0, -'._count'.length))) }
}

function readElement(
  running: Running,
  { element, place }: { readonly element: Element; readonly place: Place },
): Read | Failure {
  if (element.access === 'wo') return failure('405', `${place.name} can only be set`)
  const missing = missingRecord(running, place)
  if (missing) return missing
  const { activity, attempt, state } = running
  const { outer, name } = place
  if (outer?.array === 'adl.data') {
    const store = storeAt(activity, outer.index)!
    return name === 'id' ? { value: store.target } : readStore(attempt, store)
  }
  const stored = outer
    ? fieldOf(recordsOf(state, outer.array)[outer.index], name)
    : fieldOf(state.values, name)
  const value = element.determined?.(running) ?? stored ?? element.initial?.(running)
  return value === undefined ? failure('403', `${name} was never set`) : { value }
}

/** What a set changes. */
export interface Written {
  readonly attempt: Attempt
  readonly state: ActivityState
  readonly finding?: string
}

/**
 * Answers SetValue for a running SCO [RTE 3.1.4.2]. A record of an array comes into being when one of its elements is set;
 * its index must be the next free one.
 */
export function writeValue(running: Running, name: string, value: string): Written | Failure {
  const named = resolveName(name, editionOf(running))
  if (named.kind === 'unknown' || named.kind === 'absentKeyword') {
    return failure('401', named.reason)
  }
  if (named.kind !== 'element') return failure('404', `${name} can only be read`)
  const { element, place } = named
  if (element.access === 'ro') return failure('404', `${name} can only be read`)
  const { attempt, state } = running
  if (!place.outer) {
    const judged = judge(running, element.type as DataType, { name, value })
    if (isFailure(judged)) return judged
    const values = { ...state.values, [name]: value }
    return { attempt, state: { ...state, values }, ...judged }
  }
  if (place.outer.array === 'adl.data') {
    return writeStore(running, named, { name, value })
  }
  const target = { element, pattern: named.pattern, place, name, value }
  const record = writableRecord(running, target)
  if (isFailure(record)) return record
  const judged = judge(running, typeOf(element, place, record), { name, value })
  if (isFailure(judged)) return judged
  const { array, index } = place.outer
  const changed = { index, record: { ...record, [place.name]: value } }
  return { attempt, state: withRecord(state, array, changed), ...judged }
}

interface Target {
  readonly element: Element
  readonly pattern: string
  readonly place: Place
  readonly name: string
  readonly value: string
}

/** The record that a set goes to, with the count of its inner array already right; or why it may not be set. */
function writableRecord(running: Running, target: Target): DataRecord | Failure {
  const { element, place, value } = target
  const { array, index } = place.outer!
  const records = recordsOf(running.state, array)
  const wrongIndex = indexFailure({ array, index, count: records.length, pattern: array })
  if (wrongIndex) return wrongIndex
  const record = records[index] ?? {}
  const { inner } = place
  const count = inner ? innerCountOf(record, inner.array) : 0
  const isId = place.name === 'id'
  const unset = isId ? undefined : element.needs?.find((one) => fieldOf(record, one) === undefined)
  if (unset !== undefined) return failure('408', `${array}.${index}.${unset} must be set before`)
  if (inner) {
    const pattern = `${array}.n.${inner.array}`
    const wrongInner = indexFailure({
      ...inner,
      array: `${array}.${index}.${inner.array}`,
      count,
      pattern,
    })
    if (wrongInner) return wrongInner
  }
  const conflict = conflictOf({ records, record, target })
  if (conflict) return failure('351', `${JSON.stringify(value)} ${conflict}`)
  return inner?.index === count
    ? { ...record, [`${inner.array}._count`]: String(count + 1) }
    : record
}

function indexFailure(at: {
  readonly array: string
  readonly index: number
  readonly count: number
  readonly pattern: string
}): Failure | undefined {
  const { array, index, count, pattern } = at
  if (!(index <= count)) return failure('351', `the next index of ${array} is ${count}`)
  const most = recordsMax[pattern] ?? 0
  return index < most ? undefined : failure('351', `${array} takes at most ${most} records`)
}

/** Why a value may not stand beside those that are there: an identifier that is fixed or taken, a pattern too many. */
function conflictOf(at: {
  readonly records: readonly DataRecord[]
  readonly record: DataRecord
  readonly target: Target
}): string | undefined {
  const { records, record, target } = at
  const { element, place, value } = target
  const { inner, name } = place
  const own = fieldOf(record, name)
  if (element.isWriteOnce && own !== undefined && own !== value) return 'would change what is fixed'
  const isPattern = element.type === 'byInteractionType' && inner !== undefined
  if (!element.isUnique && !isPattern) return undefined
  const all = inner
    ? innerFieldsOf(record, inner.array, name.slice(name.lastIndexOf('.') + 1))
    : records.map((one) => fieldOf(one, name))
  const others = all.filter((_, index) => index !== (inner ?? place.outer!).index)
  if (element.isUnique && others.includes(value)) return 'is there already'
  if (!isPattern) return undefined
  const form = responseForms[fieldOf(record, 'type') ?? '']
  if (form?.patternsMax !== undefined && inner.index >= form.patternsMax) {
    return `is one pattern too many for a ${fieldOf(record, 'type')} interaction`
  }
  return others.some((other) => isSamePattern(form, other!, value)) ? 'is there already' : undefined
}

function typeOf(element: Element, place: Place, record: DataRecord): DataType {
  if (element.type !== 'byInteractionType') return element.type
  const form = responseForms[fieldOf(record, 'type') ?? 'other']!
  return place.inner ? form.pattern : form.response
}

/** What the profile makes of a verdict: nothing, a finding, or the code. */
function judge(
  running: Running,
  type: DataType,
  { name, value }: { readonly name: string; readonly value: string },
): { readonly finding?: string } | Failure {
  const verdict = type(value)
  const isAccepted =
    verdict.kind === 'valid' || (verdict.kind === 'loose' && profileOf(running) === 'tolerant')
  if (!isAccepted) {
    const error = verdict.kind === 'wrong' ? verdict.error : undefined
    return failure(error ?? '406', `${name}: ${verdict.reason}`)
  }
  const finding = verdict.kind === 'loose' ? verdict.reason : verdict.finding
  return finding === undefined ? {} : { finding: `${name}: ${finding}` }
}

function writeStore(
  running: Running,
  { element, place }: { readonly element: Element; readonly place: Place },
  { name, value }: { readonly name: string; readonly value: string },
): Written | Failure {
  const { activity, attempt, state } = running
  const store = storeAt(activity, place.outer!.index)
  if (!store) return failure('351', `adl.data has ${storeCountOf(activity)} records`)
  if (!store.writeSharedData) return failure('404', `${store.target} can only be read here`)
  const judged = judge(running, element.type as DataType, { name, value })
  if (isFailure(judged)) return judged
  return { attempt: withStore(attempt, store, value), state, ...judged }
}
