import type { NavigationRequest } from '../src/runtime/index.ts'
import type { CallLog } from './call-log.ts'
import type { CourseView } from './course-view.ts'
import type { Simulation } from './debug/simulation.ts'
import type { SavedState } from './journal.ts'
import type { JournalStore } from './journal-store.ts'
import type { JournalTail } from './journal-tail.ts'
import type { OpenOptions, PlayableSession } from './open-session.ts'
import type { CoursePlay } from './play-course.ts'
import type { PlayerClock } from './player-clock.ts'
import type { PlayerPage } from './player-page.ts'
import type { SessionNotes } from './session-notes.ts'

/** A session being played, as the page sees it. */
export interface Play {
  readonly course: CoursePlay
  view(): CourseView
  saved(): SavedState
  /** Follows what the learner asks for, or says why that cannot be. */
  go(request: NavigationRequest): void
  leave(): void
  /** Ends the course, if the learner really means it. */
  endCourse(): void
  /** Whether the learner has left and sees the summary. */
  isLeft(): boolean
  isInWindow(): boolean
  /** Lessons run in the other place: this page, or a window of their own. */
  switchPlace(): void
  /** How many changes of earlier windows were not recorded. */
  keptChanges(): number
  showKept(): void
  focus(): void
  session(): PlayableSession
  /** Of a try-out only: another attempt, from the beginning. */
  reset(): Promise<void>
}

/** What a session is played with. */
export interface PlayParts {
  readonly openOptions: OpenOptions
  readonly page: PlayerPage
  readonly store: JournalStore
  readonly tail: JournalTail
  readonly clock: PlayerClock
  readonly log: CallLog
  readonly notes: SessionNotes
  readonly simulation: Simulation
}
