import type { SessionHold } from './hold-session.ts'
import { type Journal, type JournalStop, openJournal, type SavedState } from './journal.ts'
import type { KeptSession } from './journal-store.ts'
import type { PlayableSession } from './open-session.ts'
import { watchPageLife } from './page-life.ts'
import type { PlayParts } from './play.ts'

/** The journal of a session, with what delivers it if this page cannot. */
export interface SessionJournal {
  readonly journal: Journal
  keepOnDevice(): Promise<void>
  forgetOnDevice(): Promise<void>
}

export interface JournalEvents {
  readonly onChange: (state: SavedState) => void
  readonly onStopped: (stop: JournalStop) => void
}

/** Begins the journal of the session; the one before it has stopped. */
export function beginJournal(
  { session, token, registration, nextEntry }: PlayableSession,
  { store, tail, clock, openOptions, notes }: PlayParts,
  { onChange, onStopped }: JournalEvents,
): SessionJournal {
  const kept: KeptSession = { session, token, registration, startedAt: clock() }
  notes.begin()
  const keepOnDevice = () => store.keepSession(kept).catch(() => undefined)
  void keepOnDevice()
  const journal = openJournal({
    session,
    token,
    nextEntry,
    store,
    send: notes.along(openOptions.server.commit),
    now: Date.now,
    random: Math.random,
    isHidden: () => document.visibilityState === 'hidden',
    onChange: (state) => {
      if (state.pending === 0) tail.forget(session)
      onChange(state)
    },
    onStopped,
    onLastWords: (entries) => tail.keep(kept, entries),
  })
  return {
    journal,
    keepOnDevice,
    forgetOnDevice() {
      tail.forget(session)
      return store.dropSession(session).catch(() => undefined)
    },
  }
}

/** Sends and keeps what the page as a whole gives occasion to, for the journal of the moment. */
export function watchSession(journal: () => Journal, hold: SessionHold): void {
  watchPageLife({
    onHidden: () => journal().lastWords(false),
    onVisible: () => journal().hurry(),
    onLeaving: () => {
      journal().lastWords(true)
      hold.release()
    },
    // Its course has said good-bye, and another page may have gone on with the session since.
    onComeBack: () => location.reload(),
    onOnline: () => journal().hurry(),
    isLossy: () => {
      const { pending, isKeptOnDevice, status } = journal().state()
      return pending > 0 && !isKeptOnDevice && status !== 'stopped'
    },
  })
}
