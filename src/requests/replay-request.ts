import { mayDo, type Principal, scopes } from '../base/principal.ts'
import { Problem } from '../base/problem.ts'
import type { MemoryAnswer, MemoryRequest } from '../http/answer-in-memory.ts'
import { locateProblem } from './locate-pointer.ts'
import type { RefusedRequest, RefusedRequestDetail, RequestSource } from './store.ts'
import type { ReplayVerdict } from './wire.ts'

/** Answers a request to /xapi as it would be answered, and stores nothing of it. */
export type Sandbox = (request: MemoryRequest, principal: Principal) => Promise<MemoryAnswer>

interface ReplayParts {
  readonly sandbox: Sandbox
  /** What the sender may do now; undefined if it is no longer there, or was never known. */
  readonly principalOf: (source: RequestSource) => Promise<Principal | undefined>
}

/** Every request to /xapi can be tried: the sandbox has nothing else. */
export const canReplay = ({ area, method }: RefusedRequest): boolean =>
  area === 'xapi' && method !== 'OPTIONS'

/** Whoever it was: what is wrong besides the credential. */
const anyone: Principal = { kind: 'credential', id: 'sandbox', name: 'sandbox', scopes }

/** These belong to the connection, or are given anew. */
const notSent =
  /^(authorization|cookie|host|connection|keep-alive|content-length|transfer-encoding|expect|upgrade|te|trailer|proxy-.*)$/

/**
 * Sends a refused request again into the sandbox.
 * @param by whoever asks: values of stored records are shown only to who may read those.
 * @throws Problem not-replayable if it was not sent to /xapi, or its body was not kept whole and none is given.
 */
export const replayRequest =
  ({ sandbox, principalOf }: ReplayParts) =>
  async (
    request: RefusedRequestDetail,
    edited: string | undefined,
    by: Principal,
  ): Promise<ReplayVerdict> => {
    const body = bodyToSend(request, edited)
    const known = await principalOf(request.source)
    const headers = Object.fromEntries(
      Object.entries(request.headers).filter(
        ([name, value]) => !notSent.test(name) && /^[\t\x20-\x7e]*$/.test(value),
      ),
    )
    const { method } = request
    const target = request.path.replaceAll(/[^\x21-\x7e]/gu, encodeURIComponent)
    const answer = await sandbox({ method, target, headers, body }, known ?? anyone)
    return verdictOf(answer, {
      text: body.toString('utf8'),
      as: known ? 'source' : 'anyone',
      showsStored: mayDo(by, 'statements/read'),
    })
  }

function bodyToSend(request: RefusedRequestDetail, edited: string | undefined): Buffer {
  if (!canReplay(request))
    throw new Problem('not-replayable', 'Only requests to /xapi can be sent again.')
  if (edited !== undefined) return Buffer.from(edited)
  const kept = request.body ?? Buffer.alloc(0)
  if (kept.length >= request.bytes) return kept
  throw new Problem('not-replayable', 'The body was not kept whole; send one with the request.', {
    pointer: '/body',
  })
}

interface VerdictRules {
  readonly text: string
  readonly as: ReplayVerdict['as']
  readonly showsStored: boolean
}

/** Nothing that the sandbox has read gets out, only what became of the request. */
function verdictOf({ status, body }: MemoryAnswer, rules: VerdictRules): ReplayVerdict {
  const said = parse(body)
  const base = { status, isAccepted: status < 400, as: rules.as }
  if (status < 400) {
    const isIds = Array.isArray(said) && said.every((id) => typeof id === 'string')
    return { ...base, ...(isIds && { statements: said as string[] }) }
  }
  const { requestId: _requestId, facts, ...problem } = (said ?? {}) as ProblemBody
  const place = problem.message === undefined ? undefined : locateProblem(rules.text, problem)
  return {
    ...base,
    problem: { ...problem, ...(facts && { facts: rules.showsStored ? facts : {} }) },
    ...(place && { place }),
  }
}

type ProblemBody = NonNullable<ReplayVerdict['problem']> & { readonly requestId?: string }

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}
