import type { Scope } from '../base/principal.ts'
import type { Role } from './account.ts'

/** Dates are ISO 8601 in UTC. */
export interface Setup {
  /** True while there is no administrator: the link that the server printed creates one. */
  readonly isOpen: boolean
}

export interface ClaimSetup {
  readonly token: string
  readonly name: string
  readonly email: string
  readonly password: string
}

export interface SignInRequest {
  readonly email: string
  readonly password: string
}

export interface Me {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly role: Role
  readonly scopes: readonly Scope[]
}

export interface CredentialItem {
  readonly key: string
  readonly name: string
  readonly scopes: readonly Scope[]
  readonly createdAt: string
  readonly lastUsedAt?: string
}

export interface CreateCredential {
  readonly name: string
  readonly scopes?: readonly Scope[]
}

export interface CreatedCredential {
  readonly key: string
  /** Shown this once. */
  readonly secret: string
  /** Where xAPI clients send statements. */
  readonly endpoint: string
  readonly name: string
  readonly scopes: readonly Scope[]
}
