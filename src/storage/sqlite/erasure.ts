import { pageOf, readCursor } from '../../base/page.ts'
import type { Erasure, LegalHold } from '../../erasure/erasure.ts'
import type { ErasureReader, ErasureStore, ErasureWriter } from '../../erasure/store.ts'
import { auditWriter } from './audit.ts'
import type { Connection } from './connection.ts'
import { ErasureEpoch } from './erasure-epoch.ts'
import { peopleEraser, tracedPeople } from './erasure-people.ts'
import { statementRewriter, statementScan } from './erasure-statements.ts'
import { changeText, scanTexts } from './erasure-texts.ts'
import { registrationWriter } from './registrations.ts'
import type { WriteQueue } from './write-queue.ts'

interface ErasureRow {
  number: number
  id: string
  state: Erasure['state']
  created_at: number
  details: string
  sealed: string | null
}

interface HoldRow {
  id: string
  kind: LegalHold['kind']
  of: string
  reason: string
  by: string
  at: number
}

export const erasureReader = (connection: Connection): ErasureReader => ({
  ...tracedPeople(connection),
  ...statementScan(connection),
  async findErasure(id) {
    const row = connection.get<ErasureRow>('SELECT * FROM erasure WHERE id = ?', id)
    return row && erasureOf(row)
  },
  async listErasures({ limit, cursor }) {
    const [before] =
      cursor === undefined ? [Number.MAX_SAFE_INTEGER] : readCursor(cursor, ['number'])
    const rows = connection.all<ErasureRow>(
      'SELECT * FROM erasure WHERE number < ? ORDER BY number DESC LIMIT ?',
      before!,
      limit + 1,
    )
    const page = pageOf(rows, limit, (last) => [last.number])
    return { ...page, items: page.items.map(erasureOf) }
  },
  async nextErasure() {
    const row = connection.get<ErasureRow>(
      `SELECT * FROM erasure INDEXED BY erasure_open WHERE state = 'running' ORDER BY number LIMIT 1`,
    )
    return row && erasureOf(row)
  },
  listHolds: async () =>
    connection.all<HoldRow>('SELECT * FROM legal_hold ORDER BY at, id').map(holdOf),
  holdsOn: async (person) =>
    connection
      .all<HoldRow>(
        `SELECT * FROM legal_hold WHERE (kind = 'person' AND of = ?1)
           OR (kind = 'class' AND of IN (SELECT class FROM class_member WHERE person = ?1)) ORDER BY at, id`,
        person,
      )
      .map(holdOf),
  scanTexts: async (place, after, limit) => scanTexts(connection, place, { after, limit }),
})

export function erasureWriter(connection: Connection, epoch: ErasureEpoch): ErasureWriter {
  const { findRegistration, addToSummary } = registrationWriter(connection)
  const { forgetAgents, ...people } = peopleEraser(connection)
  const { dropLeftovers, ...statements } = statementRewriter(connection)
  /** Deletes or changes what processes remember. */
  const forgetting = <Values extends unknown[], Result>(
    work: (...values: Values) => Promise<Result>,
  ) => {
    return async (...values: Values): Promise<Result> => {
      const result = await work(...values)
      epoch.grow()
      epoch.forgetNow()
      return result
    }
  }
  return {
    ...auditWriter(connection),
    ...people,
    ...statements,
    findRegistration,
    addToSummary,
    ...actWriter(connection),
    forgetAgents: forgetting(forgetAgents),
    dropLeftovers: forgetting(dropLeftovers),
    changeText: forgetting(async (place, at, change) =>
      changeText(connection, place, { at, change }),
    ),
  }
}

type ActWriter = Pick<ErasureWriter, 'insertErasure' | 'saveErasure' | 'insertHold' | 'deleteHold'>

const actWriter = (connection: Connection): ActWriter => ({
  async insertErasure(erasure) {
    connection.run(
      'INSERT INTO erasure (id, state, created_at, details, sealed) VALUES (?, ?, ?, ?, ?)',
      erasure.id,
      erasure.state,
      erasure.createdAt.getTime(),
      detailsOf(erasure),
      erasure.sealedIdentity ?? null,
    )
  },
  async saveErasure(erasure, before) {
    const changed = connection.run(
      `UPDATE erasure SET state = ?, details = ?, sealed = ?
       WHERE id = ? AND state = 'running' AND details ->> 'step' = ? AND details ->> 'position' = ?`,
      erasure.state,
      detailsOf(erasure),
      erasure.sealedIdentity ?? null,
      erasure.id,
      before.step,
      before.position,
    )
    return changed === 1
  },
  async insertHold({ id, kind, of, reason, by, at }) {
    connection.run(
      'INSERT INTO legal_hold VALUES (?, ?, ?, ?, ?, ?)',
      ...[id, kind, of, reason, by, at.getTime()],
    )
  },
  async deleteHold(id) {
    const row = connection.get<HoldRow>('SELECT * FROM legal_hold WHERE id = ?', id)
    connection.run('DELETE FROM legal_hold WHERE id = ?', id)
    return row && holdOf(row)
  },
})

/** What an engine offers for erasures. */
export const erasureStore = (
  reading: Connection,
  writing: Connection,
  queue: WriteQueue<ErasureWriter>,
): ErasureStore => ({
  ...erasureReader(reading),
  transact: (work) => queue.transact(work),
  emptyLog: () =>
    queue.alone(() => {
      const { busy } = writing.get<{ busy: number }>('PRAGMA wal_checkpoint(TRUNCATE)')!
      return busy === 0
    }),
  rebuild: () => queue.alone(() => writing.exec('VACUUM')),
})

export { ErasureEpoch }

const detailsOf = ({
  id: _id,
  state: _state,
  createdAt: _createdAt,
  sealedIdentity: _sealed,
  ...details
}: Erasure): string => JSON.stringify(details)

function erasureOf({ id, state, created_at, details, sealed }: ErasureRow): Erasure {
  const { endedAt, ...rest } = JSON.parse(details) as Erasure & { endedAt?: string }
  return {
    ...rest,
    id,
    state,
    createdAt: new Date(created_at),
    ...(endedAt && { endedAt: new Date(endedAt) }),
    ...(sealed !== null && { sealedIdentity: sealed }),
  }
}

const holdOf = ({ at, ...hold }: HoldRow): LegalHold => ({ ...hold, at: new Date(at) })
