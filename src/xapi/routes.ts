import { type RequestHandler, type Response, Router } from 'express'
import { newUuid } from '../base/ids.ts'
import { mayDo, type Principal, type Scope } from '../base/principal.ts'
import { Problem } from '../base/problem.ts'
import type { Transactor } from '../base/transactor.ts'
import { readBody } from '../http/read-body.ts'
import { about, explanation } from './about.ts'
import { callOf, parametersOf } from './call.ts'
import { crossOriginHeaders, preflightHeaders } from './cross-origin.ts'
import { documentRoutes } from './documents/routes.ts'
import type { DocumentReader, DocumentWriter } from './documents/store.ts'
import { latestVersion, negotiateVersion, type XapiVersion } from './negotiate-version.ts'
import { cursorSigner } from './statements/cursor.ts'
import { queryStatements } from './statements/query-statements.ts'
import { readQuery } from './statements/read-query.ts'
import { receiveBatch } from './statements/receive-batch.ts'
import { receiveOne } from './statements/receive-one.ts'
import { storedOf } from './statements/seq.ts'
import type { StatementReader, StatementWriter } from './statements/store.ts'
import { type StatementObserver, storeStatements } from './statements/store-statements.ts'
import { type XapiValidators, xapiValidators } from './statements/validate-statement.ts'
import {
  type Content,
  jsonContent,
  multipartContent,
  resultBytes,
  statementBytes,
} from './statements/write-result.ts'

type XapiWriter = StatementWriter & DocumentWriter

export interface XapiParts<W extends XapiWriter> {
  readonly store: StatementReader & DocumentReader & Transactor<W>
  /** @returns who the `Authorization` header proves to be; undefined if it proves nobody. */
  readonly authenticate: (authorization: string | undefined) => Promise<Principal | undefined>
  readonly observers: readonly StatementObserver<W>[]
  /** Origin of the app, without a slash at the end. */
  readonly appUrl: string
  readonly signingKey: Buffer
  readonly requestBytesMax: number
  readonly statementsPerRequestMax: number
  readonly statementsPerPageMax: number
}

/** Everything at /xapi. Each resource reads as the list of its checks. */
export function xapiRoutes<W extends XapiWriter>(parts: XapiParts<W>): Router {
  const validators = xapiValidators()
  const { get, post, put } = statementHandlers(parts, validators)
  const router = Router()
  router.use(tolerateSlashes, allowOtherOrigins, nameVersion(latestVersion))
  router.get('/', (_request, response) => void response.json(explanation(parts.appUrl)))
  router.get('/about', (_request, response) => void response.json(about))
  router.use('/statements', stateConsistency(parts.store))
  router.use(readVersion, authenticate(parts.authenticate))
  router.get('/statements', requireScope('statements/read/mine'), get)
  router.post('/statements', requireScope('statements/write'), requireJson, post)
  router.put('/statements', requireScope('statements/write'), requireJson, put)
  router.all('/statements', refuseMethod('GET, HEAD, POST, PUT, OPTIONS'))
  router.use(documentRoutes({ ...parts, isActor: validators.actor }))
  return router
}

/** Clients that join `…/xapi/` and `/statements` mean `/statements`; a redirect would break their preflight. */
const tolerateSlashes: RequestHandler = (request, _response, next) => {
  request.url = request.url.replace(/^\/{2,}/, '/')
  next()
}

const allowOtherOrigins: RequestHandler = (request, response, next) => {
  response.set(crossOriginHeaders(request.get('origin')))
  if (request.method === 'OPTIONS') response.set(preflightHeaders).status(204).end()
  else next()
}

const nameVersion =
  (version: XapiVersion): RequestHandler =>
  (_request, response, next) => {
    response.set('X-Experience-API-Version', version)
    next()
  }

/** The bound is taken before anything is read, so that what is read afterwards holds everything up to it. */
const stateConsistency =
  (store: StatementReader): RequestHandler =>
  async (_request, response, next) => {
    const bound = storedOf(await store.consistentThrough())
    response.set('X-Experience-API-Consistent-Through', bound)
    next()
  }

const readVersion: RequestHandler = (request, response, next) => {
  const version = negotiateVersion(request.get('X-Experience-API-Version'))
  callOf(response).version = version
  nameVersion(version)(request, response, next)
}

const authenticate =
  (check: XapiParts<XapiWriter>['authenticate']): RequestHandler =>
  async (request, response, next) => {
    const principal = await check(request.get('authorization'))
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

const requireScope =
  (scope: Scope): RequestHandler =>
  (_request, response, next) => {
    if (mayDo(callOf(response).principal, scope)) return next()
    throw new Problem('forbidden', `This credential needs the scope ${scope}.`, {
      facts: { scope },
    })
  }

/** Another content type is a bad request: the specification asks for 400, not 415 [Communication 1.5]. */
const requireJson: RequestHandler = (request, _response, next) => {
  const type = request.get('content-type') ?? ''
  if (/^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(type)) return next()
  throw new Problem(
    'invalid-request',
    `Statements are taken as application/json in UTF-8, not as "${type.slice(0, 80)}".`,
    { pointer: 'Content-Type', clause: 'xAPI-Communication 1.5' },
  )
}

const refuseMethod =
  (allowed: string): RequestHandler =>
  (request, response) => {
    response.set('Allow', allowed)
    throw new Problem('method-not-allowed', `${request.method} is not possible here.`)
  }

function statementHandlers<W extends XapiWriter>(parts: XapiParts<W>, validators: XapiValidators) {
  const cursors = cursorSigner(parts.signingKey)
  const rules = { ...parts, validators, cursors }
  const store = storeStatements(parts.store, parts)
  const find = queryStatements(parts.store, parts.appUrl)

  const post: RequestHandler = async (request, response) => {
    const { version, principal } = callOf(response)
    refuseParameters(parametersOf(request))
    const body = await readBody(request, parts.requestBytesMax)
    const { statements } = receiveBatch(body, version, rules)
    await store(principal, statements)
    response.json(statements.map(({ statement, id }) => statement.id ?? id))
  }

  const put: RequestHandler = async (request, response) => {
    const { version, principal } = callOf(response)
    const parameters = parametersOf(request)
    const body = await readBody(request, parts.requestBytesMax)
    await store(principal, [receiveOne(body, parameters, version, rules)])
    response.status(204).end()
  }

  const get: RequestHandler = async (request, response) => {
    const { version, principal } = callOf(response)
    const query = readQuery(parametersOf(request), version, rules)
    const form = { format: query.format, acceptLanguage: request.get('accept-language') }
    const content = (body: Buffer): Content =>
      query.attachments ? multipartContent(body, `hocba-${newUuid()}`) : jsonContent(body)
    if (query.kind === 'one') {
      const found = await find.one(principal, query)
      response.set('Last-Modified', new Date(found.seq / 1000).toUTCString())
      send(response, content(statementBytes(found, form)))
      return
    }
    const { items, next } = await find.list(principal, query)
    const more = next ? `/xapi/statements?cursor=${cursors.seal(next)}` : ''
    send(response, content(resultBytes(items, more, form)))
  }

  return { get, post, put }
}

function refuseParameters(parameters: URLSearchParams): void {
  const [name] = parameters.keys()
  if (name === undefined) return
  throw new Problem('invalid-query', `There is no parameter "${name}" here.`, {
    pointer: name,
    clause: 'xAPI-Communication 3.2',
  })
}

function send(response: Response, { type, body }: Content): void {
  response.set({
    'Content-Type': type,
    'Content-Length': String(body.length),
    'Cache-Control': 'no-store',
  })
  response.end(body)
}
