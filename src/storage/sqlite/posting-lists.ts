import type { Connection } from './connection.ts'

/**
 * The posting lists. Those of related agents and activities have only what the statement is not already found by directly:
 * a query for related ones reads two lists, and a write touches one page less for each.
 */
export const postingLists = [
  'registration',
  'agent',
  'related_agent',
  'activity',
  'related_activity',
  'verb',
  'authority',
] as const

export type PostingList = (typeof postingLists)[number]

/** Term ids by posting list: what one statement can be found by, its own keys and those that it inherited. */
export type KeyIds = Readonly<Record<PostingList, readonly number[]>>

/** `verb` of an entry whose statement has several verbs: those are found in the verb list. */
export const severalVerbs = 0

/** Adds the statement at `seq` to the lists of its keys. */
export function addToLists(connection: Connection, seq: number, keys: KeyIds): void {
  const verb = keys.verb.length === 1 ? keys.verb[0]! : severalVerbs
  for (const list of postingLists) {
    for (const key of keys[list]) {
      if (list === 'verb') connection.run(insertion.verb, key, seq)
      else connection.run(insertion[list], key, seq, verb)
    }
  }
}

/** Takes the statement at `seq` out of the lists of its keys. */
export function removeFromLists(connection: Connection, seq: number, keys: KeyIds): void {
  for (const list of postingLists) {
    for (const key of keys[list]) {
      connection.run(`DELETE FROM posting_${list} WHERE key = ? AND seq = ?`, key, seq)
    }
  }
}

/** How many keys there are besides the authority. */
export const countKeys = (keys: KeyIds): number =>
  postingLists.reduce((count, list) => count + (list === 'authority' ? 0 : keys[list].length), 0)

/** The keys of both, or `own` itself when `inherited` has none that it lacks. The authority is not inherited. */
export function withInherited(own: KeyIds, inherited: KeyIds): KeyIds {
  const agent = union(own.agent, inherited.agent)
  const activity = union(own.activity, inherited.activity)
  const merged: KeyIds = {
    registration: union(own.registration, inherited.registration),
    agent,
    related_agent: without(union(own.related_agent, inherited.related_agent), agent),
    activity,
    related_activity: without(union(own.related_activity, inherited.related_activity), activity),
    verb: union(own.verb, inherited.verb),
    authority: own.authority,
  }
  return writeKeys(merged) === writeKeys(own) ? own : merged
}

const union = (a: readonly number[], b: readonly number[]): number[] => [...a, ...without(b, a)]

/** What is in `a` but not in `b`. */
export function without(a: readonly number[], b: readonly number[]): number[] {
  if (b.length === 0) return [...a]
  const left = new Set(b)
  return a.filter((key) => !left.has(key))
}

/** Keys as they are kept in a statement's row. */
export const writeKeys = (keys: KeyIds): string =>
  `[${postingLists.map((list) => `[${keys[list].join()}]`).join()}]`

export function readKeys(text: string): KeyIds {
  const lists = JSON.parse(text) as number[][]
  return Object.fromEntries(postingLists.map((list, index) => [list, lists[index]!])) as Record<
    PostingList,
    number[]
  >
}

const insertion = Object.fromEntries(
  postingLists.map((list) => [
    list,
    `INSERT INTO posting_${list} VALUES (${list === 'verb' ? '?, ?' : '?, ?, ?'})`,
  ]),
) as Record<PostingList, string>
