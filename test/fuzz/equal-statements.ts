import type { Json } from '../support/xapi-client.ts'

/** The same statement as another program writes it [xAPI-Data 2.3.1]: what does not count for equality is otherwise. */
export function respelled(statement: Json, random: () => number): Json {
  const { id, ...body } = statement
  const other = respelledBody(body, random)
  return {
    version: '2.0.0',
    stored: '2001-02-03T04:05:06Z',
    authority: { mbox: 'mailto:ai-do@example.vn' },
    ...other,
    id: random() < 0.5 ? String(id).toUpperCase() : id,
  }
}

function respelledBody(body: Json, random: () => number): Json {
  const { timestamp, verb, object, actor, context } = body as Record<string, Json | undefined>
  const { display: _display, ...bareVerb } = verb!
  return backwards({
    ...body,
    ...(typeof timestamp === 'string' && { timestamp: respelledTime(timestamp) }),
    verb: random() < 0.5 ? bareVerb : { ...bareVerb, display: { vi: 'đã làm khác' } },
    object: respelledObject(object!, random),
    actor: respelledActor(actor!),
    ...(context && { context: respelledContext(context) }),
  })
}

const respelledTime = (timestamp: string): string =>
  timestamp.endsWith('Z') ? `${timestamp.slice(0, -1)}+00:00` : timestamp

function respelledObject(object: Json, random: () => number): Json {
  if (object.objectType === 'SubStatement') return respelledBody(object, random)
  if (object.objectType === undefined || object.objectType === 'Activity') return { id: object.id }
  return respelledActor(object)
}

const respelledActor = (actor: Json): Json =>
  Array.isArray(actor.member) ? { ...actor, member: actor.member.toReversed() } : actor

function respelledContext(context: Json): Json {
  const { registration, contextActivities } = context
  const kinds = Object.entries((contextActivities as Json | undefined) ?? {})
  return {
    ...context,
    ...(typeof registration === 'string' && { registration: registration.toUpperCase() }),
    ...(contextActivities !== undefined && {
      contextActivities: Object.fromEntries(kinds.map(([kind, of]) => [kind, [of].flat()])),
    }),
  }
}

/** With the properties of every object in the other order. */
function backwards<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(backwards) as Value
  const entries = Object.entries(value).map(([key, inner]) => [key, backwards(inner)] as const)
  return Object.fromEntries(entries.toReversed()) as Value
}

/** The statement with one thing changed that does count. */
export function changed(statement: Json, random: () => number): Json {
  const { object, result, actor } = statement as Record<string, Json>
  const ways: Json[] = [
    { verb: { id: 'http://example.vn/verbs/khac' } },
    { actor: { ...actor, name: `${actor!.name ?? ''} khác` } },
    { result: { ...result, success: result?.success !== true } },
    { result: { ...result, response: `${result?.response ?? ''} khác` } },
    {
      result: {
        ...result,
        extensions: { ...(result?.extensions as Json), 'http://example.vn/khac': [] },
      },
    },
  ]
  if (statement.timestamp !== undefined) ways.push({ timestamp: '2001-02-03T04:05:06.789Z' })
  if (object!.objectType === undefined || object!.objectType === 'Activity') {
    ways.push({ object: { ...object, id: `${object!.id}/khac` } })
  }
  if (object!.objectType === 'SubStatement') {
    ways.push({ object: { ...object, verb: { id: 'http://example.vn/verbs/khac' } } })
  }
  return { ...statement, ...ways[Math.floor(random() * ways.length)] }
}
