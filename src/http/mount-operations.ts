import { isDeepStrictEqual } from 'node:util'
import { type Request, type RequestHandler, type Response, Router } from 'express'
import type { Principal } from '../base/principal.ts'
import { Problem } from '../base/problem.ts'
import type { Reach, Target } from '../base/reach.ts'
import type { Validator } from '../base/validator.ts'
import type { Call, Operation } from './operation.ts'
import { parseJson, readBody } from './read-body.ts'
import { queryOf } from './read-query.ts'
import { notesOf } from './request-notes.ts'

interface OperationRules {
  /**
   * Who makes the request; undefined if nobody is signed in. Throws a Problem for wrong credentials or a cross-site call.
   * @param goesOn whether it was let in before, and is asked about again while its answer goes on
   */
  readonly authenticate: (request: Request, goesOn?: boolean) => Promise<Principal | undefined>
  /** Decides who may do what. Both throw a Problem for what is not allowed. */
  readonly authoriser: {
    admit(operation: Operation, principal: Principal | undefined): Reach
    requireInside(reach: Reach, target: Target): Promise<void>
  }
  /** Takes one of so many a minute from who has this key. Throws a Problem when none is left. */
  readonly takeRequest: (key: string, perMinuteMax: number) => void
  /** Runs a handler so that what it does is kept in the audit log. */
  readonly keepLog: (
    kept: {
      readonly operation: Operation
      readonly call: Call
      readonly request: string
      readonly network: string
    },
    handle: () => Promise<unknown>,
  ) => Promise<unknown>
  readonly validator: <T>(id: string) => Validator<T>
  readonly requestBytesMax: number
}

/** Of a body from somebody who did not say who they are: a name, an address, a password, a token. */
const publicBytesMax = 64 * 1024

/** Serves the operations: each request passes the same checks in the same order, and only then reaches its handler. */
export function mountOperations(operations: readonly Operation[], rules: OperationRules): Router {
  const router = Router()
  for (const operation of operations) {
    const isBody = operation.body !== undefined && operation.body !== 'binary'
    const isValid = isBody ? rules.validator(operation.body!) : undefined
    const bytesMax = operation.requires === 'public' ? publicBytesMax : rules.requestBytesMax
    router[operation.method](expressPath(operation.path), async (request, response) => {
      const principal = await rules.authenticate(request)
      if (principal) notesOf(response).principal = principal
      const reach = rules.authoriser.admit(operation, principal)
      if (operation.accountPerMinuteMax !== undefined && principal?.kind === 'account') {
        rules.takeRequest(`${operation.id} ${principal.id}`, operation.accountPerMinuteMax)
      }
      const params = paramsOf(request)
      const requireTarget = async (given: Given) => {
        const target = targetOf(operation, given)
        if (target) await rules.authoriser.requireInside(reach, target)
      }
      await requireTarget({ params })
      const query = queryOf(operation, request)
      await requireTarget({ query })
      const body = isValid
        ? validBody(isValid, parseJson(await readBody(request, bytesMax)))
        : undefined
      if (isValid) await requireTarget({ body })
      const isStillAllowed = () => isAllowedAgain({ operation, principal, request }, rules)
      const call: Call = { principal, reach, params, query, body, isStillAllowed }
      const kept = {
        operation,
        call,
        request: String(response.getHeader('X-Request-Id') ?? ''),
        network: request.ip ?? '',
      }
      await answer(operation, response, () =>
        rules.keepLog(kept, () => operation.handle(call, request, response)),
      )
    })
  }
  for (const [path, methods] of methodsByPath(operations)) {
    router.all(path, refuseMethod(methods))
  }
  return router
}

/** Whether a request that was let in would be let in now, and would show as much. */
async function isAllowedAgain(
  admitted: { operation: Operation; principal: Principal | undefined; request: Request },
  { authenticate, authoriser }: OperationRules,
): Promise<boolean> {
  const { operation, principal, request } = admitted
  try {
    const now = await authenticate(request, true)
    authoriser.admit(operation, now)
    return now?.id === principal?.id && isDeepStrictEqual(now?.filter, principal?.filter)
  } catch {
    return false
  }
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

interface Given {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Call['query']
  readonly body?: unknown
}

/** What the operation is about, as far as this part of the request says it. */
function targetOf({ reach }: Operation, { params, query, body }: Given): Target | undefined {
  if (typeof reach !== 'object') return undefined
  const { kind, by, from } = reach
  if (from === 'body') {
    if (body === undefined) return undefined
    return { kind, id: String((body as Record<string, unknown>)[by] ?? '').toLowerCase() }
  }
  const id = from === 'query' ? query?.[by] : params?.[by]
  return id === undefined ? undefined : { kind, id: String(id).toLowerCase() }
}

function validBody(isValid: Validator<unknown>, body: unknown): unknown {
  if (isValid(body)) return body
  const [finding] = isValid.explain()
  throw new Problem('invalid-request', `The body ${finding?.message ?? 'is not valid'}.`, {
    pointer: finding?.pointer ?? '',
  })
}

async function answer(
  operation: Operation,
  response: Response,
  handle: () => Promise<unknown>,
): Promise<void> {
  const body = await handle()
  if (response.headersSent) return
  response.setHeader('Cache-Control', 'no-store')
  if (body === undefined) response.status(operation.status ?? 204).end()
  else response.status(operation.status ?? 200).json(body)
}
