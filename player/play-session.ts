import type { Activity } from '../src/runtime/index.ts'
import { afterFinish } from './after-finish.ts'
import type { CallLog } from './call-log.ts'
import { type Journal, type JournalStop, openJournal, type SavedState } from './journal.ts'
import type { JournalStore, KeptSession } from './journal-store.ts'
import type { JournalTail } from './journal-tail.ts'
import { fileNotice, noticeOf } from './notices.ts'
import { type OpenOptions, type PlayableSession, takeOver } from './open-session.ts'
import { showDialog } from './page/dialog.ts'
import { noticePage, waitingPage } from './page/notice.ts'
import { type Summary, summaryPage } from './page/summary.ts'
import { showToast } from './page/toast.ts'
import { watchKeys, watchPageLife } from './page-life.ts'
import { type CoursePlay, playCourse } from './play-course.ts'
import type { PlayerClock } from './player-clock.ts'
import type { PlayerPage } from './player-page.ts'

/** A session being played, as the page sees it. */
export interface Play {
  readonly course: CoursePlay
  saved(): SavedState
  neighbour(which: 'next' | 'previous'): Activity | undefined
  step(which: 'next' | 'previous'): void
  open(activity: string): void
  leave(): void
  /** Whether the learner has left and sees the summary. */
  isLeft(): boolean
  focus(): void
}

/** What a session is played with. */
export interface PlayParts {
  readonly openOptions: OpenOptions
  readonly page: PlayerPage
  readonly store: JournalStore
  readonly tail: JournalTail
  readonly clock: PlayerClock
  readonly log: CallLog
}

const nextMs = 2_000
const summaryMs = 1_500
const settleMs = 8_000
/** Another page waits for what this one has to send. */
const sendMsMax = 1_500
/** A file that takes longer to answer is shown all the same. */
const askMsMax = 5_000

/** Plays the session on the page, through superseding and silence, until the page goes away. */
export function playSession(session: PlayableSession, parts: PlayParts): Play {
  return new SessionPlay(session, parts)
}

class SessionPlay implements Play {
  readonly #parts: PlayParts
  readonly #page: PlayerPage
  #session: PlayableSession
  #journal: Journal
  #course: CoursePlay
  #summary: Summary | undefined
  #isLeft = false
  #startedAt = ''
  /** Takes away the notice that says what follows a Finish. */
  #cancelFollowing: () => void = () => undefined

  constructor(session: PlayableSession, parts: PlayParts) {
    this.#parts = parts
    this.#page = parts.page
    this.#session = session
    this.#journal = this.#openJournal()
    this.#course = this.#playCourse()
    this.#watchPage()
    parts.openOptions.others.answer({
      session: () => this.#session.session,
      send: () => this.#journal.settle(sendMsMax),
    })
    void this.#begin()
  }

  get course(): CoursePlay {
    return this.#course
  }

  saved(): SavedState {
    return this.#journal.state()
  }

  isLeft(): boolean {
    return this.#isLeft
  }

  neighbour(which: 'next' | 'previous'): Activity | undefined {
    const { engine, course } = this.#course
    const from = this.#course.current()?.id
    if (from === undefined) return undefined
    const attempt = this.#course.attempt()
    const id =
      which === 'next'
        ? engine.nextActivity(course, attempt, from)
        : engine.previousActivity(course, attempt, from)
    return id === undefined ? undefined : activityOf(course.activities, id)
  }

  step(which: 'next' | 'previous'): void {
    const neighbour = this.neighbour(which)
    if (neighbour !== undefined) this.open(neighbour.id)
  }

