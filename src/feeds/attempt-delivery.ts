import type { StoredStatement } from '../xapi/index.ts'
import type { Delivery, Destination, Failed, Outcome } from './destination.ts'
import { forwardStatements, isSuccess } from './forward-statements.ts'
import type { NextDeliveryParts } from './next-delivery.ts'
import { readFeed } from './read-feed.ts'
import { readFeedFilter } from './read-filter.ts'
import type { SecretSealer } from './seal-secret.ts'
import { type Incoming, type Outgoing, type SendingRules, sendRequest } from './send-request.ts'
import { statementsBody, webhookRequest } from './send-webhook.ts'
import { deliveryPolicy, settleDelivery } from './settle-delivery.ts'

export interface AttemptParts extends NextDeliveryParts {
  readonly sealer: SecretSealer
  readonly rules: SendingRules
}

/** A range holds few statements; more only where some got the keys of a filter after it was made. */
const statementsMax = 1_000

/** The statements of a delivery as they are now: those that were voided since are left out. */
export async function statementsOf(
  { store, validators }: NextDeliveryParts,
  { filter = {} }: Destination,
  { after, through }: Delivery,
): Promise<readonly StoredStatement[]> {
  const selection = readFeedFilter(filter, validators)
  const found: StoredStatement[] = []
  for (let position = after; ; ) {
    const range = { after: position, through, limit: statementsMax - found.length }
    const page = await readFeed(store, selection, range)
    found.push(...page.items)
    if (!page.isMore || found.length >= statementsMax) return found
    position = page.position
  }
}

/**
 * Sends a delivery once, and writes down what came of it. An attempt that a stop interrupts counts for nothing: the next
 * start repeats it.
 * @returns the destination as it is now; undefined if nothing was written.
 */
export async function attemptDelivery(
  parts: AttemptParts,
  destination: Destination,
  { delivery, signal }: { delivery: Delivery; signal: AbortSignal },
): Promise<Destination | undefined> {
  const { store, clock } = parts
  const items = await statementsOf(parts, destination, delivery)
  const outcome = await send(parts, destination, { delivery, items, signal })
  if (signal.aborted) return undefined
  return store.transact(async (tx) => {
    const current = await tx.findDestination(destination.id)
    const pending = await tx.findDelivery(destination.id, delivery.id)
    // Removed, or sent by another process whose lease began while this one hung.
    if (!current || pending?.state !== 'pending' || pending.attempts !== delivery.attempts)
      return undefined
    const settled = settleDelivery(current, pending, outcome, clock())
    for (const one of settled.deliveries) await tx.saveDelivery(one)
    await tx.saveDestination(settled.destination)
    const { deliveredKept, deadKept } = deliveryPolicy
    await tx.trimDeliveries(destination.id, { delivered: deliveredKept, dead: deadKept })
    return settled.destination
  })
}

interface Sending {
  readonly delivery: Delivery
  readonly items: readonly StoredStatement[]
  readonly signal: AbortSignal
}

async function send(
  parts: AttemptParts,
  destination: Destination,
  { delivery, items, signal }: Sending,
): Promise<Outcome> {
  const at = parts.clock()
  const start = performance.now()
  const measure = () => ({ at, milliseconds: Math.round(performance.now() - start) })
  if (items.length === 0) return { isDelivered: true, attempt: measure(), refused: [] }
  const post = (outgoing: Outgoing) => sendRequest(outgoing, parts.rules, signal)
  try {
    if (destination.kind === 'webhook') {
      const message = {
        id: delivery.id,
        type: 'statements.stored',
        timestamp: delivery.createdAt,
      } as const
      const body = statementsBody(message, items, delivery.through)
      const signing = { body, sealer: parts.sealer, now: at }
      const answer = await post(webhookRequest(destination, message, signing))
      return isSuccess(answer)
        ? { isDelivered: true, attempt: { ...measure(), ...kept(answer) }, refused: [] }
        : failed(answer, measure())
    }
    const password = parts.sealer.open(destination.sealedSecret, destination.id)
    const forwarding = { store: parts.store, password, send: post, measure }
    const { isDelivered, answer, refused } = await forwardStatements(destination, items, forwarding)
    return isDelivered
      ? { isDelivered, attempt: { ...measure(), ...kept(answer) }, refused }
      : failed(answer, measure())
  } catch (error) {
    return {
      isDelivered: false,
      attempt: { ...measure(), error: (error as Error).message },
      isGone: false,
    }
  }
}

const kept = ({ status, text }: Incoming) => ({ status, ...(text !== '' && { answer: text }) })

export function failed(answer: Incoming, measured: { at: Date; milliseconds: number }): Failed {
  const { status, retryAfterSeconds } = answer
  const isRedirect = status >= 300 && status < 400
  return {
    isDelivered: false,
    attempt: {
      ...measured,
      ...kept(answer),
      error: isRedirect
        ? `The receiver redirects (${status}), which is not followed.`
        : `The receiver answered ${status}.`,
    },
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    isGone: status === 410,
  }
}
