import { Problem } from '../../base/problem.ts'
import {
  type Activity,
  type Actor,
  activitiesOf,
  type Context,
  contextActivityKinds,
  isActivity,
  type Statement,
  type StatementBody,
} from './statement.ts'
import type { IndexKeys } from './store.ts'

/**
 * The canonical text of an agent or identified group: two that are the same by xAPI-Data 2.4.2.3 have the same text.
 * The domain of an e-mail address and the digits of a digest are lower case; the rest is as written.
 * @returns undefined for an anonymous group, which is like no other.
 */
export function agentKey(actor: Actor): string | undefined {
  if (actor.mbox !== undefined) return mboxKey(actor.mbox)
  if (actor.account !== undefined) return accountKey(actor.account.homePage, actor.account.name)
  if (actor.mbox_sha1sum !== undefined) return `sha1:${actor.mbox_sha1sum.toLowerCase()}`
  if (actor.openid !== undefined) return `openid:${actor.openid}`
  return undefined
}

/** A home page is an IRI and so contains no `|`. */
export const accountKey = (homePage: string, name: string): string => `account:${homePage}|${name}`

function mboxKey(mbox: string): string {
  const at = mbox.lastIndexOf('@')
  return `mailto:${mbox.slice('mailto:'.length, at)}${mbox.slice(at).toLowerCase()}`
}

/**
 * Everything that a statement can be found by [Communication 2.1.3].
 * @param statement with the authority that the LRS has given it.
 */
export function indexKeys(statement: Statement & { readonly authority: Actor }): IndexKeys {
  const { actor, object, authority, context } = statement
  const agents = new Set<string>()
  addActor(agents, actor)
  if (object.objectType === 'Agent' || object.objectType === 'Group') addActor(agents, object)
  const relatedAgents = new Set(agents)
  addActor(relatedAgents, authority)
  addRelatedAgents(relatedAgents, statement)
  const activities = isActivity(object) ? [object.id] : []
  const relatedActivities = new Set(activities)
  addRelatedActivities(relatedActivities, statement)
  return {
    agents: [...agents],
    relatedAgents: [...relatedAgents],
    activities,
    relatedActivities: [...relatedActivities],
    verb: statement.verb.id,
    authority: authorityKey(authority),
    ...(context?.registration !== undefined && {
      registration: context.registration.toLowerCase(),
    }),
    ...(object.objectType === 'StatementRef' && { refersTo: object.id.toLowerCase() }),
  }
}

/** The text of an authority; that of the pair of a user and an application is made of both. */
export const authorityKey = (authority: Actor): string =>
  agentKey(authority) ?? membersOf(authority).map(agentKey).sort().join(' ')

const membersOf = (actor: Actor) => (actor.objectType === 'Group' ? (actor.member ?? []) : [])

/** A group stands for itself, if it is identified, and for each of its members. */
function addActor(keys: Set<string>, actor: Actor | undefined): void {
  if (!actor) return
  const key = agentKey(actor)
  if (key !== undefined) keys.add(key)
  for (const member of membersOf(actor)) addActor(keys, member)
}

function addRelatedAgents(keys: Set<string>, { actor, object, context }: StatementBody): void {
  addActor(keys, actor)
  if (object.objectType === 'Agent' || object.objectType === 'Group') addActor(keys, object)
  if (object.objectType === 'SubStatement') addRelatedAgents(keys, object)
  if (context) addContextAgents(keys, context)
}

function addContextAgents(keys: Set<string>, context: Context): void {
  addActor(keys, context.instructor)
  addActor(keys, context.team)
  for (const { agent } of context.contextAgents ?? []) addActor(keys, agent)
  for (const { group } of context.contextGroups ?? []) addActor(keys, group)
}

function addRelatedActivities(keys: Set<string>, { object, context }: StatementBody): void {
  if (isActivity(object)) keys.add((object as Activity).id)
  if (object.objectType === 'SubStatement') addRelatedActivities(keys, object)
  const map = context?.contextActivities
  if (!map) return
  for (const kind of contextActivityKinds) {
    for (const { id } of activitiesOf(map[kind])) keys.add(id)
  }
}

/** By so many agents, activities, verbs and registrations a statement may be found, with those of what it refers to. */
export const keysWithInheritedMax = 4_000

/** So many keys may come to the statements of one insertion from those that they refer to, and from it to those that wait for it. */
export const inheritedKeysMax = 1_000_000

/**
 * Counts what one insertion writes for the StatementRef rule [xAPI-Communication 2.1.3]. A statement has the keys of all that it
 * refers to, so a chain of statements with many keys each, or thousands that wait for one with many, are millions of places in
 * the index for a request of a few kilobytes. Every engine counts alike.
 */
export class Inheritance {
  #left = inheritedKeysMax

  /**
   * @param id of a statement that inherits
   * @param keys how many keys it has now, the authority left out, each once
   * @throws Problem `invalid-statement` with `limit`, and in `facts` the statement's id.
   */
  take(id: string, keys: number): void {
    this.#left -= keys
    if (keys > keysWithInheritedMax) throw tooMany(`Statement ${id}`, id, keysWithInheritedMax)
    if (this.#left < 0) throw tooMany('Statements of this request', id, inheritedKeysMax)
  }
}

const tooMany = (subject: string, id: string, limit: number): Problem =>
  new Problem(
    'invalid-statement',
    `${subject} would stand in more than ${limit} places, with those of the statements that are referred to.`,
    { limit, clause: 'xAPI-Communication 2.1.3', facts: { id } },
  )
