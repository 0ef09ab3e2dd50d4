import { newUuid } from '../../../src/base/ids.ts'
import { type EventStream, followEvents, type StreamEvent } from '../../support/event-stream.ts'
import { addBookmark, deliver, type PlayedSession } from '../../support/played-session.ts'
import type { TestServer } from '../../support/server.ts'
import { statementOf } from '../../support/xapi-client.ts'

/** What clients see of the nodes; a request that fails is sent again as it was. */
export interface Seen {
  requests: number
  /** Requests that had to be sent again, by the status that they were answered, or `none`. */
  readonly again: Record<string, number>
  slowestMilliseconds: number
}

export const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** What a proxy answers for a node that is gone, and a node that stops or is busy. */
const passing = [502, 503]

/**
 * Sends a request until it is answered, and reads the answer.
 * @throws when it is answered with anything but `status` or what passes
 */
export async function insist(
  seen: Seen,
  status: number,
  send: () => Promise<Response>,
): Promise<string> {
  const start = performance.now()
  seen.requests += 1
  for (;;) {
    const answer = await send()
      .then(async (response) => ({ status: response.status, text: await response.text() }))
      .catch(() => undefined)
    if (answer?.status === status) {
      seen.slowestMilliseconds = Math.max(seen.slowestMilliseconds, performance.now() - start)
      return answer.text
    }
    if (answer && !passing.includes(answer.status))
      throw new Error(`a request was answered ${answer.status} ${answer.text}`)
    countAgain(seen, answer?.status)
    await pause(50)
  }
}

function countAgain(seen: Seen, status: number | undefined): void {
  const word = String(status ?? 'none')
  seen.again[word] = (seen.again[word] ?? 0) + 1
}

export interface LoadParts {
  readonly client: TestServer
  readonly seen: Seen
  readonly isOver: () => boolean
}

const version = { 'X-Experience-API-Version': '1.0.3' }
const posters = 6

/** Posts single statements and batches over several connections, until it is over. @returns the ids, all acknowledged. */
export async function postStatements({ client, seen, isOver }: LoadParts): Promise<string[]> {
  const acknowledged: string[] = []
  await Promise.all(
    Array.from({ length: posters }, async () => {
      for (let n = 0; !isOver(); n++) {
        const ids = Array.from({ length: n % 4 === 3 ? 5 : 1 }, newUuid)
        const body = ids.map((id) => statementOf({ id }))
        await insist(seen, 200, () => client.request('POST', '/xapi/statements', body, version))
        acknowledged.push(...ids)
        await pause(10)
      }
    }),
  )
  return acknowledged
}

/** All players commit new bookmarks, until it is over. */
export async function commitBookmarks(
  { seen, isOver }: LoadParts,
  sessions: readonly PlayedSession[],
): Promise<void> {
  const onFailure = (status: number | undefined) => countAgain(seen, status)
  await Promise.all(
    sessions.map(async (session) => {
      while (!isOver()) {
        addBookmark(session)
        seen.requests += 1
        await deliver(session, { passing, onFailure })
        await pause(25)
      }
    }),
  )
}

/** Asks who is signed in, as the pages of the console do, until it is over. */
export async function lookAround(
  { client, seen, isOver }: LoadParts,
  cookie: string,
): Promise<void> {
  while (!isOver()) {
    await insist(seen, 200, () => fetch(`${client.url}/api/v1/me`, { headers: { cookie } }))
    await pause(25)
  }
}

/** A client of the change feed, which comes back where it was. */
export interface Follower {
  readonly events: readonly StreamEvent[]
  /** How often its stream broke. */
  readonly breaks: number
  stop(): Promise<void>
}

export async function startFollower(server: TestServer): Promise<Follower> {
  const stopping = new AbortController()
  const events: StreamEvent[] = []
  let stream: EventStream | undefined
  let breaks = 0
  const connect = async () => {
    const last = events.at(-1)?.id
    const headers: Record<string, string> = last === undefined ? {} : { 'Last-Event-ID': last }
    const opened = await followEvents(server, '/api/v1/feed', headers).catch(() => undefined)
    if (opened?.status === 200) stream = opened
    else await pause(100)
  }
  const follow = async () => {
    while (!stopping.signal.aborted) {
      if (!stream) await connect()
      await stream?.ended
      if (!stream) continue
      events.push(...stream.events)
      stream = undefined
      if (!stopping.signal.aborted) breaks += 1
    }
  }
  await connect()
  const following = follow()
  return {
    get events() {
      return [...events, ...(stream?.events ?? [])]
    },
    get breaks() {
      return breaks
    },
    async stop() {
      stopping.abort()
      stream?.close()
      await following
    },
  }
}
