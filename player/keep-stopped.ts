import type { JournalStop } from './journal.ts'
import type { PlayableSession } from './open-session.ts'
import type { PlayParts } from './play.ts'

/** Keeps what the server did not take, so that the learner can download it. */
export async function keepStopped(
  { code: reason, entries }: JournalStop,
  { session, registration }: PlayableSession,
  { store, clock }: PlayParts,
): Promise<void> {
  if (entries.length === 0) return
  const kept = { session, registration, reason, at: clock(), entries }
  await store.keepRecovery(kept).catch(() => undefined)
}
