import type { Registration } from '../registrations/index.ts'
import {
  type Attempt,
  type Course,
  engines,
  nothingShared,
  type SharedKeys,
  type SharedState,
} from '../runtime/index.ts'
import type { LaunchWriter, SharedChange } from './store.ts'

/** Whose attempt it is, on which course. */
interface Taker {
  readonly registration: Registration
  readonly course: Course
}

/** What the course shares with the learner's other courses; undefined if nothing, and a try-out touches no records. */
const sharedKeysOf = ({ registration, course }: Taker): SharedKeys | undefined =>
  registration.isTrial ? undefined : engines[course.standard].sharedKeys(course)

/** What the learner's other courses left for this one. */
export async function readShared(
  tx: Pick<LaunchWriter, 'findShared'>,
  taker: Taker,
): Promise<SharedState> {
  const keys = sharedKeysOf(taker)
  return keys ? tx.findShared(taker.registration.learner, keys) : nothingShared
}

/**
 * The attempt with what the learner's courses share as it is now; what only the attempt holds stays. The same value if
 * nothing differs.
 */
export async function withSharedOfNow(
  tx: Pick<LaunchWriter, 'findShared'>,
  taker: Taker,
  attempt: Attempt,
): Promise<Attempt> {
  const keys = sharedKeysOf(taker)
  if (!keys) return attempt
  const now = await tx.findShared(taker.registration.learner, keys)
  const kept = attempt.shared ?? nothingShared
  const shared = {
    objectives: replaced(kept.objectives, keys.objectives, now.objectives),
    data: replaced(kept.data, keys.data, now.data),
  }
  return isSame(shared.objectives, kept.objectives) && isSame(shared.data, kept.data)
    ? attempt
    : { ...attempt, shared }
}

function replaced<T>(
  kept: Readonly<Record<string, T>>,
  keys: readonly string[],
  now: Readonly<Record<string, T>>,
): Record<string, T> {
  const replacing = new Set(keys)
  return Object.fromEntries([
    ...Object.entries(kept).filter(([id]) => !replacing.has(id)),
    ...keys.flatMap((id) => (Object.hasOwn(now, id) ? [[id, now[id]!] as const] : [])),
  ])
}

/** Writes what an attempt changed for the learner's other courses: only ids that differ, so that none overwrites another's. */
export async function saveShared(
  tx: Pick<LaunchWriter, 'saveShared'>,
  taker: Taker,
  { before, after }: { readonly before: Attempt; readonly after: Attempt },
): Promise<void> {
  const keys = sharedKeysOf(taker)
  if (!keys) return
  const [old, now] = [before.shared ?? nothingShared, after.shared ?? nothingShared]
  const changes: SharedChange[] = [
    ...changesOf(keys.objectives, old.objectives, now.objectives).map(
      ([id, value]): SharedChange => ({ kind: 'objective', id, ...(value && { value }) }),
    ),
    ...changesOf(keys.data, old.data, now.data).map(
      ([id, value]): SharedChange => ({
        kind: 'data',
        id,
        ...(value !== undefined && { value }),
      }),
    ),
  ]
  if (changes.length > 0) await tx.saveShared(taker.registration.learner, changes)
}

function changesOf<T>(
  keys: readonly string[],
  before: Readonly<Record<string, T>>,
  after: Readonly<Record<string, T>>,
): [id: string, value: T | undefined][] {
  const own = (record: Readonly<Record<string, T>>, id: string) =>
    Object.hasOwn(record, id) ? record[id] : undefined
  return keys
    .filter((id) => !isSame(own(before, id), own(after, id)))
    .map((id) => [id, own(after, id)])
}

/** Whether two plain values are equal, whatever the order of their members. */
function isSame(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || !one || !other) return one === other
  const [names, others] = [Object.keys(one), Object.keys(other)]
  return (
    names.length === others.length &&
    names.every(
      (name) =>
        Object.hasOwn(other, name) &&
        isSame((one as Record<string, unknown>)[name], (other as Record<string, unknown>)[name]),
    )
  )
}
