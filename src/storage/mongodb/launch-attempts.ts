import type { LaunchWriter } from '../../launch/store.ts'
import type { Attempt } from '../../runtime/index.ts'
import { collection } from './collection.ts'
import { type Kept, keep, pieceCollection, readKept, removeKept } from './pieces.ts'
import type { View } from './view.ts'
import type { Transaction } from './write-groups.ts'

/** What is kept of a learner's play of one attempt. */
interface AttemptRow {
  /** Registration and number. */
  _id: string
  registration: string
  number: number
  revision: number
  /** Bytes of its JSON. */
  attempt: Kept
  isCut: boolean
}

const attempts = collection<AttemptRow>('launchAttempts', [
  { keys: { registration: 1, number: -1 } },
])
const pieces = pieceCollection('launchAttemptPieces')

export const savedAttemptCollections = [attempts, pieces]

export const savedAttemptReads = (view: View): Pick<LaunchWriter, 'findAttempt'> => ({
  async findAttempt(registration, number) {
    const row = await view
      .in(attempts)
      .findOne({ registration, ...(number !== undefined && { number }) }, { sort: { number: -1 } })
    if (!row) return undefined
    const bytes = await readKept(view, pieces, { of: row._id, kept: row.attempt })
    return { revision: row.revision, attempt: JSON.parse(bytes.toString()) as Attempt }
  },
})

export const savedAttemptWriter = ({
  view,
}: Transaction): Pick<LaunchWriter, 'findAttempt' | 'saveAttempt'> => ({
  ...savedAttemptReads(view),
  async saveAttempt({ registration, number }, attempt, revision) {
    const _id = `${registration} ${number}`
    const fields = { revision: 1, isCut: 1 } as const
    const before = await view.in(attempts).findOne({ _id }, { fields })
    if ((before?.revision ?? 0) !== revision) {
      throw new Error(`the attempt of ${registration} changed under a commit`)
    }
    if (before) await removeKept(view, pieces, [{ of: _id, isCut: before.isCut }])
    const kept = await keep(view, pieces, { of: _id, bytes: Buffer.from(JSON.stringify(attempt)) })
    const change = { revision: revision + 1, attempt: kept, isCut: typeof kept === 'number' }
    if (before) await view.in(attempts).update({ _id }, { $set: change })
    else await view.in(attempts).insert({ _id, registration, number, ...change })
  },
})

export async function removeSavedAttempts(view: View, registration: string): Promise<void> {
  const rows = await view.in(attempts).find({ registration }, { fields: { isCut: 1 } })
  await removeKept(
    view,
    pieces,
    rows.map(({ _id, isCut }) => ({ of: _id, isCut })),
  )
  await view.in(attempts).remove({ registration })
}
