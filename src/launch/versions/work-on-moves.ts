import type { Clock } from '../../base/clock.ts'
import { newUuid } from '../../base/ids.ts'
import type { Transactor } from '../../base/transactor.ts'
import type { PackageReader } from '../../content/index.ts'
import type { LaunchWriter } from '../store.ts'
import { type MoveRules, moveRegistration } from './move-registration.ts'
import { versionNumbered } from './preview-move.ts'
import type { VersionMoveReader, VersionMoveWriter } from './store.ts'
import type { VersionMove } from './version-move.ts'
import type { VersionMoveItem, VersionMoveList } from './wire.ts'

type Names = Pick<PackageReader, 'packageVersion'>

/**
 * Orders the learners of a package to be moved to one of its versions. The work goes on in the background; an order that is
 * under way for the same version is given back instead of a second one.
 * @param by account id or credential key
 * @throws Problem `package-not-found`
 */
export const startMove =
  (
    store: Pick<PackageReader, 'packageVersionByNumber'> &
      Names &
      VersionMoveReader &
      Transactor<VersionMoveWriter>,
    clock: Clock,
  ) =>
  async (packageId: string, number: string, by: string): Promise<VersionMoveItem> => {
    const to = await versionNumbered(store, packageId, number)
    const wanted: VersionMove = {
      id: newUuid(),
      package: packageId,
      version: to.id,
      startedBy: by,
      startedAt: clock(),
    }
    const move = await store.transact(async (tx) => {
      const running = (await tx.runningMoves()).find(({ version }) => version === to.id)
      if (!running) await tx.insertVersionMove(wanted)
      return running ?? wanted
    })
    return moveItem(store, move)
  }

const movesListed = 20

/** The orders of a package, newest first. */
export const listMoves =
  (store: Names & VersionMoveReader) =>
  async (packageId: string): Promise<VersionMoveList> => {
    const moves = await store.versionMoves(packageId, movesListed)
    return { items: await Promise.all(moves.map((move) => moveItem(store, move))) }
  }

async function moveItem(
  store: Names & VersionMoveReader,
  move: VersionMove,
): Promise<VersionMoveItem> {
  const { id, version, startedBy, startedAt, endedAt } = move
  return {
    id,
    version: (await store.packageVersion(version))?.number ?? 0,
    startedBy,
    startedAt: startedAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    outcomes: await store.moveCounts(id),
    remaining: endedAt ? 0 : await store.countRegistrationsToMove(move),
  }
}

const registrationsPerRead = 100

/**
 * Does what is ordered: one registration after the other, each in a transaction of its own, so that learners never wait and a
 * stop costs nothing. To be called again and again; it returns when nothing is left to do.
 * @param isStopped asked between two registrations
 */
export const workOnMoves =
  (
    store: VersionMoveReader & Names & Transactor<LaunchWriter & VersionMoveWriter>,
    clock: Clock,
    rules: MoveRules & {
      readonly isStopped?: () => boolean
      readonly report: (error: unknown) => void
    },
  ) =>
  async (): Promise<void> => {
    const isStopped = rules.isStopped ?? (() => false)
    for (const move of await store.runningMoves()) {
      for (;;) {
        const ids = await store.registrationsToMove(move, registrationsPerRead)
        for (const id of ids) {
          if (isStopped()) return
          await moveOne(store, { move, id, now: clock(), rules })
        }
        if (ids.length === 0) break
      }
      await store.transact((tx) => tx.endVersionMove(move.id, clock()))
    }
  }

async function moveOne(
  store: Transactor<LaunchWriter & VersionMoveWriter>,
  about: {
    readonly move: VersionMove
    readonly id: string
    readonly now: Date
    readonly rules: MoveRules & { readonly report: (error: unknown) => void }
  },
): Promise<void> {
  const { move, id, now, rules } = about
  const moving = store.transact(async (tx) => {
    const registration = await tx.findRegistration(id)
    const to = await tx.packageVersion(move.version)
    if (!registration || !to) return
    const outcome = await moveRegistration(tx, registration, { to, now, rules })
    const { version } = registration
    if (outcome) await tx.putMoveOutcome(move.id, { registration: id, version, outcome })
  })
  await moving.catch(async (error: unknown) => {
    rules.report(error)
    await store.transact(async (tx) => {
      const version = (await tx.findRegistration(id))?.version ?? ''
      await tx.putMoveOutcome(move.id, { registration: id, version, outcome: 'failed' })
    })
  })
}
