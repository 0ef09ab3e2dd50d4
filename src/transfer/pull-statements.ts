import type { SecretSealer } from '../feeds/index.ts'
import type { FileLimits, StatementReader } from '../xapi/index.ts'
import {
  type ImportJob,
  missingKeptMax,
  type PullPosition,
  type PullSource,
  type Verification,
} from './import-job.ts'
import { idOf, lastStored, readPage, readSingle, voidedBy } from './read-page.ts'
import { type Remote, remoteStore } from './remote-store.ts'
import { type SourceBatch, SourceError, type SourceStatement } from './source.ts'

export interface PullingParts extends FileLimits {
  readonly store: StatementReader
  readonly secrets: SecretSealer
  readonly lookup: Parameters<typeof remoteStore>[1]['lookup']
}

/** The one who may open the secret of a job. */
export const secretOwner = (job: string): string => `import ${job}`

/**
 * Walks another record store from where the job stands: first everything that it lists, in the order in which it was stored
 * there, and what has been voided; then the ids alone, each of which must be here.
 * @throws SourceError if the other store does not answer as it should.
 */
export async function* pullStatements(
  parts: PullingParts,
  source: PullSource,
  { job, signal }: { readonly job: ImportJob; readonly signal: AbortSignal },
): AsyncGenerator<SourceBatch> {
  const secret = parts.secrets.open(source.secret ?? '', secretOwner(job.id))
  const remote = remoteStore({ ...source, secret }, { ...parts, signal })
  const walk: Walk = { parts, remote, source, bytesRead: job.bytesRead }
  let position = (job.position as PullPosition | undefined) ?? (await begin(remote))
  if (position.phase === 'copy') {
    yield* copy(walk, position, job.counts.read)
    position = { phase: 'verify', version: position.version, ...untilOf(position) }
  }
  yield* verify(walk, position, job.verification ?? { listed: 0, found: 0, missing: [] })
}

interface Walk {
  readonly parts: PullingParts
  readonly remote: Remote
  readonly source: PullSource
  bytesRead: number
}

/** What is stored there from now on is left to the next pull, so that this one ends. */
async function begin(remote: Remote): Promise<PullPosition> {
  const version = await remote.version()
  const { headers } = await remote.get('statements?limit=1', version)
  const until = String(headers['x-experience-api-consistent-through'] ?? '')
  const isUsable = !Number.isNaN(Date.parse(until))
  return { phase: 'copy', version, ...(isUsable && { until }) }
}

const untilOf = ({ until }: PullPosition) => (until === undefined ? {} : { until })

async function* copy(walk: Walk, from: PullPosition, read: number): AsyncGenerator<SourceBatch> {
  let number = read
  for await (const { page, position } of pages(walk, from, { attachments: 'true' })) {
    const voided = await readVoided(walk, position, voidedBy(page.statements))
    const placed = [...voided, page].flatMap(({ statements, files }) =>
      statements.map((text): SourceStatement => {
        number += 1
        return { json: Buffer.from(text), number, files }
      }),
    )
    yield { statements: placed, progress: { position, bytesRead: walk.bytesRead } }
  }
}

/** Statements that were voided, which no list shows. */
async function readVoided(walk: Walk, { version }: PullPosition, ids: readonly string[]) {
  const found: ReturnType<typeof readSingle>[] = []
  for (const id of ids) {
    const path = `statements?voidedStatementId=${encodeURIComponent(id)}&attachments=true`
    const answer = await walk.remote.get(path, version, [404])
    if (answer.status === 404) continue
    walk.bytesRead += answer.body.length
    found.push(readSingle(answer, walk.parts))
  }
  return found
}

async function* verify(
  walk: Walk,
  from: PullPosition,
  before: Verification,
): AsyncGenerator<SourceBatch> {
  let verification = before
  for await (const { page, position } of pages(walk, from, { format: 'ids' })) {
    const ids = page.statements.map(idOf)
    const missing: string[] = []
    for (const id of ids) if (!(await isHere(walk.parts.store, id))) missing.push(id)
    verification = {
      listed: verification.listed + ids.length,
      found: verification.found + ids.length - missing.length,
      missing: [...verification.missing, ...missing].slice(0, missingKeptMax),
    }
    yield { statements: [], progress: { position, bytesRead: walk.bytesRead, verification } }
  }
}

const isHere = async (store: StatementReader, id: string): Promise<boolean> =>
  (await store.findStatement(id.toLowerCase(), false)) !== undefined ||
  (await store.findStatement(id.toLowerCase(), true)) !== undefined

/** Statuses with which record stores refuse a link that they have forgotten. */
const staleLink = [400, 404, 410]

/**
 * The pages of a phase with the position behind each. A link that the other store does not know any more is replaced by a
 * question for what follows the last statement seen; what then comes twice is found stored.
 */
async function* pages(walk: Walk, from: PullPosition, form: Readonly<Record<string, string>>) {
  const { remote, source, parts } = walk
  if (from.more === '') return
  let position = from
  for (;;) {
    const { more, version, stored } = position
    const first = pathOf(form, { since: source.since, until: position.until })
    let answer = await remote.get(more ?? first, version, more === undefined ? [] : staleLink)
    if (answer.status !== 200) {
      if (stored === undefined) throw new SourceError('The other record store lost its place.')
      const since = new Date(Date.parse(stored) - 1).toISOString()
      answer = await remote.get(pathOf(form, { since, until: position.until }), version)
    }
    walk.bytesRead += answer.body.length
    const page = readPage(answer, parts)
    const last = lastStored(page.statements) ?? stored
    position = { ...position, more: page.more, ...(last !== undefined && { stored: last }) }
    yield { page, position }
    if (page.more === '') return
  }
}

const pageStatements = 500

function pathOf(
  form: Readonly<Record<string, string>>,
  range: { since?: string | undefined; until?: string | undefined },
): string {
  const parameters = new URLSearchParams({
    ...form,
    ascending: 'true',
    limit: String(pageStatements),
  })
  for (const [name, value] of Object.entries(range)) if (value) parameters.set(name, value)
  return `statements?${parameters}`
}
