/** Someone who signs in to the console. */
export interface Account {
  readonly id: string
  readonly name: string
  readonly email: string
  /** `foldEmail(email)`, unique. */
  readonly emailFold: string
  /** As `hashPassword` made it; absent until one is chosen, and for who signs in at an identity provider. */
  readonly passwordHash?: string
  /** The learner who the account is, if it is one's. */
  readonly person?: string
  readonly createdAt: Date
  /** Since when it can no longer sign in. */
  readonly disabledAt?: Date
  readonly lastSignInAt?: Date
}

/** The spelling of an address that counts: two that fold alike are the same account's. */
export const foldEmail = (email: string): string => email.normalize('NFC').trim().toLowerCase()
