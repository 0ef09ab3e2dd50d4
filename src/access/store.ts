import type { Page, PageRequest } from '../base/page.ts'
import type { Reach, Target } from '../base/reach.ts'
import type { Account } from './account.ts'
import type { Credential } from './credential.ts'
import type { Grant, GrantPlace, PlaceKind } from './role.ts'
import type { SecondFactor } from './second-factor.ts'
import type { Session } from './session.ts'

/** Things of slices further right that grants and accounts are tied to. */
export type Placed = Exclude<PlaceKind, 'installation' | 'own'> | 'learner'

export interface AccountReader {
  hasAccounts(): Promise<boolean>
  findAccount(id: string): Promise<Account | undefined>
  /** @param emailFold as `foldEmail` makes it. */
  findAccountByEmail(emailFold: string): Promise<Account | undefined>
  /** The account of who an identity provider calls this. */
  findAccountByIdentity(identity: Identity): Promise<Account | undefined>
  /** By folded address. `q` keeps those whose name or address contains it, whatever its case. */
  listAccounts(filter: { readonly q?: string }, page: PageRequest): Promise<Page<Account>>
  /** The oldest first. */
  grantsOf(accounts: readonly string[]): Promise<readonly Grant[]>
  /** Who has a role exactly here, the oldest first. */
  grantsAt(place: GrantPlace): Promise<readonly Grant[]>
  /** Whether there is such a thing. */
  exists(kind: Placed, id: string): Promise<boolean>
  /** Whether the thing exists and is inside the reach. */
  isInside(reach: Reach, target: Target): Promise<boolean>
  findSetupLink(): Promise<SetupLink | undefined>
  findSecondFactor(account: string): Promise<SecondFactor | undefined>
}

export interface SessionReader {
  /** The session and whose it is, whether it is still alive or not. */
  findSession(
    idHash: string,
  ): Promise<{ session: Session; account: Account; grants: readonly Grant[] } | undefined>
  /** Last seen first. */
  listSessions(account: string): Promise<readonly Session[]>
  /** Whether the account signed in from this network or device before. */
  hasSignedInFrom(account: string, address: string): Promise<boolean>
}

export interface CredentialReader {
  /** Revoked credentials are not found. */
  findCredential(key: string): Promise<Credential | undefined>
  /** Newest first, without the revoked ones. */
  listCredentials(page: PageRequest): Promise<Page<Credential>>
}

export interface AccessReader extends AccountReader, SessionReader, CredentialReader {}

export interface AccountWriter
  extends Pick<
    AccountReader,
    | 'hasAccounts'
    | 'findAccount'
    | 'findAccountByEmail'
    | 'findAccountByIdentity'
    | 'grantsOf'
    | 'findSecondFactor'
  > {
  insertAccount(account: Account): Promise<void>
  /** Puts what it is now in the place of the one with the same id, save `createdAt`. */
  replaceAccount(account: Account): Promise<void>
  /** Whether another account has an address that folds alike, or is the same learner's. */
  isAccountTaken(account: Account): Promise<boolean>
  /** How many accounts that are not closed have the role everywhere. */
  countAccountsWith(role: Grant['role']): Promise<number>
  /** @returns false if the account has this role there already. */
  insertGrant(grant: Grant): Promise<boolean>
  /** @returns the grant that was removed. */
  deleteGrant(account: string, id: string): Promise<Grant | undefined>
  /** Puts the link in the place of any earlier one. */
  replaceSetupLink(link: SetupLink): Promise<void>
  /** Removes and returns the link, whatever its age; undefined if there is none with this token. */
  takeSetupLink(tokenHash: string): Promise<SetupLink | undefined>
  /** Puts the link in the place of the account's earlier one. */
  replaceAccountLink(link: AccountLink): Promise<void>
  findAccountLink(tokenHash: string): Promise<AccountLink | undefined>
  deleteAccountLink(account: string): Promise<void>
  insertIdentity(identity: Identity, account: string): Promise<void>
  /** Puts it in the place of the account's earlier one; undefined removes it. */
  putSecondFactor(account: string, factor: SecondFactor | undefined): Promise<void>
}

export interface SessionWriter extends Pick<SessionReader, 'listSessions'> {
  insertSession(session: Session): Promise<void>
  touchSession(idHash: string, at: Date): Promise<void>
  deleteSession(idHash: string): Promise<void>
  /** Ends the sessions of an account, save the one with this hash. @returns how many they were. */
  deleteSessionsOf(account: string, exceptHash?: string): Promise<number>
  deleteEndedSessions(ended: { createdBefore: Date; seenBefore: Date }): Promise<void>
  rememberSignIn(account: string, address: string, at: Date): Promise<void>
}

export interface CredentialWriter extends Pick<CredentialReader, 'findCredential'> {
  insertCredential(credential: Credential): Promise<void>
  /** Puts what it is now in the place of the one with the same key, save `createdAt`, `createdBy` and `lastUsedAt`. */
  replaceCredential(credential: Credential): Promise<void>
  touchCredential(key: string, at: Date): Promise<void>
  /** @returns false if there is none with this key, or it is revoked already. */
  revokeCredential(key: string, at: Date): Promise<boolean>
}

export interface AccessWriter extends AccountWriter, SessionWriter, CredentialWriter {}

/** The one-time link that creates the first administrator. */
export interface SetupLink {
  /** SHA-256 of the token in the link, lower-case hexadecimal. */
  readonly tokenHash: string
  readonly expiresAt: Date
}

/** The one-time link with which an account's owner chooses a password. */
export interface AccountLink extends SetupLink {
  readonly account: string
}

/** Who somebody is at an identity provider. */
export interface Identity {
  readonly issuer: string
  readonly subject: string
}
