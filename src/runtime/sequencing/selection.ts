import type { RandomTiming } from './definition.ts'
import { activityOf, availableChildren, decide, type Ledger, track } from './ledger.ts'

/**
 * Select Children Process [SR.1], where the timing has come: some of the children, in the order of the manifest. A count of
 * none leaves all of them, for a cluster without children leads nowhere.
 */
export function selectChildren(ledger: Ledger, activity: string, timing: RandomTiming): void {
  const { children, sequencing } = activityOf(ledger, activity)
  const { count } = sequencing.selection
  if (sequencing.selection.timing !== timing || count === undefined || count === 0) return
  const chosen = new Set(shuffled(ledger, children).slice(0, count))
  const selected = children.filter((child) => chosen.has(child))
  track(ledger, activity, { availableChildren: selected })
  const facts = { children: selected.join(' ') }
  decide(ledger, 'children-selected', { process: 'SR.1', activity, facts })
}

/** Randomize Children Process [SR.2], where the timing has come: what is available, in another order. */
export function randomizeChildren(ledger: Ledger, activity: string, timing: RandomTiming): void {
  const { randomization } = activityOf(ledger, activity).sequencing
  if (randomization.timing !== timing || !randomization.reorderChildren) return
  const reordered = shuffled(ledger, availableChildren(ledger, activity))
  track(ledger, activity, { availableChildren: reordered })
  const facts = { children: reordered.join(' ') }
  decide(ledger, 'children-randomized', { process: 'SR.2', activity, facts })
}

/** Fisher and Yates' shuffle with the attempt's own numbers. */
function shuffled(ledger: Ledger, list: readonly string[]): string[] {
  const order = [...list]
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(draw(ledger) * (last + 1))
    const [one, two] = [order[last], order[other]]
    if (one === undefined || two === undefined) continue
    order[last] = two
    order[other] = one
  }
  return order
}

/** The attempt's next number, 0 to below 1: a hash of its seed and of how many were drawn before (FNV-1a, then mixed). */
function draw(ledger: Ledger): number {
  const { seed, draws } = ledger.state
  ledger.state = { ...ledger.state, draws: draws + 1 }
  let hash = 0x811c9dc5
  for (const character of `${draws} ${seed}`)
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32
}
