import type { Credential } from '../api/types.ts'

type Scope = Credential['scopes'][number]

/**
 * What a credential is usually for, with the scopes that this takes. Authoring tools need `state`: a course keeps there where
 * the learner stopped, and without it every visit begins at the first slide.
 */
export const purposes = {
  author: ['statements/write', 'statements/read/mine', 'state', 'define', 'profile'],
  send: ['statements/write', 'define'],
  read: ['all/read'],
  integrate: ['all'],
} as const satisfies Record<string, readonly Scope[]>

export type Purpose = keyof typeof purposes
export type PurposeOrOwn = Purpose | 'own'

export const purposeNames = Object.keys(purposes) as Purpose[]

/** The scopes that a person may choose one by one, in the order in which they are shown. */
export const singleScopes = [
  'statements/write',
  'statements/read/mine',
  'statements/read',
  'state',
  'define',
  'profile',
  'packages/read',
  'packages/write',
  'learners/read',
  'learners/write',
  'registrations/read',
  'registrations/write',
  'credentials/read',
  'credentials/write',
  'feeds/read',
  'feeds/write',
  'requests/read',
] as const satisfies readonly Scope[]

/** The purpose whose scopes these are, in whatever order; undefined for a choice of one's own. */
export function purposeOf(scopes: readonly string[]): Purpose | undefined {
  const wanted = [...scopes].sort().join()
  return purposeNames.find((name) => [...purposes[name]].sort().join() === wanted)
}
