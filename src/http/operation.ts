import type { Request, Response } from 'express'
import type { Principal, Scope } from '../base/principal.ts'

/**
 * One operation of /api/v1, declared once: `mountOperations` serves it and `describeOperations` writes it into the OpenAPI
 * document, so the two cannot differ. A slice's routes.ts exports a list of these.
 */
export interface Operation {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  /** Below /api/v1, parameters in braces: `/registrations/{id}`. */
  readonly path: string
  readonly id: string
  readonly summary: string
  readonly tag: string
  /** The scope the caller needs; `public` needs no sign-in, `account` any signed-in account. */
  readonly requires: Scope | 'public' | 'account'
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
  readonly params: Readonly<Record<string, string>>
  /** Only declared parameters; integers and booleans already converted. */
  readonly query: Readonly<Record<string, string | number | boolean | undefined>>
  /** The parsed, validated body. */
  readonly body: unknown
}
