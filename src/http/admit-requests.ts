import type { RequestHandler } from 'express'
import { Problem } from '../base/problem.ts'

/** Those who are refused together should not come again together. */
const retrySecondsMax = 5

/**
 * Together they leave room below the 5 seconds after which people think that there will be no answer: what was let in still
 * waits while the others are refused, and for the disk.
 */
const turnMillisecondsMax = 1_000
const writeWaitMillisecondsMax = 2_000

/** With fewer in a turn it was not they that made it long, e.g. a machine that stood still: those who waited are answered. */
const turnRequestsMin = 200

const readingMethods = ['GET', 'HEAD', 'OPTIONS']

export interface Waits {
  /** How long a write that comes now will wait for the store, in milliseconds, as far as that is known. */
  readonly expectedWriteWait?: () => number
}

/**
 * Lets so many requests be under way at once and refuses the others at once, so that under any load those that are let in are
 * answered soon: an answer takes as long as what is ahead of it. A request is under way until its answer is sent or its client
 * gone. How many the machine and the disk can answer in time is seen while they come: nothing is let in behind a second of other
 * requests in the same turn of the event loop, and nothing that writes where it would wait longer than two.
 * @param now milliseconds of a clock that only goes forward
 * @throws Problem `overloaded`, with a time to come again that differs from one to the next.
 */
export function admitRequests(
  most: number,
  { expectedWriteWait = () => 0 }: Waits = {},
  now: () => number = () => performance.now(),
): RequestHandler {
  const turnAge = turnWatch(now)
  let underWay = 0
  let refused = 0
  const reasonAgainst = (
    method: string,
  ): readonly [sentence: string, limit: number] | undefined => {
    if (underWay >= most) return ['The server has more requests to answer than it can.', most]
    const behind = turnAge()
    if (behind > turnMillisecondsMax)
      return ['Requests come faster than the server can answer them.', turnMillisecondsMax]
    const isWriting = !readingMethods.includes(method)
    if (isWriting && behind + expectedWriteWait() > writeWaitMillisecondsMax)
      return ['Writes come faster than the server can store them.', writeWaitMillisecondsMax]
    return undefined
  }
  return (request, response, next) => {
    const reason = reasonAgainst(request.method)
    if (reason) {
      const [sentence, limit] = reason
      refused += 1
      const retryAfterSeconds = 1 + (refused % retrySecondsMax)
      throw new Problem('overloaded', sentence, { limit, retryAfterSeconds })
    }
    underWay += 1
    response.once('close', () => {
      underWay -= 1
    })
    next()
  }
}

/** Tells for how long many requests have been coming in this turn of the event loop; each waits until it is over. */
function turnWatch(now: () => number): () => number {
  let began = 0
  let requests = 0
  return () => {
    requests += 1
    if (requests === 1) {
      began = now()
      setImmediate(() => {
        requests = 0
      })
    }
    return requests > turnRequestsMin ? now() - began : 0
  }
}
