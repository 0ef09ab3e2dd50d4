import { isFailure } from '../answer-call.ts'
import type { ActivityState } from '../attempt.ts'
import { recordsOf } from '../records.ts'
import { type Running, type Told, withState } from '../run.ts'
import { interactionsToTell, untoldAfterSet } from '../untold.ts'
import type { Failure } from './error-codes.ts'
import { statusFacts, toldElements } from './facts.ts'
import { writeValue } from './values.ts'

/**
 * Sets one element of the running SCO. Answered interactions are told when the SCO begins another one; a new status that
 * says the SCO is done is told at once.
 */
export function setValue(
  running: Running,
  element: string,
  value: string,
): (Told & { readonly finding?: string }) | Failure {
  const { activity, state: before } = running
  const written = writeValue(running, element, value)
  if (isFailure(written)) return written
  const interactions = recordsOf(before, 'cmi.interactions')
  const after = recordsOf(written.state, 'cmi.interactions')
  const isNextInteraction = after.length > interactions.length
  const told = isNextInteraction ? interactionsToTell(before) : { state: before, facts: [] }
  const set = { element, isChanged: isChanged(element, { before, after: written.state }) }
  const untold = untoldAfterSet(told.state.untold, set, toldElements)
  const state = { ...withJudged(written.state, element), untold }
  return {
    attempt: withState(written.attempt, activity.id, state),
    facts: [...told.facts, ...statusFacts(activity, before, state)],
    ...(written.finding !== undefined && { finding: written.finding }),
  }
}

/** Remembers which objectives the SCO judged itself: the others still say what they said when the run began. */
function withJudged(state: ActivityState, element: string): ActivityState {
  const judged = /^cmi\.objectives\.(\d+)\.success_status$/.exec(element)
  if (!judged) return state
  const all = new Set([...(state.judgedObjectives ?? []), Number(judged[1])])
  return { ...state, judgedObjectives: [...all] }
}

type States = Readonly<Record<'before' | 'after', Running['state']>>

/** Whether a set of an interaction's field or of a value of the SCO as a whole changed what was there. */
function isChanged(element: string, { before, after }: States): boolean {
  const record = /^cmi\.interactions\.(\d+)\.(.*)$/s.exec(element)
  if (!record) return before.values[element] !== after.values[element]
  const [, index, field] = record
  const fieldIn = (state: Running['state']) =>
    recordsOf(state, 'cmi.interactions')[Number(index)]?.[field!]
  return fieldIn(before) !== fieldIn(after)
}
