import { failure } from '../answer-call.ts'
import type { Attempt } from '../attempt.ts'
import type { Activity, Course } from '../course.ts'
import type { DataMap } from '../sequencing/definition.ts'
import type { Failure } from './error-codes.ts'

/** Store n of an activity, as `adl.data.n` is [RTE 4.3]: the manifest's maps in their order. */
export const storeAt = (activity: Activity, index: number): DataMap | undefined =>
  activity.data?.[index]

export const storeCountOf = (activity: Activity): number => activity.data?.length ?? 0

/** What a store holds. One that was emptied counts as one that was never set. */
export function readStore(attempt: Attempt, store: DataMap): { readonly value: string } | Failure {
  if (!store.readSharedData) return failure('405', `${store.target} can only be written here`)
  const data = attempt.shared?.data ?? {}
  const value = Object.hasOwn(data, store.target) ? data[store.target] : undefined
  return value ? { value } : failure('403', `${store.target} is empty`)
}

export function withStore(attempt: Attempt, store: DataMap, value: string): Attempt {
  const shared = attempt.shared ?? { objectives: {}, data: {} }
  return { ...attempt, shared: { ...shared, data: { ...shared.data, [store.target]: value } } }
}

/** Stores live as long as the attempt on the course, unless they are the learner's in all courses [CAM 3.4.1.15]. */
export function withoutOwnStores(course: Course, attempt: Attempt): Attempt {
  const { shared } = attempt
  if (!shared || course.scorm2004?.sharedDataGlobalToSystem !== false) return attempt
  return { ...attempt, shared: { ...shared, data: {} } }
}
