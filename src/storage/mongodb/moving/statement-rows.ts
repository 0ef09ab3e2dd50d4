import type { MovedRecord } from '../../../moving/record.ts'
import type { MovedStatement, RecordPage } from '../../../moving/store.ts'
import { StatementBatch } from '../statement-batch.ts'
import { keysOf, withInherited } from '../statement-keys.ts'
import {
  type ArrivedRow,
  bytesOfUuid,
  type StatementRow,
  statements,
  storedStatement,
} from '../statement-row.ts'
import type { View } from '../view.ts'
import { pagesOf, type Walk } from './walk.ts'

/** What of a statement's document is moved, and what follows from its text. */
const statementFields = {
  moved: ['_id', 'at', 'text', 'equality', 'isVoiding', 'seq', 'voidedSeq'],
  made: [
    ...['referrers', 'isVoidTarget', 'refersTo', 'agent', 'relatedAgent', 'activity'],
    ...['relatedActivity', 'verb', 'registration', 'authority'],
  ],
} as const

/** Statements by their positions, voided ones too; of a database that nobody writes to. */
export async function* statementPages(
  view: View,
  walk: Walk,
  after: string,
): AsyncGenerator<RecordPage> {
  const above = Number(after)
  const rows = inOrder(
    walk({ in: statements, by: 'seq', above }),
    walk({ in: statements, by: 'voidedSeq', above }),
  )
  yield* pagesOf(rows, {
    rowsMax: pageRowsMax,
    recordOf: (row) => recordOf(view, row as ArrivedRow),
    endOf: ({ seq }) => String(seq),
  })
}

/** A page is one transaction of the target, and its statements have many keys. */
const pageRowsMax = 256

/** Two walks as one, by the positions of their statements. */
async function* inOrder(
  listed: AsyncGenerator<StatementRow>,
  voided: AsyncGenerator<StatementRow>,
): AsyncGenerator<StatementRow> {
  const walks = [listed, voided]
  try {
    const heads = await Promise.all(walks.map((walk) => walk.next()))
    for (;;) {
      const [one, other] = heads.map(({ done, value }) => (done ? Infinity : value.at!))
      const first = one! <= other! ? 0 : 1
      const { done, value } = heads[first]!
      if (done) return
      yield value
      heads[first] = await walks[first]!.next()
    }
  } finally {
    await Promise.all(walks.map((walk) => walk.return(undefined)))
  }
}

export async function findStatements(
  view: View,
  like: readonly MovedRecord[],
): Promise<(MovedRecord | undefined)[]> {
  const ids = like.map(({ id }) => bytesOfUuid(String(id)))
  const rows = await view.in(statements).find({ _id: { $in: ids }, at: { $exists: true } })
  const found = new Map<string, MovedRecord>()
  for (const row of rows) {
    const record = await recordOf(view, row as ArrivedRow)
    found.set(String(record.id), record)
  }
  return like.map(({ id }) => found.get(String(id)))
}

/** Statements, and no places of those that have not arrived. */
export const countStatements = async (view: View): Promise<number> =>
  (await view.in(statements).count({ seq: { $gt: 0 } })) +
  (await view.in(statements).count({ voidedSeq: { $gt: 0 } }))

/** Stores statements at the positions that another engine gave them; one that is there already stays as it is. */
export async function putStatements(view: View, all: readonly MovedStatement[]): Promise<void> {
  const batch = new StatementBatch(view)
  await batch.load(
    all.flatMap(({ record, keys }) => [
      String(record.id),
      ...(keys.refersTo ? [keys.refersTo] : []),
    ]),
  )
  for (const { record, keys } of all) {
    const known = batch.at(String(record.id))
    if (known.arrived) continue
    const own = keysOf(keys)
    const target = keys.refersTo === undefined ? undefined : batch.at(keys.refersTo)
    const isVoiding = record.isVoiding === true
    batch.bring(known, {
      seq: Number(record.seq),
      equality: Buffer.from(String(record.equality), 'hex'),
      isVoiding,
      keys: target?.arrived ? withInherited(own, target.arrived.keys) : own,
      text: Buffer.from(record.json as Uint8Array),
      ...(keys.refersTo !== undefined && { refersTo: keys.refersTo }),
    })
    if (target) batch.refer(target, isVoiding)
    await batch.passOn(known)
  }
  await batch.write()
}

async function recordOf(view: View, row: ArrivedRow): Promise<MovedRecord> {
  refuseUnknown(row)
  const { seq, id, json } = await storedStatement(view, row)
  return {
    seq,
    id,
    equality: row.equality!.toString('hex'),
    isVoiding: row.isVoiding === true,
    isVoided: row.seq === undefined,
    json,
  }
}

const known: ReadonlySet<string> = new Set([...statementFields.moved, ...statementFields.made])

function refuseUnknown(row: StatementRow): void {
  const unknown = Object.keys(row).find((name) => !known.has(name))
  if (unknown === undefined) return
  throw new Error(`A statement has the field ${unknown}, which a move does not know.`)
}
