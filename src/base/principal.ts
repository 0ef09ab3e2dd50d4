/** Who makes a request: an account by its session, a credential by its key. */
export interface Principal {
  readonly kind: 'account' | 'credential'
  /** Account id or credential key. */
  readonly id: string
  /** For display and for the authority of statements. */
  readonly name: string
  readonly scopes: readonly Scope[]
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
] as const

export type Scope = (typeof scopes)[number]

/** Whether the principal's scopes include `scope`. */
export function mayDo(principal: Principal, scope: Scope): boolean {
  const has = (name: Scope) => principal.scopes.includes(name)
  if (has('all') || has(scope)) return true
  if (has('all/read') && /\/read(\/mine)?$/.test(scope)) return true
  return scope === 'statements/read/mine' && has('statements/read')
}

/** Whether the principal may read what a scope for reading and writing is about: xAPI's `state` and `profile` have no half. */
export const mayRead = (principal: Principal, scope: Scope): boolean =>
  mayDo(principal, scope) || principal.scopes.includes('all/read')
