import type { Request, Response } from 'express'
import { Problem } from '../base/problem.ts'
import type { Call, Operation } from '../http/operation.ts'
import {
  exclusionParameters,
  indexParameters,
  resultParameters,
  rowKeysOf,
  type Seq,
  type StatementReader,
  type StatementSelection,
  type XapiValidators,
} from '../xapi/index.ts'
import type { StoreFollower } from './follow-store.ts'
import { readFeedFilter } from './read-filter.ts'
import { type StreamLimits, streamEvents, streamLimits } from './stream-events.ts'

interface FeedParts {
  readonly store: StatementReader
  readonly follower: StoreFollower
  readonly validators: Pick<XapiValidators, 'actor'>
  /** How many may follow the feed at once; who follows already leaves as many places free as they have. */
  readonly feedClientsMax: number
  readonly limits?: StreamLimits
}

/** GET /api/v1/feed: the statements as server-sent events. */
export function feedOperation(parts: FeedParts): Operation {
  const { limits = streamLimits } = parts
  const places = new Places(parts.feedClientsMax)
  return {
    method: 'get',
    path: '/feed',
    id: 'followStatements',
    summary:
      'Follow the statements as server-sent events, in the order in which they were stored; goes on after Last-Event-ID',
    tag: 'Feeds',
    requires: 'statements/read',
    reach: 'installation',
    query: parameters,
    answer: 'event-stream',
    appliesRowFilter: true,
    async handle(call, request, response) {
      const range = rangeOf(call, request, parts.validators)
      if (request.method === 'HEAD') {
        beginStream(response)
        return void response.end()
      }
      const give = places.take(`${call.principal!.kind} ${call.principal!.id}`)
      try {
        beginStream(response)
        const { isStillAllowed } = call
        await streamEvents({ ...parts, limits, isStillAllowed }, range, response)
      } finally {
        give()
      }
    },
  }
}

/** Places of those who follow. One is for everybody; with more, somebody leaves as many free as they have. */
class Places {
  readonly #most: number
  #taken = 0
  readonly #takenBy = new Map<string, number>()

  constructor(most: number) {
    this.#most = most
  }

  /**
   * @returns what gives the place back.
   * @throws Problem overloaded.
   */
  take(who: string): () => void {
    const own = (this.#takenBy.get(who) ?? 0) + 1
    const free = this.#most - this.#taken - 1
    if (free < 0 || (own > 1 && free < own)) throw tooMany(this.#most)
    this.#count(who, 1)
    return () => this.#count(who, -1)
  }

  #count(who: string, places: number): void {
    this.#taken += places
    const own = (this.#takenBy.get(who) ?? 0) + places
    if (own > 0) this.#takenBy.set(who, own)
    else this.#takenBy.delete(who)
  }
}

function beginStream(response: Response): void {
  response.status(200).setHeader('Content-Type', 'text/event-stream')
  response.set({
    'Cache-Control': 'no-store',
    // Proxies that gather an answer before they pass it on would pass on nothing.
    'X-Accel-Buffering': 'no',
    // The connection ends with the stream, so that a server that stops need not wait for it.
    Connection: 'close',
  })
  response.flushHeaders()
}

const tooMany = (limit: number): Problem =>
  new Problem('overloaded', 'As many as can be served follow the feed already.', {
    limit,
    retryAfterSeconds: 30,
  })

function rangeOf(
  { principal, query }: Call,
  request: Request,
  validators: Pick<XapiValidators, 'actor'>,
): { filter: StatementSelection; after: Seq } {
  const { lastEventId, agent, notAgent, ...words } = query
  const { since, ...filter } = readFeedFilter(
    {
      ...words,
      ...(agent !== undefined && { agent: objectOf('agent', String(agent)) }),
      ...(notAgent !== undefined && { notAgent: objectOf('notAgent', String(notAgent)) }),
    },
    validators,
  )
  const within = rowKeysOf(principal!)
  return {
    filter: { ...filter, ...(within && { within }) },
    // A client that comes back sends the URL of its first request again, so its place counts most.
    after: positionOf(request.get('last-event-id') || lastEventId) ?? since ?? 0,
  }
}

function objectOf(pointer: string, json: string): Record<string, unknown> {
  try {
    return JSON.parse(json) as Record<string, unknown>
  } catch {
    throw new Problem('invalid-query', `The parameter "${pointer}" must be an Agent as JSON.`, {
      pointer,
    })
  }
}

function positionOf(id: Call['query'][string]): Seq | undefined {
  if (id === undefined) return undefined
  const seq = /^\d{1,16}$/.test(String(id)) ? Number(id) : Number.NaN
  if (Number.isSafeInteger(seq)) return seq
  throw new Problem('invalid-query', 'The last event id is not one that this feed gave.', {
    pointer: 'lastEventId',
  })
}

const parameters: NonNullable<Operation['query']> = {
  lastEventId: {
    description:
      '`id` of the last event that was received, where the header Last-Event-ID cannot be set; the header counts more.',
    schema: { type: 'string', maxLength: 20 },
  },
  since: {
    description:
      'Begin with what was stored after this time; with the oldest statement unless given.',
    schema: { type: 'string', maxLength: 60 },
  },
  ...indexParameters,
  ...resultParameters,
  ...exclusionParameters,
}
