import type { EndedRequest } from '../http/watch-requests.ts'
import { maskBody, maskHeaders, maskTarget } from './mask.ts'
import type { RefusedRequestDetail, RequestArea, RequestSource } from './store.ts'

/** As much of a body as is kept. */
const bodyKeptBytesMax = 64 * 1024

const areas: readonly (readonly [RegExp, RequestArea])[] = [
  [/^\/xapi(\/|$|\?)/i, 'xapi'],
  [/^\/api\/v1(\/|$|\?)/i, 'api'],
  [/^\/_rt(\/|$|\?)/i, 'runtime'],
]

const areaOf = (target: string): RequestArea =>
  areas.find(([pattern]) => pattern.test(target))?.[1] ?? 'elsewhere'

/**
 * Whether a request belongs into the log: it was refused or failed, and it is one that somebody would look for. A browser that
 * asks whether its person is signed in is none, and neither is a page or a file that does not exist.
 */
export function isRefused(ended: EndedRequest): boolean {
  if (ended.isRefusedPreflight) return areaOf(ended.target) !== 'elsewhere'
  if (ended.status < 400) return false
  const { authorization, 'x-experience-api-version': version } = ended.headers
  if (ended.problem?.code === 'unauthenticated' && authorization === undefined) {
    return ended.headers['sec-fetch-site'] !== 'same-origin'
  }
  if (areaOf(ended.target) !== 'elsewhere') return true
  // A program that was given the wrong address.
  return authorization !== undefined || version !== undefined
}

/** Codes that are only told to whoever has the right secret. */
const toldToOwners: ReadonlySet<string> = new Set([
  'credential-expired',
  'origin-not-allowed',
  'rate-limited',
])

/** Who made it; a key that was claimed with a wrong secret is named, and proves nobody. */
export function sourceOf({ principal, problem, headers }: EndedRequest): RequestSource {
  if (principal) return { kind: principal.kind, id: principal.id, name: principal.name }
  const id = claimedKey(headers.authorization)
  if (id === undefined) return { kind: 'unknown' }
  return { kind: toldToOwners.has(problem?.code ?? '') ? 'credential' : 'unknown', id }
}

/** Only what has the form of a key is kept: people put secrets into user names. */
function claimedKey(authorization: string | undefined): string | undefined {
  const encoded = /^(?:basic +)?([\w+/=-]{8,400})$/i.exec(authorization ?? '')?.[1]
  const user = encoded && Buffer.from(encoded, 'base64').toString('latin1').split(':', 1)[0]
  return user && /^[0-9a-f]{32}$/.test(user) ? user : undefined
}

/** What is kept of a refused request; bodies only of those to /xapi whose sender is known. */
export function refusedRequest(ended: EndedRequest): RefusedRequestDetail {
  const { headers, problem, target } = ended
  const area = areaOf(target)
  const source = sourceOf(ended)
  const refusal = refusalOf(ended)
  const version = header(headers['x-experience-api-version'], 60)
  const keepsBody = area === 'xapi' && source.kind !== 'unknown' && (ended.body?.length ?? 0) > 0
  const body = keepsBody
    ? maskBody(ended.body!, headers['content-type'] ?? '', bodyKeptBytesMax)
    : undefined
  return {
    id: ended.id,
    at: ended.at,
    area,
    method: ended.method.slice(0, 20),
    path: maskTarget(target),
    endpoint: endpointOf(target),
    status: ended.status,
    ...refusal,
    ...cut('pointer', problem?.detail.pointer, 1_000),
    ...cut('clause', problem?.detail.clause, 100),
    source,
    ...cut('origin', headers.origin, 300),
    ...cut('userAgent', headers['user-agent'], 300),
    ...(version !== undefined && { version }),
    milliseconds: ended.milliseconds,
    bytes: bytesOf(ended),
    isPersonal: body !== undefined || /[?&]agent=/.test(target),
    hasBody: body !== undefined,
    headers: maskHeaders(headers),
    ...(body && { body }),
  }
}

function refusalOf({ problem, isRefusedPreflight, headers, status }: EndedRequest) {
  if (problem) return { code: problem.code, message: problem.message.slice(0, 2_000) }
  if (isRefusedPreflight) {
    const origin = String(headers.origin).slice(0, 200)
    return { code: 'origin-not-allowed', message: `Pages of ${origin} may not call this address.` }
  }
  return { code: `http-${status}`, message: '' }
}

/** Of the body, as far as the request says or the server has read it. */
export const bytesOf = ({ body, headers }: EndedRequest): number => {
  const announced = Number(headers['content-length'] ?? 0)
  return body?.length ?? (Number.isSafeInteger(announced) ? announced : 0)
}

const endpointOf = (target: string): string =>
  target
    .split('?', 1)[0]!
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, '{id}')
    .replaceAll(/[0-9a-f]{32}/g, '{key}')
    .slice(0, 300)

const header = (value: string | string[] | undefined, charactersMax: number) =>
  value === undefined ? undefined : String(value).slice(0, charactersMax)

const cut = <Name extends string>(name: Name, text: string | undefined, charactersMax: number) =>
  (text === undefined ? {} : { [name]: text.slice(0, charactersMax) }) as {
    readonly [N in Name]?: string
  }
