import type {
  RowKeys,
  StatementReader,
  StatementWriter,
  StoredStatement,
} from '../../xapi/statements/store.ts'
import { attachmentCollections, attachmentReader } from './attachments.ts'
import { insertStatements } from './insert-statements.ts'
import { learnedCollections } from './learned.ts'
import { queryStatements } from './query-statements.ts'
import type { Sequence } from './sequence.ts'
import { isWithin } from './statement-keys.ts'
import {
  type ArrivedRow,
  bytesOfUuid,
  keysOfRow,
  type StatementRow,
  statementPieces,
  statements,
  storedStatement,
} from './statement-row.ts'
import type { View } from './view.ts'
import type { Transaction } from './write-groups.ts'

export const statementCollections = [
  statements,
  statementPieces,
  ...learnedCollections,
  ...attachmentCollections,
]

/** @param sequence knows how far the positions that many nodes give out are complete. */
export const statementReader = (view: View, sequence: Sequence): StatementReader => ({
  queryStatements: (filter, page) => queryStatements(view, filter, page),

  async findStatement(id, voided, within) {
    const row = await view.in(statements).findOne({ _id: bytesOfUuid(id) })
    if (!hasArrived(row) || isVoided(row) !== voided) return undefined
    return (await visible(view, [row], within))[0]
  },

  async listReferrers(id, limit, within) {
    const options = { sort: { at: 1 }, limit } as const
    const rows = await view.in(statements).find({ refersTo: bytesOfUuid(id) }, options)
    return visible(view, rows.filter(hasArrived), within)
  },

  consistentThrough: () => sequence.bound(),

  ...attachmentReader(view),
})

export const statementWriter = (transaction: Transaction): StatementWriter => ({
  insertStatements: (all) => insertStatements(transaction, all),
})

const hasArrived = (row: StatementRow | undefined): row is ArrivedRow => row?.at !== undefined

const isVoided = ({ seq }: StatementRow): boolean => seq === undefined

async function visible(
  view: View,
  rows: readonly ArrivedRow[],
  within: RowKeys | undefined,
): Promise<StoredStatement[]> {
  const found: StoredStatement[] = []
  for (const row of rows) {
    if (within && !isWithin(keysOfRow(row), within)) continue
    found.push(await storedStatement(view, row))
  }
  return found
}
