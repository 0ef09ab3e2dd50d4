import { newUuid } from '../base/ids.ts'
import { type AttemptParts, failed } from './attempt-delivery.ts'
import type { Destination } from './destination.ts'
import { authorization, isSuccess } from './forward-statements.ts'
import { type Outgoing, sendRequest } from './send-request.ts'
import { webhookRequest } from './send-webhook.ts'
import type { TestResult } from './wire.ts'

/**
 * Sends something harmless now: to a webhook a signed message of the type `webhook.test`, to a record store a GET of its
 * About Resource. A failure is a result, not an error.
 */
export async function testDestination(
  parts: Pick<AttemptParts, 'clock' | 'sealer' | 'rules'>,
  destination: Destination,
): Promise<TestResult> {
  const at = parts.clock()
  const start = performance.now()
  const measure = () => ({ at, milliseconds: Math.round(performance.now() - start) })
  const toWire = (attempt: ReturnType<typeof measure>) => ({ ...attempt, at: at.toISOString() })
  try {
    const answer = await sendRequest(testRequest(parts, destination), parts.rules)
    const { status, text } = answer
    if (isSuccess(answer))
      return { isDelivered: true, ...toWire(measure()), status, ...(text && { answer: text }) }
    const { attempt } = failed(answer, measure())
    return { isDelivered: false, ...attempt, at: at.toISOString() }
  } catch (error) {
    return { isDelivered: false, ...toWire(measure()), error: (error as Error).message }
  }
}

function testRequest(
  { clock, sealer }: Pick<AttemptParts, 'clock' | 'sealer'>,
  destination: Destination,
): Outgoing {
  const now = clock()
  if (destination.kind === 'webhook') {
    const message = { id: newUuid(), type: 'webhook.test', timestamp: now } as const
    const { type, timestamp } = message
    const body = Buffer.from(JSON.stringify({ type, timestamp, data: { webhook: destination.id } }))
    return webhookRequest(destination, message, { body, sealer, now })
  }
  return {
    method: 'GET',
    url: `${destination.url}/about`,
    headers: {
      ...authorization(destination, sealer.open(destination.sealedSecret, destination.id)),
      'X-Experience-API-Version': destination.version ?? '1.0.3',
    },
  }
}
