import { type Request, type RequestHandler, type Response, Router } from 'express'
import { mayDo, mayRead, type Principal } from '../../base/principal.ts'
import { Problem } from '../../base/problem.ts'
import type { Transactor } from '../../base/transactor.ts'
import type { Validator } from '../../base/validator.ts'
import { endAndGiveBack } from '../../http/give-back.ts'
import { readBody } from '../../http/read-body.ts'
import { callOf, parametersOf } from '../call.ts'
import type { Actor } from '../statements/statement.ts'
import {
  failedPrecondition,
  readPreconditions,
  requirePreconditions,
} from './check-preconditions.ts'
import { documentOf } from './document.ts'
import { addressReader, documentResources, type ResourceRules } from './read-address.ts'
import type {
  DocumentContents,
  DocumentEntry,
  DocumentReader,
  DocumentWriter,
  Updated,
} from './store.ts'
import {
  blindPutOf,
  deleteDocument,
  deleteDocuments,
  postDocument,
  putDocument,
  type Written,
} from './write-document.ts'

interface DocumentParts {
  readonly store: DocumentReader & Transactor<DocumentWriter>
  /** An agent or group as the `agent` parameter carries it. */
  readonly isActor: Validator<Actor>
  readonly requestBytesMax: number
}

/** State, Agent Profile and Activity Profile. Whoever mounts this has checked version and credential. */
export function documentRoutes(parts: DocumentParts): Router {
  const router = Router()
  for (const rules of documentResources) {
    const { get, put, post, remove } = documentHandlers(parts, rules)
    const writing = requireScope(rules, mayDo)
    router.get(rules.path, requireScope(rules, mayRead), get)
    router.put(rules.path, writing, put)
    router.post(rules.path, writing, post)
    router.delete(rules.path, writing, remove)
    router.all(rules.path, refuseMethod)
  }
  return router
}

const requireScope =
  ({ scope }: ResourceRules, isAllowed: typeof mayDo): RequestHandler =>
  (_request, response, next) => {
    const principal: Principal = callOf(response).principal
    if (isAllowed(principal, scope)) return next()
    throw new Problem('forbidden', `This credential needs the scope ${scope}.`, {
      facts: { scope },
      clause: 'xAPI-Communication 4.2',
    })
  }

const refuseMethod: RequestHandler = (request, response) => {
  response.set('Allow', 'GET, HEAD, PUT, POST, DELETE, OPTIONS')
  throw new Problem('method-not-allowed', `${request.method} is not possible here.`)
}

function documentHandlers(
  { store, isActor, requestBytesMax }: DocumentParts,
  rules: ResourceRules,
) {
  const addresses = addressReader(rules)
  const putting = putDocument(store)
  const posting = postDocument(store, requestBytesMax)
  const deleting = deleteDocument(store)
  const deletingMany = deleteDocuments(store)

  const addressRules = (response: Response) => ({ version: callOf(response).version, isActor })
  const preconditionsOf = (request: Request) => readPreconditions((name) => request.get(name))

  const get: RequestHandler = async (request, response) => {
    const address = addresses.forReading(parametersOf(request), addressRules(response))
    const preconditions = preconditionsOf(request)
    const found =
      address.kind === 'one'
        ? await store.findDocument(address.key)
        : listed(await store.listDocuments(address.filter, address.since))
    if (!found) throw notFound(rules)
    if (failedPrecondition(preconditions, found.etag) === 'If-None-Match') {
      setState(response, found).status(304).end()
      return
    }
    requirePreconditions(preconditions, found.etag)
    send(response, found)
  }

  const put: RequestHandler = async (request, response) => {
    const key = addresses.forWriting(parametersOf(request), addressRules(response))
    const asked = preconditionsOf(request)
    const sent = await receive(request, requestBytesMax)
    const blind = blindPutOf(rules.resource, callOf(response).version)
    endWritten(response, await putting(key, sent, { ...asked, blind }))
  }

  const post: RequestHandler = async (request, response) => {
    const key = addresses.forWriting(parametersOf(request), addressRules(response))
    const asked = preconditionsOf(request)
    const sent = await receive(request, requestBytesMax)
    endWritten(response, await posting(key, sent, asked))
  }

  const remove: RequestHandler = async (request, response) => {
    const address = addresses.forDeleting(parametersOf(request), addressRules(response))
    const asked = preconditionsOf(request)
    if (address.kind === 'one') await deleting(address.key, asked)
    else await deletingMany(address.filter, asked)
    response.status(204).end()
  }

  return { get, put, post, remove }
}

const notFound = ({ id, clause }: ResourceRules): Problem =>
  new Problem('document-not-found', `There is no document with this ${id} here.`, {
    pointer: id,
    clause,
  })

const receive = async (request: Request, bytesMax: number): Promise<DocumentContents> =>
  documentOf(request.get('content-type'), await readBody(request, bytesMax))

/** The ids as a JSON array; it was last modified when the latest of its documents was [Communication 2.2]. */
function listed(entries: readonly DocumentEntry[]): Sendable {
  const bytes = Buffer.from(JSON.stringify(entries.map(({ id }) => id)))
  const updated = entries.reduce((latest, entry) => Math.max(latest, entry.updated), 0)
  return { ...documentOf('application/json', bytes), ...(updated > 0 && { updated }) }
}

type Sendable = DocumentContents & State

interface State {
  readonly etag: string
  readonly updated?: Updated
}

/** ETag and Last-Modified. Express's own setters would change what they are given, e.g. add a charset to a type. */
function setState(response: Response, { etag, updated }: State): Response {
  response.setHeader('ETag', `"${etag}"`)
  if (updated !== undefined)
    response.setHeader('Last-Modified', new Date(updated / 1000).toUTCString())
  response.setHeader('Cache-Control', 'no-store')
  return response
}

const endWritten = (response: Response, written: Written): void =>
  void setState(response, written).status(204).end()

/** A document may be a page with scripts: whoever opens it in a browser gets a page that can do nothing. */
function send(response: Response, found: Sendable): void {
  setState(response, found)
  response.setHeader('Content-Type', found.contentType)
  response.setHeader('Content-Length', found.bytes.length)
  response.setHeader('Content-Security-Policy', "sandbox; default-src 'none'")
  endAndGiveBack(response, found.bytes)
}