  open(activity: string): void {
    if (this.#journal.state().status === 'stopped') return
    const { engine, course } = this.#course
    if (!engine.admission(course, this.#course.attempt(), activity).admitted) return
    this.#stay()
    void this.#course.open(activity)
  }

  focus(): void {
    this.#course.focus()
  }

  leave(): void {
    if (!this.#isLeft) void this.#leave()
  }

  async #begin(): Promise<void> {
    this.#page.showCourse()
    if (await this.#course.openFirst()) return
    const make = () => {
      const { emptyTitle: title, emptyBody: body } = this.#page.texts()
      return noticePage({ icon: 'lock', title, body }, this.#page.texts())
    }
    this.#page.show(make)
  }

  /** The learner goes on: whatever was about to follow, or stood before the course, is off. */
  #stay(): void {
    this.#cancelFollowing()
    this.#summary = undefined
    if (this.#isLeft) {
      void this.#keepOnDevice()
      this.#journal.comeBack()
    }
    this.#isLeft = false
    this.#page.showCourse()
  }

  async #leave(): Promise<void> {
    this.#cancelFollowing()
    this.#isLeft = true
    await this.#course.close()
    this.#page.show(() => waitingPage(this.#page.texts().leaving))
    this.#journal.leave()
    const isSettled = await this.#journal.settle(settleMs)
    if (isSettled) await this.#forgetOnDevice()
    if (this.#isLeft && this.#journal.state().status !== 'stopped') this.#showSummary()
  }

  #showSummary(): void {
    const { engine, course } = this.#course
    this.#page.show(() => {
      this.#summary = summaryPage({
        view: { engine, course, attempt: this.#course.attempt(), texts: this.#page.texts() },
        language: this.#page.language(),
        returnUrl: this.#session.returnUrl,
        onOpen: (activity) => this.open(activity),
        onContinue: () => {
          this.#stay()
          void this.#course.openFirst()
        },
      })
      this.#summary.update(this.saved())
      return this.#summary.root
    })
  }

  /** What delivers this session's journal if this page cannot. */
  #kept(): KeptSession {
    const { session, token, registration } = this.#session
    return { session, token, registration, startedAt: this.#startedAt }
  }

