import type { Clock } from '../base/clock.ts'
import { Problem } from '../base/problem.ts'
import type { Transactor } from '../base/transactor.ts'
import type { JournalEntry } from '../runtime/index.ts'
import { applyEntries, type PlayRules, readPlay } from './advance-session.ts'
import { observeCommit } from './evidence/observe-commit.ts'
import { mayCommit, type Session } from './session.ts'
import { keepLog, type LogNews } from './session-log/keep-log.ts'
import { sessionOfToken, superseded } from './start-session.ts'
import type { LaunchReader, LaunchWriter } from './store.ts'
import type { CommitAccepted, CommitSession } from './wire.ts'

/**
 * Takes the next entries of a session's journal. They are replayed, and the attempt, its statements, the progress and the
 * summary are stored in one transaction; sending the same entries again changes nothing. A commit without entries says that
 * the player is still there.
 *
 * A commit is taken whole or not at all. An entry that the runtime refuses is a forgery or a defect of the player; the
 * commit fails with its number, and the player can send what stands before it, then ask for the server's state (resume): so
 * a defect costs a learner some entries and never the course.
 * @param commit as its schema allows it
 * @throws Problem `session-token-invalid`; `session-superseded`; `journal-gap` with `facts.expected`; `journal-invalid`
 */
export const commitSession =
  (
    store: Pick<LaunchReader, 'findLaunchSessionByToken'> & Transactor<LaunchWriter>,
    clock: Clock,
    rules: PlayRules,
  ) =>
  async (token: string, commit: CommitSession): Promise<CommitAccepted> => {
    requireConsecutive(commit.entries)
    const found = await sessionOfToken(store, token)
    const { id } = found
    if (id !== commit.session) {
      throw new Problem('session-token-invalid', 'The token belongs to another session.')
    }
    const { registration } = found
    const fetched = rules.fetchedFiles?.of(registration) ?? []
    const accepted = await store.transact(async (tx) => {
      const now = clock()
      let session = await headSession(tx, id, now)
      const entries = newEntries(session, commit.entries)
      let news: LogNews = { lines: [] }
      if (entries.length > 0) {
        const play = await readPlay(tx, session, rules)
        if (!play) throw new Error(`session ${id} has nothing to replay its entries onto`)
        const applied = await applyEntries(tx, play, { entries, now, rules })
        if (applied.review) session = { ...session, review: applied.review }
        news = applied.news
      } else if (!session.review) {
        await observeCommit(tx, session, { now, fetched: rules.fetchedFiles })
      }
      const told = commit.log ? { ...news, player: commit.log } : news
      await keepLog(tx, session, { news: told, now })
      const after = sessionAfter(session, commit, { entries, now })
      await tx.updateLaunchSession(after)
      return { acknowledged: after.lastEntry }
    })
    if (!found.review) rules.fetchedFiles?.forget(registration, fetched)
    return accepted
  }

/** The session, if it is the registration's head and was heard of not too long ago. */
async function headSession(tx: LaunchWriter, id: string, now: Date): Promise<Session> {
  const session = await tx.findLaunchSession(id)
  if (!session || !mayCommit(session, now)) {
    throw new Problem('session-token-invalid', 'The session is too old.')
  }
  const head = await tx.headLaunchSession(session.registration)
  if (head?.id !== id || session.isEnded) throw superseded()
  return session
}

function requireConsecutive(entries: readonly JournalEntry[]): void {
  const index = entries.findIndex(({ n }, at) => n !== entries[0]!.n + at)
  if (index < 0) return
  throw new Problem('journal-invalid', 'The entries of a commit are numbered without gaps.', {
    pointer: `/entries/${index}/n`,
    facts: { entry: entries[index]!.n },
  })
}

/** The entries that are not stored yet. @throws Problem `journal-gap` if some before them are missing. */
function newEntries({ lastEntry }: Session, sent: readonly JournalEntry[]): JournalEntry[] {
  const entries = sent.filter(({ n }) => n > lastEntry)
  const expected = lastEntry + 1
  if (entries.length > 0 && entries[0]!.n !== expected) {
    throw new Problem('journal-gap', `Entry ${expected} must come next.`, {
      facts: { expected },
    })
  }
  return entries
}

function sessionAfter(
  session: Session,
  { isLeaving }: CommitSession,
  { entries, now }: { entries: readonly JournalEntry[]; now: Date },
): Session {
  const seen: Session = { ...session, state: isLeaving ? 'left' : 'live', seenAt: now }
  const last = entries.at(-1)
  if (!last) return seen
  const { beforeClose: _, ...rest } = seen
  return {
    ...rest,
    lastEntry: last.n,
    lastEntryTimes: { at: new Date(last.at), receivedAt: now },
  }
}
