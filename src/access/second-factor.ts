/** The app of an account's owner that shows codes which change with time (TOTP). */
export interface SecondFactor {
  /** The shared secret, sealed. */
  readonly secret: string
  /** False until the owner has shown that the app knows the secret: it counts for nothing before. */
  readonly isConfirmed: boolean
  /** The last time step whose code was used; no code counts twice. */
  readonly lastStep: number
  /** SHA-256 of the recovery codes that are left, lower-case hexadecimal. */
  readonly recovery: readonly string[]
}
