import { newUuid } from '../base/ids.ts'
import { multipartBytes, type StatementReader, type StoredStatement } from '../xapi/index.ts'
import type { Destination, RefusedStatement } from './destination.ts'
import type { Incoming, Outgoing } from './send-request.ts'

interface ForwardingParts {
  readonly store: Pick<StatementReader, 'listAttachments' | 'readAttachment'>
  readonly password: string
  readonly send: (outgoing: Outgoing) => Promise<Incoming>
  /** The moment, and how long the attempt took so far. */
  readonly measure: () => { at: Date; milliseconds: number }
}

export interface Forwarded {
  /** The last answer; one that is no success stands for the whole batch, which is sent again later. */
  readonly answer: Incoming
  readonly isDelivered: boolean
  readonly refused: readonly RefusedStatement[]
}

/** A batch of which the other record store says that it holds something that it will never take. */
const refusals: readonly number[] = [400, 409, 413, 422]
/** From so many on, that it takes none says something about its address or version, and not about the statements. */
const allRefusedMin = 5

/**
 * Posts statements to another record store, as they are stored and in their order, those with files as multipart/mixed. It
 * knows by their ids what it has already. A batch that it refuses is halved until the statement is found that it refuses.
 * @throws Error with a sentence when it does not answer.
 */
export async function forwardStatements(
  destination: Destination,
  items: readonly StoredStatement[],
  parts: ForwardingParts,
): Promise<Forwarded> {
  const refused: RefusedStatement[] = []
  let answer: Incoming = { status: 204, text: '' }
  for (const group of await groupsOf(destination, items, parts.store)) {
    const waiting = [group.items]
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      answer = await parts.send(await requestFor(destination, { ...group, items: next }, parts))
      if (isSuccess(answer)) continue
      if (!refusals.includes(answer.status)) return { answer, isDelivered: false, refused: [] }
      if (next.length === 1) refused.push(refusal(next[0]!, answer, parts))
      else waiting.push(next.slice(next.length >> 1), next.slice(0, next.length >> 1))
    }
  }
  const takesNone = refused.length === items.length && items.length >= allRefusedMin
  if (takesNone && refused.every(({ attempt }) => attempt.status === 400))
    return { answer, isDelivered: false, refused: [] }
  return { answer: { status: 200, text: '' }, isDelivered: true, refused }
}

export const isSuccess = ({ status }: Incoming): boolean => status >= 200 && status < 300

const refusal = (
  { seq, id }: StoredStatement,
  { status, text }: Incoming,
  { measure }: ForwardingParts,
): RefusedStatement => ({
  seq,
  attempt: { ...measure(), status, error: `Statement ${id} was refused.`, answer: text },
})

/** Statements that go in one request: in one version of xAPI, and alone where files come with them. */
interface Group {
  readonly items: readonly StoredStatement[]
  readonly version: '1.0.3' | '2.0.0'
  readonly hasFiles: boolean
}

async function groupsOf(
  { version }: Destination,
  items: readonly StoredStatement[],
  store: ForwardingParts['store'],
): Promise<Group[]> {
  const groups: (Group & { readonly items: StoredStatement[] })[] = []
  for (const item of items) {
    const group = {
      version: version ?? versionOf(item),
      hasFiles: (await store.listAttachments([item.seq])).length > 0,
    }
    const last = groups.at(-1)
    const fits = last && !last.hasFiles && !group.hasFiles && last.version === group.version
    if (fits) last.items.push(item)
    else groups.push({ ...group, items: [item] })
  }
  return groups
}

function versionOf({ json }: StoredStatement): Group['version'] {
  const { version } = JSON.parse(json.toString('utf8')) as { version?: string }
  return version?.startsWith('2.') ? '2.0.0' : '1.0.3'
}

async function requestFor(
  destination: Destination,
  { items, version, hasFiles }: Group,
  { store, password }: ForwardingParts,
): Promise<Outgoing> {
  const json = jsonArray(items)
  const boundary = `hocba-${newUuid()}`
  return {
    method: 'POST',
    url: `${destination.url}/statements`,
    headers: {
      ...authorization(destination, password),
      'X-Experience-API-Version': version,
      'Content-Type': hasFiles ? `multipart/mixed; boundary=${boundary}` : 'application/json',
    },
    body: hasFiles ? await multipart(json, items, { boundary, store }) : json,
  }
}

export const authorization = ({ key }: Destination, password: string) => ({
  Authorization: `Basic ${Buffer.from(`${key ?? ''}:${password}`).toString('base64')}`,
})

const jsonArray = (items: readonly StoredStatement[]): Buffer =>
  Buffer.concat([
    Buffer.from('['),
    ...items.flatMap(({ json }, index) => (index > 0 ? [Buffer.from(','), json] : [json])),
    Buffer.from(']'),
  ])

async function multipart(
  json: Buffer,
  items: readonly StoredStatement[],
  { boundary, store }: { boundary: string; store: ForwardingParts['store'] },
): Promise<Buffer> {
  const files = await store.listAttachments(items.map(({ seq }) => seq))
  const read = (sha2: string) => store.readAttachment(sha2)
  const chunks: Buffer[] = []
  for await (const chunk of multipartBytes(json, files, { boundary, read })) chunks.push(chunk)
  return Buffer.concat(chunks)
}
