import type { Request, Response } from 'express'
import type { Principal, Scope } from '../base/principal.ts'
import type { Reach, Target } from '../base/reach.ts'

/**
 * One operation of /api/v1, declared once: `mountOperations` serves it and `describeOperations` writes it into the OpenAPI
 * document, so the two cannot differ. A slice's routes.ts exports a list of these.
 */
export type Operation = OperationParts & OperationRule

/** Who may do it. An operation without a rule does not compile. */
type OperationRule =
  | {
      /** `public` needs no sign-in, `account` any signed-in account; both are about nobody but the caller. */
      readonly requires: 'public' | 'account'
      readonly alsoFor?: never
      readonly reach?: never
    }
  | {
      /** The right that the caller needs. */
      readonly requires: Scope
      /** Another right that is enough; what it may see of it, the handler decides. */
      readonly alsoFor?: Scope
      /** How far the right must go. */
      readonly reach: OperationReach
    }

/**
 * `installation`: everywhere. `rows`: anywhere, and the handler shows only what is inside `call.reach`. A target: as far as
 * the thing whose id stands in this parameter of the path or query, or this member of the body. Where a query does not have
 * it, anywhere is enough; where a body does not, only everywhere is.
 */
type OperationReach =
  | 'installation'
  | 'rows'
  | { readonly kind: Target['kind']; readonly by: string; readonly from?: 'query' | 'body' }

interface OperationParts {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  /** Below /api/v1, parameters in braces: `/registrations/{id}`. */
  readonly path: string
  readonly id: string
  readonly summary: string
  readonly tag: string
  /** Query parameters by name; anything else in the query is refused with `invalid-request`. */
  readonly query?: Readonly<Record<string, QueryParameter>>
  /** `$id` of the JSON Schema of the body, which is then parsed and validated; `binary` leaves the stream to the handler. */
  readonly body?: string
  /** Media type of a binary body, application/zip unless given. */
  readonly bodyType?: string
  /** `$id` of the JSON Schema of the success answer; `event-stream` is one of server-sent events that the handler writes. */
  readonly answer?: string
  /** Media type of a `binary` answer, which the handler writes. */
  readonly answerType?: string
  /** Success status, 200 unless given. */
  readonly status?: number
  /** True if it shows and changes nothing outside of `principal.filter`; others refuse a principal that has one. */
  readonly appliesRowFilter?: true
  /**
   * False if it is no GET and yet changes no right, person, class, package or setting: it is left out of the audit log.
   * `when-noted`: only what its slice notes of it is kept.
   */
  readonly isAudited?: false | 'when-noted'
  /** How often an account may do it in a minute; programs have the rate of their credential. */
  readonly accountPerMinuteMax?: number
  /** Returns the answer's body; undefined ends with an empty one. May set headers and cookies on `response`. */
  readonly handle: (call: Call, request: Request, response: Response) => Promise<unknown>
}

export interface QueryParameter {
  readonly description: string
  /** JSON Schema of the value as text: `{ type: 'string', enum: [...] }`, `{ type: 'integer', minimum: 1 }`, ... */
  readonly schema: Readonly<Record<string, unknown>>
}

/** A request after its checks. */
export interface Call {
  readonly principal: Principal | undefined
  /** How far the caller's right goes; nothing outside of it may be shown or changed. */
  readonly reach: Reach
  readonly params: Readonly<Record<string, string>>
  /** Only declared parameters; integers and booleans already converted. */
  readonly query: Readonly<Record<string, string | number | boolean | undefined>>
  /** The parsed, validated body. */
  readonly body: unknown
  /** Whether the same request would still be let in, as the same caller with the same limits: asked by answers that go on. */
  readonly isStillAllowed: () => Promise<boolean>
}
