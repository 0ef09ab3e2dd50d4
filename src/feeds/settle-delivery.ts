import { uuidOf } from '../base/ids.ts'
import type { Delivery, Destination, Failed, Outcome, RefusedStatement } from './destination.ts'

/** When a delivery that failed is tried again, and when no more. */
export const deliveryPolicy = {
  firstWaitSeconds: 5,
  /** Each wait is so many times the one before. */
  waitFactor: 3,
  waitSecondsMax: 12 * 3_600,
  /** A webhook's delivery that fails for so long is a dead letter, and the next one is tried. */
  deliverySecondsMax: 3 * 86_400,
  /** A destination that takes nothing for so long is disabled. */
  failingSecondsMax: 5 * 86_400,
  /** Kept in the log of each destination. */
  deliveredKept: 1_000,
  deadKept: 10_000,
} as const

/** What an attempt changes. */
interface Settled {
  readonly destination: Destination
  /** To be saved in this order. */
  readonly deliveries: readonly Delivery[]
}

/** What becomes of a destination and its delivery after an attempt that ended at `now`. */
export function settleDelivery(
  destination: Destination,
  delivery: Delivery,
  outcome: Outcome,
  now: Date,
): Settled {
  const { nextAttemptAt: _, ...rest } = delivery
  const tried = {
    ...rest,
    attempts: delivery.attempts + 1,
    firstAttemptAt: delivery.firstAttemptAt ?? now,
    lastAttempt: outcome.attempt,
  }
  if (!outcome.isDelivered) return settleFailure(destination, tried, outcome, now)
  const { failingSince: __, lastError: ___, ...well } = destination
  return {
    destination: moveOn({ ...well, lastDeliveredAt: now }, delivery),
    deliveries: [
      { ...tried, state: 'delivered' },
      ...outcome.refused.map((one) => deadLetter(destination, one, now)),
    ],
  }
}

function settleFailure(
  destination: Destination,
  tried: Delivery & { readonly firstAttemptAt: Date },
  { attempt, retryAfterSeconds, isGone }: Failed,
  now: Date,
): Settled {
  const failingSince = destination.failingSince ?? now
  const failing = { ...destination, failingSince, lastError: attempt.error }
  const { deliverySecondsMax, failingSecondsMax } = deliveryPolicy
  const isDead =
    destination.kind === 'webhook' && secondsSince(tried.firstAttemptAt, now) >= deliverySecondsMax
  const reason = isGone
    ? 'The receiver answered 410: it wants no more deliveries.'
    : secondsSince(failingSince, now) >= failingSecondsMax
      ? `Every attempt has failed since ${failingSince.toISOString()}.`
      : undefined
  const kept = isDead ? moveOn(failing, tried) : failing
  return {
    destination: reason ? { ...kept, state: 'disabled', disabledReason: reason } : kept,
    deliveries: [
      isDead
        ? { ...tried, state: 'dead' }
        : { ...tried, nextAttemptAt: nextAttempt(tried.attempts, retryAfterSeconds, now) },
    ],
  }
}

function nextAttempt(attempts: number, retryAfterSeconds: number | undefined, now: Date): Date {
  const { firstWaitSeconds, waitFactor, waitSecondsMax } = deliveryPolicy
  const wait = Math.max(firstWaitSeconds * waitFactor ** (attempts - 1), retryAfterSeconds ?? 0)
  return new Date(now.getTime() + Math.min(wait, waitSecondsMax) * 1_000)
}

const secondsSince = (then: Date, now: Date): number => (now.getTime() - then.getTime()) / 1_000

/** What has arrived, or never will, is behind the destination. */
function moveOn(destination: Destination, { source, through }: Delivery): Destination {
  if (source === 'feed') return { ...destination, cursor: Math.max(destination.cursor, through) }
  const { replay, ...rest } = destination
  if (source !== 'replay' || !replay) return destination
  return through >= replay.through ? rest : { ...rest, replay: { ...replay, position: through } }
}

/** The same statement, refused again, is the same dead letter. */
const deadLetter = (
  { id }: Destination,
  { seq, attempt }: RefusedStatement,
  now: Date,
): Delivery => ({
  id: uuidOf('dead letter', id, seq),
  destination: id,
  state: 'dead',
  source: 'resend',
  after: seq - 1,
  through: seq,
  statements: 1,
  createdAt: now,
  attempts: 1,
  firstAttemptAt: now,
  lastAttempt: attempt,
})
