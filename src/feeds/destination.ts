import type { Seq } from '../xapi/index.ts'
import type { FeedFilter } from './wire.ts'

export type DestinationKind = 'webhook' | 'forwarding'

/** Where statements go by themselves: the URL of a webhook, or another record store. */
export interface Destination {
  /** UUID. */
  readonly id: string
  readonly kind: DestinationKind
  readonly name: string
  /** Of a forwarding: the xAPI endpoint, without a slash at the end. */
  readonly url: string
  readonly filter?: FeedFilter
  /** The webhook's signing secret or the forwarding's password, as `sealSecret` wrote it. */
  readonly sealedSecret: string
  /** The one before a rotation, and until when deliveries are signed with it too. */
  readonly previousSecret?: { readonly sealed: string; readonly until: Date }
  /** User name of HTTP Basic; forwardings only. */
  readonly key?: string
  /** xAPI version that a forwarding speaks; without one, each statement goes in its own. */
  readonly version?: '1.0.3' | '2.0.0'
  /** `paused` by a person; `disabled` by the server, for the reason that `disabledReason` gives. */
  readonly state: 'active' | 'paused' | 'disabled'
  readonly disabledReason?: string
  readonly createdAt: Date
  /** Account id or credential key. */
  readonly createdBy: string
  /** Every statement up to here is delivered or among the dead letters. */
  readonly cursor: Seq
  /** A range that is sent once more: what is left of it lies after `position`, up to `through`. */
  readonly replay?: { readonly position: Seq; readonly through: Seq }
  readonly lastDeliveredAt?: Date
  /** Since when every attempt has failed. */
  readonly failingSince?: Date
  /** What went wrong last, as long as nothing went well since. */
  readonly lastError?: string
}

export type DeliveryState = 'pending' | 'delivered' | 'dead'

/** A batch of statements on its way to a destination, or what became of it. */
export interface Delivery {
  /** UUID; the `webhook-id`, the same at every attempt. */
  readonly id: string
  readonly destination: string
  readonly state: DeliveryState
  /** What goes on when it has arrived: the cursor, the replay, or nothing, since it was asked for once more by itself. */
  readonly source: 'feed' | 'replay' | 'resend'
  /** The statements after this position (exclusive) ... */
  readonly after: Seq
  /** ... up to this one, as far as the filter lets them through. */
  readonly through: Seq
  /** How many they were when it was made. */
  readonly statements: number
  readonly createdAt: Date
  readonly attempts: number
  readonly firstAttemptAt?: Date
  /** Only while it is pending. */
  readonly nextAttemptAt?: Date
  readonly lastAttempt?: Attempt
}

export interface Attempt {
  readonly at: Date
  readonly milliseconds: number
  /** HTTP status, where there was an answer. */
  readonly status?: number
  /** A sentence, where it failed. */
  readonly error?: string
  /** The beginning of the answer's body. */
  readonly answer?: string
}

/** What an attempt came to. */
export type Outcome = Arrived | Failed

export interface Arrived {
  readonly isDelivered: true
  readonly attempt: Attempt
  /** Statements that the other record store will never take; the others of the batch arrived. */
  readonly refused: readonly RefusedStatement[]
}

export interface Failed {
  readonly isDelivered: false
  readonly attempt: Attempt & { readonly error: string }
  /** The receiver asks to be left alone until then. */
  readonly retryAfterSeconds?: number
  /** 410: the receiver wants no more deliveries. */
  readonly isGone: boolean
}

export interface RefusedStatement {
  readonly seq: Seq
  readonly attempt: Attempt
}
