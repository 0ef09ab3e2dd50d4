import type { Clock } from '../base/clock.ts'
import { Problem } from '../base/problem.ts'
import type { Transactor } from '../base/transactor.ts'
import {
  explainConflict,
  type IncomingStatement,
  insertPrepared,
  prepareStatements,
  type ReceivedStatement,
  receiveTransferred,
  type StatementObserver,
  type StatementReader,
  type StatementWriter,
  type XapiValidators,
} from '../xapi/index.ts'
import { type ImportJob, type ImportRejection, rejectionsKeptMax } from './import-job.ts'
import type { SourceBatch, SourceStatement } from './source.ts'
import type { Lease, TransferReader, TransferWriter } from './store.ts'

export interface StoringParts<W> {
  readonly store: StatementReader & TransferReader & Transactor<W>
  readonly clock: Clock
  readonly observers: readonly StatementObserver<W>[]
  /** Origin of the app, without a slash at the end. */
  readonly appUrl: string
  readonly validators: XapiValidators
}

/** The job was cancelled, or another worker has it: what was under way is not stored. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost'
}

type Item = { readonly source: SourceStatement; readonly incoming: IncomingStatement }

interface Rejected {
  readonly source: SourceStatement
  readonly problem: Problem
  readonly id?: string
}

/**
 * Stores the statements of a batch as a POST would, and what the job then knows, in one transaction: after a crash it goes on
 * exactly behind what is stored. What would make a POST fail costs that statement only.
 */
export const storeBatch = <W extends StatementWriter & TransferWriter>(parts: StoringParts<W>) => {
  const prepare = prepareStatements(parts.store, parts)
  /**
   * @param since when the worker began with the batch.
   * @returns the job as it is stored.
   * @throws LeaseLost.
   */
  return async (job: ImportJob, batch: SourceBatch, work: { lease: () => Lease; since: Date }) => {
    const { received, rejected } = receiveAll(batch, parts.validators)
    const incoming = await prepare(
      job.by,
      received.map(({ statement }) => statement),
      { keepsAuthority: job.keepsAuthority },
    )
    let items = received.map(({ source }, index): Item => ({ source, incoming: incoming[index]! }))
    for (;;) {
      try {
        return await parts.store.transact(async (tx) => {
          const stored = await insertPrepared(
            tx,
            items.map((item) => item.incoming),
            { observers: parts.observers, origin: 'api' },
          )
          const next = after(job, batch, { items, rejected, stored: stored.length })
          const timed = {
            ...next,
            milliseconds: job.milliseconds + passed(parts.clock, work.since),
          }
          const kept = rejectionsKept(job, rejected)
          if (await tx.saveImportJob(timed, work.lease(), kept)) return timed
          throw new LeaseLost()
        })
      } catch (error) {
        if (!isOfStatement(error)) throw error
        const conflicts = await findConflicts(parts, job, items)
        if (conflicts.length === 0) throw error
        rejected.push(...conflicts)
        const out = new Set(conflicts.map(({ source }) => source))
        items = items.filter(({ source }) => !out.has(source))
      }
    }
  }
}

const passed = (clock: Clock, since: Date): number => Math.max(0, clock().getTime() - +since)

/** Refused by the store for one of the statements: a conflict, or too much that it inherits. */
const isOfStatement = (error: unknown): error is Problem =>
  error instanceof Problem &&
  (error.code === 'statement-conflict' || error.code === 'invalid-statement')

function receiveAll({ statements }: SourceBatch, validators: XapiValidators) {
  const received: { source: SourceStatement; statement: ReceivedStatement }[] = []
  const rejected: Rejected[] = []
  for (const source of statements) {
    if (!source.json) {
      rejected.push({ source, problem: new Problem('invalid-request', source.fault ?? '') })
      continue
    }
    try {
      const statement = receiveTransferred(source.json, source.files, {
        validators,
        version: '1.0.3',
      })
      received.push({ source, statement })
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem
      rejected.push({ source, problem })
    }
  }
  return { received, rejected }
}

class Undone extends Error {}

/** Tries the statements one by one in a transaction that is then undone, since those of one batch can contradict each other. */
async function findConflicts<W extends StatementWriter>(
  { store, appUrl }: StoringParts<W>,
  job: ImportJob,
  items: readonly Item[],
): Promise<Rejected[]> {
  let found: { item: Item; problem: Problem }[] = []
  const trial = store.transact(async (tx) => {
    found = []
    for (const item of items) {
      try {
        await tx.insertStatements([item.incoming.prepared])
      } catch (problem) {
        if (!isOfStatement(problem)) throw problem
        found.push({ item, problem })
      }
    }
    throw new Undone()
  })
  await trial.catch((error) => {
    if (!(error instanceof Undone)) throw error
  })
  const explained = found.map(async ({ item: { source, incoming }, problem }) => ({
    source,
    id: incoming.prepared.id,
    problem: await explainConflict(store, problem, {
      incoming: [incoming],
      principal: job.by,
      appUrl,
    }),
  }))
  return Promise.all(explained)
}

function after(
  job: ImportJob,
  { statements, progress }: SourceBatch,
  done: { items: readonly Item[]; rejected: readonly Rejected[]; stored: number },
): ImportJob {
  const { counts } = job
  return {
    ...job,
    ...progress,
    counts: {
      read: counts.read + statements.length,
      stored: counts.stored + done.stored,
      unchanged: counts.unchanged + done.items.length - done.stored,
      rejected: counts.rejected + done.rejected.length,
    },
  }
}

const rejectionsKept = (job: ImportJob, rejected: readonly Rejected[]): ImportRejection[] =>
  rejected
    .toSorted((a, b) => a.source.number - b.source.number)
    .slice(0, Math.max(0, rejectionsKeptMax - job.counts.rejected))
    .map(rejectionOf)

const rejectionOf = ({ source, problem, id }: Rejected): ImportRejection => {
  const { pointer, clause } = problem.detail
  return {
    statement: source.number,
    ...(source.line !== undefined && { line: source.line }),
    ...(id !== undefined && { id }),
    code: problem.code,
    ...(pointer !== undefined && { pointer }),
    ...(clause !== undefined && { clause }),
    message: problem.message,
  }
}
