import type { Scope } from '../base/principal.ts'

/** Someone who signs in to the console. */
export interface Account {
  readonly id: string
  readonly name: string
  readonly email: string
  /** `foldEmail(email)`, unique. */
  readonly emailFold: string
  /** As `hashPassword` made it. */
  readonly passwordHash: string
  readonly role: Role
  readonly createdAt: Date
}

export type Role = 'administrator'

/** What each role may do. */
export const roleScopes: Readonly<Record<Role, readonly Scope[]>> = { administrator: ['all'] }

/** The spelling of an address that counts: two that fold alike are the same account's. */
export const foldEmail = (email: string): string => email.normalize('NFC').trim().toLowerCase()
