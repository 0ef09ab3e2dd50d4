import type {
  CommitAccepted,
  CommitSession,
  SessionStarted,
  StartSession,
  TrialStatements,
} from '../src/launch/wire.ts'

/** What became of a request. `unreachable`: no answer, or one that says "not now"; the same request may succeed later. */
export type Reply<Body> =
  | { readonly kind: 'ok'; readonly body: Body }
  | {
      readonly kind: 'problem'
      readonly status: number
      /** Problem code of docs/problems.md. */
      readonly code: string
      readonly requestId?: string
      readonly facts: Readonly<Record<string, unknown>>
    }
  | { readonly kind: 'unreachable'; readonly requestId?: string; readonly status?: number }

export interface CommitManner {
  /** The page may go away before the answer. */
  readonly keepalive: boolean
}

/** The operations of /_rt (src/launch/wire.ts). None rejects. */
export interface ServerCalls {
  start(body: StartSession): Promise<Reply<SessionStarted>>
  resume(token: string): Promise<Reply<SessionStarted>>
  takeOver(token: string): Promise<Reply<SessionStarted>>
  /** Of a try-out only: another attempt from the beginning; the statements so far. */
  resetTrial(token: string): Promise<Reply<SessionStarted>>
  trialStatements(token: string): Promise<Reply<TrialStatements>>
  commit(commit: CommitSession, manner: CommitManner): Promise<Reply<CommitAccepted>>
}

interface Sending {
  readonly token?: string | undefined
  readonly keepalive?: boolean
  readonly timeoutMs?: number
}

const root = '/_rt'
const timeoutMs = 20_000
const hasKeepalive = 'keepalive' in Request.prototype

export function callServer(): ServerCalls {
  const post = <Body>(path: string, body: unknown, sending: Sending = {}): Promise<Reply<Body>> =>
    request<Body>(`${root}${path}`, body, sending)
  return {
    start: (body) => post('/sessions', body),
    resume: (token) => post('/sessions/resume', {}, { token }),
    takeOver: (token) => post('/sessions/takeover', {}, { token }),
    resetTrial: (token) => post('/trials/reset', {}, { token }),
    trialStatements: (token) => post('/trials/statements', {}, { token }),
    async commit({ token, ...body }, { keepalive }) {
      if (!keepalive) return post('/commits', body, { token })
      if (hasKeepalive) return post('/commits', body, { token, keepalive })
      navigator.sendBeacon(`${root}/commits`, JSON.stringify({ ...body, token }))
      return { kind: 'unreachable' }
    },
  }
}

async function request<Body>(path: string, body: unknown, sending: Sending): Promise<Reply<Body>> {
  const headers = new Headers({ 'Content-Type': 'application/json' })
  if (sending.token !== undefined) headers.set('Authorization', `Bearer ${sending.token}`)
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
      credentials: 'omit',
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
      ...(sending.keepalive ? { keepalive: true } : { signal: AbortSignal.timeout(timeoutMs) }),
    })
    return await readReply<Body>(response)
  } catch {
    return { kind: 'unreachable' }
  }
}

async function readReply<Body>(response: Response): Promise<Reply<Body>> {
  const text = await response.text()
  if (response.ok) return { kind: 'ok', body: JSON.parse(text) as Body }
  const problem = problemOf(text)
  const requestId = problem.requestId ?? response.headers.get('X-Request-Id') ?? undefined
  const about = {
    status: response.status,
    ...(requestId === undefined ? {} : { requestId }),
  }
  const isPassing = response.status >= 500 || response.status === 429 || response.status === 408
  // What has no code comes from something on the way (a proxy, a portal), which may be gone soon.
  const isForeign = problem.code === undefined && response.status !== 413
  if (isPassing || isForeign) return { kind: 'unreachable', ...about }
  return {
    kind: 'problem',
    code: problem.code ?? `http-${response.status}`,
    facts: problem.facts ?? {},
    ...about,
  }
}

interface ProblemBody {
  readonly code?: string
  readonly requestId?: string
  readonly facts?: Readonly<Record<string, unknown>>
}

function problemOf(text: string): ProblemBody {
  try {
    const body: unknown = JSON.parse(text)
    return typeof body === 'object' && body !== null ? body : {}
  } catch {
    return {}
  }
}
