import { newUuid } from '../../src/base/ids.ts'
import type { TestServer } from './server.ts'

export const documentPaths = {
  state: '/xapi/activities/state',
  agentProfile: '/xapi/agents/profile',
  activityProfile: '/xapi/activities/profile',
} as const

export type DocumentPath = (typeof documentPaths)[keyof typeof documentPaths]

/** What documents of each resource are addressed by, without the id; new for each call. */
export function contextOf(path: DocumentPath): Record<string, string> {
  const activityId = `https://example.vn/activities/${newUuid()}`
  const agent = JSON.stringify({ mbox: `mailto:${newUuid()}@example.vn` })
  if (path === documentPaths.state) return { activityId, agent }
  return path === documentPaths.agentProfile ? { agent } : { activityId }
}

export const idName = (path: DocumentPath): string =>
  path === documentPaths.state ? 'stateId' : 'profileId'

/** An answer with its body as bytes. */
export interface DocumentAnswer {
  readonly status: number
  readonly headers: Headers
  readonly bytes: Buffer
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies freely, and fail where they are not as expected.
  readonly json: any
  /** The ETag header as it is, quotes included; empty where there is none. */
  readonly etag: string
}

export interface DocumentRequest {
  readonly headers?: Record<string, string>
  /** An object is sent as JSON. */
  readonly body?: object | string | Uint8Array<ArrayBuffer>
}

export type DocumentClient = (
  method: string,
  path: string,
  parameters?: Record<string, string> | string,
  request?: DocumentRequest,
) => Promise<DocumentAnswer>

/** Speaks to the document resources of a test server in one version. */
export const documentClient =
  (server: TestServer, version: string, authorization = server.authorization): DocumentClient =>
  async (method, path, parameters = {}, { headers, body } = {}) => {
    const isJson = typeof body === 'object' && !(body instanceof Uint8Array)
    const response = await fetch(`${server.url}${path}?${new URLSearchParams(parameters)}`, {
      method,
      headers: {
        Authorization: authorization,
        'X-Experience-API-Version': version,
        ...(isJson && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && {
        body: isJson ? JSON.stringify(body) : (body as string | Uint8Array<ArrayBuffer>),
      }),
    })
    const bytes = Buffer.from(await response.arrayBuffer())
    const text = bytes.toString('utf8')
    return {
      status: response.status,
      headers: response.headers,
      bytes,
      text,
      get json() {
        return JSON.parse(text)
      },
      etag: response.headers.get('etag') ?? '',
    }
  }
