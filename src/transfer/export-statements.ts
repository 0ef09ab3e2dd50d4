import type { Principal } from '../base/principal.ts'
import { Problem } from '../base/problem.ts'
import {
  findStatements,
  passes,
  type Seq,
  type StatementReader,
  type StatementSelection,
  type StoredStatement,
  voidedVerb,
} from '../xapi/index.ts'

export interface ExportRequest {
  readonly principal: Principal
  readonly filter: StatementSelection
  /** Also what the statements found have voided, each before the one that voids it. */
  readonly withVoided: boolean
}

/** Statements as they were at one moment: later ones are not in it, however long the reader takes. */
export interface StatementExport {
  /** Everything that was stored up to here is in the export; the next one goes on from it. */
  readonly through: Seq
  readonly pages: AsyncGenerator<readonly StoredStatement[]>
}

const pageStatements = 500

/**
 * Finds what matches the filter, page by page as the reader takes them, in the order in which it was stored unless the filter
 * says otherwise. A principal that may read a part of the records gets that part.
 * @param appUrl origin of the app, without a slash at the end.
 */
export const exportStatements =
  (store: StatementReader, appUrl: string) =>
  async (request: ExportRequest): Promise<StatementExport> => {
    const consistent = await store.consistentThrough()
    const through = Math.min(request.filter.until ?? consistent, consistent)
    const filter = { ...request.filter, until: through }
    return { through, pages: pagesOf(findStatements(store, appUrl), { ...request, filter }) }
  }

async function* pagesOf(
  find: ReturnType<typeof findStatements>,
  { principal, filter: { sieve, ...filter }, withVoided }: ExportRequest,
): AsyncGenerator<readonly StoredStatement[]> {
  const form = { kind: 'list', format: 'exact', attachments: false } as const
  let from: Seq | undefined
  for (;;) {
    const page = { ...form, filter, limit: pageStatements, ...(from !== undefined && { from }) }
    const { items: found, next } = await find.list(principal, page)
    const items = sieve ? found.filter((item) => passes(item, sieve)) : found
    yield withVoided ? await joinVoided(find, principal, items) : items
    if (!next) return
    from = next.from
    await new Promise(setImmediate)
  }
}

async function joinVoided(
  find: ReturnType<typeof findStatements>,
  principal: Principal,
  items: readonly StoredStatement[],
): Promise<StoredStatement[]> {
  const joined: StoredStatement[] = []
  for (const item of items) {
    const target = voidedBy(item)
    const voided = target && (await findVoided(find, principal, target))
    if (voided) joined.push(voided)
    joined.push(item)
  }
  return joined
}

function voidedBy({ json }: StoredStatement): string | undefined {
  if (!json.includes(voidedVerb)) return undefined
  const { verb, object } = JSON.parse(json.toString('utf8'))
  return verb.id === voidedVerb && object.objectType === 'StatementRef'
    ? object.id.toLowerCase()
    : undefined
}

const findVoided = (
  find: ReturnType<typeof findStatements>,
  principal: Principal,
  id: string,
): Promise<StoredStatement | undefined> =>
  find
    .one(principal, { kind: 'one', id, isVoided: true, format: 'exact', attachments: false })
    .catch((error) => {
      if (error instanceof Problem && error.code === 'statement-not-found') return undefined
      throw error
    })
