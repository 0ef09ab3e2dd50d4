import type { LocalRight } from './reach.ts'

/** Who makes a request: an account by its session, a credential by its key, a machine by the token of its identity provider. */
export interface Principal {
  readonly kind: 'account' | 'credential' | 'token'
  /** Account id, credential key, or the `sub` of the token. */
  readonly id: string
  /** For display and for the authority of statements. */
  readonly name: string
  /** What it may do everywhere. */
  readonly scopes: readonly Scope[]
  /** What it may do in some parts only: one part, one entry (`reachOf` in reach.ts reads them). */
  readonly localRights?: readonly LocalRight[]
  /** The learner who the account is, if it is one's. */
  readonly person?: string
  /** True if every read is kept in the audit log. */
  readonly isWatched?: boolean
  /** Who vouches for `id`, where that is an identity provider (its URL) and not this installation. */
  readonly issuer?: string
  /** What it is limited to; without one, nothing is hidden from it. */
  readonly filter?: RowFilter
}

/**
 * The part of the records that a principal reads and writes. Of each list that is there, one entry must fit; 1 to
 * 20 entries a list.
 */
export interface RowFilter {
  /** IRIs. */
  readonly activities?: readonly string[]
  readonly agents?: readonly AgentIdentifier[]
  /** Lower-case UUIDs. */
  readonly registrations?: readonly string[]
}

/** What identifies an Agent or Group [xAPI-Data 2.4.2.3]: exactly one of these. */
export interface AgentIdentifier {
  readonly mbox?: string
  readonly mbox_sha1sum?: string
  readonly openid?: string
  readonly account?: { readonly homePage: string; readonly name: string }
}

/**
 * What a principal may do. The first group are the scopes that xAPI names (Communication 4.2); the second are ours, for
 * /api/v1. `all` includes everything, `all/read` every reading scope of both groups.
 */
export const scopes = [
  'all',
  'all/read',
  'statements/write',
  'statements/read',
  'statements/read/mine',
  'state',
  'define',
  'profile',
  'packages/write',
  'packages/read',
  'registrations/write',
  'registrations/read',
  'learners/write',
  'learners/read',
  'credentials/write',
  'credentials/read',
  'feeds/write',
  'feeds/read',
  'requests/read',
  'registrations/launch',
  'registrations/attest',
  'classes/write',
  'classes/read',
  'organisations/write',
  'organisations/read',
  'accounts/write',
  'accounts/read',
  'audit/read',
] as const

export type Scope = (typeof scopes)[number]

/** Whether these scopes include `scope`. */
export function includesScope(held: readonly Scope[], scope: Scope): boolean {
  const has = (name: Scope) => held.includes(name)
  if (has('all') || has(scope)) return true
  if (has('all/read') && /\/read(\/mine)?$/.test(scope)) return true
  if (scope === 'registrations/launch') return has('registrations/write')
  return scope === 'statements/read/mine' && has('statements/read')
}

/** Whether the principal may do everywhere what `scope` is about. */
export const mayDo = (principal: Principal, scope: Scope): boolean =>
  includesScope(principal.scopes, scope)

/** Whether the principal may read what a scope for reading and writing is about: xAPI's `state` and `profile` have no half. */
export const mayRead = (principal: Principal, scope: Scope): boolean =>
  mayDo(principal, scope) || principal.scopes.includes('all/read')
