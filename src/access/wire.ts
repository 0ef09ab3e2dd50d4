import type { RowFilter, Scope } from '../base/principal.ts'
import type { GrantPlace, Role } from './role.ts'

/** Dates are ISO 8601 in UTC. */
export interface Setup {
  /** True while there is no administrator: the link that the server printed creates one. */
  readonly isOpen: boolean
  /** What the identity provider is called at which one can sign in too; absent where there is none. */
  readonly providerName?: string
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
  /** What the second factor shows, or a recovery code. */
  readonly code?: string
}

export interface Me {
  readonly id: string
  readonly name: string
  readonly email: string
  /** The learner who the account is, if it is one's. */
  readonly learner?: string
  readonly roles: readonly Role[]
  readonly grants: readonly GrantItem[]
  /** What it may do everywhere. */
  readonly scopes: readonly Scope[]
  /** What it may do in some parts only. */
  readonly mayLocally: readonly Scope[]
  readonly hasPassword: boolean
  readonly hasSecondFactor: boolean
}

export interface GrantItem {
  readonly id: string
  readonly role: Role
  readonly place: GrantPlace
  /** What the organisation, the class or the package is called now. */
  readonly placeName?: string
  readonly createdAt: string
}

export interface AccountItem {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly learner?: string
  readonly createdAt: string
  readonly lastSignInAt?: string
  /** `invited`: its owner has not chosen a password yet. */
  readonly state: 'open' | 'invited' | 'closed'
  readonly grants: readonly GrantItem[]
}

export interface AccountList {
  readonly items: readonly AccountItem[]
  readonly cursor?: string
}

export interface CreateGrant {
  readonly role: Role
  readonly place: GrantPlace
}

export interface CreateAccount {
  readonly name: string
  readonly email: string
  readonly learner?: string
  readonly grants?: readonly CreateGrant[]
}

/** What is absent stays as it is; null takes it away. */
export interface ChangeAccount {
  readonly name?: string
  readonly email?: string
  readonly learner?: string | null
  readonly isClosed?: boolean
}

/** A link with which the account's owner chooses a password, once. Shown this once. */
export interface AccountLinkItem {
  readonly url: string
  readonly expiresAt: string
}

export interface CreatedAccount extends AccountItem {
  readonly link: AccountLinkItem
}

export interface ClaimAccountLink {
  readonly token: string
  readonly password: string
}

export interface ChangePassword {
  readonly password: string
  readonly newPassword: string
}

export interface SessionItem {
  readonly id: string
  readonly createdAt: string
  readonly lastSeenAt: string
  readonly network: string
  /** As the browser calls itself. */
  readonly browser: string
  readonly isCurrent: boolean
}

export interface SessionList {
  readonly items: readonly SessionItem[]
}

export interface SecondFactorStart {
  /** In base 32. */
  readonly secret: string
  /** `otpauth://totp/...` */
  readonly uri: string
}

export interface SecondFactorCodes {
  /** Each signs in once, in the place of the second factor. Shown this once. */
  readonly recoveryCodes: readonly string[]
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
