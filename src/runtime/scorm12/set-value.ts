import type { Attempt, Fact } from '../attempt.ts'
import { countOf } from './element-name.ts'
import { type Failure, isFailure } from './error-codes.ts'
import { factsToTell, statusFact, untoldAfterSet } from './facts.ts'
import { type Told, withState } from './run.ts'
import { lessonStatusOf } from './status.ts'
import { storedValue, writeValue } from './values.ts'

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
  const before = attempt.activities[id]!
  const written = writeValue(before.values, element, value)
  if (isFailure(written)) return written

  const interactionsOf = (values: typeof before.values) => countOf(values, 'cmi.interactions')
  const isNextInteraction = interactionsOf(written.values) > interactionsOf(before.values)
  const told = isNextInteraction ? interactionsToTell(before) : { state: before, facts: [] }
  const untold = untoldAfterSet(told.state.untold, {
    element,
    isChanged: storedValue(before.values, element) !== written.values[element],
  })
  const isNewStatus = lessonStatusOf(before.values) !== lessonStatusOf(written.values)
  return {
    attempt: withState(attempt, id, { ...told.state, values: written.values, untold }),
    facts: [...told.facts, ...(isNewStatus ? statusFact(written.values) : [])],
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
