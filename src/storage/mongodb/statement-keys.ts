import { hash } from 'node:crypto'
import type { IndexKeys, RowKeys } from '../../xapi/statements/store.ts'

/** The fields of a statement's document that it is found by, each a list. */
export const keyFields = [
  'agent',
  'relatedAgent',
  'activity',
  'relatedActivity',
  'verb',
  'registration',
  'authority',
] as const

export type KeyField = (typeof keyFields)[number]

/**
 * What one statement can be found by, its own keys and those that it inherited, as hashes. The related ones have the direct
 * ones too, so that every filter walks one index.
 */
export type Keys = Readonly<Record<KeyField, readonly Buffer[]>>

const hashBytes = 12

/** Stands for a text in an index. Of a billion texts, two alike are a matter of one in a hundred billion. */
export const keyOf = (text: string): Buffer => hash('sha256', text, 'buffer').subarray(0, hashBytes)

export const keysOf = (keys: IndexKeys): Keys => ({
  agent: hashes(keys.agents),
  relatedAgent: hashes([...keys.agents, ...keys.relatedAgents]),
  activity: hashes(keys.activities),
  relatedActivity: hashes([...keys.activities, ...keys.relatedActivities]),
  verb: hashes([keys.verb]),
  registration: hashes(keys.registration === undefined ? [] : [keys.registration]),
  authority: hashes([keys.authority]),
})

const hashes = (texts: readonly string[]): Buffer[] => [...new Set(texts)].map(keyOf)

/** How many keys there are besides the authority, each once. */
export const countKeys = (keys: Keys): number =>
  keys.relatedAgent.length +
  keys.relatedActivity.length +
  keys.verb.length +
  keys.registration.length

/** The keys of both, or `own` itself when `inherited` has none that it lacks. The authority is not inherited. */
export function withInherited(own: Keys, inherited: Keys): Keys {
  const merged = { ...own }
  let hasMore = false
  for (const field of keyFields) {
    if (field === 'authority') continue
    const known = new Set(own[field].map(textOf))
    const more = inherited[field].filter((key) => !known.has(textOf(key)))
    if (more.length === 0) continue
    merged[field] = [...own[field], ...more]
    hasMore = true
  }
  return hasMore ? merged : own
}

/** Whether a statement with these keys has one of each list of `within`. */
export function isWithin(keys: Keys, within: RowKeys): boolean {
  const lists: [readonly string[] | undefined, readonly Buffer[]][] = [
    [within.registrations, keys.registration],
    [within.agents, keys.agent],
    [within.activities, keys.relatedActivity],
  ]
  return lists.every(([texts, own]) => !texts || texts.some((text) => has(own, keyOf(text))))
}

const textOf = (key: Buffer): string => key.toString('latin1')

const has = (keys: readonly Buffer[], key: Buffer): boolean =>
  keys.some((other) => other.equals(key))
