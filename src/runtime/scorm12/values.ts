import { failure, isFailure } from '../answer-call.ts'
import type { ActivityState } from '../attempt.ts'
import { type DataRecord, fieldOf, recordsOf, withRecord } from '../records.ts'
import type { Running } from '../run.ts'
import { countOf, indexesIn, isKeyword, type Named, placeOf, resolveName } from './element-name.ts'
import { modelVersion, recordsMax } from './elements.ts'
import type { Failure } from './error-codes.ts'

/** Reads a stored value, of a record too; what was never set is undefined. */
export function valueAt(state: ActivityState, name: string): string | undefined {
  const place = placeOf(name)
  if (!place) return fieldOf(state.values, name)
  return fieldOf(recordsOf(state, place.array)[place.index], place.field)
}

/** Answers LMSGetValue for a running SCO [RTE 3.2.4]. */
export function readValue(running: Running, name: string): { readonly value: string } | Failure {
  const named = resolveName(name)
  if (isFailure(named)) return named
  if (named.kind === 'element' && named.element.access === 'wo') {
    return failure('404', `${name} can only be set`)
  }
  const { state } = running
  const outside = indexesIn(name).find(({ array, index }) => index >= countOf(state, array))
  if (outside) {
    const { array, index } = outside
    return failure('201', `${array} has ${countOf(state, array)} records, none at ${index}`)
  }
  return { value: answerFor(running, named) }
}

function answerFor(running: Running, named: Named): string {
  const { state } = running
  if (named.kind === 'children') return named.names.join(',')
  if (named.kind === 'version') return modelVersion
  if (named.kind === 'count') {
    return String(countOf(state, named.name.slice(0, -'._count'.length)))
  }
  return valueAt(state, named.name) ?? named.element.initial?.(running) ?? ''
}

/**
 * Answers LMSSetValue for a running SCO [RTE 3.2.5]. A record of an array comes into being when one of its elements is
 * set; its index must be the next free one.
 * @returns the state after it, with a finding if the value is more than the book asks an LMS to take
 */
export function writeValue(
  state: ActivityState,
  name: string,
  value: string,
): { readonly state: ActivityState; readonly finding?: string } | Failure {
  const named = resolveName(name)
  if (isKeyword(name) && !(isFailure(named) && ['201', '401'].includes(named.error))) {
    return failure('402', `${name} is a keyword of the data model`)
  }
  if (isFailure(named)) return named
  if (named.kind !== 'element') return failure('402', `${name} is a keyword of the data model`)
  if (named.element.access === 'ro') return failure('403', `${name} can only be read`)
  const counts = countsWith(state, name)
  if (isFailure(counts)) return counts

  const written = named.element.isAppended ? `${valueAt(state, name) ?? ''}${value}` : value
  const record = name.split('.').slice(0, 3).join('.')
  const verdict = named.element.type(written, (other) => valueAt(state, `${record}.${other}`))
  if (!verdict.isValid) return failure('405', `${name}: ${verdict.reason}`)
  const after = withValue(state, { name, value: written, counts })
  return verdict.finding === undefined
    ? { state: after }
    : { state: after, finding: `${name}: ${verdict.finding}` }
}

/** The state with one value set; a record is copied alone, however many there are. */
function withValue(
  state: ActivityState,
  set: { readonly name: string; readonly value: string; readonly counts: DataRecord },
): ActivityState {
  const place = placeOf(set.name)
  if (!place) return { ...state, values: { ...state.values, [set.name]: set.value } }
  const { array, index, field } = place
  const record = { ...recordsOf(state, array)[index], ...set.counts, [field]: set.value }
  return withRecord(state, array, { index, record })
}

/** The counts of inner arrays that a set changes: one more where it uses the next free index. */
function countsWith(state: ActivityState, name: string): DataRecord | Failure {
  const counts: Record<string, string> = {}
  for (const { array, index } of indexesIn(name)) {
    const count = countOf(state, array)
    const most = recordsMax[array.replaceAll(/\.\d+/g, '.n')] ?? 0
    if (index > count) return failure('201', `the next index of ${array} is ${count}, not ${index}`)
    if (index >= most) return failure('201', `${array} takes at most ${most} records`)
    const inner = placeOf(`${array}._count`)
    if (index === count && inner) counts[inner.field] = String(count + 1)
  }
  return counts
}
