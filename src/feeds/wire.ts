/** The filter of GET /xapi/statements, with agents as objects, of the result, and what is left out. */
export interface FeedFilter {
  readonly agent?: Readonly<Record<string, unknown>>
  readonly verb?: string
  readonly activity?: string
  readonly registration?: string
  readonly related_agents?: boolean
  readonly related_activities?: boolean
  readonly success?: boolean
  readonly completion?: boolean
  /** Range of the scaled score, both ends included: `0.5..1`. */
  readonly score?: string
  /** IRI of a verb that a statement must not have itself. */
  readonly notVerb?: string
  /** IRI of an activity that is neither the object nor in the context. */
  readonly notActivity?: string
  /** An agent that is neither actor nor object. */
  readonly notAgent?: Readonly<Record<string, unknown>>
}

/** What webhooks and forwardings have in common. Times are ISO 8601, UTC. */
export interface DestinationItem {
  readonly id: string
  readonly name: string
  readonly url: string
  readonly filter?: FeedFilter
  readonly state: 'active' | 'paused' | 'disabled'
  readonly disabledReason?: string
  readonly createdAt: string
  /** Every statement stored up to then is delivered or a dead letter. */
  readonly deliveredThrough: string
  /** What is not delivered yet. */
  readonly waiting: {
    /** Seconds since the oldest of it was stored; 0 if there is none. */
    readonly lagSeconds: number
    /** Statements; only where one destination is shown, and counted up to 1,000. */
    readonly statements?: number
  }
  readonly replayThrough?: string
  readonly lastDeliveredAt?: string
  readonly failingSince?: string
  readonly lastError?: string
}

export interface WebhookItem extends DestinationItem {
  readonly previousSecretUntil?: string
}

export interface ForwardingItem extends DestinationItem {
  readonly key: string
  readonly version?: '1.0.3' | '2.0.0'
}

export interface CreateWebhook {
  readonly name: string
  readonly url: string
  readonly filter?: FeedFilter
  /** Deliver what was stored after this time; from now on unless given. */
  readonly since?: string
}

export interface CreateForwarding extends CreateWebhook {
  readonly key: string
  readonly secret: string
  readonly version?: '1.0.3' | '2.0.0'
}

export interface CreatedWebhook extends WebhookItem {
  /** `whsec_…`, shown only here. */
  readonly secret: string
}

interface ChangeWebhook {
  readonly name?: string
  readonly url?: string
  /** null takes the filter away. */
  readonly filter?: FeedFilter | null
  readonly state?: 'active' | 'paused'
}

export interface ChangeForwarding extends ChangeWebhook {
  readonly key?: string
  readonly secret?: string
  readonly version?: '1.0.3' | '2.0.0' | null
}

export interface RotatedWebhook {
  readonly secret: string
  readonly previousSecretUntil?: string
}

export interface DeliveryItem {
  readonly id: string
  readonly state: 'pending' | 'delivered' | 'dead'
  readonly source: 'feed' | 'replay' | 'resend'
  readonly statements: number
  readonly createdAt: string
  readonly attempts: number
  readonly nextAttemptAt?: string
  readonly lastAttempt?: AttemptItem
}

export interface DeliveryDetail extends DeliveryItem {
  /** Ids of the statements in it as it would be sent now. */
  readonly statementIds: readonly string[]
}

export interface AttemptItem {
  readonly at: string
  readonly milliseconds: number
  readonly status?: number
  readonly error?: string
  readonly answer?: string
}

/** Exactly one of the two: a range of the store, or all dead letters. */
export interface ReplayRequest {
  /** Send again what was stored after this time ... */
  readonly since?: string
  /** ... up to this one; up to what is delivered unless given. */
  readonly until?: string
  readonly deadLetters?: true
}

export interface ReplayStarted {
  /** How many dead letters are on their way again. */
  readonly deadLetters?: number
  readonly replayThrough?: string
}

export interface TestResult extends AttemptItem {
  readonly isDelivered: boolean
}
