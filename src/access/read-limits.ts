import type { Clock } from '../base/clock.ts'
import type { AgentIdentifier, RowFilter } from '../base/principal.ts'
import { Problem } from '../base/problem.ts'
import type { CredentialLimits } from './credential.ts'
import type { CredentialLimits as LimitsOnWire } from './wire.ts'

/**
 * Reads the limits of a credential as they are sent; the shape is as schemas/api/credential-create.json has it.
 * @throws Problem `invalid-request` for an expiry that is past, an origin that is none, an agent without one identifier.
 */
export const readLimits = (limits: LimitsOnWire, clock: Clock): CredentialLimits => ({
  ...(limits.expiresAt !== undefined && { expiresAt: readExpiry(limits.expiresAt, clock) }),
  ...(limits.filter && { filter: readFilter(limits.filter) }),
  ...(limits.allowedOrigins && { allowedOrigins: limits.allowedOrigins.map(readOrigin) }),
  ...(limits.requestsPerMinuteMax !== undefined && {
    requestsPerMinuteMax: limits.requestsPerMinuteMax,
  }),
})

function readExpiry(text: string, clock: Clock): Date {
  const at = new Date(text)
  if (at > clock()) return at
  throw new Problem('invalid-request', 'expiresAt must be a time to come, in ISO 8601.', {
    pointer: '/expiresAt',
  })
}

/** As browsers send it: scheme, host, and the port where it is not the scheme's own. */
function readOrigin(text: string, index: number): string {
  const origin = URL.parse(text)?.origin
  if (origin !== undefined && origin !== 'null' && text.replace(/\/$/, '') === origin) return origin
  throw new Problem('invalid-request', `"${text}" is no origin such as "https://example.vn".`, {
    pointer: `/allowedOrigins/${index}`,
  })
}

const readFilter = ({ activities, agents, registrations }: RowFilter): RowFilter => ({
  ...(activities && { activities }),
  ...(agents && { agents: agents.map(readAgent) }),
  ...(registrations && { registrations: registrations.map((id) => id.toLowerCase()) }),
})

/** The identifier alone: names do not count. */
function readAgent(
  { mbox, mbox_sha1sum, openid, account }: AgentIdentifier,
  index: number,
): AgentIdentifier {
  const given = Object.entries({ mbox, mbox_sha1sum, openid, account }).filter(
    ([, value]) => value !== undefined,
  )
  if (given.length === 1) return Object.fromEntries(given)
  throw new Problem('invalid-request', 'An agent needs exactly one identifier.', {
    pointer: `/filter/agents/${index}`,
  })
}
