/** A request that did not succeed. `code` is stable (docs/problems.md); `unreachable` means that no answer came at all. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly code: string
  readonly status: number
  readonly requestId: string | undefined
  /** Where in the request: a JSON pointer into its body, or the name of a parameter. */
  readonly pointer: string | undefined
  readonly facts: Readonly<Record<string, unknown>> | undefined

  constructor(problem: ProblemBody, status: number) {
    super(problem.message ?? `HTTP ${status}`)
    this.code = problem.code ?? (status === 0 ? 'unreachable' : `http-${status}`)
    this.status = status
    this.requestId = problem.requestId
    this.pointer = problem.pointer
    this.facts = problem.facts
  }
}

export interface ProblemBody {
  readonly code?: string
  readonly message?: string
  readonly requestId?: string
  readonly pointer?: string
  readonly facts?: Readonly<Record<string, unknown>>
}

export type Query = Readonly<Record<string, string | number | boolean | undefined>>

/** Where /api/v1 is: always the page's own origin. */
export const apiRoot = '/api/v1'

export function apiUrl(path: string, query: Query = {}): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') search.set(name, String(value))
  }
  const text = search.toString()
  return `${apiRoot}${path}${text === '' ? '' : `?${text}`}`
}

export const get = <T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> =>
  send<T>('GET', apiUrl(path, query), undefined, signal)

export const post = <T>(path: string, body?: unknown, signal?: AbortSignal): Promise<T> =>
  send<T>('POST', apiUrl(path), body, signal)

export const put = <T>(path: string, body: unknown): Promise<T> =>
  send<T>('PUT', apiUrl(path), body)
export const patch = <T>(path: string, body: unknown): Promise<T> =>
  send<T>('PATCH', apiUrl(path), body)

export const remove = (path: string, body?: unknown): Promise<void> =>
  send<void>('DELETE', apiUrl(path), body)

/** Makes the error of an answer's status and body, whatever the body is. */
export function errorOf(status: number, body: string, requestId?: string | null): ApiError {
  let problem: ProblemBody = {}
  try {
    const value: unknown = JSON.parse(body)
    if (typeof value === 'object' && value !== null) problem = value as ProblemBody
  } catch {
    // A proxy's HTML page, or nothing: the status has to do.
  }
  const named = requestId ? { requestId, ...problem } : problem
  return new ApiError(named, status)
}

async function send<T>(
  method: string,
  url: string,
  body?: unknown,
  signal?: AbortSignal,
): Promise<T> {
  // Wordings that the server chooses, such as activity names, come in the language of the page.
  const headers: Record<string, string> = {
    accept: 'application/json',
    'accept-language': document.documentElement.lang,
  }
  const init: RequestInit = { method, headers }
  if (body !== undefined) {
    headers['content-type'] = 'application/json'
    init.body = JSON.stringify(body)
  }
  if (signal) init.signal = signal
  let response: Response
  let text: string
  try {
    response = await fetch(url, init)
    // A server that is killed may cut its answer off after the status.
    text = await response.text()
  } catch (cause) {
    if (signal?.aborted) throw cause
    throw new ApiError({}, 0)
  }
  if (!response.ok) throw errorOf(response.status, text, response.headers.get('x-request-id'))
  return (text === '' ? undefined : JSON.parse(text)) as T
}
