import type { ImportJob } from './import-job.ts'
import type { StatementImport, StatementImportSource } from './wire.ts'

/** A job as people and programs see it. */
export const statementImport = (job: ImportJob): StatementImport => ({
  id: job.id,
  state: job.state,
  source: sourceOf(job),
  by: { id: job.by.id, name: job.by.name },
  keepsAuthority: job.keepsAuthority,
  createdAt: job.createdAt,
  startedAt: job.startedAt ?? null,
  endedAt: job.endedAt ?? null,
  progress: {
    bytesRead: job.bytesRead,
    share: shareOf(job),
    perSecond:
      job.milliseconds > 0 ? Math.round((job.counts.read / job.milliseconds) * 1_000) : null,
  },
  counts: job.counts,
  failure: job.failure ?? null,
  verification: job.verification ?? null,
})

function sourceOf({ source }: ImportJob): StatementImportSource {
  if (source.kind === 'file') {
    const { kind, fileName, bytes } = source
    return { kind, fileName, bytes }
  }
  const { kind, endpoint, key, since } = source
  return { kind, endpoint, key, since: since ?? null }
}

function shareOf({ state, source, bytesRead }: ImportJob): number | null {
  if (state === 'done') return 1
  if (source.kind === 'pull') return null
  return source.bytes === 0 ? 0 : Math.min(1, bytesRead / source.bytes)
}
