import type { ActivityState } from './attempt.ts'

/** The values of one record of an array, by the rest of their names: `id`, `score.raw`, `objectives.0.id`. */
export type DataRecord = Readonly<Record<string, string>>
type WithRecords = Pick<ActivityState, 'records'>

const none: readonly DataRecord[] = []

/** The records of an array such as `cmi.interactions`, in order. */
export function recordsOf({ records }: WithRecords, array: string): readonly DataRecord[] {
  return records && Object.hasOwn(records, array) ? (records[array] ?? none) : none
}

export const fieldOf = (record: DataRecord | undefined, name: string): string | undefined =>
  record && Object.hasOwn(record, name) ? record[name] : undefined

/** How many records an array inside a record has, e.g. `objectives` of an interaction. */
export const innerCountOf = (record: DataRecord | undefined, array: string): number =>
  Number(fieldOf(record, `${array}._count`) ?? 0)

/** The values of one field in an inner array, e.g. `correct_responses`, `pattern`; empty where one was not set. */
export const innerFieldsOf = (record: DataRecord, array: string, field: string): string[] =>
  Array.from(
    { length: innerCountOf(record, array) },
    (_, at) => fieldOf(record, `${array}.${at}.${field}`) ?? '',
  )

/** The state with one record changed, or added after the last. */
export function withRecord<State extends WithRecords>(
  state: State,
  array: string,
  { index, record }: { readonly index: number; readonly record: DataRecord },
): State {
  const records = [...recordsOf(state, array)]
  records[index] = record
  return { ...state, records: { ...state.records, [array]: records } }
}

/** The names under which two records hold other values. Those of attempts are never changed, only replaced. */
export function replacedKeys<T>(
  before: Readonly<Record<string, T>>,
  after: Readonly<Record<string, T>>,
): string[] {
  if (before === after) return []
  return [
    ...Object.keys(after).filter((key) => before[key] !== after[key]),
    ...Object.keys(before).filter((key) => !Object.hasOwn(after, key)),
  ]
}
