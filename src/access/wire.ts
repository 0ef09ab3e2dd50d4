import type { RowFilter, Scope } from '../base/principal.ts'
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

export interface CredentialItem extends CredentialLimits {
  readonly key: string
  readonly name: string
  readonly scopes: readonly Scope[]
  readonly createdAt: string
  readonly lastUsedAt?: string
  readonly state: 'active' | 'expired'
  /** Until when the secret before the last rotation works; absent if it does not. */
  readonly previousSecretUntil?: string
}

/** What limits a credential besides its scopes. */
export interface CredentialLimits {
  readonly expiresAt?: string
  readonly filter?: RowFilter
  readonly allowedOrigins?: readonly string[]
  readonly requestsPerMinuteMax?: number
}

export interface CreateCredential extends CredentialLimits {
  readonly name: string
  readonly scopes?: readonly Scope[]
}

/** What is absent stays as it is; null takes a limit away. */
export type ChangeCredential = Partial<Pick<CredentialItem, 'name' | 'scopes'>> & {
  readonly [Limit in keyof CredentialLimits]: CredentialLimits[Limit] | null
}

export interface CreatedCredential extends CredentialLimits {
  readonly key: string
  /** Shown this once. */
  readonly secret: string
  /** Where xAPI clients send statements. */
  readonly endpoint: string
  readonly name: string
  readonly scopes: readonly Scope[]
}

export interface RotatedCredential {
  readonly key: string
  /** Shown this once. */
  readonly secret: string
  readonly endpoint: string
  /** Until when the secret before works; absent if it no longer does. */
  readonly previousSecretUntil?: string
}
