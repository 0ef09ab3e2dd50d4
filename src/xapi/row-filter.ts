import type { Principal, RowFilter } from '../base/principal.ts'
import { Problem } from '../base/problem.ts'
import { agentKey } from './statements/index-keys.ts'
import type { IncomingStatement } from './statements/prepare-statement.ts'
import { type Actor, isActivity } from './statements/statement.ts'
import type { IndexKeys, RowKeys, StatementReader } from './statements/store.ts'

const known = new WeakMap<RowFilter, RowKeys>()

/** The keys of statements that a principal may read, one of each list; undefined where it may read all. */
export function rowKeysOf({ filter }: Principal): RowKeys | undefined {
  if (!filter) return undefined
  const before = known.get(filter)
  if (before) return before
  const { activities, agents, registrations } = filter
  const keys: RowKeys = {
    ...(activities && { activities }),
    ...(agents && { agents: agents.map((agent) => agentKey(agent)!) }),
    ...(registrations && { registrations }),
  }
  known.set(filter, keys)
  return keys
}

/** Whether a statement with these keys is one that `rows` lets through; what it inherits by reference is the store's to know. */
export function isInside(rows: RowKeys, keys: IndexKeys): boolean {
  const { activities, agents, registrations } = rows
  const registration = keys.registration === undefined ? [] : [keys.registration]
  return (
    (!activities || sharesOne(activities, keys.relatedActivities)) &&
    (!agents || sharesOne(agents, keys.agents)) &&
    (!registrations || sharesOne(registrations, registration))
  )
}

const sharesOne = (a: readonly string[], b: readonly string[]): boolean =>
  a.some((key) => b.includes(key))

/** A statement and the JSON pointer to its place in the body. */
export interface PlacedStatement {
  readonly incoming: IncomingStatement
  readonly pointer: string
}

/**
 * Refuses a batch of which a statement is outside of what its sender may write. A key that is limited in what it reads could
 * else move the records of others: the object, the actor and the registration must themselves be inside, and what a statement
 * refers to, or voids, must be inside and there already, or in the batch.
 * @throws Problem outside-row-filter with the pointer to the part that is outside.
 */
export async function refuseOutside(
  store: Pick<StatementReader, 'findStatement'>,
  principal: Principal,
  batch: readonly PlacedStatement[],
): Promise<void> {
  const rows = rowKeysOf(principal)
  if (!rows) return
  const ids = new Set(batch.map(({ incoming }) => incoming.prepared.id))
  for (const { incoming, pointer } of batch) {
    const { refersTo } = incoming.prepared.keys
    const part =
      refersTo === undefined || ids.has(refersTo) || (await isThere(store, refersTo, rows))
        ? partOutside(rows, incoming)
        : '/object/id'
    if (part !== undefined) throw outside(`${pointer}${part}`)
  }
}

const isThere = async (
  store: Pick<StatementReader, 'findStatement'>,
  id: string,
  rows: RowKeys,
): Promise<boolean> =>
  (await store.findStatement(id, false, rows)) !== undefined ||
  (await store.findStatement(id, true, rows)) !== undefined

function partOutside(
  { activities, agents, registrations }: RowKeys,
  { statement, prepared: { keys } }: IncomingStatement,
): string | undefined {
  const isReference = keys.refersTo !== undefined
  const { object, actor } = statement
  if (activities) {
    if (isActivity(object) && !isAtOrBelow(object.id, activities)) return '/object/id'
    if (!isReference && !sharesOne(activities, keys.relatedActivities))
      return '/context/contextActivities'
  }
  if (agents && !isOneOf(actor, agents)) return '/actor'
  if (registrations && !(isReference && keys.registration === undefined)) {
    if (!registrations.includes(keys.registration ?? '')) return '/context/registration'
  }
  return undefined
}

/** An anonymous group is its members. */
function isOneOf(actor: Actor, agents: readonly string[]): boolean {
  const key = agentKey(actor)
  if (key !== undefined) return agents.includes(key)
  const members = actor.objectType === 'Group' ? (actor.member ?? []) : []
  return members.length > 0 && members.every((member) => isOneOf(member, agents))
}

/** Below an activity are those whose IRI goes on from its own with a path, a query or a fragment. */
const isAtOrBelow = (iri: string, activities: readonly string[]): boolean =>
  activities.some(
    (activity) =>
      iri === activity || (iri.startsWith(activity) && /^[/#?]/.test(iri.slice(activity.length))),
  )

/**
 * Refuses a request about an activity, an agent or a document whose parameters are outside of what the principal may use. What
 * says nothing of something that the principal is limited in is outside too.
 * @throws Problem outside-row-filter that names the parameter.
 */
export function refuseParametersOutside(principal: Principal, parameters: URLSearchParams): void {
  const rows = rowKeysOf(principal)
  if (!rows) return
  const { activities, agents, registrations } = rows
  const need = (name: string, fits: (text: string) => boolean) => {
    const given = parameters.getAll(name)
    if (given.length === 0 || !given.every(fits)) throw outside(name)
  }
  if (activities) need('activityId', (iri) => isAtOrBelow(iri, activities))
  if (agents) need('agent', (json) => agents.includes(keyOfAgent(json) ?? ''))
  if (registrations) need('registration', (id) => registrations.includes(id.toLowerCase()))
}

function keyOfAgent(json: string): string | undefined {
  try {
    return agentKey(JSON.parse(json) as Actor)
  } catch {
    return undefined
  }
}

const outside = (pointer: string): Problem =>
  new Problem(
    'outside-row-filter',
    'This credential is limited to activities, agents or registrations, and this is none of them.',
    { pointer },
  )
