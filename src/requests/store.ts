import type { Page, PageRequest } from '../base/page.ts'

/** Who made a request: a program by its key or token, a person by an account, or nobody who could prove it. */
export interface RequestSource {
  readonly kind: 'credential' | 'token' | 'account' | 'unknown'
  /** The key of a credential, the `sub` of a token, the id of an account. For `unknown` the key that was claimed, if one was. */
  readonly id?: string
  readonly name?: string
}

/** Where it was sent. */
export type RequestArea = 'xapi' | 'api' | 'runtime' | 'elsewhere'

/** A request that was refused or failed, without what would let anybody in. Texts are cut to a length that a screen can show. */
export interface RefusedRequest {
  /** UUID, the `X-Request-Id` of its answer. */
  readonly id: string
  readonly at: Date
  readonly area: RequestArea
  readonly method: string
  /** Path and query; values of parameters that look like secrets are masked. */
  readonly path: string
  /** The path without query and ids: what requests of one kind have in common. */
  readonly endpoint: string
  readonly status: number
  readonly code: string
  readonly message: string
  readonly pointer?: string
  readonly clause?: string
  readonly source: RequestSource
  readonly origin?: string
  readonly userAgent?: string
  /** `X-Experience-API-Version` as sent. */
  readonly version?: string
  readonly milliseconds: number
  /** Of the body, as far as it is known. */
  readonly bytes: number
  /** Whether its path or body says something about a person. */
  readonly isPersonal: boolean
  readonly hasBody: boolean
}

export interface RefusedRequestDetail extends RefusedRequest {
  /** By name in lower case, masked. */
  readonly headers: Readonly<Record<string, string>>
  /** The beginning of the body, masked. */
  readonly body?: Buffer
}

export interface RequestFilter {
  /** `id` of the source. */
  readonly key?: string
  /** Inclusive bounds of the status. */
  readonly statusFrom?: number
  readonly statusTo?: number
  readonly code?: string
  /** Part of the path. */
  readonly path?: string
  readonly endpoint?: string
  /** Part of message, path, pointer, user agent or id, in any case. */
  readonly text?: string
  readonly since?: Date
  readonly until?: Date
}

/** Requests that failed alike: one code, at one endpoint, from one source. */
export interface RequestGroup {
  readonly code: string
  readonly status: number
  readonly method: string
  readonly endpoint: string
  readonly source: RequestSource
  readonly count: number
  readonly firstAt: Date
  readonly lastAt: Date
  /** The pointer that most recently was wrong. */
  readonly lastPointer?: string
}

/** What a program did within one hour. */
export interface Figures {
  readonly requests: number
  /** Statements that it stored. */
  readonly statements: number
  /** Requests that were refused or failed. */
  readonly rejected: number
  /** Of the bodies. */
  readonly bytes: number
}

export interface SourceHour extends Figures {
  readonly source: RequestSource & { readonly id: string }
  /** Hours since 1970-01-01T00:00Z. */
  readonly hour: number
  readonly lastAt: Date
  readonly lastRejectedAt?: Date
}

export interface SourceFigures {
  readonly source: RequestSource & { readonly id: string }
  readonly lastAt: Date
  readonly lastRejectedAt?: Date
  /** In order; hours without a request are left out. */
  readonly hours: readonly (Figures & { readonly hour: number })[]
}

export interface RequestReader {
  /** The last to end first. */
  listRefusedRequests(filter: RequestFilter, page: PageRequest): Promise<Page<RefusedRequest>>
  findRefusedRequest(id: string): Promise<RefusedRequestDetail | undefined>
  /** The largest first. */
  groupRefusedRequests(filter: RequestFilter, limit: number): Promise<readonly RequestGroup[]>
  /** Every source that was ever counted and not yet forgotten, with its hours from `hour` on. */
  listSources(fromHour: number): Promise<readonly SourceFigures[]>
}

/** How much is kept. */
export interface RequestLogLimits {
  /** Requests of sources that could prove who they are. */
  readonly provenMax: number
  /** Others, which must not crowd those out. */
  readonly unprovenMax: number
  readonly before: Date
  /** Figures of hours before this one are forgotten. */
  readonly hourBefore: number
  /** At most so many requests are deleted at once. */
  readonly deletedMax: number
}

export interface RequestWriter {
  /** One that is kept already stays as it is. */
  insertRefusedRequests(requests: readonly RefusedRequestDetail[]): Promise<void>
  addSourceHours(hours: readonly SourceHour[]): Promise<void>
  /** @returns how many requests were deleted. */
  pruneRequestLog(limits: RequestLogLimits): Promise<number>
}
