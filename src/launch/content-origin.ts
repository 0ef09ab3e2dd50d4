import { createHmac } from 'node:crypto'
import { contentOriginAt } from '../http/content-host.ts'

export interface ContentOriginRules {
  /** The content origin; a `*` in it stands for the label of a registration's own host. */
  readonly contentUrl: string
  /** 32 bytes. */
  readonly signingKey: Buffer
}

/**
 * The label of the host that a registration's course runs on; empty where all courses share a host. It belongs to the registration
 * and not to a launch, so that a player finds what an earlier page on the same device could not send any more.
 */
export function hostLabel(
  { contentUrl, signingKey }: ContentOriginRules,
  registration: string,
): string {
  if (!contentUrl.includes('*')) return ''
  const digest = createHmac('sha256', signingKey).update(`content host\n${registration}`).digest()
  return digest.subarray(0, 16).toString('hex')
}

/** The origin that a registration's course runs on. */
export const contentOriginOf = (rules: ContentOriginRules, registration: string): string =>
  contentOriginAt(rules.contentUrl, hostLabel(rules, registration))
