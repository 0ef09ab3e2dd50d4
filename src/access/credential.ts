import type { Principal, RowFilter, Scope } from '../base/principal.ts'

/** A key with which a program comes in by HTTP Basic. The secret is shown once; the store holds its hash. */
export interface Credential extends CredentialLimits {
  /** 128 random bits, lower-case hexadecimal: the user name of HTTP Basic. */
  readonly key: string
  readonly name: string
  /** SHA-256 of the 256-bit secret, lower-case hexadecimal. */
  readonly secretHash: string
  readonly scopes: readonly Scope[]
  readonly createdAt: Date
  /** Account id or credential key; `cli` where the operator made it on the command line. */
  readonly createdBy: string
  /** To the minute. */
  readonly lastUsedAt?: Date
  /** The secret before the last rotation, and until when it counts. */
  readonly previousSecret?: { readonly hash: string; readonly until: Date }
}

/** What limits a credential besides its scopes; none of them need be there. */
export interface CredentialLimits {
  /** From then on it is worth nothing. */
  readonly expiresAt?: Date
  /** The part of the records that it reads and writes. */
  readonly filter?: RowFilter
  /** Origins whose pages may use it; a request that names no origin comes from no page. */
  readonly allowedOrigins?: readonly string[]
  /** In the place of the server's own limit. */
  readonly requestsPerMinuteMax?: number
}

/**
 * What a credential may do unless told otherwise: everything an authoring tool needs for its own learners, and nothing of
 * others' records. xAPI-Communication 4.2 suggests the first two; without `state` a course cannot be resumed.
 */
export const defaultScopes: readonly Scope[] = [
  'statements/write',
  'statements/read/mine',
  'state',
  'profile',
  'define',
]

export const principalOfCredential = ({ key, name, scopes, filter }: Credential): Principal => ({
  kind: 'credential',
  id: key,
  name,
  scopes,
  ...(filter && { filter }),
})

/** What the audit log says of a credential: all that a person decides about it. */
export const shownOf = (credential: Credential) => {
  const { name, scopes, expiresAt, filter, allowedOrigins, requestsPerMinuteMax } = credential
  return { name, scopes, expiresAt, filter, allowedOrigins, requestsPerMinuteMax }
}

export const isExpired = ({ expiresAt }: CredentialLimits, now: Date): boolean =>
  expiresAt !== undefined && expiresAt <= now
