import type { RequestHandler } from 'express'
import { newUuid } from '../base/ids.ts'

/**
 * Gives every answer an `X-Request-Id`, which error answers repeat and the log holds; and lets no browser guess the type of
 * any answer, errors included.
 */
export const giveRequestId: RequestHandler = (_request, response, next) => {
  response.setHeader('X-Content-Type-Options', 'nosniff')
  response.setHeader('X-Request-Id', newUuid())
  next()
}
