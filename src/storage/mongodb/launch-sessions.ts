import type { Filter } from 'mongodb'
import type { Session } from '../../launch/session.ts'
import type { LaunchReader, LaunchWriter } from '../../launch/store.ts'
import type { Attempt } from '../../runtime/index.ts'
import { changeTo } from './change-to.ts'
import { collection } from './collection.ts'
import { type Kept, keep, pieceCollection, readKept, removeKept } from './pieces.ts'
import type { View } from './view.ts'
import type { Transaction } from './write-groups.ts'

interface SessionRow extends Omit<Session, 'id' | 'beforeClose' | 'review'> {
  _id: string
  /** Bytes of their JSON. */
  beforeClose?: Kept | undefined
  review?: Kept | undefined
  isCut: boolean
  /** The session that came after it. */
  next?: string
}

export const launchSessions = collection<SessionRow>('launchSessions', [
  { keys: { registration: 1, epoch: 1 }, isUnique: true },
  { keys: { tokenHash: 1 } },
  { keys: { state: 1, seenAt: 1 } },
])
const pieces = pieceCollection('launchSessionPieces')

export const launchSessionCollections = [launchSessions, pieces]

type SessionReads = Pick<LaunchReader, 'findLaunchSession' | 'findLaunchSessionByToken'>

export const launchSessionReader = (
  view: View,
): SessionReads & Pick<LaunchReader, 'sessionsOf' | 'silentSessions'> => ({
  ...sessionReads(view),
  async sessionsOf(registration, { below, limit }) {
    const rows = await view
      .in(launchSessions)
      .find(
        { registration, ...(below !== undefined && { epoch: { $lt: below } }) },
        { sort: { epoch: -1 }, limit },
      )
    const found: Session[] = []
    for (const row of rows) found.push(await sessionOf(view, row))
    return found
  },
  async silentSessions({ live, left }, limit) {
    const rows = await view.in(launchSessions).find(
      {
        $or: [
          { state: 'live', seenAt: { $lt: live } },
          { state: 'left', seenAt: { $lt: left } },
        ],
      },
      { fields: { _id: 1 }, sort: { seenAt: 1 }, limit },
    )
    return rows.map(({ _id }) => _id)
  },
})

const sessionReads = (view: View): SessionReads => ({
  findLaunchSession: (id) => sessionWhere(view, { _id: id }),
  findLaunchSessionByToken: (tokenHash) => sessionWhere(view, { tokenHash }),
})

export const launchSessionWriter = ({
  view,
}: Transaction): SessionReads &
  Pick<LaunchWriter, 'headLaunchSession' | 'insertLaunchSession' | 'updateLaunchSession'> => ({
  ...sessionReads(view),
  headLaunchSession: (registration) => sessionWhere(view, { registration }),
  async insertLaunchSession({ id, beforeClose, review, ...session }) {
    const { registration, epoch } = session
    // Only the head may commit: who commits in the session before, at this moment, writes what is written here.
    await view.in(launchSessions).update({ registration, epoch: epoch - 1 }, { $set: { next: id } })
    const kept = await keepAttempts(view, { id, beforeClose, review })
    await view.in(launchSessions).insert({ _id: id, ...session, ...kept })
  },
  async updateLaunchSession(session) {
    const { id, beforeClose, review, state, seenAt, lastEntry, lastEntryTimes, isEnded } = session
    const fields = { state, seenAt, lastEntry, lastEntryTimes, isEnded }
    if (!beforeClose && !review) {
      const change = changeTo<SessionRow>({ ...fields, beforeClose: undefined, review: undefined })
      if ((await view.in(launchSessions).update({ _id: id, isCut: false }, change)) === 1) return
    }
    await removePieces(view, [id])
    const kept = await keepAttempts(view, { id, beforeClose, review })
    await view.in(launchSessions).update({ _id: id }, changeTo<SessionRow>({ ...fields, ...kept }))
  },
})

/** Forgets the sessions of a registration. */
export async function removeLaunchSessions(view: View, registration: string): Promise<void> {
  const rows = await view
    .in(launchSessions)
    .find({ registration, isCut: true }, { fields: { _id: 1 } })
  await removePieces(
    view,
    rows.map(({ _id }) => _id),
  )
  await view.in(launchSessions).remove({ registration })
}

interface Attempts {
  readonly id: string
  readonly beforeClose: Attempt | undefined
  readonly review: Attempt | undefined
}

/** An attempt may be longer than a document. */
async function keepAttempts(view: View, { id, beforeClose, review }: Attempts) {
  const keepOne = async (name: 'beforeClose' | 'review', attempt: Attempt | undefined) =>
    attempt &&
    (await keep(view, pieces, {
      of: pieceName(id, name),
      bytes: Buffer.from(JSON.stringify(attempt)),
      wholeMax: wholeBytesMax,
    }))
  const kept = {
    beforeClose: await keepOne('beforeClose', beforeClose),
    review: await keepOne('review', review),
  }
  return { ...kept, isCut: Object.values(kept).some((one) => typeof one === 'number') }
}

/** There are two of them in a document. */
const wholeBytesMax = 4 * 1024 * 1024

const pieceName = (session: string, name: 'beforeClose' | 'review'): string => `${session} ${name}`

const removePieces = (view: View, ids: readonly string[]): Promise<void> =>
  removeKept(
    view,
    pieces,
    ids.flatMap((id) => [
      { of: pieceName(id, 'beforeClose'), isCut: true },
      { of: pieceName(id, 'review'), isCut: true },
    ]),
  )

/** The session that is found; of several the one with the highest epoch. */
async function sessionWhere(
  view: View,
  condition: Filter<SessionRow>,
): Promise<Session | undefined> {
  const row = await view.in(launchSessions).findOne(condition, { sort: { epoch: -1 } })
  return row && sessionOf(view, row)
}

async function sessionOf(
  view: View,
  { _id: id, beforeClose, review, isCut: _, next: __, ...session }: SessionRow,
): Promise<Session> {
  const attemptOf = async (name: 'beforeClose' | 'review', kept: Kept) => {
    const bytes = await readKept(view, pieces, { of: pieceName(id, name), kept })
    return JSON.parse(bytes.toString()) as Attempt
  }
  return {
    id,
    ...session,
    ...(beforeClose !== undefined && { beforeClose: await attemptOf('beforeClose', beforeClose) }),
    ...(review !== undefined && { review: await attemptOf('review', review) }),
  }
}
