import { uuidOf } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { CourseReport } from '../registrations/index.ts'
import {
  type Attempt,
  activitiesOf,
  type Engine,
  engines,
  factsAfter,
  type JournalEntry,
  type Progress,
  type SessionFacts,
} from '../runtime/index.ts'
import type { Statement } from '../xapi/index.ts'
import { type Draft, factsToStatements, statusStatements } from './facts-to-statements.ts'
import { rootOf, type Subject } from './scorm-profile.ts'
import { type LogLine, linesOfEntry } from './session-log/log-line.ts'

/** What a journal is replayed onto. */
export interface Replay {
  readonly subject: Subject
  readonly session: string
  /** The attempt before the first entry. */
  readonly attempt: Attempt
  /**
   * The attempt that progress was last reported of. It differs from `attempt` only where a close for silence is taken back.
   */
  readonly reported: Attempt
  /** Server's clock: nothing is dated after it. */
  readonly now: Date
  /** What the session's journal said before. */
  readonly facts: SessionFacts
  /** Who made the entries, if not the course and its player. */
  readonly by?: 'server'
}

export interface Replayed {
  readonly attempt: Attempt
  readonly statements: readonly (Statement & { readonly id: string })[]
  readonly report: CourseReport
  /** What the session's log says about the entries. */
  readonly lines: readonly LogLine[]
  readonly facts: SessionFacts
}

/** An entry, and the name under which its statements get their ids: always the same for the same entry of a session. */
export interface NamedEntry {
  readonly name: number | string
  readonly entry: JournalEntry
}

/**
 * Replays journal entries through the runtime of the course's standard: the server's truth about an attempt.
 * @throws Problem `journal-invalid` for an entry that the runtime would not have written; `pointer` and `facts.entry` name it.
 */
export function replayJournal(replay: Replay, entries: readonly NamedEntry[]): Replayed {
  const { subject, now } = replay
  const { course } = subject
  const engine = engines[course.standard]
  const activities = new Map(
    [rootOf(course), ...activitiesOf(course)].map((activity) => [activity.id, activity]),
  )
  const statements: (Statement & { readonly id: string })[] = []
  const lines: LogLine[] = []
  let { attempt, facts } = replay
  const rollUp = engine.followRollUp(course, attempt)
  for (const [index, { name, entry }] of entries.entries()) {
    const applied = engine.apply(course, attempt, entry)
    if (applied.refused !== undefined) throw invalidEntry(applied.refused, entry, index)
    attempt = applied.attempt
    facts = factsAfter(facts, entry, applied)
    lines.push(...linesOfEntry(entry, applied, replay.by))
    const timestamp = clamped(entry.at, now).toISOString()
    const occasion = { activity: activities.get(entry.activity)!, attempt, timestamp }
    const drafts = factsToStatements(subject, engine, { ...occasion, facts: applied.facts })
    if (mayMoveStatus(entry) || applied.facts.length > 0) {
      for (const { id, ...moved } of rollUp.moveTo(attempt)) {
        const change = { activity: activities.get(id)!, ...moved, timestamp }
        drafts.push(...statusStatements(subject, change))
      }
    }
    statements.push(...drafts.map((draft, at) => withId(draft, replay, [name, at])))
  }
  requireSize(attempt)
  const report = reportOf(replay, { engine, attempt, entries })
  return { attempt, statements, report, lines, facts }
}

/** A set or a commit that moves the status of an activity, and so perhaps of the course, never goes without a fact. */
const mayMoveStatus = ({ step }: JournalEntry): boolean => step.do !== 'set' && step.do !== 'commit'

const invalidEntry = (reason: string, entry: JournalEntry, index: number): Problem =>
  new Problem('journal-invalid', `Entry ${entry.n} cannot be: ${reason}.`, {
    pointer: `/entries/${index}`,
    facts: { entry: entry.n },
  })

/** What one learner's attempt may hold, characters of names and values: several times the largest that real courses keep. */
const attemptCharactersMax = 8 * 1024 * 1024

function requireSize(attempt: Attempt): void {
  let characters = 0
  for (const { values, records = {} } of Object.values(attempt.activities)) {
    for (const part of [values, ...Object.values(records).flat()]) {
      for (const [name, value] of Object.entries(part)) characters += name.length + value.length
    }
  }
  for (const text of Object.values(attempt.shared?.data ?? {})) characters += text.length
  if (characters <= attemptCharactersMax) return
  throw new Problem('journal-invalid', 'The attempt would hold more than a course may keep.', {
    limit: attemptCharactersMax,
  })
}

/** Player's time, but never later than the server's. */
const clamped = (at: string, now: Date): Date => {
  const time = new Date(at)
  return time < now ? time : now
}

/** The id of the statement that an entry led to, the first of them being number 0: always the same. */
export const statementIdOf = (
  { registration, session }: { readonly registration: string; readonly session: string },
  entry: number | string,
  index: number,
): string => uuidOf(registration, session, entry, index)

const withId = (
  draft: Draft,
  { subject, session }: Replay,
  name: readonly [number | string, number],
): Statement & { readonly id: string } => ({
  id: statementIdOf({ registration: subject.registration, session }, ...name),
  ...draft,
})

/** What changed since progress was last reported: states as they are now, time and runs as differences. */
function reportOf(
  { subject: { course }, reported, now }: Replay,
  replayed: {
    readonly engine: Engine
    readonly attempt: Attempt
    readonly entries: readonly NamedEntry[]
  },
): CourseReport {
  const { engine, attempt, entries } = replayed
  const touched = new Set(entries.map(({ entry }) => entry.activity))
  const alsoMoved = engine.alsoMoved(course, reported, attempt)
  const times = entries.map(({ entry }) => clamped(entry.at, now).getTime())
  const span = {
    from: new Date(times.reduce((a, b) => Math.min(a, b), now.getTime())),
    at: new Date(times.reduce((a, b) => Math.max(a, b), 0)),
  }
  const difference = ({ runs, ...after }: Progress, before: Progress) => ({
    ...after,
    ...span,
    centiseconds: after.centiseconds - before.centiseconds,
    attempts: runs - before.runs,
  })
  return {
    course: {
      ...difference(
        engine.courseProgress(course, attempt),
        engine.courseProgress(course, reported),
      ),
      attempts: 0,
    },
    activities: activitiesOf(course).flatMap(({ id: activity, title }) => {
      if (!touched.has(activity) && !alsoMoved.has(activity)) return []
      const before = engine.activityProgress(course, reported, activity)
      const after = engine.activityProgress(course, attempt, activity)
      return touched.has(activity) || isMoved(before, after)
        ? [{ ...difference(after, before), activity, title }]
        : []
    }),
  }
}

const isMoved = (before: Progress, after: Progress): boolean =>
  JSON.stringify(before) !== JSON.stringify(after)
