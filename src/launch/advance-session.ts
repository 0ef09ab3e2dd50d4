import { uuidOf } from '../base/ids.ts'
import { type Registration, recordProgress } from '../registrations/index.ts'
import {
  type Attempt,
  engines,
  type JournalEntry,
  noFacts,
  type SessionFacts,
} from '../runtime/index.ts'
import { insertPrepared, prepareStatement, type StatementObserver } from '../xapi/index.ts'
import type { FetchedFiles } from './evidence/fetched-files.ts'
import {
  type CommitNews,
  observeClose,
  observeCommit,
  withEvidence,
} from './evidence/observe-commit.ts'
import { saveShared } from './learner-shared.ts'
import { noteResult } from './note-result.ts'
import { type NamedEntry, type Replayed, replayJournal } from './replay-journal.ts'
import { type Subject, serverAuthority, verbOf } from './scorm-profile.ts'
import { lastSeenByPlayer, type Session } from './session.ts'
import { factsOf, keepLog, type LogNews } from './session-log/keep-log.ts'
import type { LaunchWriter, SavedAttempt } from './store.ts'

/** What every change of a session needs to know besides the transaction. */
export interface PlayRules {
  /** Origin of the app, without a slash at the end. */
  readonly appUrl: string
  /** Told of the statements that are derived from journals. */
  readonly observers: readonly StatementObserver<LaunchWriter>[]
  /** What was fetched since the last commits; without it, none was seen. */
  readonly fetchedFiles?: FetchedFiles
}

/** A session with all that its journal moves, as one transaction reads it. */
export interface Play {
  readonly session: Session
  readonly registration: Registration
  readonly subject: Subject
  readonly saved: SavedAttempt
}

/** Reads what a session moves; undefined if the session never started an attempt. */
export async function readPlay(
  tx: LaunchWriter,
  session: Session,
  { appUrl }: PlayRules,
): Promise<Play | undefined> {
  const registration = await tx.findRegistration(session.registration)
  const version = registration && (await tx.packageVersion(session.version))
  const saved = session.review
    ? { attempt: session.review, revision: 0 }
    : await tx.findAttempt(session.registration, session.attempt)
  if (!registration || !version || !saved) return undefined
  const subject: Subject = {
    appUrl,
    registration: registration.id,
    attempt: session.attempt,
    learner: registration.learner,
    package: registration.package,
    course: version.course,
  }
  return { session, registration, subject, saved }
}

/**
 * Replays new entries of the head session and stores all that follows from them: attempt, statements, progress and summary.
 * If the server had closed the session for silence, that is taken back first: the entries go on from the attempt as it was,
 * and the statements of the close are voided, since the run did not end there and will tell the same again.
 * @returns what a review came to, for its session to keep: it is nobody's progress, and nothing is stored; and the news for
 *   the session's log, which the caller keeps with what the player has to add.
 */
export async function applyEntries(
  tx: LaunchWriter,
  play: Play,
  { entries, now, rules }: { entries: readonly JournalEntry[]; now: Date; rules: PlayRules },
): Promise<{ readonly review?: Attempt; readonly news: LogNews }> {
  const { session, saved } = play
  const base = session.beforeClose
  const facts = await factsOf(tx, session.id)
  const named = entries.map((entry) => ({ name: entry.n, entry }))
  const replayed = replay(play, named, { attempt: base ?? saved.attempt, now, facts })
  const news = newsOf(replayed)
  if (session.review) return { review: replayed.attempt, news }
  const voiding = base ? voidClose(play, base, now) : []
  const isFirst = session.lastEntry === 0
  const evidence = await observeCommit(tx, session, {
    now,
    fetched: rules.fetchedFiles,
    news: commitNews(play, entries, replayed),
  })
  const said = withEvidence(replayed.statements, { appUrl: rules.appUrl, evidence })
  const course = { ...replayed.report.course, attempts: isFirst ? 1 : 0 }
  const report = { ...replayed.report, course }
  await recordReplay(tx, play, { ...replayed, report, said, voiding, now, rules })
  if (!base) return { news }
  const reopened = { at: now.toISOString(), by: 'server', what: 'reopened' } as const
  return { news: { ...news, lines: [reopened, ...news.lines] } }
}

const commitNews = (
  { subject: { course }, saved }: Play,
  entries: readonly JournalEntry[],
  { attempt, statements }: Replayed,
): CommitNews => ({
  entries,
  course,
  before: saved.attempt,
  after: attempt,
  answers: statements.filter(({ verb }) => verb.id === verbOf('responded').id).length,
})

