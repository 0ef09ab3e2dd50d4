import type { IncomingHttpHeaders } from 'node:http'
import type { Request, RequestHandler, Response } from 'express'
import type { Clock } from '../base/clock.ts'
import { readBodyOf } from './read-body.ts'
import { notesOf, type RequestNotes } from './request-notes.ts'

/** A request that has ended. Its headers and body are as they came, secrets included: whoever keeps them masks them. */
export interface EndedRequest {
  /** The `X-Request-Id` of the answer. */
  readonly id: string
  /** When its headers had arrived. */
  readonly at: Date
  readonly milliseconds: number
  readonly method: string
  /** Path and query. A request in the alternate syntax of xAPI is the one that it meant. */
  readonly target: string
  readonly headers: IncomingHttpHeaders
  readonly status: number
  /** True for a preflight whose answer does not let the page of its origin in, whatever its status. */
  readonly isRefusedPreflight: boolean
  /** Who made it, if that was proven. */
  readonly principal: RequestNotes['principal'] | undefined
  /** Why it was refused. */
  readonly problem: RequestNotes['problem'] | undefined
  /** How many records it stored, where it stores records. */
  readonly stored: number | undefined
  /** The body, if all of it was read. */
  readonly body: Buffer | undefined
}

/** Returns at once. */
export type RequestSink = (ended: EndedRequest) => void

/** Tells `sink` of each request when it has been answered, or when the client has gone away. It never makes a request fail. */
export const watchRequests =
  (clock: Clock, sink: RequestSink): RequestHandler =>
  (request, response, next) => {
    const at = clock()
    const begun = performance.now()
    const end = () => {
      // The client went away before there was an answer; with nothing said about it there is nothing to tell.
      if (!response.headersSent && !notesOf(response).problem) return
      try {
        sink(endedRequest(request, response, { at, begun }))
      } catch {
        // What is lost is a line of a log.
      }
    }
    response.once('close', () => {
      if (response.headersSent) end()
      // Whoever was reading the body learns of it in this very turn.
      else setImmediate(end)
    })
    next()
  }

function endedRequest(
  request: Request,
  response: Response,
  { at, begun }: { readonly at: Date; readonly begun: number },
): EndedRequest {
  const { principal, problem, stored } = notesOf(response)
  return {
    id: String(response.getHeader('X-Request-Id')),
    at,
    milliseconds: Math.round(performance.now() - begun),
    method: request.method,
    target: request.originalUrl,
    headers: request.headers,
    status: response.statusCode,
    isRefusedPreflight: isRefusedPreflight(request, response),
    principal,
    problem,
    stored,
    body: readBodyOf(request),
  }
}

const isRefusedPreflight = ({ method, headers }: Request, response: Response): boolean =>
  method === 'OPTIONS' &&
  headers.origin !== undefined &&
  headers['access-control-request-method'] !== undefined &&
  !response.hasHeader('Access-Control-Allow-Origin')
