/**
 * A failure that a caller can understand and act on. The domain throws it by `code`; `http/problem-handler.ts`
 * gives the code its status, and `docs/problems.md` documents it (a test keeps the three equal).
 */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly code: ProblemCode
  readonly detail: ProblemDetail

  /** @param message a sentence for a person; it never holds a secret or a personal name. */
  constructor(code: ProblemCode, message: string, detail: ProblemDetail = {}) {
    super(message)
    this.code = code
    this.detail = detail
  }
}

interface ProblemDetail {
  /** Where in the input: a JSON pointer (RFC 6901), a query parameter's name, or `file:line:column`. */
  readonly pointer?: string
  /** The limit that was exceeded, in the unit its name gives. */
  readonly limit?: number
  /** The clause of the specification that the input breaks, e.g. `xAPI-Data 2.4.1`. */
  readonly clause?: string
  /** Seconds after which the same request may succeed. */
  readonly retryAfterSeconds?: number
  /** More facts for a program, e.g. the journal number that the server expects. */
  readonly facts?: Readonly<Record<string, unknown>>
}

/** Every problem this server answers with, and its HTTP status. Grouped by the slice that throws it. */
export const problemStatus = {
  // any slice
  'invalid-request': 400,
  'not-found': 404,
  'method-not-allowed': 405,
  'body-too-large': 413,
  'unsupported-media-type': 415,
  'misdirected-request': 421,
  'internal-error': 500,
  'storage-unavailable': 503,
  'disk-reserve-reached': 507,
  overloaded: 503,
  // access
  unauthenticated: 401,
  forbidden: 403,
  'cross-site-request': 403,
  'credential-expired': 401,
  'bearer-token-invalid': 401,
  'identity-provider-unavailable': 503,
  'origin-not-allowed': 403,
  'outside-row-filter': 403,
  'rate-limited': 429,
  'sign-in-failed': 401,
  'sign-in-throttled': 429,
  'sign-in-busy': 429,
  'setup-link-invalid': 410,
  'setup-already-done': 409,
  'account-exists': 409,
  'password-refused': 400,
  'account-not-found': 404,
  'account-closed': 409,
  'account-link-invalid': 410,
  'grant-exists': 409,
  'last-administrator': 409,
  'second-factor-needed': 401,
  'second-factor-wrong': 401,
  'second-factor-exists': 409,
  'identity-refused': 403,
  // people and cohorts
  'learner-exists': 409,
  'organisation-not-found': 404,
  'organisation-exists': 409,
  'organisation-in-use': 409,
  'class-not-found': 404,
  'class-exists': 409,
  // erasure
  'erasure-held': 409,
  'erasure-not-confirmed': 400,
  // xapi
  'invalid-statement': 400,
  'invalid-version-header': 400,
  'invalid-query': 400,
  'statement-conflict': 409,
  'duplicate-statement-id': 400,
  'too-many-statements': 413,
  'statement-not-found': 404,
  'document-not-found': 404,
  'document-exists': 409,
  'precondition-failed': 412,
  'invalid-document': 400,
  // requests
  'request-not-found': 404,
  'not-replayable': 409,
  // feeds
  'webhook-not-found': 404,
  'forwarding-not-found': 404,
  'delivery-not-found': 404,
  'address-refused': 400,
  'replay-under-way': 409,
  'too-many-destinations': 409,
  'query-too-costly': 422,
  // ledger
  'ledger-behind': 503,
  'ledger-halted': 503,
  'beyond-ledger': 400,
  'not-in-ledger': 404,
  // transfer
  'import-not-found': 404,
  'import-ended': 409,
  'import-running': 409,
  'import-not-resumable': 409,
  // content
  'package-not-found': 404,
  'package-refused': 422,
  'package-too-large': 413,
  'quota-exceeded': 413,
  'upload-incomplete': 400,
  // registrations and launch
  'learner-not-found': 404,
  'registration-not-found': 404,
  'attestation-not-found': 404,
  'attestation-withdrawn': 409,
  'question-not-found': 404,
  'registration-exists': 409,
  'launch-link-invalid': 410,
  'attempt-limit-reached': 409,
  'attempt-not-yet-allowed': 409,
  'review-not-yet-allowed': 409,
  'session-token-invalid': 401,
  'session-superseded': 409,
  'session-closed': 409,
  'journal-gap': 409,
  'journal-invalid': 400,
} as const

export type ProblemCode = keyof typeof problemStatus
