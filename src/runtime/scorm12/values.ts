import type { ActivityState } from '../attempt.ts'
import { countOf, indexesIn, isKeyword, type Named, resolveName } from './element-name.ts'
import { type Circumstances, modelVersion, recordsMax } from './elements.ts'
import { type Failure, failure, isFailure } from './error-codes.ts'

type Values = ActivityState['values']

/** Reads a stored value; what was never set is undefined. */
export const storedValue = (values: Values, name: string): string | undefined =>
  Object.hasOwn(values, name) ? values[name] : undefined

/** Answers LMSGetValue for a running SCO [RTE 3.2.4]. */
export function readValue(
  circumstances: Circumstances,
  name: string,
): { readonly value: string } | Failure {
  const named = resolveName(name)
  if (isFailure(named)) return named
  if (named.kind === 'element' && named.element.access === 'wo') {
    return failure('404', `${name} can only be set`)
  }
  const { values } = circumstances.state
  const outside = indexesIn(name).find(({ array, index }) => index >= countOf(values, array))
  if (outside) {
    const { array, index } = outside
    return failure('201', `${array} has ${countOf(values, array)} records, none at ${index}`)
  }
  return { value: answerFor(circumstances, named) }
}

function answerFor(circumstances: Circumstances, named: Named): string {
  const { values } = circumstances.state
  if (named.kind === 'children') return named.names.join(',')
  if (named.kind === 'version') return modelVersion
  if (named.kind === 'count') {
    return String(countOf(values, named.name.slice(0, -'._count'.length)))
  }
  return storedValue(values, named.name) ?? named.element.initial?.(circumstances) ?? ''
}

/**
 * Answers LMSSetValue for a running SCO [RTE 3.2.5]. A record of an array comes into being when one of its elements is
 * set; its index must be the next free one.
 * @returns the values after it, with a finding if the value is more than the book asks an LMS to take
 */
export function writeValue(
  values: Values,
  name: string,
  value: string,
): { readonly values: Values; readonly finding?: string } | Failure {
  const named = resolveName(name)
  if (isKeyword(name) && !(isFailure(named) && ['201', '401'].includes(named.error))) {
    return failure('402', `${name} is a keyword of the data model`)
  }
  if (isFailure(named)) return named
  if (named.kind !== 'element') return failure('402', `${name} is a keyword of the data model`)
  if (named.element.access === 'ro') return failure('403', `${name} can only be read`)
  const counts = countsWith(values, name)
  if (isFailure(counts)) return counts

  const written = named.element.isAppended ? `${storedValue(values, name) ?? ''}${value}` : value
  const record = name.split('.').slice(0, 3).join('.')
  const verdict = named.element.type(written, (other) => storedValue(values, `${record}.${other}`))
  if (!verdict.isValid) return failure('405', `${name}: ${verdict.reason}`)
  const after = { ...values, ...counts, [name]: written }
  return verdict.finding === undefined
    ? { values: after }
    : { values: after, finding: `${name}: ${verdict.finding}` }
}

/** The counts that a set changes: one more in each array whose next free index it uses. */
function countsWith(values: Values, name: string): Record<string, string> | Failure {
  const counts: Record<string, string> = {}
  for (const { array, index } of indexesIn(name)) {
    const count = countOf(values, array)
    const most = recordsMax[array.replaceAll(/\.\d+/g, '.n')] ?? 0
    if (index > count) return failure('201', `the next index of ${array} is ${count}, not ${index}`)
    if (index >= most) return failure('201', `${array} takes at most ${most} records`)
    if (index === count) counts[`${array}._count`] = String(count + 1)
  }
  return counts
}
