import { type Page, type PageRequest, pageOf, readCursor } from '../../base/page.ts'
import { Problem } from '../../base/problem.ts'
import { type PackageReader, packageVersion } from '../../content/index.ts'
import type { RegistrationReader } from '../../registrations/index.ts'
import {
  activitiesOf,
  type Course,
  engines,
  noCounts,
  noFacts,
  verdictOf,
} from '../../runtime/index.ts'
import type { Session } from '../session.ts'
import { addCounts } from './keep-log.ts'
import type { LogSummary, SessionLogReader } from './store.ts'
import type { SessionItem, SessionLog } from './wire.ts'

export type SessionLogStore = SessionLogReader &
  Pick<RegistrationReader, 'findRegistration'> &
  Pick<PackageReader, 'packageVersion'>

/** A registration's sessions, newest first, each with what it came to. @throws Problem `registration-not-found` */
export const listSessions =
  (store: SessionLogStore) =>
  async (registration: string, { limit, cursor }: PageRequest): Promise<Page<SessionItem>> => {
    if (!(await store.findRegistration(registration))) {
      throw new Problem('registration-not-found', `There is no registration ${registration}.`)
    }
    const [below] = cursor === undefined ? [] : (readCursor(cursor, ['number']) as [number])
    const after = below === undefined ? {} : { below }
    const sessions = await store.sessionsOf(registration, { ...after, limit: limit + 1 })
    const page = pageOf(sessions, limit, ({ epoch }) => [epoch])
    return { ...page, items: await Promise.all(page.items.map(describe(store))) }
  }

/** One session with what is kept of its log. @throws Problem `not-found` */
export const showSessionLog =
  (store: SessionLogStore) =>
  async (registration: string, id: string): Promise<SessionLog> => {
    const session = await store.findLaunchSession(id)
    if (session?.registration !== registration) {
      throw new Problem('not-found', `The registration has no session ${id}.`)
    }
    const log = await store.sessionLogLines(id)
    const { course } = await packageVersion(store)(session.version)
    return { ...(await describe(store)(session)), log, ...namesIn(log, course) }
  }

/** What the log speaks of by its id and by its code. */
function namesIn(log: SessionLog['log'], course: Course): Pick<SessionLog, 'titles' | 'errors'> {
  const named = new Set(log.flatMap(({ activity, target }) => [activity, target]))
  const codes = new Set(log.map(({ error }) => error))
  const { errorStrings } = engines[course.standard]
  return {
    titles: Object.fromEntries(
      [{ id: course.id, title: course.title }, ...activitiesOf(course)].flatMap(({ id, title }) =>
        named.has(id) ? [[id, title]] : [],
      ),
    ),
    errors: Object.fromEntries(Object.entries(errorStrings).filter(([code]) => codes.has(code))),
  }
}

const describe =
  (store: SessionLogStore) =>
  async (session: Session): Promise<SessionItem> => {
    const log = await store.findSessionLog(session.id)
    const { course, number } = await packageVersion(store)(session.version)
    return {
      id: session.id,
      attempt: session.attempt,
      version: number,
      isReview: session.review !== undefined,
      state: session.state === 'closed' || session.isEnded ? 'closed' : session.state,
      startedAt: session.startedAt.toISOString(),
      seenAt: session.seenAt.toISOString(),
      entries: session.lastEntry,
      ...figuresOf(log),
      verdict: log
        ? verdictOf({ course, result: log.result, facts: log.facts, counts: countsOf(log) })
        : null,
    }
  }

/** What was counted; zeros where no log is kept (any more). */
const figuresOf = (log: LogSummary | undefined) => {
  const { head, tail, lines } = log ?? { lines: 0, head: { lines: 0 }, tail: { lines: 0 } }
  return {
    lines,
    kept: head.lines + tail.lines,
    counts: log ? countsOf(log) : noCounts,
    facts: log?.facts ?? noFacts,
  }
}

const countsOf = ({ earlierCounts, counts }: LogSummary) => addCounts(earlierCounts, counts)
