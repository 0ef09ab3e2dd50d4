import { createHmac, timingSafeEqual } from 'node:crypto'

/**
 * A path prefix under which a package version's files are served: `/_c/<payload>.<signature>/`. The signature stands for the
 * right to read them, so that serving a file asks no database; the prefix is part of every relative link in the course.
 */

const dayMs = 86_400_000

interface Access {
  /** Package version id. */
  readonly v: string
  /** Until when, milliseconds since 1970-01-01T00:00Z. */
  readonly e: number
  /** Label of the only host at which it holds; absent where all courses share a host. */
  readonly h?: string
  /** Registration id; nothing is decided by it, but what is fetched counts as seen there. */
  readonly r?: string
}

/** What a prefix is for. */
export interface PrefixFor {
  /** Package version id. */
  readonly version: string
  /** Label of the registration's host (content-origin.ts); empty where all courses share one. */
  readonly label: string
  /** Registration id. */
  readonly registration?: string
}

/** The prefix for a version; it is good for one to two days, and the same for a whole day so that browsers cache files. */
export function filesPrefix(
  { version, label, registration }: PrefixFor,
  key: Buffer,
  now: Date,
): string {
  const until = (Math.floor(now.getTime() / dayMs) + 2) * dayMs
  const access: Access = {
    v: version,
    e: until,
    ...(label !== '' && { h: label }),
    ...(registration !== undefined && { r: registration }),
  }
  const payload = Buffer.from(JSON.stringify(access)).toString('base64url')
  return `/_c/${payload}.${signature(payload, key).toString('base64url')}/`
}

/**
 * The package version whose files may be read with this text, the segment behind `/_c/`; undefined if it is forged, damaged,
 * too old, or for another host than the one with this label: nobody's files may run at the host of somebody else's course.
 */
export function verifyAccess(
  text: string,
  key: Buffer,
  { now, label }: { readonly now: Date; readonly label: string },
): string | undefined {
  const [payload, given, ...more] = text.split('.')
  if (!payload || !given || more.length > 0) return undefined
  // As text: decoding base64url skips what does not belong to it, and one right may not have many addresses.
  const expected = Buffer.from(signature(payload, key).toString('base64url'))
  const claimed = Buffer.from(given)
  const isEqual = claimed.length === expected.length && timingSafeEqual(claimed, expected)
  if (!isEqual) return undefined
  const access = readAccess(payload)
  const isGood = now.getTime() < access.e && (access.h ?? '') === label
  return isGood ? access.v : undefined
}

/** The registration for which files are fetched with this text; ask only of one that `verifyAccess` let pass. */
export const registrationOfAccess = (text: string): string | undefined =>
  readAccess(text.split('.')[0]!).r

const readAccess = (payload: string): Access =>
  JSON.parse(Buffer.from(payload, 'base64url').toString()) as Access

const signature = (payload: string, key: Buffer): Buffer =>
  createHmac('sha256', key).update(`package files\n${payload}`).digest()
