import type { Principal } from '../base/principal.ts'
import { Problem } from '../base/problem.ts'
import type { Credential, CredentialLimits } from './credential.ts'
import type { AccessWriter } from './store.ts'

/**
 * A credential that is limited makes, changes and gets hold of none that is limited less: it would else outlive its own end. Its
 * row filter needs no rule here, since with one it cannot manage credentials at all.
 * @param by absent: the operator of the machine.
 * @throws Problem `forbidden` that names the limit.
 */
export async function requireLimits(
  tx: Pick<AccessWriter, 'findCredential'>,
  by: Principal | undefined,
  wanted: CredentialLimits,
): Promise<void> {
  const own = by?.kind === 'credential' ? await tx.findCredential(by.id) : undefined
  const limit = own && limitBeyond(own, wanted)
  if (limit === undefined) return
  throw new Problem('forbidden', `You are limited yourself: ${limit} must be within your own.`, {
    facts: { limit },
  })
}

function limitBeyond(
  own: Credential,
  wanted: CredentialLimits,
): keyof CredentialLimits | undefined {
  const { expiresAt, allowedOrigins, requestsPerMinuteMax = Number.POSITIVE_INFINITY } = wanted
  if (own.expiresAt && !(expiresAt && expiresAt <= own.expiresAt)) return 'expiresAt'
  if ((own.requestsPerMinuteMax ?? Number.POSITIVE_INFINITY) < requestsPerMinuteMax) {
    return 'requestsPerMinuteMax'
  }
  const isAllowed = (origin: string) => own.allowedOrigins?.includes(origin) ?? true
  if (own.allowedOrigins && !allowedOrigins?.every(isAllowed)) return 'allowedOrigins'
  return undefined
}
