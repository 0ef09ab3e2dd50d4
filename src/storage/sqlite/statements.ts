import { Inheritance } from '../../xapi/statements/index-keys.ts'
import type { StatementReader, StatementWriter } from '../../xapi/statements/store.ts'
import { attachmentReader } from './attachments.ts'
import type { Connection } from './connection.ts'
import { Dictionary } from './dictionary.ts'
import { StatementInsertion } from './insert-statements.ts'
import { readKeys } from './posting-lists.ts'
import { isWithin, queryStatements } from './query-statements.ts'
import type { Sequence } from './sequence.ts'
import { SharedPartsReader } from './shared-parts.ts'
import { bytesOfUuid, type StatementRow, storedStatement } from './statement-row.ts'

/** @param sequence of the writing connection: it knows what is under way. */
export function statementReader(connection: Connection, sequence: Sequence): StatementReader {
  const parts = new SharedPartsReader(connection)
  return {
    queryStatements: (filter, page) => queryStatements({ connection, parts }, filter, page),

    async findStatement(id, voided, within) {
      const row = connection.get<StatementRow & { keys: string }>(
        'SELECT seq, hex(id) AS id, payload, keys FROM statement WHERE id = ? AND voided = ?',
        bytesOfUuid(id),
        voided ? 1 : 0,
      )
      if (!row || (within && !isWithin(connection, readKeys(row.keys), within))) return undefined
      return storedStatement(row, parts)
    },

    async listReferrers(id, limit, within) {
      const rows = connection.all<StatementRow & { keys: string }>(
        `SELECT s.seq, hex(s.id) AS id, s.payload, s.keys FROM reference r CROSS JOIN statement s ON s.seq = r.seq
       WHERE r.target = ? ORDER BY r.seq LIMIT ?`,
        bytesOfUuid(id),
        limit,
      )
      return rows
        .filter(({ keys }) => !within || isWithin(connection, readKeys(keys), within))
        .map((row) => storedStatement(row, parts))
    },

    async consistentThrough() {
      return sequence.bound()
    },

    ...attachmentReader(connection),
  }
}

export const statementWriter = (connection: Connection, sequence: Sequence): StatementWriter => {
  const insertion = new StatementInsertion(connection, new Dictionary(connection), sequence)
  return {
    async insertStatements(statements) {
      const inheritance = new Inheritance()
      return statements.flatMap((statement) => insertion.insert(statement, inheritance) ?? [])
    },
  }
}
