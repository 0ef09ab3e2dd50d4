import type { Attempt, Fact } from '../attempt.ts'
import { countOf } from './element-name.ts'
import { type Failure, isFailure } from './error-codes.ts'
import { factsToTell, statusFact, untoldAfterSet } from './facts.ts'
import { stateOf, type Told, withState } from './run.ts'
import { lessonStatusOf } from './status.ts'
import { valueAt, writeValue } from './values.ts'

/**
 * Sets one element of the running SCO. Answered interactions are told when the SCO begins another one; a new status that
 * says the SCO is done is told at once.
 */
export function setValue(
  attempt: Attempt,
  element: string,
  value: string,
): (Told & { readonly finding?: string }) | Failure {
  const id = attempt.current as string
  const before = stateOf(attempt, id)!
  const written = writeValue(before, element, value)
  if (isFailure(written)) return written

  const after = written.state
  const isNextInteraction = countOf(after, 'cmi.interactions') > countOf(before, 'cmi.interactions')
  const told = isNextInteraction ? interactionsToTell(before) : { state: before, facts: [] }
  const untold = untoldAfterSet(told.state.untold, {
    element,
    isChanged: valueAt(before, element) !== valueAt(after, element),
  })
  const isNewStatus = lessonStatusOf(before.values) !== lessonStatusOf(after.values)
  return {
    attempt: withState(attempt, id, { ...after, untold }),
    facts: [...told.facts, ...(isNewStatus ? statusFact(after.values) : [])],
    ...(written.finding !== undefined && { finding: written.finding }),
  }
}

/** Tells the answered interactions and leaves the score for the next boundary. */
function interactionsToTell(
  state: Parameters<typeof factsToTell>[0],
): ReturnType<typeof factsToTell> {
  const { score } = state.untold
  const told = factsToTell(state)
  const facts = told.facts.filter((fact): fact is Fact => fact.fact === 'responded')
  return { state: { ...told.state, untold: { ...told.state.untold, score } }, facts }
}
