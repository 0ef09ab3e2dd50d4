import type { Request, RequestHandler, Response } from 'express'
import { mayDo, type Principal, type Scope } from '../base/principal.ts'
import { Problem } from '../base/problem.ts'
import { ByteGate } from '../http/byte-gate.ts'
import { readBody, replaceBody } from '../http/read-body.ts'
import { readAlternateRequest } from './alternate-request.ts'
import { callOf, parametersOf } from './call.ts'
import { crossOriginHeaders, preflightHeaders } from './cross-origin.ts'
import { negotiateVersion, type XapiVersion } from './negotiate-version.ts'
import { refuseParametersOutside } from './row-filter.ts'
import { isMultipart } from './statements/multipart.ts'
import { storedOf } from './statements/seq.ts'
import type { StatementReader } from './statements/store.ts'

/** @returns who the `Authorization` header proves to be; undefined if it proves nobody. */
export type Authenticate = (request: {
  readonly authorization?: string | undefined
  readonly origin?: string | undefined
}) => Promise<Principal | undefined>

/** Clients that join `…/xapi/` and `/statements` mean `/statements`; a redirect would break their preflight. */
export const tolerateSlashes: RequestHandler = (request, _response, next) => {
  request.url = request.url.replace(/^\/{2,}/, '/')
  next()
}

export const allowOtherOrigins: RequestHandler = (request, response, next) => {
  response.set(crossOriginHeaders(request.get('origin')))
  if (request.method === 'OPTIONS') response.set(preflightHeaders).status(204).end()
  else next()
}

/** Makes a request in the alternate syntax the one that it means, before anything looks at it [Communication 1.3]. */
export function readAlternateSyntax(
  requestBytesMax: number,
  limits: FormLimits = formLimits,
): RequestHandler {
  const readForm = formReader(requestBytesMax, limits)
  return async (request, response, next) => {
    const parameters = parametersOf(request)
    if (request.method !== 'POST' || !parameters.has('method')) return next()
    const type = request.get('content-type') ?? ''
    if (!/^(application\/x-www-form-urlencoded\s*(;|$)|$)/i.test(type))
      throw new Problem(
        'invalid-request',
        'A request with the parameter "method" carries a form: application/x-www-form-urlencoded.',
        { pointer: 'Content-Type', clause: 'xAPI-Communication 1.3' },
      )
    const form = await readForm(request, response)
    const meant = readAlternateRequest(parameters, form.toString('utf8'))
    Object.assign(request.headers, meant.headers)
    if (/^2\./.test(request.get('X-Experience-API-Version') ?? ''))
      throw new Problem('invalid-query', 'xAPI 2.0 has no alternate request syntax.', {
        pointer: 'method',
        clause: 'xAPI-Communication 1.3',
      })
    request.method = meant.method
    request.url = `${pathOf(request.url)}?${meant.query}`
    request.originalUrl = `${pathOf(request.originalUrl)}?${meant.query}`
    replaceBody(request, meant.content)
    next()
  }
}

/** Who sends stands in the form: until it is read nobody is known. */
interface FormLimits {
  /** Forms up to this are not counted. */
  readonly smallBytes: number
  /** Of all others that arrive or are worked on. */
  readonly heldBytesMax: number
  readonly waitMillisecondsMax: number
}

const formLimits: FormLimits = {
  smallBytes: 16 * 1024,
  heldBytesMax: 32 * 1024 * 1024,
  waitMillisecondsMax: 30_000,
}

/**
 * Makes a reader of forms: a large one is read when there is room for it, and holds that until its request is answered, since its
 * content is what the request then works on. The addresses that send take turns.
 */
function formReader(
  bytesMax: number,
  { smallBytes, heldBytesMax, waitMillisecondsMax }: FormLimits,
) {
  const room = new ByteGate(heldBytesMax, { waitMillisecondsMax, leavesRoom: true })
  return (request: Request, response: Response): Promise<Buffer> => {
    const declared = Number(request.get('content-length') ?? bytesMax)
    if (declared <= smallBytes || declared > bytesMax) return readBody(request, bytesMax)
    return new Promise((resolve, reject) => {
      const hold = async () => {
        const answered = new Promise((done) => response.once('close', done))
        resolve(await readBody(request, bytesMax))
        await answered
      }
      room.pass(request.ip ?? '', declared, hold).catch(reject)
    })
  }
}

const pathOf = (url: string): string => url.split('?', 1)[0]!

export const nameVersion =
  (version: XapiVersion): RequestHandler =>
  (_request, response, next) => {
    response.set('X-Experience-API-Version', version)
    next()
  }

/** The bound is taken before anything is read, so that what is read afterwards holds everything up to it. */
export const stateConsistency =
  (store: StatementReader): RequestHandler =>
  async (_request, response, next) => {
    const bound = storedOf(await store.consistentThrough())
    response.set('X-Experience-API-Consistent-Through', bound)
    next()
  }

export const readVersion: RequestHandler = (request, response, next) => {
  const version = negotiateVersion(request.get('X-Experience-API-Version'))
  callOf(response).version = version
  nameVersion(version)(request, response, next)
}

export const authenticate =
  (check: Authenticate): RequestHandler =>
  async (request, response, next) => {
    const { authorization, origin } = request.headers
    const principal = await check({ authorization, origin }).catch((error: unknown) => {
      // A page that may not use the credential does not get to read why.
      if (error instanceof Problem && error.code === 'origin-not-allowed')
        for (const name of Object.keys(crossOriginHeaders(origin))) response.removeHeader(name)
      throw error
    })
    if (!principal) {
      response.set('WWW-Authenticate', 'Basic realm="hocba", charset="UTF-8"')
      throw new Problem(
        'unauthenticated',
        'Send the key and the secret of a credential by HTTP Basic authentication.',
        { clause: 'xAPI-Communication 4.0' },
      )
    }
    callOf(response).principal = principal
    next()
  }

/** Documents, agents and activities; statements are filtered where they are read and written. */
export const guardRows: RequestHandler = (request, response, next) => {
  refuseParametersOutside(callOf(response).principal, parametersOf(request))
  next()
}

export const requireScope =
  (scope: Scope): RequestHandler =>
  (_request, response, next) => {
    if (mayDo(callOf(response).principal, scope)) return next()
    throw new Problem('forbidden', `This credential needs the scope ${scope}.`, {
      facts: { scope },
    })
  }

/** Another content type is a bad request: the specification asks for 400, not 415 [Communication 1.5]. */
export const requireStatements: RequestHandler = (request, _response, next) => {
  const type = request.get('content-type') ?? ''
  if (isMultipart(type)) return next()
  if (/^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(type)) return next()
  throw new Problem(
    'invalid-request',
    `Statements are taken as application/json in UTF-8 or as multipart/mixed, not as "${type.slice(0, 80)}".`,
    { pointer: 'Content-Type', clause: 'xAPI-Communication 1.5' },
  )
}

export const refuseMethod =
  (allowed: string): RequestHandler =>
  (request, response) => {
    response.set('Allow', allowed)
    throw new Problem('method-not-allowed', `${request.method} is not possible here.`)
  }
