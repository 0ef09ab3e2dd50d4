import type { RequestHandler } from 'express'
import { newUuid } from '../base/ids.ts'

/** Gives every answer an `X-Request-Id`, which error answers repeat and the log holds. */
export const giveRequestId: RequestHandler = (_request, response, next) => {
  response.setHeader('X-Request-Id', newUuid())
  next()
}
