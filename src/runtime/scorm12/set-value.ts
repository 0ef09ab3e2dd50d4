import { isFailure } from '../answer-call.ts'
import { type Running, type Told, withState } from '../run.ts'
import { interactionsToTell, untoldAfterSet } from '../untold.ts'
import { countOf } from './element-name.ts'
import type { Failure } from './error-codes.ts'
import { statusFact, toldElements } from './facts.ts'
import { lessonStatusOf } from './status.ts'
import { valueAt, writeValue } from './values.ts'

/**
 * Sets one element of the running SCO. Answered interactions are told when the SCO begins another one; a new status that
 * says the SCO is done is told at once.
 */
export function setValue(
  { attempt, activity, state: before }: Running,
  element: string,
  value: string,
): (Told & { readonly finding?: string }) | Failure {
  const written = writeValue(before, element, value)
  if (isFailure(written)) return written
  const after = written.state
  const isNextInteraction = countOf(after, 'cmi.interactions') > countOf(before, 'cmi.interactions')
  const told = isNextInteraction ? interactionsToTell(before) : { state: before, facts: [] }
  const set = { element, isChanged: valueAt(before, element) !== valueAt(after, element) }
  const untold = untoldAfterSet(told.state.untold, set, toldElements)
  const isNewStatus = lessonStatusOf(before.values) !== lessonStatusOf(after.values)
  return {
    attempt: withState(attempt, activity.id, { ...after, untold }),
    facts: [...told.facts, ...(isNewStatus ? statusFact(after.values) : [])],
    ...(written.finding !== undefined && { finding: written.finding }),
  }
}
