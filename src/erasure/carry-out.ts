import type { Clock } from '../base/clock.ts'
import type { SecretBox } from '../base/secret-box.ts'
import type { ImportFiles } from '../transfer/index.ts'
import { eraseRegistrations, forgetPeople } from './erase-person.ts'
import { eraseStatements } from './erase-statements.ts'
import { eraseTexts } from './erase-texts.ts'
import { type Erasure, type ErasureCounts, type ErasureStep, erasureSteps } from './erasure.ts'
import { addToList, type IdentifierHash, listed, sealLine } from './erasures-list.ts'
import type { Identity } from './identity.ts'
import { removeImportFiles, searchFolder, wordsOf } from './search-files.ts'
import type { ErasingStore, ErasureWriter } from './store.ts'
import { Trace } from './trace.ts'

/** What an act has just taken away, for whoever keeps proofs of it. */
export interface ErasedSources {
  /** Positions. */
  readonly statements: readonly number[]
  /** Positions of audit entries. */
  readonly audit: readonly number[]
  readonly registrations: readonly string[]
}

/** Follows what is erased. */
export interface ErasureObserver {
  /** Before a transaction that erases. */
  prepare(): Promise<void>
  /** In the transaction that erases. */
  erased(tx: ErasureWriter, sources: ErasedSources, erasure: Erasure): Promise<void>
}

export interface CarryOutParts {
  readonly store: ErasingStore
  readonly clock: Clock
  readonly appUrl: string
  readonly box: SecretBox
  readonly hash: IdentifierHash
  readonly dataFolder: string
  readonly importFiles: ImportFiles
  /** Writes what waits in memory, so that it is found. */
  readonly flush: () => Promise<void>
  readonly observer: ErasureObserver
}

/** An act while it is carried out. */
export interface Act {
  readonly parts: CarryOutParts
  readonly erasure: Erasure
  readonly identity: Identity
  readonly trace: Trace
}

/** What a portion of work changes of the act: where it stands, and what is to be added to its counts. */
export interface Portion {
  /** undefined: the step is done. */
  readonly position: string | undefined
  readonly counts?: Partial<ErasureCounts>
  readonly sealedLine?: string
}

/**
 * Writes where the act stands after a portion. Called in the transaction of the portion, so that after a crash it goes on exactly
 * behind what is stored.
 */
export type Keep = (tx: ErasureWriter, portion: Portion) => Promise<void>

/** One portion of a step; keeps its end with what it wrote. */
export type StepWork = (act: Act, keep: Keep) => Promise<void>

const steps: Readonly<Record<ErasureStep, StepWork>> = {
  list: async ({ parts, erasure, identity }, keep) => {
    const line = listed(erasure, identity, parts.hash)
    await addToList(parts.dataFolder, line)
    await parts.flush()
    await settle(parts, erasure)
    const sealedLine = sealLine(parts.box, line)
    await parts.store.transact((tx) => keep(tx, { position: undefined, sealedLine }))
  },
  registrations: eraseRegistrations,
  person: forgetPeople,
  statements: eraseStatements,
  texts: eraseTexts,
  uses: ({ parts, erasure }, keep) =>
    parts.store.transact(async (tx) => {
      const position = await tx.spareUsed(erasure.id, erasure.position || '0', 2_000)
      await keep(tx, { position })
    }),
  leftovers: ({ parts, erasure }, keep) =>
    parts.store.transact(async (tx) => {
      await tx.dropLeftovers(erasure.id)
      await keep(tx, { position: undefined })
    }),
  files: async ({ parts, trace }, keep) => {
    const files = await removeImportFiles(parts.importFiles, trace)
    await parts.store.transact((tx) => keep(tx, { position: undefined, counts: { files } }))
  },
  disk: async ({ parts, erasure, trace }, keep) => {
    const kept = await parts.store.searchKept?.(wordsOf(trace), erasure.position)
    if (kept?.end !== undefined) {
      const counts = { filesSearched: kept.searched, filesWithHits: kept.hits }
      const position = kept.end
      await parts.store.transact((tx) => keep(tx, { position, counts }))
      return
    }
    await emptyLog(parts)
    let found = await searchFolder(parts.dataFolder, trace)
    if (found.hits.length > 0) {
      // Pages can still hold what was moved within them before deletion began to overwrite.
      await parts.store.rebuild()
      await emptyLog(parts)
      found = await searchFolder(parts.dataFolder, trace)
    }
    const counts = {
      filesSearched: found.searched + (kept?.searched ?? 0),
      filesWithHits: found.hits.length + (kept?.hits ?? 0),
    }
    await parts.store.transact((tx) => keep(tx, { position: undefined, counts }))
  },
}

/** Other processes write what waits in their memory every second. */
const settleMilliseconds = 2_000

async function settle({ clock }: CarryOutParts, { createdAt }: Erasure): Promise<void> {
  const left = createdAt.getTime() + settleMilliseconds - clock().getTime()
  if (left <= 0) return
  await new Promise((resolve) => setTimeout(resolve, Math.min(left, settleMilliseconds)))
}

/** Another process has gone on with the act: this one was slow, and has lost the lease. What it did is undone. */
export class Overtaken extends Error {
  constructor(id: string) {
    super(`Another process has gone on with erasure ${id}.`)
  }
}

const logTriesMax = 50

async function emptyLog({ store }: CarryOutParts): Promise<void> {
  for (let tries = 0; !(await store.emptyLog()); tries++) {
    if (tries === logTriesMax) throw new Error('Another process keeps the write-ahead log in use.')
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

/** Works one portion further. @returns the act as it is stored then */
export async function workOn(parts: CarryOutParts, erasure: Erasure): Promise<Erasure> {
  const identity = JSON.parse(parts.box.open(erasure.sealedIdentity!, erasure.id)) as Identity
  const act: Act = { parts, erasure, identity, trace: new Trace(identity) }
  let after = erasure
  const keep: Keep = async (tx, portion) => {
    after = behind(erasure, portion, parts.clock())
    if (!(await tx.saveErasure(after, erasure))) throw new Overtaken(erasure.id)
    if (after.state === 'done') await noteEnd(tx, after)
  }
  await steps[erasure.step](act, keep)
  return after
}

function behind(
  erasure: Erasure,
  { position, counts = {}, sealedLine }: Portion,
  now: Date,
): Erasure {
  const { failure: _failure, ...known } = erasure
  const rest = { ...known, ...(sealedLine !== undefined && { sealedLine }) }
  const names = Object.keys(erasure.counts) as (keyof ErasureCounts)[]
  const added = Object.fromEntries(
    names.map((name) => [name, erasure.counts[name] + (counts[name] ?? 0)]),
  ) as unknown as ErasureCounts
  if (position !== undefined) return { ...rest, counts: added, position }
  const next = erasureSteps[erasureSteps.indexOf(erasure.step) + 1]
  if (next) return { ...rest, counts: added, step: next, position: '' }
  const { sealedIdentity: _sealed, ...open } = rest
  return { ...open, counts: added, state: 'done', endedAt: now }
}

/** That the act ended is an entry of its own: who ordered it has long had an answer. */
const noteEnd = (tx: ErasureWriter, { id, by, pseudonym, counts, endedAt }: Erasure) =>
  tx.insertAuditEntry({
    at: endedAt!,
    kind: 'change',
    operation: 'carryOutErasure',
    actor: by,
    about: [id, pseudonym],
    request: '',
    network: '',
    details: { after: counts },
  })
