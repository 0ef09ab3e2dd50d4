import type { Page, PageRequest } from '../base/page.ts'
import type { ImportJob, ImportRejection, ImportState } from './import-job.ts'

export interface TransferReader {
  findImportJob(id: string): Promise<ImportJob | undefined>
  /** The newest first. @param by only those that this principal asked for. */
  listImportJobs(page: PageRequest, by?: string): Promise<Page<ImportJob>>
  /** In their order; `after` is how many to leave out. */
  listImportRejections(
    id: string,
    page: { readonly after: number; readonly limit: number },
  ): Promise<readonly ImportRejection[]>
  /** Whether a job waits, or was left by a worker that is gone. */
  hasImportWork(now: Date): Promise<boolean>
}

/** A worker's hold on a job: whoever holds it alone may save it, until the time is over. */
export interface Lease {
  /** Names the worker, and no other. */
  readonly owner: string
  readonly until: Date
}

export interface TransferWriter {
  insertImportJob(job: ImportJob): Promise<void>
  /** Takes the oldest job that waits, or whose lease has run out by `now`. @returns it, running; undefined if there is none. */
  claimImportJob(lease: Lease, now: Date): Promise<ImportJob | undefined>
  /** Takes this job, if it waits. */
  claimThisImportJob(id: string, lease: Lease): Promise<ImportJob | undefined>
  /** @returns false if the owner does not hold the job any more. */
  renewImportLease(id: string, lease: Lease): Promise<boolean>
  /**
   * Writes the job and what else was rejected, and lets go of it unless it is still running.
   * @param rejections follow those that are kept already.
   * @returns false if the owner does not hold the job any more; nothing is written then.
   */
  saveImportJob(
    job: ImportJob,
    lease: Lease,
    rejections: readonly ImportRejection[],
  ): Promise<boolean>
  /** @returns the job as changed; undefined if it is not in one of the states `from`. */
  changeImportState(
    id: string,
    from: readonly ImportState[],
    change: Pick<ImportJob, 'state' | 'endedAt'>,
  ): Promise<ImportJob | undefined>
  /** With its rejections. */
  removeImportJob(id: string): Promise<void>
}
