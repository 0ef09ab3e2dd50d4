import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Request, type RequestHandler, type Response, Router } from 'express'
import { newUuid } from '../base/ids.ts'
import { mayDo, type Principal, type Scope } from '../base/principal.ts'
import { Problem } from '../base/problem.ts'
import type { Transactor } from '../base/transactor.ts'
import { readBody, replaceBody } from '../http/read-body.ts'
import { notesOf } from '../http/request-notes.ts'
import { about, explanation, type XapiLimits } from './about.ts'
import { findActivity } from './activities/find-activity.ts'
import type { ActivityReader } from './activities/store.ts'
import { findPerson } from './agents/find-person.ts'
import type { AgentReader } from './agents/store.ts'
import { readAlternateRequest } from './alternate-request.ts'
import { callOf, parametersOf } from './call.ts'
import { crossOriginHeaders, preflightHeaders } from './cross-origin.ts'
import { etagOf } from './documents/document.ts'
import { documentRoutes } from './documents/routes.ts'
import type { DocumentReader, DocumentWriter } from './documents/store.ts'
import { latestVersion, negotiateVersion, type XapiVersion } from './negotiate-version.ts'
import { parameterReaders } from './parameters.ts'
import { refuseParametersOutside } from './row-filter.ts'
import { cursorSigner } from './statements/cursor.ts'
import { findDefinitionsIn } from './statements/find-definitions.ts'
import { isMultipart } from './statements/multipart.ts'
import { queryStatements } from './statements/query-statements.ts'
import { largeBodyReader } from './statements/read-large-bodies.ts'
import { readQuery } from './statements/read-query.ts'
import { receiveBatch } from './statements/receive-batch.ts'
import { bodyBytesMax, type ReceivedContent, receiveContent } from './statements/receive-files.ts'
import { receiveOne } from './statements/receive-one.ts'
import { storedOf } from './statements/seq.ts'
import type { StatementReader, StatementWriter, StoredStatement } from './statements/store.ts'
import { type StatementObserver, storeStatements } from './statements/store-statements.ts'
import { type XapiValidators, xapiValidators } from './statements/validate-statement.ts'
import { multipartBytes, resultBytes, statementBytes } from './statements/write-result.ts'

type XapiWriter = StatementWriter & DocumentWriter

type XapiReader = StatementReader & DocumentReader & ActivityReader & AgentReader

export interface XapiParts<W extends XapiWriter> extends XapiLimits {
  readonly store: XapiReader & Transactor<W>
  /** @returns who the `Authorization` header proves to be; undefined if it proves nobody. */
  readonly authenticate: (request: {
    readonly authorization?: string | undefined
    readonly origin?: string | undefined
  }) => Promise<Principal | undefined>
  readonly observers: readonly StatementObserver<W>[]
  /** Origin of the app, without a slash at the end. */
  readonly appUrl: string
  readonly signingKey: Buffer
}

