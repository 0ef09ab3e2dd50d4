import type { LedgerWriter, SessionResult } from '../ledger/index.ts'
import type { Registration } from '../registrations/index.ts'
import type { Statement } from '../xapi/index.ts'
import { verbOf } from './scorm-profile.ts'
import type { Session } from './session.ts'

const endings = [verbOf('terminated').id, verbOf('suspended').id]

/**
 * Leaves a note for the verifiable log if the session's run ended with these statements: the registration's progress as it is
 * recorded by now, without that of single activities.
 */
export async function noteResult(
  tx: Pick<LedgerWriter, 'addLedgerNote'>,
  { id, isTrial, progress }: Registration,
  { session, said, now }: { session: Session; said: readonly Statement[]; now: Date },
): Promise<void> {
  if (isTrial || !said.some(({ verb }) => endings.includes(verb.id))) return
  const { activities: _, ...figures } = progress
  const result: SessionResult = {
    registration: id,
    session: session.id,
    attempt: session.attempt,
    progress: figures,
  }
  await tx.addLedgerNote({
    kind: 'result',
    at: now,
    text: JSON.stringify(result),
    registration: id,
  })
}
