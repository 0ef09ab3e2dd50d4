import type { RequestHandler } from 'express'
import { Problem } from '../base/problem.ts'

/** Those who are refused together should not come again together. */
const retrySecondsMax = 5

/**
 * Lets so many requests be under way at once and refuses the others at once, so that under any load those that are let in are
 * answered soon: an answer takes as long as what is ahead of it. A request is under way until its answer is sent or its client gone.
 * @throws Problem `overloaded`, with a time to come again that differs from one to the next.
 */
export function admitRequests(most: number): RequestHandler {
  let underWay = 0
  let refused = 0
  return (_request, response, next) => {
    if (underWay >= most) {
      refused += 1
      throw new Problem('overloaded', 'The server has more requests to answer than it can.', {
        limit: most,
        retryAfterSeconds: 1 + (refused % retrySecondsMax),
      })
    }
    underWay += 1
    response.once('close', () => {
      underWay -= 1
    })
    next()
  }
}
