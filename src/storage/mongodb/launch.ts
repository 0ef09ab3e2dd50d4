import type { LaunchReader, LaunchWriter } from '../../launch/store.ts'
import { removeCourseAttempts } from './course-attempts.ts'
import { removeEvidence } from './evidence.ts'
import {
  removeSavedAttempts,
  savedAttemptCollections,
  savedAttemptReads,
  savedAttemptWriter,
} from './launch-attempts.ts'
import {
  launchSessionCollections,
  launchSessionReader,
  launchSessionWriter,
  removeLaunchSessions,
} from './launch-sessions.ts'
import { sharedStateCollections, sharedWriter } from './launch-shared.ts'
import { removeTickets, ticketCollections, ticketReads, ticketWriter } from './launch-tickets.ts'
import { registrations } from './rows.ts'
import {
  removeSessionLogs,
  sessionLogCollections,
  sessionLogReader,
  sessionLogWriter,
} from './session-logs.ts'
import type { View } from './view.ts'
import type { Transaction } from './write-groups.ts'

export const launchCollections = [
  ...savedAttemptCollections,
  ...launchSessionCollections,
  ...sharedStateCollections,
  ...ticketCollections,
  ...sessionLogCollections,
]

export const launchReader = (view: View): LaunchReader => ({
  ...savedAttemptReads(view),
  ...launchSessionReader(view),
  ...ticketReads(view),
  ...sessionLogReader(view),
  async oldTrials(before, limit) {
    const rows = await view
      .in(registrations)
      .find(
        { isTrial: true, activeAt: { $lt: before } },
        { fields: { _id: 1 }, sort: { activeAt: 1, _id: 1 }, limit },
      )
    return rows.map(({ _id }) => _id)
  },
})

/** The rest of what the launch slice writes is the other slices'. */
export const launchWriter = (transaction: Transaction) => ({
  ...savedAttemptWriter(transaction),
  ...launchSessionWriter(transaction),
  ...sharedWriter(transaction),
  ...ticketWriter(transaction),
  ...sessionLogWriter(transaction),
  ...trialWriter(transaction),
})

const trialWriter = ({ view }: Transaction): Pick<LaunchWriter, 'deleteTrial'> => ({
  async deleteTrial(registration) {
    const removed = await view.in(registrations).remove({ _id: registration, isTrial: true })
    if (removed !== 1) throw new Error(`${registration} is no try-out`)
    await removePlays(view, registration)
  },
})

/** Forgets what is kept of a registration's sessions and attempts. */
export async function removePlays(view: View, registration: string): Promise<void> {
  for (const remove of ofPlays) await remove(view, registration)
}

/** What refers to a registration goes with it. */
const ofPlays = [
  removeSessionLogs,
  removeEvidence,
  removeTickets,
  removeLaunchSessions,
  removeSavedAttempts,
  removeCourseAttempts,
]
