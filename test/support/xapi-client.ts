import type { TestServer } from './server.ts'

export type Json = Record<string, unknown>

/** A valid statement; what is given replaces whole properties. */
export const statementOf = (changes: Json = {}): Json => ({
  actor: { objectType: 'Agent', name: 'Nguyễn Văn An', mbox: 'mailto:an@example.vn' },
  verb: {
    id: 'http://adlnet.gov/expapi/verbs/answered',
    display: { 'en-US': 'answered', vi: 'đã trả lời' },
  },
  object: {
    id: 'https://example.vn/lessons/1',
    definition: { name: { 'en-US': 'Lesson 1', 'vi-VN': 'Bài 1' } },
  },
  ...changes,
})

export const voiding = (id: string): Json =>
  statementOf({
    verb: { id: 'http://adlnet.gov/expapi/verbs/voided' },
    object: { objectType: 'StatementRef', id },
  })

export const referringTo = (id: string, changes: Json = {}): Json =>
  statementOf({
    actor: { mbox: 'mailto:teacher@example.vn' },
    verb: { id: 'http://example.vn/verbs/confirmed' },
    object: { objectType: 'StatementRef', id },
    ...changes,
  })

/** An answer with its body read: JSON where it is JSON, else text. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies freely, and fail where they are not as expected.
  readonly body: any
}

export interface XapiClient {
  send(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer>
  post(body: unknown, headers?: Record<string, string>): Promise<Answer>
  put(id: string, body: unknown, headers?: Record<string, string>): Promise<Answer>
  get(parameters?: Record<string, string>, headers?: Record<string, string>): Promise<Answer>
  /** The ids that a query finds, in order, all pages. */
  idsFound(parameters: Record<string, string>): Promise<string[]>
}

/** Speaks xAPI with a test server. A header given as an empty string is left out. */
export function xapiClient(server: TestServer, version = '1.0.3'): XapiClient {
  async function send(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const all = {
      Authorization: server.authorization,
      'X-Experience-API-Version': version,
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
      ...headers,
    }
    const isText = typeof body === 'string' || body instanceof Uint8Array
    const response = await fetch(`${server.url}${path}`, {
      method,
      headers: Object.fromEntries(Object.entries(all).filter(([, value]) => value !== '')),
      ...(body !== undefined && {
        body: isText ? (body as string | Uint8Array<ArrayBuffer>) : JSON.stringify(body),
      }),
    })
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.startsWith('application/json')
    return {
      status: response.status,
      headers: response.headers,
      body: isJson && text ? JSON.parse(text) : text,
    }
  }

  const query = (parameters: Record<string, string>) => `${new URLSearchParams(parameters)}`
  return {
    send,
    post: (body, headers) => send('POST', '/xapi/statements', body, headers),
    put: (id, body, headers) => send('PUT', `/xapi/statements?statementId=${id}`, body, headers),
    get: (parameters = {}, headers) =>
      send('GET', `/xapi/statements?${query(parameters)}`, undefined, headers),
    async idsFound(parameters) {
      const ids: string[] = []
      let path = `/xapi/statements?${query(parameters)}`
      while (path !== '') {
        const { status, body } = await send('GET', path)
        if (status !== 200) throw new Error(`${status}: ${JSON.stringify(body)}`)
        ids.push(...body.statements.map(({ id }: { id: string }) => id))
        path = body.more
      }
      return ids
    },
  }
}