/** Everything at /xapi. Each resource reads as the list of its checks. */
export function xapiRoutes<W extends XapiWriter>(parts: XapiParts<W>): Router {
  const validators = xapiValidators()
  const { get, post, put } = statementHandlers(parts, validators)
  const router = Router()
  router.use(tolerateSlashes, allowOtherOrigins, nameVersion(latestVersion))
  router.use(readAlternateSyntax(parts.requestBytesMax))
  router.get('/', (_request, response) => void response.json(explanation(parts.appUrl)))
  router.get('/about', (_request, response) => void response.json(about(parts.appUrl, parts)))
  router.use('/statements', stateConsistency(parts.store))
  router.use(readVersion, authenticate(parts.authenticate))
  router.use(['/activities', '/agents'], guardRows)
  router.get('/statements', requireScope('statements/read/mine'), get)
  router.post('/statements', requireScope('statements/write'), requireStatements, post)
  router.put('/statements', requireScope('statements/write'), requireStatements, put)
  router.all('/statements', refuseMethod('GET, HEAD, POST, PUT, OPTIONS'))
  const { agents, activities } = knowledgeHandlers(parts, validators)
  router.get('/agents', requireScope('statements/read/mine'), agents)
  router.get('/activities', requireScope('statements/read/mine'), activities)
  router.all(['/agents', '/activities'], refuseMethod('GET, HEAD, OPTIONS'))
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

/** Makes a request in the alternate syntax the one that it means, before anything looks at it [Communication 1.3]. */
const readAlternateSyntax =
  (requestBytesMax: number): RequestHandler =>
  async (request, _response, next) => {
    const parameters = parametersOf(request)
    if (request.method !== 'POST' || !parameters.has('method')) return next()
    const type = request.get('content-type') ?? ''
    if (!/^(application\/x-www-form-urlencoded\s*(;|$)|$)/i.test(type))
      throw new Problem(
        'invalid-request',
        'A request with the parameter "method" carries a form: application/x-www-form-urlencoded.',
        { pointer: 'Content-Type', clause: 'xAPI-Communication 1.3' },
      )
    const form = await readBody(request, requestBytesMax)
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

const pathOf = (url: string): string => url.split('?', 1)[0]!

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
const guardRows: RequestHandler = (request, response, next) => {
  refuseParametersOutside(callOf(response).principal, parametersOf(request))
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
const requireStatements: RequestHandler = (request, _response, next) => {
  const type = request.get('content-type') ?? ''
  if (isMultipart(type)) return next()
  if (/^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(type)) return next()
  throw new Problem(
    'invalid-request',
    `Statements are taken as application/json in UTF-8 or as multipart/mixed, not as "${type.slice(0, 80)}".`,
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
  const receiving = contentReader(parts)

  const post: RequestHandler = async (request, response) => {
    const { version, principal } = callOf(response)
    refuseParameters(parametersOf(request))
    const ids = await receiving(request, async (content) => {
      const { statements } = receiveBatch(content, version, rules)
      await store(principal, statements)
      return statements.map(({ statement, id }) => statement.id ?? id)
    })
    notesOf(response).stored = ids.length
    response.json(ids)
  }

  const put: RequestHandler = async (request, response) => {
    const { version, principal } = callOf(response)
    const parameters = parametersOf(request)
    await receiving(request, async (content) =>
      store(principal, [receiveOne(content, parameters, version, rules)]),
    )
    notesOf(response).stored = 1
    response.status(204).end()
  }

  const get: RequestHandler = async (request, response) => {
    const { version, principal } = callOf(response)
    const query = readQuery(parametersOf(request), version, rules)
    const acceptLanguage = request.get('accept-language')
    const formFor = async (items: readonly StoredStatement[]) => ({
      format: query.format,
      acceptLanguage,
      definitions:
        query.format === 'canonical' ? await findDefinitionsIn(parts.store, items) : new Map(),
    })
    const answer = (body: Buffer, items: readonly StoredStatement[]) =>
      query.attachments
        ? sendWithFiles(response, body, { store: parts.store, items })
        : sendJson(response, body)
    if (query.kind === 'one') {
      const found = await find.one(principal, query)
      response.set('Last-Modified', new Date(found.seq / 1000).toUTCString())
      return answer(statementBytes(found, await formFor([found])), [found])
    }
    const { items, next } = await find.list(principal, query)
    const more = next ? `/xapi/statements?cursor=${cursors.seal(next)}` : ''
    return answer(resultBytes(items, more, await formFor(items)), items)
  }

  return { get, post, put }
}

/** Works on what a request brings; large ones wait for one another. */
function contentReader(limits: XapiLimits) {
  const readLargeBody = largeBodyReader()
  return <Result>(
    request: Request,
    work: (content: ReceivedContent) => Promise<Result>,
  ): Promise<Result> => {
    const type = request.get('content-type') ?? ''
    return readLargeBody(request, bodyBytesMax(type, limits), (body) =>
      work(receiveContent(body, type, limits)),
    )
  }
}

/** What statements have said of agents and activities. */
function knowledgeHandlers<W extends XapiWriter>(
  { store }: XapiParts<W>,
  { isAgent }: XapiValidators,
) {
  const person = findPerson(store)
  const activity = findActivity(store)
  const ofAgents = parameterReaders('xAPI-Communication 2.4')
  const ofActivities = parameterReaders('xAPI-Communication 2.5')

  const agents: RequestHandler = async (request, response) => {
    const parameters = parametersOf(request)
    ofAgents.refuseUnknown(parameters, new Set(['agent']))
    const agent = ofAgents.agentObject('agent', parameters.get('agent') ?? '', isAgent)
    sendTagged(response, await person(agent))
  }

  const activities: RequestHandler = async (request, response) => {
    const parameters = parametersOf(request)
    ofActivities.refuseUnknown(parameters, new Set(['activityId']))
    const id = ofActivities.iri('activityId', parameters.get('activityId') ?? '')
    sendTagged(response, await activity(id))
  }

  return { agents, activities }
}

function refuseParameters(parameters: URLSearchParams): void {
  const [name] = parameters.keys()
  if (name === undefined) return
  throw new Problem('invalid-query', `There is no parameter "${name}" here.`, {
    pointer: name,
    clause: 'xAPI-Communication 3.2',
  })
}

function sendJson(response: Response, body: Buffer): void {
  response.set({
    'Content-Type': 'application/json',
    'Content-Length': String(body.length),
    'Cache-Control': 'no-store',
  })
  response.end(body)
}

/** With the ETag that the resources of agents and activities have too [Communication 3.1]. */
function sendTagged(response: Response, value: unknown): void {
  const body = Buffer.from(JSON.stringify(value))
  response.set('ETag', `"${etagOf(body)}"`)
  sendJson(response, body)
}

/** Statements and their files; a file is read when the receiver has taken the one before. */
async function sendWithFiles(
  response: Response,
  body: Buffer,
  { store, items }: { store: StatementReader; items: readonly StoredStatement[] },
): Promise<void> {
  const files = await store.listAttachments(items.map(({ seq }) => seq))
  const boundary = `hocba-${newUuid()}`
  response.set({
    'Content-Type': `multipart/mixed; boundary=${boundary}`,
    'Cache-Control': 'no-store',
  })
  if (response.req.method === 'HEAD') {
    response.end()
    return
  }
  const read = (sha2: string) => store.readAttachment(sha2)
  await pipeline(Readable.from(multipartBytes(body, files, { boundary, read })), response).catch(
    (error: NodeJS.ErrnoException) => {
      // Who goes away needs no answer.
      if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error
    },
  )
}
