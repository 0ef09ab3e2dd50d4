import type { Page, PageRequest } from '../base/page.ts'
import type { Account } from './account.ts'
import type { Credential } from './credential.ts'
import type { Session } from './session.ts'

export interface AccessReader {
  hasAccounts(): Promise<boolean>
  findAccount(id: string): Promise<Account | undefined>
  /** @param emailFold as `foldEmail` makes it. */
  findAccountByEmail(emailFold: string): Promise<Account | undefined>
  findSetupLink(): Promise<SetupLink | undefined>
  /** The session and whose it is, whether it is still alive or not. */
  findSession(idHash: string): Promise<{ session: Session; account: Account } | undefined>
  /** Whether the account signed in from this address before. */
  hasSignedInFrom(account: string, address: string): Promise<boolean>
  /** Revoked credentials are not found. */
  findCredential(key: string): Promise<Credential | undefined>
  /** Newest first, without the revoked ones. */
  listCredentials(page: PageRequest): Promise<Page<Credential>>
}

export interface AccessWriter
  extends Pick<AccessReader, 'hasAccounts' | 'findAccountByEmail' | 'findCredential'> {
  insertAccount(account: Account): Promise<void>
  /** Puts the link in the place of any earlier one. */
  replaceSetupLink(link: SetupLink): Promise<void>
  /** Removes and returns the link, whatever its age; undefined if there is none with this token. */
  takeSetupLink(tokenHash: string): Promise<SetupLink | undefined>
  insertSession(session: Session): Promise<void>
  touchSession(idHash: string, at: Date): Promise<void>
  deleteSession(idHash: string): Promise<void>
  deleteEndedSessions(ended: { createdBefore: Date; seenBefore: Date }): Promise<void>
  rememberSignIn(account: string, address: string, at: Date): Promise<void>
  insertCredential(credential: Credential): Promise<void>
  /** Puts what it is now in the place of the one with the same key, save `createdAt`, `createdBy` and `lastUsedAt`. */
  replaceCredential(credential: Credential): Promise<void>
  touchCredential(key: string, at: Date): Promise<void>
  /** @returns false if there is none with this key, or it is revoked already. */
  revokeCredential(key: string, at: Date): Promise<boolean>
}

/** The one-time link that creates the first administrator. */
export interface SetupLink {
  /** SHA-256 of the token in the link, lower-case hexadecimal. */
  readonly tokenHash: string
  readonly expiresAt: Date
}
