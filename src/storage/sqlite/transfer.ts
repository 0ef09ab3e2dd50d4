import { pageOf, readCursor } from '../../base/page.ts'
import type { ImportJob, ImportRejection, ImportState } from '../../transfer/import-job.ts'
import type { Lease, TransferReader, TransferWriter } from '../../transfer/store.ts'
import type { Connection } from './connection.ts'

interface JobRow {
  number: number
  id: string
  state: ImportState
  details: string
}

const jobOf = ({ id, state, details }: JobRow): ImportJob => ({
  ...JSON.parse(details),
  id,
  state,
})

const detailsOf = ({ id: _id, state: _state, ...details }: ImportJob): string =>
  JSON.stringify(details)

const columns = 'number, id, state, details'
const byId = `SELECT ${columns} FROM import_job WHERE id = ?`
/** `state` of both is in the index's condition, so that nothing that has ended is looked at. */
const claimable = `
  FROM import_job INDEXED BY import_job_open
  WHERE state IN ('waiting', 'running') AND (state = 'waiting' OR lease_until < ?)
  ORDER BY number LIMIT 1`

export const transferReader = (connection: Connection): TransferReader => ({
  async findImportJob(id) {
    const row = connection.get<JobRow>(byId, id)
    return row && jobOf(row)
  },

  async listImportJobs({ limit, cursor }, by) {
    const [before] = cursor ? readCursor(cursor, ['number']) : [Number.MAX_SAFE_INTEGER]
    const rows = connection.all<JobRow>(
      `SELECT ${columns} FROM import_job
       WHERE number < ?1 AND (?2 IS NULL OR details ->> '$.by.id' = ?2) ORDER BY number DESC LIMIT ?3`,
      before!,
      by ?? null,
      limit + 1,
    )
    const page = pageOf(rows, limit, ({ number }) => [number])
    return { ...page, items: page.items.map(jobOf) }
  },

  async listImportRejections(id, { after, limit }) {
    const rows = connection.all<{ details: string }>(
      'SELECT details FROM import_rejection WHERE job = ? AND position > ? ORDER BY position LIMIT ?',
      id,
      after,
      limit,
    )
    return rows.map(({ details }) => JSON.parse(details) as ImportRejection)
  },

  async hasImportWork(now) {
    return connection.get(`SELECT 1 ${claimable}`, now.getTime()) !== undefined
  },
})

export const transferWriter = (connection: Connection): TransferWriter => ({
  async insertImportJob(job) {
    connection.run(
      'INSERT INTO import_job (id, state, lease_until, details) VALUES (?, ?, 0, ?)',
      job.id,
      job.state,
      detailsOf(job),
    )
  },

  async claimImportJob(lease, now) {
    const row = connection.get<JobRow>(`SELECT ${columns} ${claimable}`, now.getTime())
    return row && claim(connection, row, lease)
  },

  async claimThisImportJob(id, lease) {
    const row = connection.get<JobRow>(`${byId} AND state = 'waiting'`, id)
    return row && claim(connection, row, lease)
  },

  async renewImportLease(id, { owner, until }) {
    const changed = connection.run(
      `UPDATE import_job SET lease_until = ? WHERE id = ? AND owner = ? AND state = 'running'`,
      until.getTime(),
      id,
      owner,
    )
    return changed > 0
  },

  async saveImportJob(job, { owner, until }, rejections) {
    const isHeld = job.state === 'running'
    const changed = connection.run(
      `UPDATE import_job SET state = ?, owner = ?, lease_until = ?, details = ?
       WHERE id = ? AND owner = ? AND state = 'running'`,
      job.state,
      isHeld ? owner : null,
      isHeld ? until.getTime() : 0,
      detailsOf(job),
      job.id,
      owner,
    )
    if (changed === 0) return false
    keepRejections(connection, job.id, rejections)
    return true
  },

  async changeImportState(id, from, change) {
    const row = connection.get<JobRow>(byId, id)
    if (!row || !from.includes(row.state)) return undefined
    const { endedAt: _endedAt, failure: _failure, ...job } = jobOf(row)
    const changed: ImportJob = { ...job, ...change }
    connection.run(
      'UPDATE import_job SET state = ?, owner = NULL, lease_until = 0, details = ? WHERE id = ?',
      changed.state,
      detailsOf(changed),
      id,
    )
    return changed
  },

  async removeImportJob(id) {
    connection.run('DELETE FROM import_job WHERE id = ?', id)
    connection.run('DELETE FROM import_rejection WHERE job = ?', id)
  },
})

function claim(connection: Connection, row: JobRow, { owner, until }: Lease): ImportJob {
  connection.run(
    `UPDATE import_job SET state = 'running', owner = ?, lease_until = ? WHERE id = ?`,
    owner,
    until.getTime(),
    row.id,
  )
  return jobOf({ ...row, state: 'running' })
}

function keepRejections(
  connection: Connection,
  job: string,
  rejections: readonly ImportRejection[],
): void {
  const last = connection.get<{ position: number | null }>(
    'SELECT max(position) AS position FROM import_rejection WHERE job = ?',
    job,
  )
  for (const [index, rejection] of rejections.entries()) {
    connection.run(
      'INSERT INTO import_rejection VALUES (?, ?, ?)',
      job,
      (last?.position ?? 0) + index + 1,
      JSON.stringify(rejection),
    )
  }
}
