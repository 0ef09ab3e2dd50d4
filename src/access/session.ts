/** A signed-in browser. Its secret is known to the browser alone; the store holds the hash. */
export interface Session {
  /** What it is called where sessions are listed; it opens nothing. */
  readonly id: string
  /** SHA-256 of the secret in the cookie, lower-case hexadecimal. */
  readonly idHash: string
  readonly account: string
  /** `networkOf` the address where it began. */
  readonly network: string
  /** `User-Agent`, at most 300 characters. */
  readonly browser: string
  readonly createdAt: Date
  readonly lastSeenAt: Date
}

const idleHoursMax = 12
const daysMax = 7
const hour = 3_600_000

/** Whether the session still counts: used within 12 hours, begun within 7 days. */
export const isAlive = (session: Session, now: Date): boolean =>
  now.getTime() - session.lastSeenAt.getTime() < idleHoursMax * hour &&
  now.getTime() - session.createdAt.getTime() < daysMax * 24 * hour

/** Sessions begun or last seen before these are of no use to anyone. */
export const sessionsEndedBefore = (now: Date): { createdBefore: Date; seenBefore: Date } => ({
  createdBefore: new Date(now.getTime() - daysMax * 24 * hour),
  seenBefore: new Date(now.getTime() - idleHoursMax * hour),
})
