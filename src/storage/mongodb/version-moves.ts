import type { VersionMoveReader, VersionMoveWriter } from '../../launch/versions/store.ts'
import type { MoveOutcome, VersionMove } from '../../launch/versions/version-move.ts'
import { changeTo } from './change-to.ts'
import { collection } from './collection.ts'
import { forecastMove } from './forecast-move.ts'
import { type RegistrationRow, registrations } from './rows.ts'
import type { View } from './view.ts'
import type { Transaction } from './write-groups.ts'

export interface MoveRow extends Omit<VersionMove, 'id'> {
  _id: string
}

interface OutcomeRow {
  /** Move and registration. */
  _id: string
  move: string
  registration: string
  /** The version from which it moved, or on which it stays. */
  version: string
  outcome: MoveOutcome
}

export const moves = collection<MoveRow>('versionMoves', [
  { keys: { package: 1, startedAt: -1, _id: 1 } },
  { keys: { endedAt: 1, startedAt: 1, _id: 1 } },
])
const outcomes = collection<OutcomeRow>('versionMoveOutcomes', [{ keys: { move: 1, outcome: 1 } }])

export const versionMoveCollections = [moves, outcomes]

export const versionMoveReader = (view: View): VersionMoveReader => ({
  async versionMoves(packageId, limit) {
    const rows = await view
      .in(moves)
      .find({ package: packageId }, { sort: { startedAt: -1, _id: 1 }, limit })
    return rows.map(moveOf)
  },
  runningMoves: () => runningMoves(view),
  async moveCounts(move) {
    const rows = await view
      .in(outcomes)
      .aggregate<{ _id: MoveOutcome; count: number }>([
        { $match: { move } },
        { $group: { _id: '$outcome', count: { $sum: 1 } } },
      ])
    return Object.fromEntries(rows.map(({ _id, count }) => [_id, count]))
  },
  async registrationsToMove(move, limit) {
    const rows = await view
      .in(registrations)
      .find(toMove(move), { fields: { _id: 1 }, sort: { _id: 1 }, limit })
    return rows.map(({ _id }) => _id)
  },
  countRegistrationsToMove: (move) => view.in(registrations).count(toMove(move)),
  async pinnedVersions(packageId) {
    const rows = await view
      .in(registrations)
      .aggregate<{ _id: string; count: number }>([
        { $match: { package: packageId, isTrial: false } },
        { $group: { _id: '$version', count: { $sum: 1 } } },
      ])
    return new Map(rows.map(({ _id, count }) => [_id, count]))
  },
  forecastMove: (about) => forecastMove(view, about),
})

export const versionMoveWriter = ({ view }: Transaction): VersionMoveWriter => ({
  async runningMoves() {
    // Whoever asks is about to order another one, unless there is one.
    await view.guard('versionMoves')
    return runningMoves(view)
  },
  async insertVersionMove({ id, ...move }) {
    await view.in(moves).insert({ _id: id, ...move })
  },
  async endVersionMove(id, endedAt) {
    await view.in(moves).update({ _id: id }, changeTo<MoveRow>({ endedAt }))
  },
  async putMoveOutcome(move, { registration, version, outcome }) {
    const _id = `${move} ${registration}`
    await view.in(outcomes).put({ _id, move, registration, version, outcome })
    await view.in(registrations).update({ _id: registration }, { $addToSet: { moves: move } })
  },
})

/** Forgets what became of a registration in these moves. */
export async function removeOutcomes(
  view: View,
  registration: string,
  of: readonly string[],
): Promise<void> {
  await view.in(outcomes).remove({ _id: { $in: of.map((move) => `${move} ${registration}`) } })
}

/** Which registrations a move has not looked at stands on them, for no query reads two collections. */
const toMove = ({ id, package: packageId, version }: VersionMove) => ({
  package: packageId,
  isTrial: false,
  version: { $ne: version },
  moves: { $ne: id } as unknown as RegistrationRow['moves'],
})

async function runningMoves(view: View): Promise<VersionMove[]> {
  const rows = await view
    .in(moves)
    .find({ endedAt: { $exists: false } }, { sort: { startedAt: 1, _id: 1 } })
  return rows.map(moveOf)
}

const moveOf = ({ _id, ...move }: MoveRow): VersionMove => ({ id: _id, ...move })
