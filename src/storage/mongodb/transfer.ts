import type { Filter } from 'mongodb'
import { pageOf, readCursor } from '../../base/page.ts'
import type { ImportJob, ImportRejection, ImportState } from '../../transfer/import-job.ts'
import type { Lease, TransferReader, TransferWriter } from '../../transfer/store.ts'
import { collection } from './collection.ts'
import type { View } from './view.ts'
import type { Transaction } from './write-groups.ts'

export interface JobRow {
  _id: string
  /** When it was asked for; two of one time are of different nodes. */
  number: number
  state: ImportState
  /** Who asked for it. */
  by: string
  /** The worker that holds it. */
  owner?: string
  leaseUntil?: Date
  /** The rest of the job as JSON. */
  details: string
}

interface RejectionRow {
  /** The job, a space and the position. */
  _id: string
  job: string
  position: number
  /** JSON */
  details: string
}

export const jobs = collection<JobRow>('importJobs', [
  { keys: { number: -1, _id: -1 } },
  { keys: { by: 1, number: -1, _id: -1 } },
  { keys: { state: 1, number: 1, _id: 1 } },
])
export const rejections = collection<RejectionRow>('importRejections', [
  { keys: { job: 1, position: 1 } },
])

export const transferCollections = [jobs, rejections]

export const transferReader = (view: View): TransferReader => ({
  async findImportJob(id) {
    const row = await view.in(jobs).findOne({ _id: id })
    return row && jobOf(row)
  },
  async listImportJobs({ limit, cursor }, by) {
    const filter: Filter<JobRow> = by === undefined ? {} : { by }
    if (cursor !== undefined) {
      const [number, id] = readCursor(cursor, ['number', 'string']) as [number, string]
      filter.$or = [{ number: { $lt: number } }, { number, _id: { $lt: id } }]
    }
    const options = { sort: { number: -1, _id: -1 }, limit: limit + 1 } as const
    const rows = await view.in(jobs).find(filter, options)
    const page = pageOf(rows, limit, (last) => [last.number, last._id])
    return { ...page, items: page.items.map(jobOf) }
  },
  async listImportRejections(id, { after, limit }) {
    const filter = { job: id, position: { $gt: after } }
    const rows = await view.in(rejections).find(filter, { sort: { position: 1 }, limit })
    return rows.map(({ details }) => JSON.parse(details) as ImportRejection)
  },
  hasImportWork: async (now) => (await claimable(view, now)) !== undefined,
})

export const transferWriter = ({ view, ticks }: Transaction): TransferWriter => ({
  async insertImportJob(job) {
    const { id, state, by } = job
    const row = { _id: id, number: ticks.time(), state, by: by.id, details: detailsOf(job) }
    await view.in(jobs).insert(row)
  },
  async claimImportJob(lease, now) {
    const row = await claimable(view, now)
    return row && claim(view, row, lease)
  },
  async claimThisImportJob(id, lease) {
    const row = await view.in(jobs).findOne({ _id: id, state: 'waiting' })
    return row && claim(view, row, lease)
  },
  async renewImportLease(id, { owner, until }) {
    const held = { _id: id, owner, state: 'running' } as const
    return (await view.in(jobs).update(held, { $set: { leaseUntil: until } })) > 0
  },
  async saveImportJob(job, { owner, until }, rejected) {
    const { id, state } = job
    const saved = { state, details: detailsOf(job) }
    const update =
      state === 'running' ? { $set: { ...saved, leaseUntil: until } } : { $set: saved, ...letGo }
    if ((await view.in(jobs).update({ _id: id, owner, state: 'running' }, update)) === 0)
      return false
    await keepRejections(view, id, rejected)
    return true
  },
  async changeImportState(id, from, change) {
    const row = await view.in(jobs).findOne({ _id: id })
    if (!row || !from.includes(row.state)) return undefined
    const { endedAt: _endedAt, failure: _failure, ...job } = jobOf(row)
    const changed: ImportJob = { ...job, ...change }
    const saved = { state: changed.state, details: detailsOf(changed) }
    await view.in(jobs).update({ _id: id }, { $set: saved, ...letGo })
    return changed
  },
  async removeImportJob(id) {
    await view.in(jobs).remove({ _id: id })
    await view.in(rejections).remove({ job: id })
  },
})

const letGo = { $unset: { owner: true, leaseUntil: true } } as const

const claimable = (view: View, now: Date): Promise<JobRow | undefined> =>
  view
    .in(jobs)
    .findOne(
      { $or: [{ state: 'waiting' }, { state: 'running', leaseUntil: { $lt: now } }] },
      { sort: { number: 1, _id: 1 } },
    )

/** Two that claim one job at once write the same document: the later one looks again. */
async function claim(view: View, row: JobRow, { owner, until }: Lease): Promise<ImportJob> {
  const held = { state: 'running', owner, leaseUntil: until } as const
  await view.in(jobs).update({ _id: row._id }, { $set: held })
  return jobOf({ ...row, ...held })
}

async function keepRejections(
  view: View,
  job: string,
  rejected: readonly ImportRejection[],
): Promise<void> {
  if (rejected.length === 0) return
  const last = await view.in(rejections).findOne({ job }, { sort: { position: -1 } })
  const first = (last?.position ?? 0) + 1
  const rows = rejected.map((rejection, index) => ({
    _id: `${job} ${first + index}`,
    job,
    position: first + index,
    details: JSON.stringify(rejection),
  }))
  await view.in(rejections).insert(...rows)
}

const detailsOf = ({ id: _id, state: _state, ...details }: ImportJob): string =>
  JSON.stringify(details)

const jobOf = ({ _id, state, details }: JobRow): ImportJob => ({
  ...JSON.parse(details),
  id: _id,
  state,
})