  #keepOnDevice(): Promise<void> {
    return this.#parts.store.keepSession(this.#kept()).catch(() => undefined)
  }

  #forgetOnDevice(): Promise<void> {
    this.#parts.tail.forget(this.#session.session)
    return this.#parts.store.dropSession(this.#session.session).catch(() => undefined)
  }

  /** Begins the journal of the session; the one before it has stopped. */
  #openJournal(): Journal {
    const { store, tail, clock, openOptions } = this.#parts
    const { session, token, nextEntry } = this.#session
    this.#startedAt = clock()
    void this.#keepOnDevice()
    return openJournal({
      session,
      token,
      nextEntry,
      store,
      send: openOptions.server.commit,
      now: Date.now,
      random: Math.random,
      isHidden: () => document.visibilityState === 'hidden',
      onChange: (state) => {
        if (state.pending === 0) tail.forget(session)
        this.#showSaved()
      },
      onStopped: (stop) => void this.#onStopped(stop),
      onLastWords: (entries) => tail.keep(this.#kept(), entries),
    })
  }

  #showSaved(): void {
    this.#page.refresh()
    this.#summary?.update(this.saved())
  }

  #playCourse(): CoursePlay {
    const { clock, log } = this.#parts
    return playCourse({
      session: this.#session,
      journal: this.#journal,
      host: this.#page.frameHost,
      clock,
      log,
      frameTitle: (activity) => this.#page.texts().courseFrame(activity.title),
      notes: () => this.#page.texts(),
      onChange: () => this.#page.refresh(),
      onFinish: (activity) => this.#followFinish(activity),
      onReopen: () => this.#cancelFollowing(),
      onDocument: (document) => {
        watchKeys(document, this.#page.shortcuts)
        if (this.#page.isCourseShown()) this.#course.focus()
      },
      isDeliverable: (activity, src) => this.#isDeliverable(activity, src),
    })
  }

  #followFinish(activity: Activity): void {
    this.#cancelFollowing()
    const { engine, course } = this.#course
    const follows = afterFinish(engine, course, this.#course.attempt(), activity.id)
    const texts = this.#page.texts()
    const next = follows.go === 'next' ? activityOf(course.activities, follows.activity) : undefined
    this.#cancelFollowing = showToast({
      title: texts.finished,
      body: next === undefined ? texts.toSummary : texts.toNext(next.title),
      action: { label: texts.stay, onChoose: () => this.#course.focus() },
      durationMs: next === undefined ? summaryMs : nextMs,
      onEnd: () => (next === undefined ? this.leave() : this.open(next.id)),
    })
  }

  /** The frame cannot say why it shows nothing, so the file is asked for first. */
  async #isDeliverable(activity: Activity, src: string): Promise<boolean> {
    const answer = fetch(src, {
      method: 'HEAD',
      credentials: 'omit',
      signal: AbortSignal.timeout(askMsMax),
    })
    const status = await answer.then(
      (response) => response.status,
      (error: unknown) =>
        error instanceof DOMException && error.name === 'TimeoutError' ? 200 : undefined,
    )
    const path = decodedPath(src.slice(this.#session.filesPrefix.length))
    const notice = () => fileNotice(status, path, this.#page.texts(), () => this.open(activity.id))
    if (notice() === undefined) return true
    this.#page.show(() => noticePage(notice()!, this.#page.texts()))
    return false
  }

  #watchPage(): void {
    watchPageLife({
      onHidden: () => this.#journal.lastWords(false),
      onVisible: () => this.#journal.hurry(),
      onLeaving: () => {
        this.#journal.lastWords(true)
        this.#parts.openOptions.hold.release()
      },
      // Its course has said good-bye, and another page may have gone on with the session since.
      onComeBack: () => location.reload(),
      onOnline: () => this.#journal.hurry(),
      isLossy: () => {
        const { pending, isKeptOnDevice, status } = this.#journal.state()
        return pending > 0 && !isKeptOnDevice && status !== 'stopped'
      },
    })
  }

  async #onStopped(stop: JournalStop): Promise<void> {
    const { store, clock } = this.#parts
    const { session, registration } = this.#session
    this.#cancelFollowing()
    this.#course.drop()
    if (stop.entries.length > 0) {
      const { code: reason, entries } = stop
      await store
        .keepRecovery({ session, registration, reason, at: clock(), entries })
        .catch(() => undefined)
    }
    await this.#forgetOnDevice()
    if (stop.code === 'session-superseded') this.#showSuperseded(stop.entries.length)
    else this.#showRefused(stop)
  }

  #showSuperseded(lost: number): void {
    const texts = this.#page.texts()
    const goOn = () => {
      close()
      void this.#goOnHere()
    }
    const close = showDialog({
      icon: 'screens',
      title: texts.elsewhereTitle,
      body: [texts.supersededBody, ...(lost > 0 ? [texts.supersededKept(lost)] : [])],
      actions: [{ label: texts.goOnHere, isPrimary: true, onChoose: goOn }, ...this.#wayOut()],
    })
  }

  #showRefused(stop: JournalStop): void {
    const texts = this.#page.texts()
    const { refusedTitle: title, refusedBody: body } = texts
    const goOn = () => {
      close()
      void this.#goOnHere()
    }
    const close = showDialog({
      icon: 'warning',
      title,
      body: [body, `${texts.requestId}: ${stop.requestId ?? stop.code}`],
      actions: [{ label: texts.goOnHere, isPrimary: true, onChoose: goOn }, ...this.#wayOut()],
    })
  }

  #wayOut(): { label: string; onChoose: () => void }[] {
    const { returnUrl } = this.#session
    if (returnUrl === undefined) return []
    return [{ label: this.#page.texts().returnToApp, onChoose: () => location.assign(returnUrl) }]
  }

  /** Begins a new session from what the server has. */
  async #goOnHere(): Promise<void> {
    this.#page.show(() => waitingPage(this.#page.texts().loading))
    const opened = await takeOver(this.#parts.openOptions, this.#session)
    if (opened.kind === 'open') {
      this.#session = opened.session
      this.#journal = this.#openJournal()
      this.#course = this.#playCourse()
      this.#isLeft = false
      return this.#begin()
    }
    const texts = this.#page.texts()
    this.#page.show(() =>
      noticePage(noticeOf(opened, texts, { onGoOn: () => void this.#goOnHere() }), texts),
    )
  }
}

function activityOf(activities: readonly Activity[], id: string): Activity | undefined {
  for (const activity of activities) {
    const found = activity.id === id ? activity : activityOf(activity.children, id)
    if (found !== undefined) return found
  }
  return undefined
}

function decodedPath(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
