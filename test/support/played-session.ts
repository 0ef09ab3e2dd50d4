import { newUuid } from '../../src/base/ids.ts'
import type { CommitAccepted, SessionStarted } from '../../src/launch/wire.ts'
import type { JournalEntry } from '../../src/runtime/index.ts'
import { launchLink, prepareCourse } from './courses.ts'
import type { TestServer } from './server.ts'
import { smallCourse } from './small-course.ts'

/** A player's journal as its tab holds it: what is not acknowledged is sent again. */
export interface PlayedSession {
  readonly registration: string
  readonly session: string
  readonly token: string
  readonly contentUrl: string
  acknowledged: number
  entries: JournalEntry[]
}

/** A learner who has opened the one lesson of a small course of their own; nothing is committed yet. */
export async function playedSession(server: TestServer, title: string): Promise<PlayedSession> {
  const { registration } = await prepareCourse(server, smallCourse({ title }))
  const ticket = (await launchLink(server, registration)).split('#')[1]
  const response = await fetch(`${server.contentUrl}/_rt/sessions`, {
    method: 'POST',
    body: JSON.stringify({ ticket, nonce: newUuid() }),
  })
  const started = (await response.json()) as SessionStarted
  const session: PlayedSession = {
    registration,
    session: started.session,
    token: started.token!,
    contentUrl: server.contentUrl,
    acknowledged: 0,
    entries: [],
  }
  addStep(session, { do: 'open' })
  addStep(session, { do: 'initialize' })
  return session
}

/** A step of the lesson, not sent as yet. */
export function addStep(session: PlayedSession, step: JournalEntry['step']): void {
  const n = session.entries.length + 1
  session.entries.push({ n, at: new Date().toISOString(), activity: 'lesson', step })
}

/** A new bookmark, and the course's own commit. */
export function addBookmark(session: PlayedSession): void {
  const value = String(session.entries.length)
  addStep(session, { do: 'set', element: 'cmi.core.lesson_location', value })
  addStep(session, { do: 'commit' })
}

/**
 * Sends what is not acknowledged until it is.
 * @param onFailure hears of each time that it has to be sent again: the status, or undefined if there was no answer
 * @throws if it is refused in any way that `passing` does not have
 */
export async function deliver(
  session: PlayedSession,
  {
    passing = [],
    onFailure = () => undefined,
  }: {
    readonly passing?: readonly number[]
    readonly onFailure?: (status: number | undefined) => void
  } = {},
): Promise<void> {
  while (session.acknowledged < session.entries.length) {
    const body = {
      session: session.session,
      entries: session.entries.slice(session.acknowledged),
    }
    const response = await fetch(`${session.contentUrl}/_rt/commits`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${session.token}` },
      body: JSON.stringify(body),
    }).catch(() => undefined)
    const text = await response?.text().catch(() => undefined)
    if (response?.status === 200 && text !== undefined) {
      session.acknowledged = (JSON.parse(text) as CommitAccepted).acknowledged
      continue
    }
    if (response && response.status !== 200 && !passing.includes(response.status))
      throw new Error(`a commit was answered ${response.status} ${text}`)
    onFailure(response?.status)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** What the server has of the session: the same session goes on, at the entry that the player would send next. */
export async function resumed(session: PlayedSession): Promise<SessionStarted> {
  const response = await fetch(`${session.contentUrl}/_rt/sessions/resume`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${session.token}` },
  })
  if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`)
  return (await response.json()) as SessionStarted
}

/** The last bookmark that the player set. */
export function lastBookmark({ entries }: PlayedSession): string | undefined {
  const step = entries.findLast((entry) => entry.step.do === 'set')?.step
  return step?.do === 'set' ? step.value : undefined
}
