/** One line of the audit log. */
export interface AuditEntry {
  /** Increases with each entry. */
  readonly seq: number
  readonly at: Date
  /** A change, or something that an auditor read. */
  readonly kind: 'change' | 'read'
  /** `operationId` of the operation, as the OpenAPI document has it. */
  readonly operation: string
  readonly actor: AuditActor
  /** Ids of what it is about: packages, persons, accounts, keys, ... */
  readonly about: readonly string[]
  /** `X-Request-Id` of the request. */
  readonly request: string
  /** IP address from which it came. */
  readonly network: string
  readonly details: AuditDetails
}

export type NewAuditEntry = Omit<AuditEntry, 'seq'>

/** Who did it, as they were called at that time. */
export interface AuditActor {
  readonly kind: 'account' | 'credential' | 'token' | 'anonymous'
  readonly id: string
  readonly name: string
}

/** JSON without secrets. */
export interface AuditDetails {
  readonly before?: unknown
  readonly after?: unknown
  /** What the request asked for, where that says it best. */
  readonly asked?: unknown
}
