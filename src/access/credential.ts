import type { Principal, Scope } from '../base/principal.ts'

/** A key with which a program comes in by HTTP Basic. The secret is shown once; the store holds its hash. */
export interface Credential {
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
}

/** What a credential may do unless told otherwise (xAPI-Communication 4.2). */
export const defaultScopes: readonly Scope[] = ['statements/write', 'statements/read/mine']

export const principalOfCredential = ({ key, name, scopes }: Credential): Principal => ({
  kind: 'credential',
  id: key,
  name,
  scopes,
})
