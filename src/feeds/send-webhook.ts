import { Webhook } from 'standardwebhooks'
import type { StoredStatement } from '../xapi/index.ts'
import type { Destination } from './destination.ts'
import type { SecretSealer } from './seal-secret.ts'
import type { Outgoing } from './send-request.ts'

/** What every webhook's body begins with [Standard Webhooks]. */
export interface Message {
  /** The same at every attempt; receivers know by it what they have already. */
  readonly id: string
  readonly type: 'statements.stored' | 'webhook.test'
  /** When it came about, whenever it is sent. */
  readonly timestamp: Date
}

/** The body of a delivery, spliced from the bytes of its statements. `cursor` is where the feed goes on after it. */
export function statementsBody(
  { type, timestamp }: Message,
  items: readonly StoredStatement[],
  cursor: number,
): Buffer {
  const parts: Buffer[] = [
    Buffer.from(
      `{"type":"${type}","timestamp":"${timestamp.toISOString()}","data":{"cursor":"${cursor}","statements":[`,
    ),
  ]
  for (const [index, { json }] of items.entries()) {
    if (index > 0) parts.push(Buffer.from(','))
    parts.push(json)
  }
  parts.push(Buffer.from(']}}'))
  return Buffer.concat(parts)
}

/**
 * The request that delivers a body, signed with the secret, and with the one before it while that still counts.
 * @throws Error with a sentence if the secret cannot be read.
 */
export function webhookRequest(
  destination: Destination,
  { id }: Message,
  { body, sealer, now }: { body: Buffer; sealer: SecretSealer; now: Date },
): Outgoing {
  const { previousSecret: previous } = destination
  const sealed = [
    destination.sealedSecret,
    ...(previous && previous.until > now ? [previous.sealed] : []),
  ]
  const signatures = sealed.map((one) =>
    new Webhook(sealer.open(one, destination.id)).sign(id, now, body),
  )
  return {
    method: 'POST',
    url: destination.url,
    headers: {
      'Content-Type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
      'webhook-signature': signatures.join(' '),
    },
    body,
  }
}
