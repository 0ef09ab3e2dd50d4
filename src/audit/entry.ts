/** One line of the audit log. */
export interface AuditEntry {
  /** Increases with each entry. */
  readonly seq: number
  readonly at: Date
  /** A change, or something that an auditor read. */
  readonly kind: 'change' | 'read'
  /** `operationId` of the operation, as the OpenAPI document has it; of a command that has none, a word of the same form. */
  readonly operation: string
  readonly actor: AuditActor
  /** Ids of what it is about: packages, persons, accounts, keys, ... */
  readonly about: readonly string[]
  /** `X-Request-Id` of the request; of a command, its process id. */
  readonly request: string
  /** IP address from which it came; of a command, the name of the machine. */
  readonly network: string
  readonly details: AuditDetails
}

export type NewAuditEntry = Omit<AuditEntry, 'seq'>

/** Who did it, as they were called at that time. */
export interface AuditActor {
  /** `command`: who typed a command on the server itself, by the name that the system knows them by. */
  readonly kind: 'account' | 'credential' | 'token' | 'command' | 'anonymous'
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
