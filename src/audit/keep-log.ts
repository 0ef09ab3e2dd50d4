import { AsyncLocalStorage } from 'node:async_hooks'
import type { Clock } from '../base/clock.ts'
import type { Transactor } from '../base/transactor.ts'
import type { Call, Operation } from '../http/operation.ts'
import type { AuditActor, AuditDetails, NewAuditEntry } from './entry.ts'
import { masked } from './mask.ts'
import type { AuditWriter } from './store.ts'

/** What a slice knows better than the request about a change. */
export interface Change extends Pick<AuditDetails, 'before' | 'after'> {
  readonly about: readonly string[]
  /** Who did it, where the request has nobody: a first sign-in, a one-time link. */
  readonly by?: AuditActor
}

/** What one request leaves in the log. */
interface Trail {
  readonly entry: NewAuditEntry
  /** Noted in the transaction that runs now. */
  changes: Change[]
  /** Whether an entry of this request is stored. */
  isKept: boolean
  /** One entry is enough: what is noted of single changes is left out. */
  readonly isWhole?: boolean
}

const trails = new AsyncLocalStorage<Trail | undefined>()

/** Says what a change is about. Called inside a transaction, which may run again; does nothing where no log is kept. */
export function noteChange(change: Change): void {
  const trail = trails.getStore()
  if (!trail?.isWhole) trail?.changes.push(change)
}

/** The store whose transactions leave an entry when they belong to an operation that is kept in the log. */
export const auditing = <Writer extends AuditWriter, Store extends Transactor<Writer>>(
  store: Store,
): Store => ({
  ...store,
  async transact<Result>(work: (tx: Writer) => Promise<Result>): Promise<Result> {
    const trail = trails.getStore()
    if (!trail) return store.transact(work)
    // The engine may call the work from another request's turn.
    const inTrail = (tx: Writer) =>
      trails.run(trail, async () => {
        trail.changes = []
        const result = await work(tx)
        for (const entry of entriesOf(trail)) await tx.insertAuditEntry(entry)
        return result
      })
    const result = await store.transact(inTrail)
    trail.isKept = true
    return result
  },
})

/** What is noted, one by one; else, once a request, what it asked for. */
function entriesOf({ entry, changes, isKept }: Trail): NewAuditEntry[] {
  if (changes.length === 0) return isKept ? [] : [entry]
  return changes.map(({ about, by = entry.actor, before, after }) => ({
    ...entry,
    actor: by,
    about: [...new Set([...entry.about, ...about])],
    details: {
      ...(before !== undefined && { before: masked(before) }),
      ...(after !== undefined && { after: masked(after) }),
    },
  }))
}

interface KeptRequest {
  readonly operation: Operation
  readonly call: Call
  /** `X-Request-Id` of the answer. */
  readonly request: string
  /** IP address of the client. */
  readonly network: string
}

/**
 * Runs the handler of an operation so that what it changes is kept in the log, and what an auditor reads. No answer leaves
 * before its entry is durable.
 */
export const keepLog =
  (store: Transactor<AuditWriter>, clock: Clock) =>
  async (kept: KeptRequest, handle: () => Promise<unknown>): Promise<unknown> => {
    const { operation, call } = kept
    if ((operation.method === 'get' && !operation.isAudited) || operation.isAudited === false) {
      if (call.principal?.isWatched && operation.requires !== 'account') {
        const entry = entryOf(kept, 'read', clock())
        await store.transact((tx) => tx.insertAuditEntry(entry))
      }
      return trails.run(undefined, handle)
    }
    const entry = entryOf(kept, 'change', clock())
    return trails.run({ entry, changes: [], isKept: operation.isAudited === 'when-noted' }, handle)
  }

/** A command that is typed on the server itself. */
export interface KeptCommand {
  /** Word for the log: that of the operation of the API which does the same, or one of its own. */
  readonly operation: string
  readonly kind: NewAuditEntry['kind']
  /** User name of who typed it. */
  readonly by: string
  readonly machine: string
  readonly process: number
  readonly asked: Readonly<Record<string, unknown>>
  /** One entry for all of it, however much it changes. */
  readonly isWhole: boolean
}

/** Runs a command so that what it changes through an `auditing` store is kept in the log, each change with its entry. */
export function keepCommandLog<Result>(
  { operation, kind, by, machine, process, asked, isWhole }: KeptCommand,
  clock: Clock,
  run: () => Promise<Result>,
): Promise<Result> {
  const entry: NewAuditEntry = {
    at: clock(),
    kind,
    operation,
    actor: { kind: 'command', id: by, name: by },
    about: [],
    request: String(process),
    network: machine,
    details: Object.keys(asked).length === 0 ? {} : { asked: masked(asked) },
  }
  return trails.run({ entry, changes: [], isKept: false, isWhole }, run)
}

/** Stores the one entry of a command that the log must know of also if it has changed nothing; `store` is `auditing`. */
export async function leaveEntry(store: Transactor<AuditWriter>): Promise<void> {
  const trail = trails.getStore()
  if (trail?.isWhole && !trail.isKept) await store.transact(async () => undefined)
}

function entryOf(
  { operation, call, request, network }: KeptRequest,
  kind: NewAuditEntry['kind'],
  at: Date,
): NewAuditEntry {
  const { principal, params, query, body } = call
  const asked = { ...query, ...(body !== null && typeof body === 'object' ? body : {}) }
  return {
    at,
    kind,
    operation: operation.id,
    actor: principal
      ? { kind: principal.kind, id: principal.id, name: principal.name }
      : { kind: 'anonymous', id: '', name: '' },
    about: Object.values(params),
    request,
    network,
    details: Object.keys(asked).length === 0 ? {} : { asked: masked(asked) },
  }
}
