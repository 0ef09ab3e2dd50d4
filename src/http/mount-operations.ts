import { type Request, type RequestHandler, type Response, Router } from 'express'
import { mayDo, type Principal } from '../base/principal.ts'
import { Problem } from '../base/problem.ts'
import type { Validator } from '../base/validator.ts'
import type { Call, Operation } from './operation.ts'
import { parseJson, readBody } from './read-body.ts'
import { queryOf } from './read-query.ts'
import { notesOf } from './request-notes.ts'

export interface OperationRules {
  /** Who makes the request; undefined if nobody is signed in. Throws a Problem for wrong credentials or a cross-site call. */
  readonly authenticate: (request: Request) => Promise<Principal | undefined>
  readonly validator: <T>(id: string) => Validator<T>
  readonly requestBytesMax: number
}

/** Serves the operations: each request passes the same checks in the same order, and only then reaches its handler. */
export function mountOperations(operations: readonly Operation[], rules: OperationRules): Router {
  const router = Router()
  for (const operation of operations) {
    const isBody = operation.body !== undefined && operation.body !== 'binary'
    const isValid = isBody ? rules.validator(operation.body!) : undefined
    router[operation.method](expressPath(operation.path), async (request, response) => {
      const principal = await rules.authenticate(request)
      if (principal) notesOf(response).principal = principal
      requireScope(operation, principal)
      const query = queryOf(operation, request)
      const body = isValid
        ? validBody(isValid, parseJson(await readBody(request, rules.requestBytesMax)))
        : undefined
      const params = paramsOf(request)
      await answer(operation, { principal, params, query, body }, request, response)
    })
  }
  for (const [path, methods] of methodsByPath(operations)) {
    router.all(path, refuseMethod(methods))
  }
  return router
}

const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** The parameters of the path; a UUID in lower case, as the store has it: upper case is the same UUID [RFC 9562 4]. */
const paramsOf = (request: Request): Record<string, string> =>
  Object.fromEntries(
    Object.entries(request.params as Record<string, string>).map(([name, value]) => [
      name,
      uuidPattern.test(value) ? value.toLowerCase() : value,
    ]),
  )

/** The methods of each path, as an `Allow` header names them. */
function methodsByPath(operations: readonly Operation[]): Map<string, string[]> {
  const byPath = new Map<string, string[]>()
  for (const { path, method } of operations) {
    const methods = byPath.get(expressPath(path)) ?? []
    methods.push(...(method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()]))
    byPath.set(expressPath(path), methods)
  }
  return byPath
}

const refuseMethod =
  (methods: readonly string[]): RequestHandler =>
  (request, response) => {
    response.setHeader('Allow', methods.join(', '))
    if (request.method === 'OPTIONS') response.status(204).end()
    else throw new Problem('method-not-allowed', `${request.method} is not possible here.`)
  }

/** `/registrations/{id}` as Express writes it. */
const expressPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1')

function requireScope(operation: Operation, principal: Principal | undefined): void {
  if (operation.requires === 'public') return
  if (!principal) throw new Problem('unauthenticated', 'Sign in, or send a key, to do this.')
  if (operation.requires !== 'account' && !mayDo(principal, operation.requires)) {
    throw new Problem('forbidden', `This needs the scope ${operation.requires}.`, {
      facts: { scope: operation.requires },
    })
  }
  if (principal.filter && !operation.appliesRowFilter) {
    throw new Problem(
      'outside-row-filter',
      'This credential is limited to a part of the records at /xapi; this shows or changes more.',
    )
  }
}

function validBody(isValid: Validator<unknown>, body: unknown): unknown {
  if (isValid(body)) return body
  const [finding] = isValid.explain()
  throw new Problem('invalid-request', `The body ${finding?.message ?? 'is not valid'}.`, {
    pointer: finding?.pointer ?? '',
  })
}

async function answer(operation: Operation, call: Call, request: Request, response: Response) {
  const body = await operation.handle(call, request, response)
  if (response.headersSent) return
  response.setHeader('Cache-Control', 'no-store')
  if (body === undefined) response.status(operation.status ?? 204).end()
  else response.status(operation.status ?? 200).json(body)
}
