import { Problem } from '../../base/problem.ts'
import type { XapiVersion } from '../negotiate-version.ts'
import { equalityOf } from './equality.ts'
import { indexKeys } from './index-keys.ts'
import { learnedFrom } from './learn-statement.ts'
import { changeMembers } from './scan-json.ts'
import { type Actor, contextActivityKinds, type Statement, voidedVerb } from './statement.ts'
import type { AttachmentFile, IndexKeys, PreparedStatement } from './store.ts'

/** A valid statement with the text that it came as. */
export interface ReceivedStatement {
  readonly statement: Statement
  /** JSON text of the object. */
  readonly text: string
  /** Lower-case UUID: the sender's, or the one it was given here. */
  readonly id: string
  readonly version: XapiVersion
  /** JSON pointer to its place in the body; the body itself unless given. */
  readonly pointer?: string
  /** The files that came with it. */
  readonly files: readonly AttachmentFile[]
}

/** Whose statement it is, and what it may change beside adding a statement. */
interface Preparation {
  readonly authority: Actor
  /** Whether definitions of activities and names of agents are taken over [Communication 4.2, scope define]. */
  readonly mayDefine: boolean
}

/** A statement that is ready for `insertPrepared`. */
export interface IncomingStatement {
  readonly prepared: PreparedStatement
  /** As sent, with the authority that the LRS gave it. */
  readonly statement: Statement & { readonly id: string; readonly authority: Actor }
}

/**
 * Adds what the LRS adds (id, authority, version) to the sender's text and takes the keys and the digest from the value. The
 * text is spliced, not written anew: what the sender wrote comes back as it was written.
 * @throws Problem invalid-statement with `limit` for a statement that names too many agents and activities.
 */
export function prepareReceived(
  received: ReceivedStatement,
  { authority, mayDefine }: Preparation,
): IncomingStatement {
  const { id, text, version, files } = received
  const statement = { ...received.statement, id, authority }
  const keys = indexKeys(statement)
  refuseTooManyKeys(keys, received.pointer ?? '')
  const added = [`"authority":${JSON.stringify(authority)}`]
  if (received.statement.id === undefined) added.unshift(`"id":"${id}"`)
  if (statement.version === undefined) added.push(`"version":"${assignedVersion[version]}"`)
  return {
    statement,
    prepared: {
      id,
      json: `${openObject(received.statement, text)},${added.join(',')}}`,
      needsTimestamp: statement.timestamp === undefined,
      equality: equalityOf(statement),
      keys,
      isVoiding: statement.verb.id === voidedVerb && statement.object.objectType === 'StatementRef',
      ...(mayDefine && learnedFrom(statement)),
      ...(files.length > 0 && { files }),
    },
  }
}

/**
 * Agents and activities that one statement may name. Each is a place in an index, and again for every statement that refers to
 * this one; a group of a few hundred members is far below.
 */
export const keysMax = 2_000

function refuseTooManyKeys({ relatedAgents, relatedActivities }: IndexKeys, pointer: string): void {
  if (relatedAgents.length + relatedActivities.length <= keysMax) return
  throw new Problem(
    'invalid-statement',
    `The statement names more than ${keysMax} agents and activities.`,
    { pointer, limit: keysMax },
  )
}

/**
 * Prepares a statement that this server makes itself, with an id, in the form of 1.0.3.
 * The caller vouches for its validity.
 */
export const prepareStatement = (
  statement: Statement & { readonly id: string },
  by: { readonly authority: Actor },
): IncomingStatement =>
  prepareReceived(
    {
      statement,
      text: JSON.stringify(statement),
      id: statement.id.toLowerCase(),
      version: '1.0.3',
      files: [],
    },
    { ...by, mayDefine: true },
  )

/** `version` of a statement that came without one [xAPI-Data 2.4.10; 9274.1.1, 4.2.4.3]. */
const assignedVersion: Readonly<Record<XapiVersion, string>> = {
  '1.0.3': '1.0.0',
  '2.0.0': '2.0.0',
}

/** The text of the object up to its closing brace, without the properties that only the LRS sets. */
function openObject(statement: Statement, text: string): string {
  const needsChange =
    statement.stored !== undefined ||
    statement.authority !== undefined ||
    hasSingleContextActivity(statement)
  const object = needsChange ? changeMembers(text, changeStatement) : text
  return object.slice(0, object.lastIndexOf('}'))
}

const changeStatement = (name: string, value: string): string | undefined => {
  if (name === 'stored' || name === 'authority') return undefined
  if (name === 'object') return isObject(value) ? changeMembers(value, changeBody) : value
  return changeBody(name, value)
}

const changeBody = (name: string, value: string): string =>
  name === 'context' && isObject(value) ? changeMembers(value, changeContext) : value

/** Context activities always come back as arrays, also those that came as single ones [xAPI-Data 2.4.6.2]. */
const changeContext = (name: string, value: string): string =>
  name === 'contextActivities' && isObject(value)
    ? changeMembers(value, (_kind, activities) =>
        isObject(activities) ? `[${activities}]` : activities,
      )
    : value

const isObject = (text: string): boolean => text.startsWith('{')

function hasSingleContextActivity(statement: Statement): boolean {
  const { context, object } = statement
  const maps = [
    context?.contextActivities,
    object.objectType === 'SubStatement' ? object.context?.contextActivities : undefined,
  ]
  return maps.some(
    (map) =>
      map &&
      contextActivityKinds.some((kind) => map[kind] !== undefined && !Array.isArray(map[kind])),
  )
}
