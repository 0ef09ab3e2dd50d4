import { agentKey } from './index-keys.ts'
import type { Statement } from './statement.ts'
import type { LearnedDefinition, LearnedName } from './store.ts'
import { forEachActivity, forEachActor } from './walk-statement.ts'

/** What a statement says about activities and agents beyond naming them, in its order: for the resources of both. */
export function learnedFrom(statement: Statement): {
  readonly definitions: readonly LearnedDefinition[]
  readonly names: readonly LearnedName[]
} {
  const definitions: LearnedDefinition[] = []
  forEachActivity(statement, ({ id, definition }) => {
    if (definition !== undefined) definitions.push({ activity: id, definition })
  })
  const names: LearnedName[] = []
  forEachActor(statement, (actor) => {
    const agent = actor.name === undefined ? undefined : agentKey(actor)
    if (agent !== undefined) names.push({ agent, name: actor.name! })
  })
  return { definitions, names }
}
