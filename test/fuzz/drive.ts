import { isDeepStrictEqual } from 'node:util'
import type { XapiVersion } from '../../src/xapi/negotiate-version.ts'
import { type RawAnswer, rawRequest } from '../support/raw-request.ts'
import type { Json } from '../support/xapi-client.ts'
import type { MutatedStatement } from './mutations/mutation.ts'
import type { RawCase } from './raw-json.ts'

/** A server under test. */
export interface Target {
  readonly url: string
  readonly authorization: string
}

/** What is wrong with an answer, in words; a run without any has passed. */
export type Complaint = string

export interface Request {
  readonly method: string
  readonly path: string
  readonly version: XapiVersion
  readonly headers?: Record<string, string>
  readonly body?: string | Buffer
}

/** Sends one request; no answer within five seconds is an error. */
export const send = (
  target: Target,
  { method, path, version, headers, body }: Request,
): Promise<RawAnswer> =>
  rawRequest(target.url, {
    method,
    path,
    headers: {
      Authorization: target.authorization,
      'X-Experience-API-Version': version,
      'Content-Type': 'application/json',
      ...headers,
    },
    ...(body !== undefined && { body }),
  })

/** Runs `work` over all items, some at a time; collects what it complains about. */
export async function forAll<Item>(
  items: readonly Item[],
  work: (item: Item, index: number) => Promise<Complaint | undefined>,
  atOnce = 8,
): Promise<Complaint[]> {
  const complaints: Complaint[] = []
  let next = 0
  const worker = async () => {
    while (next < items.length) {
      const index = next++
      const complaint = await work(items[index]!, index).catch(
        (error: Error) => `${index}: ${error.message}`,
      )
      if (complaint !== undefined && complaints.length < 20)
        complaints.push(complaint.slice(0, 2_000))
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return complaints
}

/** Posts valid statements in batches of 25, reads them back one by one in the exact format. */
export async function postAndReadBack(
  target: Target,
  version: XapiVersion,
  statements: readonly Json[],
): Promise<Complaint[]> {
  const batches = Array.from({ length: Math.ceil(statements.length / 25) }, (_, index) =>
    statements.slice(index * 25, index * 25 + 25),
  )
  const readBack = async (statement: Json, id: string): Promise<Complaint | undefined> => {
    const path = `/xapi/statements?statementId=${id}&format=exact`
    const { status, text } = await send(target, { method: 'GET', path, version })
    if (status !== 200) return `GET of ${id}: ${status} ${text}`
    const got = JSON.parse(text) as Json
    const expected = expectedBack(statement, got, id, version)
    return isDeepStrictEqual(got, expected)
      ? undefined
      : `read back otherwise:\n${text}\nsent:\n${JSON.stringify(statement)}`
  }
  const complaints = await forAll(batches, async (batch) => {
    const body = JSON.stringify(batch)
    const { status, text } = await send(target, {
      method: 'POST',
      path: '/xapi/statements',
      version,
      body,
    })
    if (status !== 200) return `${status} ${text}\nfor ${body}`
    const ids = JSON.parse(text) as string[]
    const found = await Promise.all(
      batch.map((statement, index) => readBack(statement, ids[index]!)),
    )
    return found.find((complaint) => complaint !== undefined)
  })
  return complaints
}

/** What was sent, with what the LRS adds and with context activities in arrays [xAPI-Data 2.4.6.2]. */
function expectedBack(statement: Json, got: Json, id: string, version: XapiVersion): Json {
  // As JSON.parse makes it: -0 is 0 in JSON, and __proto__ an ordinary name.
  const {
    authority: _authority,
    stored: _stored,
    ...sent
  } = JSON.parse(JSON.stringify(statement)) as Json
  return {
    id,
    timestamp: got.stored,
    version: version === '1.0.3' ? '1.0.0' : '2.0.0',
    ...withActivitiesInArrays(sent),
    authority: got.authority,
    stored: got.stored,
  }
}

function withActivitiesInArrays(body: Json): Json {
  const { object, context } = body as { object: Json; context?: Json }
  const map = context?.contextActivities as Json | undefined
  const inner = object.objectType === 'SubStatement' ? withActivitiesInArrays(object) : object
  if (!map) return { ...body, object: inner }
  const arrays = Object.fromEntries(
    Object.entries(map).map(([kind, value]) => [kind, [value].flat()]),
  )
  return { ...body, object: inner, context: { ...context, contextActivities: arrays } }
}

/**
 * Posts statements with one mistake: alone, or behind a valid one, which must then not be stored either.
 * @returns figures; `unblamed` are those refused with another pointer.
 */
export async function postMutations(
  target: Target,
  version: XapiVersion,
  mutations: readonly MutatedStatement[],
  valid: Json,
): Promise<{ readonly complaints: Complaint[]; readonly unblamed: Complaint[] }> {
  const unblamed: Complaint[] = []
  const complaints = await forAll(mutations, async ({ mutation, text, blame }, index) => {
    const isAlone = index % 2 === 0
    const body = isAlone ? text : `[${JSON.stringify(valid)},${text}]`
    const answer = await send(target, { method: 'POST', path: '/xapi/statements', version, body })
    if (answer.status < 400 || answer.status >= 500)
      return `${mutation}: ${answer.status} ${answer.text} for ${text}`
    const { pointer } = JSON.parse(answer.text) as { pointer?: string }
    const pointers = isAlone ? blame : blame.map((one) => `/1${one}`)
    if (pointer === undefined || !pointers.includes(pointer))
      unblamed.push(`${mutation}: blamed ${pointer}, not ${pointers.join(' or ')}: ${answer.text}`)
    return undefined
  })
  return { complaints, unblamed }
}

/** The slowest answer in milliseconds, beside the complaints. */
export async function postRaw(
  target: Target,
  cases: readonly RawCase[],
  atOnce = 8,
): Promise<{ readonly complaints: Complaint[]; readonly slowest: string }> {
  let slowest = { ms: 0, name: '' }
  const complaints = await forAll(
    cases,
    async ({ name, body, outcome }, index) => {
      const start = performance.now()
      const version = index % 2 === 0 ? '1.0.3' : '2.0.0'
      const answer = await send(target, { method: 'POST', path: '/xapi/statements', version, body })
      const ms = Math.round(performance.now() - start)
      if (ms > slowest.ms) slowest = { ms, name: name.slice(0, 60) }
      const found =
        answer.status < 300
          ? 'accepted'
          : answer.status < 500 && answer.status >= 400
            ? 'refused'
            : answer.status
      return found === outcome || (outcome === 'either' && typeof found === 'string')
        ? undefined
        : `${name.slice(0, 300)}: ${outcome} expected, ${answer.status} ${answer.text.slice(0, 300)}`
    },
    atOnce,
  )
  return { complaints, slowest: `${slowest.ms} ms (${slowest.name})` }
}

/** The time of the newest statement: what is stored later is found by `since`. */
export async function newestStored(target: Target): Promise<string> {
  const { text } = await send(target, {
    method: 'GET',
    path: '/xapi/statements?limit=1',
    version: '2.0.0',
  })
  const { statements } = JSON.parse(text) as { statements: { stored: string }[] }
  return statements[0]?.stored ?? '1970-01-01T00:00:00Z'
}

/** How many statements were stored after a time; walks all pages in a format, each of which must be JSON. */
export async function countSince(target: Target, since: string, format = 'ids'): Promise<number> {
  let path = `/xapi/statements?since=${encodeURIComponent(since)}&format=${format}`
  let count = 0
  while (path !== '') {
    const { status, text } = await send(target, { method: 'GET', path, version: '2.0.0' })
    if (status !== 200) throw new Error(`GET ${path}: ${status} ${text}`)
    const page = JSON.parse(text) as { statements: unknown[]; more: string }
    count += page.statements.length
    path = page.more
  }
  return count
}
