import { hash } from 'node:crypto'
import { comparableDuration } from '../duration.ts'
import { microsecondsOf } from '../timestamp.ts'
import { agentKey } from './index-keys.ts'
import {
  type Actor,
  activitiesOf,
  type Context,
  contextActivityKinds,
  isActivity,
  type Result,
  type StatementBody,
  type StatementObject,
} from './statement.ts'

/**
 * SHA-256, in hexadecimal, over what counts when two statements are compared [xAPI-Data 2.3.1]: not id, authority, stored
 * and version, not how a timestamp is spelled, not the definitions of activities, the display of verbs, the order of a
 * group's members, the order of properties, nor attachments. The spelling of a duration does count.
 * The caller has made sure that values do not nest deeper than a stack allows.
 */
export const equalityOf = (statement: StatementBody): string =>
  hash('sha256', JSON.stringify(comparableBody(statement)), 'hex')

type Comparable = unknown

const comparableBody = (body: StatementBody): Comparable => [
  comparableActor(body.actor),
  body.verb.id,
  comparableObject(body.object),
  comparableResult(body.result),
  comparableContext(body.context),
  body.timestamp === undefined ? null : microsecondsOf(body.timestamp),
]

function comparableActor(actor: Actor | undefined): Comparable {
  if (!actor) return null
  const members = actor.objectType === 'Group' ? actor.member : undefined
  return [
    actor.objectType ?? 'Agent',
    agentKey(actor) ?? null,
    actor.name ?? null,
    members?.map((member) => JSON.stringify(comparableActor(member))).sort() ?? null,
  ]
}

function comparableObject(object: StatementObject): Comparable {
  if (isActivity(object)) return ['Activity', object.id]
  if (object.objectType === 'StatementRef') return ['StatementRef', object.id.toLowerCase()]
  if (object.objectType === 'SubStatement') return ['SubStatement', comparableBody(object)]
  return comparableActor(object)
}

function comparableResult(result: Result | undefined): Comparable {
  if (!result) return null
  const { duration, ...others } = result
  return [sorted(others), duration === undefined ? null : comparableDuration(duration)]
}

function comparableContext(context: Context | undefined): Comparable {
  if (!context) return null
  const { instructor, team, contextActivities, contextAgents, contextGroups, ...others } = context
  const { registration, statement } = others
  return [
    comparableActor(instructor),
    comparableActor(team),
    contextActivities && contextActivityKinds.map((kind) => idsOf(contextActivities[kind])),
    contextAgents?.map(({ agent, relevantTypes }) => [comparableActor(agent), relevantTypes]),
    contextGroups?.map(({ group, relevantTypes }) => [comparableActor(group), relevantTypes]),
    registration?.toLowerCase() ?? null,
    statement?.id.toLowerCase() ?? null,
    sorted({ ...others, registration: undefined, statement: undefined }),
  ]
}

const idsOf = (value: Parameters<typeof activitiesOf>[0]): Comparable =>
  value === undefined ? null : activitiesOf(value).map(({ id }) => id)

/** The value with the keys of every object in order. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(sorted)
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]))
}