const newsOf = ({ lines, facts, report }: Replayed): LogNews => {
  const { completion = 'not-attempted', success = 'unknown', score } = report.course
  return { lines, facts, result: { completion, success, ...(score && { score }) } }
}

/**
 * Ends the run that a session left open, as of the time at which its player was last heard of. Without an open run nothing
 * is changed but the session.
 * @param isFinal true: another session begins, so nothing of this one can come any more.
 */
export async function closeSession(
  tx: LaunchWriter,
  session: Session,
  { now, rules, isFinal }: { now: Date; rules: PlayRules; isFinal: boolean },
): Promise<void> {
  const { beforeClose, ...rest } = session
  const isOver = session.state === 'closed' || session.review !== undefined
  const play = isOver ? undefined : await readPlay(tx, session, rules)
  const entries = play ? leavingEntries(play, play.saved.attempt) : []
  if (play && entries.length > 0) {
    const facts = await factsOf(tx, session.id)
    const given = { attempt: play.saved.attempt, now, facts, by: 'server' } as const
    const replayed = replay(play, entries, given)
    const { course } = play.subject
    const evidence = await observeClose(tx, session, { course, after: replayed.attempt })
    const said = withEvidence(replayed.statements, { appUrl: rules.appUrl, evidence })
    await recordReplay(tx, play, { ...replayed, said, voiding: [], now, rules })
    const closed = { at: now.toISOString(), by: 'server', what: 'closed' } as const
    const news = newsOf(replayed)
    await keepLog(tx, session, { news: { ...news, lines: [closed, ...news.lines] }, now })
  }
  const undo = entries.length > 0 ? play?.saved.attempt : beforeClose
  await tx.updateLaunchSession({
    ...rest,
    state: 'closed',
    ...(undo && !isFinal && { beforeClose: undo }),
  })
}

/** The entries that end what is open, as the player would write them; none if nothing is. */
function leavingEntries({ session, subject }: Play, attempt: Attempt): NamedEntry[] {
  const { course } = subject
  const at = lastSeenByPlayer(session).toISOString()
  return engines[course.standard].leave(course, attempt).map((step, index) => ({
    name: `close after ${session.lastEntry}${index > 0 ? `, ${index}` : ''}`,
    entry: { n: session.lastEntry + 1 + index, at, ...step },
  }))
}

const replay = (
  { subject, session, saved }: Play,
  entries: readonly NamedEntry[],
  given: { attempt: Attempt; now: Date; facts: SessionFacts; by?: 'server' },
): Replayed =>
  replayJournal({ subject, session: session.id, reported: saved.attempt, ...given }, entries)

/** What a replay came to, with what goes into the records beside it. */
interface ReplayToRecord extends Pick<Replayed, 'attempt' | 'report'> {
  /** What its entries said, with what stands behind it. */
  readonly said: Replayed['statements']
  /** Statements that take an earlier close back; they come before. */
  readonly voiding: Replayed['statements']
  readonly now: Date
  readonly rules: PlayRules
}

/** Stores statements, attempt and what the learner's courses share; progress, and a note of the result, follow. */
async function recordReplay(
  tx: LaunchWriter,
  { session, registration, subject, saved }: Play,
  { attempt, report, said, voiding, now, rules }: ReplayToRecord,
): Promise<void> {
  const authority = serverAuthority(rules.appUrl)
  const incoming = [...voiding, ...said].map((one) => prepareStatement(one, { authority }))
  await insertPrepared(tx, incoming, { observers: rules.observers, origin: 'launch' })
  const number = session.attempt
  await tx.saveAttempt({ registration: registration.id, number }, attempt, saved.revision)
  const taker = { registration, course: subject.course }
  await saveShared(tx, taker, { before: saved.attempt, after: attempt })
  const after = await recordProgress(tx, registration, { number, report })
  await noteResult(tx, after, { session, said, now })
}

/** Voids what the close for silence said: the same replay gives the ids of its statements again. */
function voidClose(play: Play, base: Attempt, now: Date): Replayed['statements'] {
  const { session, subject } = play
  const given = { attempt: base, now, facts: noFacts }
  const said = replay(play, leavingEntries(play, base), given).statements
  return said.map(({ id }) => ({
    id: uuidOf(subject.registration, session.id, 'void', id),
    actor: serverAuthority(subject.appUrl),
    verb: verbOf('voided'),
    object: { objectType: 'StatementRef', id },
    timestamp: now.toISOString(),
  }))
}
