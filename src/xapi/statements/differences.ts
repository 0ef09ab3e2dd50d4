import { comparableDuration } from '../duration.ts'
import { microsecondsOf } from '../timestamp.ts'
import { agentKey } from './index-keys.ts'
import {
  type Actor,
  activitiesOf,
  type Context,
  contextActivityKinds,
  isActivity,
  type StatementBody,
  type StatementObject,
} from './statement.ts'

/** A place where two statements differ: the values as they were written, undefined where there is none. */
export interface Difference {
  /** JSON pointer from the statement's root. */
  readonly pointer: string
  readonly stored?: unknown
  readonly sent?: unknown
}

export const differencesMax = 10
const valueCharactersMax = 500

/** Where two statements differ by the rules of equality (see `equalityOf`), at most `differencesMax` places. */
export function differencesOf(stored: StatementBody, sent: StatementBody): readonly Difference[] {
  const pointers: string[] = []
  findPlaces(reduced(stored), reduced(sent), '', pointers)
  return pointers.slice(0, differencesMax).map((pointer) => ({
    pointer,
    ...valueAt('stored', stored, pointer),
    ...valueAt('sent', sent, pointer),
  }))
}

/** Values in which only what counts is left, in one spelling; their properties keep the places of the statement. */
type Reduced = unknown

function findPlaces(a: Reduced, b: Reduced, pointer: string, found: string[]): void {
  if (found.length >= differencesMax) return
  if (!isTree(a) || !isTree(b) || Array.isArray(a) !== Array.isArray(b)) {
    if (JSON.stringify(a) !== JSON.stringify(b)) found.push(pointer)
    return
  }
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const place = `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
    // Members have no order, so the places of two lists cannot be compared one by one.
    const [first, second] = [ownValue(a, key), ownValue(b, key)]
    if (key === 'member') findPlaces(JSON.stringify(first), JSON.stringify(second), place, found)
    else findPlaces(first, second, place, found)
  }
}

type Tree = Readonly<Record<string, unknown>>
const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null

/** Extensions may have keys like `__proto__` and `toString`, of which every object has inherited values. */
const ownValue = (tree: Tree, key: string): unknown =>
  Object.hasOwn(tree, key) ? tree[key] : undefined

const reduced = (body: StatementBody): Reduced => ({
  actor: reducedActor(body.actor),
  verb: { id: body.verb.id },
  object: reducedObject(body.object),
  result: body.result && {
    ...body.result,
    duration: body.result.duration && comparableDuration(body.result.duration),
  },
  context: body.context && reducedContext(body.context),
  timestamp: body.timestamp === undefined ? undefined : microsecondsOf(body.timestamp),
})

function reducedActor(actor: Actor): Reduced {
  const identifier = (['mbox', 'mbox_sha1sum', 'openid', 'account'] as const).find(
    (name) => actor[name] !== undefined,
  )
  const members = actor.objectType === 'Group' ? actor.member : undefined
  return {
    objectType: actor.objectType ?? 'Agent',
    ...(identifier && { [identifier]: agentKey(actor) }),
    name: actor.name,
    member: members?.map((one) => JSON.stringify(reducedActor(one))).sort(),
  }
}

function reducedObject(object: StatementObject): Reduced {
  if (isActivity(object)) return { objectType: 'Activity', id: object.id }
  if (object.objectType === 'StatementRef') return { ...object, id: object.id.toLowerCase() }
  if (object.objectType === 'SubStatement')
    return { objectType: 'SubStatement', ...(reduced(object) as Tree) }
  return reducedActor(object)
}

function reducedContext(context: Context): Reduced {
  const { instructor, team, contextActivities: map, contextAgents, contextGroups } = context
  return {
    ...context,
    instructor: instructor && reducedActor(instructor),
    team: team && reducedActor(team),
    contextActivities:
      map &&
      Object.fromEntries(
        contextActivityKinds.map((kind) => [
          kind,
          map[kind] && activitiesOf(map[kind]).map(({ id }) => id),
        ]),
      ),
    contextAgents: contextAgents?.map((one) => ({ ...one, agent: reducedActor(one.agent) })),
    contextGroups: contextGroups?.map((one) => ({ ...one, group: reducedActor(one.group) })),
    registration: context.registration?.toLowerCase(),
    statement: context.statement && { id: context.statement.id.toLowerCase() },
  }
}

function valueAt(name: string, statement: StatementBody, pointer: string): Tree {
  let value: unknown = statement
  for (const key of pointer.split('/').slice(1)) {
    if (!isTree(value)) return {}
    value = ownValue(value, key.replaceAll('~1', '/').replaceAll('~0', '~'))
  }
  if (value === undefined) return {}
  const text = JSON.stringify(value)
  return {
    [name]: text.length > valueCharactersMax ? `${text.slice(0, valueCharactersMax)}…` : value,
  }
}
