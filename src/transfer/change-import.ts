import type { Clock } from '../base/clock.ts'
import { mayRead, type Principal } from '../base/principal.ts'
import { Problem } from '../base/problem.ts'
import type { Transactor } from '../base/transactor.ts'
import { hasFile, type ImportFiles, removeFileOf } from './import-files.ts'
import type { ImportJob } from './import-job.ts'
import type { TransferReader, TransferWriter } from './store.ts'

/** Whose imports a principal sees: its own, or everybody's (undefined). */
export const importsSeenBy = (principal: Principal): string | undefined =>
  mayRead(principal, 'all') ? undefined : principal.id

interface ChangeParts {
  readonly store: TransferReader & Transactor<TransferWriter>
  readonly clock: Clock
  readonly importFiles: ImportFiles
}

/** What can be done with an import that exists. All throw Problem `import-not-found`, also for one of somebody else. */
export const importChanges = ({ store, clock, importFiles }: ChangeParts) => {
  const find = async (principal: Principal, id: string): Promise<ImportJob> => {
    const job = await store.findImportJob(id)
    const owner = importsSeenBy(principal)
    if (job && (owner === undefined || job.by.id === owner)) return job
    throw new Problem('import-not-found', 'There is no such import.')
  }
  return {
    find,

    /** Stops it after the batch that is being stored; what is stored stays. @throws Problem import-ended. */
    async cancel(principal: Principal, id: string): Promise<ImportJob> {
      await find(principal, id)
      const endedAt = clock().toISOString()
      const change = { state: 'cancelled', endedAt } as const
      const from = ['waiting', 'running', 'failed'] as const
      const changed = await store.transact((tx) => tx.changeImportState(id, from, change))
      if (changed) return changed
      throw new Problem('import-ended', 'The import has ended already.')
    },

    /** Lets it go on behind what is stored. @throws Problem import-not-resumable. */
    async resume(principal: Principal, id: string): Promise<ImportJob> {
      const job = await find(principal, id)
      const from = ['failed', 'cancelled'] as const
      // Before the file is looked for, which goes a moment after an import is done: the answer must not hang on that.
      if (!from.some((state) => state === job.state)) throw notResumable()
      if (!(await hasFile(job, importFiles)))
        throw new Problem('import-not-resumable', 'Its file is not kept any more; send it again.')
      const changed = await store.transact((tx) =>
        tx.changeImportState(id, from, { state: 'waiting' }),
      )
      if (changed) return changed
      throw notResumable()
    },

    /** Removes the job, its report and its file; the statements stay. @throws Problem import-running. */
    async remove(principal: Principal, id: string): Promise<void> {
      const job = await find(principal, id)
      if (job.state === 'running' || job.state === 'waiting')
        throw new Problem('import-running', 'Cancel the import first.')
      await store.transact((tx) => tx.removeImportJob(id))
      await removeFileOf(job, { store, importFiles })
    },
  }
}

const notResumable = (): Problem =>
  new Problem('import-not-resumable', 'Only an import that failed or was cancelled goes on.')
