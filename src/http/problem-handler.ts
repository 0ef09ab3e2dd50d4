import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express'
import { Problem, type ProblemCode, problemStatus } from '../base/problem.ts'
import type { Log } from '../observability/log.ts'
import { drainBody } from './drain-body.ts'
import { hasBody } from './has-body.ts'
import { notesOf } from './request-notes.ts'

/** A store that is away refuses every request of every client; operators need the cause of one of them, now and then. */
const storageWarningMilliseconds = 10_000

/** Answers what was thrown: a Problem by its code, anything else as `internal-error` with nothing of it in the answer. */
export function problemHandler(log: Log): ErrorRequestHandler {
  let warnedAt = Number.NEGATIVE_INFINITY
  const note = (problem: Problem, error: unknown, request: Request, response: Response) => {
    const { method } = request
    const requestId = requestIdOf(response)
    if (problem.code === 'internal-error') {
      log.error({ event: 'request.failed', requestId, method, err: error })
    }
    if (problem.code !== 'storage-unavailable') return
    if (performance.now() - warnedAt < storageWarningMilliseconds) return
    warnedAt = performance.now()
    const err = problem.cause ?? problem
    log.warn({ event: 'request.storage-unavailable', requestId, method, err })
  }
  return (error: unknown, request, response, next) => {
    const problem = toProblem(error)
    notesOf(response).problem = problem
    note(problem, error, request, response)
    if (response.headersSent) {
      next(error)
      return
    }
    if (!request.complete && hasBody(request)) drainBody(request, response)
    if (problemStatus[problem.code] === 401) challenge(request, response, problem.code)
    sendProblem(response, problem)
  }
}

/**
 * Says how to be known [RFC 9110 11.6.1]. A script of a page is told of a scheme that browsers do not know: for Basic they would
 * ask the person in front of them for a name and a password.
 */
function challenge(request: Request, response: Response, code: ProblemCode): void {
  if (response.hasHeader('WWW-Authenticate')) return
  const isBearer = code === 'session-token-invalid' || code === 'bearer-token-invalid'
  // Over plain http browsers leave Sec-Fetch-Mode out; all of them call themselves Mozilla.
  const { 'sec-fetch-mode': fetchMode, 'user-agent': program = '' } = request.headers
  const isPage = fetchMode !== undefined || program.startsWith('Mozilla/')
  const scheme = isBearer ? 'Bearer' : isPage ? 'Session' : 'Basic'
  const charset = scheme === 'Basic' ? ', charset="UTF-8"' : ''
  response.setHeader('WWW-Authenticate', `${scheme} realm="hocba"${charset}`)
}

/** The last route: no other matched. */
export const answerNotFound: RequestHandler = (request) => {
  throw new Problem('not-found', `Nothing is at ${request.baseUrl}${request.path}.`)
}

function sendProblem(response: Response, problem: Problem): void {
  const { retryAfterSeconds, ...detail } = problem.detail
  if (retryAfterSeconds !== undefined) response.setHeader('Retry-After', String(retryAfterSeconds))
  response.status(problemStatus[problem.code]).json({
    code: problem.code,
    message: problem.message,
    ...detail,
    requestId: requestIdOf(response),
  })
}

const requestIdOf = (response: Response): string | undefined => {
  const id = response.getHeader('X-Request-Id')
  return typeof id === 'string' ? id : undefined
}

function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  const code = codeOfStatus((error as { status?: unknown } | null)?.status)
  if (code) return new Problem(code, 'The request could not be understood.')
  return new Problem(
    'internal-error',
    'The server made an error. It has been logged under the request id.',
  )
}

/** Express, its router and its file sender throw errors with an HTTP status, e.g. 400 for a path that cannot be decoded. */
function codeOfStatus(status: unknown): ProblemCode | undefined {
  if (typeof status !== 'number' || status < 400 || status > 499) return undefined
  // 403: the path of a file that is outside its folder, or hidden.
  if (status === 403 || status === 404) return 'not-found'
  if (status === 413) return 'body-too-large'
  return status === 415 ? 'unsupported-media-type' : 'invalid-request'
}
