import { hash } from 'node:crypto'
import { mergeDefinition } from '../../xapi/activities/merge-definition.ts'
import type { ActivityReader } from '../../xapi/activities/store.ts'
import { type AgentReader, withName } from '../../xapi/agents/store.ts'
import type { ActivityDefinition } from '../../xapi/statements/statement.ts'
import type { LearnedDefinition, LearnedName } from '../../xapi/statements/store.ts'
import { collection } from './collection.ts'
import { pattern } from './pattern.ts'
import type { View } from './view.ts'

interface LearnedRow {
  /** Hash of the activity's IRI or of the agent's canonical text, hexadecimal. */
  _id: string
  /** That text. */
  of: string
  /** JSON, since its keys are whatever senders made up: the definition; or the names, the latest first. */
  known: string
}

export const activities = collection<LearnedRow>('activities')
const agents = collection<LearnedRow>('agents')

export const learnedCollections = [activities, agents]

const idOf = (text: string): string => hash('sha256', text).slice(0, 40)

async function read<Known>(
  view: View,
  from: typeof activities,
  texts: Iterable<string>,
): Promise<Map<string, Known>> {
  const ids = [...new Set(texts)].map(idOf)
  if (ids.length === 0) return new Map()
  const rows = await view.in(from).find({ _id: { $in: ids } })
  return new Map(rows.map(({ of, known }) => [of, JSON.parse(known) as Known]))
}

/** Takes what new statements say of activities and agents, in their order, into what is known of them. */
export async function learn(
  view: View,
  said: { definitions: readonly LearnedDefinition[]; names: readonly LearnedName[] },
): Promise<void> {
  await take(
    view,
    activities,
    said.definitions.map(({ activity, definition }) => ({
      of: activity,
      merge: (known?: ActivityDefinition) => mergeDefinition(known, definition),
    })),
  )
  await take(
    view,
    agents,
    said.names.map(({ agent, name }) => ({
      of: agent,
      merge: (known: readonly string[] = []) => (known[0] === name ? known : withName(known, name)),
    })),
  )
}

/** Something that was said of something. `merge` gives back what is known already where it is nothing new. */
interface Said<Known> {
  readonly of: string
  readonly merge: (known?: Known) => Known
}

async function take<Known>(
  view: View,
  into: typeof activities,
  said: readonly Said<Known>[],
): Promise<void> {
  const before = await read<Known>(
    view,
    into,
    said.map(({ of }) => of),
  )
  const after = new Map(before)
  for (const { of, merge } of said) after.set(of, merge(after.get(of)))
  for (const [of, known] of after) {
    if (known === before.get(of)) continue
    await view.in(into).put({ _id: idOf(of), of, known: JSON.stringify(known) })
  }
}

/** Whether an agent that is none of these has the name. It reads all names. */
export async function hasNameBesides(
  view: View,
  name: string,
  besides: readonly string[],
): Promise<boolean> {
  const named = { known: { $regex: pattern(JSON.stringify(name)) }, of: { $nin: [...besides] } }
  return (await view.in(agents).findOne(named, { fields: { _id: 1 } })) !== undefined
}

export async function forgetNames(view: View, texts: readonly string[]): Promise<void> {
  await view.in(agents).remove({ _id: { $in: texts.map(idOf) } })
}

/** Forgets what is known of an agent or an activity. @param key as statements are found by it (`keyOf`), hexadecimal */
export async function forgetLearned(
  view: View,
  kind: 'agent' | 'activity',
  key: string,
): Promise<void> {
  // A key is the beginning of the same hash; no hexadecimal digit comes after g.
  await view
    .in(kind === 'agent' ? agents : activities)
    .remove({ _id: { $gte: key, $lt: `${key}g` } })
}

export const activityReader = (view: View): ActivityReader => ({
  findDefinitions: (texts) => read<ActivityDefinition>(view, activities, texts),
})

export const agentReader = (view: View): AgentReader => ({
  async findAgentNames(agent) {
    return (await read<readonly string[]>(view, agents, [agent])).get(agent) ?? []
  },
})
