import type { Decision } from '../navigation.ts'
import type { SharedState } from '../shared-state.ts'
import type { DecisionName } from './decisions.ts'
import { type ActivityTracking, type SequencingState, type Tracked, untouched } from './tracking.ts'
import type { ActivityTree, TreeActivity } from './tree.ts'

/**
 * What the processes read and write while one request is worked on. The values in it are never changed, only replaced, so a
 * fork costs nothing and whoever holds the values from before keeps them.
 */
export interface Ledger {
  readonly tree: ActivityTree
  state: SequencingState
  shared: SharedState
  /** `state.activities`, as long as nobody else can hold it: a request copies what may be thousands of entries once. */
  own?: Record<string, ActivityTracking> | undefined
  /** Absent while something is only tried. */
  readonly decisions?: Decision[]
}

export const openLedger = (tree: ActivityTree, tracked: Tracked): Ledger => ({
  tree,
  state: tracked.state,
  shared: tracked.shared,
  decisions: [],
})

/** A ledger in which something can be tried: it tells no decisions, and what it writes stays in it. */
export const fork = (ledger: Omit<Ledger, 'decisions'>): Ledger => ({
  tree: ledger.tree,
  ...trackedOf(ledger),
})

export function trackedOf(ledger: Omit<Ledger, 'decisions'>): Tracked {
  ledger.own = undefined
  const { state, shared } = ledger
  return { state, shared }
}

/** @throws RangeError if the tree has no such activity; callers that get ids from outside ask `tree.activities` first. */
export function activityOf(ledger: Ledger, id: string): TreeActivity {
  const activity = ledger.tree.activities.get(id)
  if (activity === undefined) throw new RangeError(`The activity tree has no activity ${id}`)
  return activity
}

/** A record's own entry: packages may use any name, `constructor` and `__proto__` too. */
export const entry = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined

export const trackingOf = (ledger: Ledger, id: string): ActivityTracking =>
  entry(ledger.state.activities, id) ?? untouched

export function track(ledger: Ledger, id: string, change: Partial<ActivityTracking>): void {
  const value = { ...trackingOf(ledger, id), ...change }
  const activities = ledger.own ?? { ...ledger.state.activities }
  // To assign would not do for an activity that is called `__proto__`.
  const own = { value, enumerable: true, configurable: true, writable: true }
  Object.defineProperty(activities, id, own)
  if (ledger.own) return
  ledger.own = activities
  ledger.state = { ...ledger.state, activities }
}

/** The record with the field set, or without it where the value is undefined. */
export function withField<T extends object, K extends keyof T>(
  record: T,
  field: K,
  value: T[K] | undefined,
): T {
  const { [field]: _, ...others } = record
  return (value === undefined ? others : { ...others, [field]: value }) as T
}

export function setCurrent(ledger: Ledger, activity: string | undefined): void {
  ledger.state = withField(ledger.state, 'current', activity)
}

export function setSuspended(ledger: Ledger, activity: string | undefined): void {
  ledger.state = withField(ledger.state, 'suspended', activity)
}

export const parentOf = (ledger: Ledger, id: string): TreeActivity | undefined => {
  const { parent } = activityOf(ledger, id)
  return parent === undefined ? undefined : activityOf(ledger, parent)
}

/** Available Children [AM.1.1]: what this attempt has of an activity's children, in its order. */
export const availableChildren = (ledger: Ledger, id: string): readonly string[] =>
  trackingOf(ledger, id).availableChildren ?? activityOf(ledger, id).children

export const isLeaf = (ledger: Ledger, id: string): boolean =>
  activityOf(ledger, id).children.length === 0

/**
 * Whether the activity has an attempt that waits to be gone on with. Content that is not tracked has none, though it may be
 * suspended to find its own data again.
 */
export const hasSuspendedAttempt = (ledger: Ledger, id: string): boolean =>
  trackingOf(ledger, id).isSuspended &&
  (activityOf(ledger, id).sequencing.deliveryControls.tracked || !isLeaf(ledger, id))

/** Whether the activity is active and does not let itself be left by a choice [SN 3.2.2, Choice Exit]. */
export const forbidsExit = (ledger: Ledger, id: string): boolean =>
  trackingOf(ledger, id).isActive && !activityOf(ledger, id).sequencing.controlMode.choiceExit

/** Whether the activity is in the tree and, with its ancestors, among what this attempt has. */
export function isAvailable(ledger: Ledger, id: string): boolean {
  const path = ledger.tree.activities.get(id)?.path ?? []
  return (
    path.length > 0 &&
    path.every((one, at) => at === 0 || availableChildren(ledger, path[at - 1] ?? '').includes(one))
  )
}

/** The nearest activity that is an ancestor of both or one of them. */
export function commonAncestor(ledger: Ledger, one: string, other: string): string {
  const { path } = activityOf(ledger, other)
  return activityOf(ledger, one).path.findLast((id) => path.includes(id)) ?? ledger.tree.root
}

/** From the activity up to the ancestor, without the ancestor. */
export function pathUpTo(ledger: Ledger, from: string, ancestor: string): readonly string[] {
  const { path } = activityOf(ledger, from)
  return path.slice(path.indexOf(ancestor) + 1).toReversed()
}

/** Whether one stands before the other in a forward walk of the available tree. */
export function isBefore(ledger: Ledger, one: string, other: string): boolean {
  const a = activityOf(ledger, one).path
  const b = activityOf(ledger, other).path
  const parting = a.findIndex((id, at) => id !== b[at])
  if (parting < 0) return a.length < b.length
  const [left, right] = [a[parting], b[parting]]
  if (left === undefined || right === undefined) return left === undefined
  const siblings = availableChildren(ledger, a[parting - 1] ?? ledger.tree.root)
  return siblings.indexOf(left) < siblings.indexOf(right)
}

export interface DecisionOf {
  readonly process: string
  readonly activity?: string
  readonly facts?: Readonly<Record<string, string | number | boolean | undefined>>
}

export function decide(
  ledger: Ledger,
  decision: DecisionName,
  { process, activity, facts }: DecisionOf,
): void {
  if (ledger.decisions === undefined) return
  const known = Object.entries(facts ?? {}).filter(([, fact]) => fact !== undefined)
  ledger.decisions.push({
    process,
    ...(activity !== undefined && { activity }),
    decision,
    ...(known.length > 0 && {
      facts: Object.fromEntries(known) as Readonly<Record<string, string | number | boolean>>,
    }),
  })
}
