import type { NavigationRequest } from '../src/runtime/index.ts'
import { browserStorage } from './browser-storage.ts'
import { emptyPage, nothingOpenPage, refusedPage, windowClosedPage } from './course-pages.ts'
import { type CoursePlaces, coursePlaces } from './course-places.ts'
import { type CourseView, viewOf } from './course-view.ts'
import { askForFile } from './deliverable-file.ts'
import type { Journal, JournalStop, SavedState } from './journal.ts'
import { keepPage } from './keep-page.ts'
import { keepStopped } from './keep-stopped.ts'
import { type KeptChanges, keptChanges } from './kept-changes.ts'
import { type LessonRequests, lessonRequests } from './lesson-requests.ts'
import { noticeOf } from './notices.ts'
import { type PlayableSession, resetTrial, takeOver } from './open-session.ts'
import { confirmEnd } from './page/confirm-end.ts'
import { noticePage, waitingPage } from './page/notice.ts'
import { type Summary, summaryPage } from './page/summary.ts'
import { watchKeys } from './page-life.ts'
import type { Play, PlayParts } from './play.ts'
import { type CoursePlay, type Outcome, playCourse } from './play-course.ts'
import type { PlayerPage } from './player-page.ts'
import { beginJournal, type SessionJournal, watchSession } from './session-journal.ts'
import { showStopped } from './stopped-dialog.ts'
import { contentWatch } from './watch-content.ts'
import { type WatchedView, watchedView, whenPageIdles } from './watch-view.ts'

const settleMs = 8_000
/** Another page waits for what this one has to send. */
const sendMsMax = 1_500

/** Plays the session on the page, through superseding and silence, until the page goes away. */
export function playSession(session: PlayableSession, parts: PlayParts): Play {
  return new SessionPlay(session, parts)
}

class SessionPlay implements Play {
  readonly #parts: PlayParts
  readonly #page: PlayerPage
  readonly #kept: KeptChanges
  readonly #places: CoursePlaces
  readonly #requests: LessonRequests
  readonly #watchContent: ReturnType<typeof contentWatch>
  #session: PlayableSession
  #saving: SessionJournal
  #course: CoursePlay
  #view: WatchedView
  #summary: Summary | undefined
  #isLeft = false

  constructor(session: PlayableSession, parts: PlayParts) {
    this.#parts = parts
    this.#page = parts.page
    this.#session = session
    const [storage, { store }] = [browserStorage('localStorage'), parts]
    this.#kept = keptChanges({ store, storage, registration: () => this.#session.registration })
    this.#places = coursePlaces({
      page: this.#page,
      registration: session.registration,
      storage,
      onFocus: () => this.#course.focus(),
    })
    this.#requests = lessonRequests({
      page: this.#page,
      course: () => this.#course,
      freshView: () => this.#freshView(),
      follow: (request) => this.#follow(request),
      leave: () => this.leave(),
    })
    this.#watchContent = contentWatch(parts.log, parts.notes)
    this.#saving = this.#beginJournal()
    this.#course = this.#playCourse()
    this.#view = this.#watchView()
    watchSession(() => this.#journal, parts.openOptions.hold)
    keepPage({
      filesPrefix: () => this.#session.filesPrefix,
      onLedAway: () => this.#ledAway(),
    })
    parts.openOptions.others.answer({
      session: () => this.#session.session,
      send: () => this.#journal.settle(sendMsMax),
    })
    void this.#begin()
    void this.#kept.tell(this.#page)
  }

  get #journal(): Journal {
    return this.#saving.journal
  }

  get course(): CoursePlay {
    return this.#course
  }

  view(): CourseView {
    return this.#view.read()
  }

  saved(): SavedState {
    return this.#journal.state()
  }

  isLeft(): boolean {
    return this.#isLeft
  }

  isInWindow(): boolean {
    return this.#places.isInWindow()
  }

  keptChanges(): number {
    return this.#kept.count()
  }

  showKept(): void {
    this.#kept.show(this.#page.texts(), this.#page.language())
  }

  focus(): void {
    this.#course.focus()
  }

  session(): PlayableSession {
    return this.#session
  }

  async reset(): Promise<void> {
    this.#requests.cancel()
    await this.#journal.settle(sendMsMax)
    this.#journal.close()
    this.#course.drop()
    await this.#goOnHere(resetTrial)
  }

  go(request: NavigationRequest): void {
    if (this.#journal.state().status !== 'stopped') this.#requests.go(request)
  }

  leave(): void {
    if (!this.#isLeft) void this.#leave()
  }

  endCourse(): void {
    confirmEnd(this.#page.texts(), () => this.go({ to: 'exitAll' }))
  }

  switchPlace(): void {
    const lesson = this.#course.current()
    this.#stay()
    void this.#course.leave().then(async () => {
      this.#places.toggle()
      const { standard } = this.#session.course
      if (standard !== 'scorm12' || lesson === undefined) return this.#begin()
      this.#show(await this.#course.follow({ to: 'choice', activity: lesson.id }))
    })
  }

  /**
   * A course that refuses to be framed gets the window that it wants, unless it was at its end: then what follows a Finish
   * is under way.
   */
  #ledAway(): void {
    const lesson = this.#course.current()
    const run = lesson && this.#course.attempt().activities[lesson.id]?.run
    if (this.isInWindow() || !this.#course.isOpen() || run === 'finished') return
    this.switchPlace()
  }

  async #begin(): Promise<void> {
    this.#page.showCourse()
    const outcome = await this.#course.begin()
    if (outcome.kind !== 'nothing' && outcome.kind !== 'refused') return this.#show(outcome)
    const refusal = outcome.kind === 'refused' ? outcome.refusal : undefined
    this.#page.show(() =>
      emptyPage({ view: this.view(), texts: this.#page.texts(), refusal }, (activity) =>
        this.go({ to: 'choice', activity }),
      ),
    )
  }

  #follow(request: NavigationRequest): void {
    this.#stay()
    void this.#course.follow(request).then((outcome) => this.#show(outcome))
  }

  /** Shows where a request led. */
  #show(outcome: Outcome): void {
    const lesson = this.#course.current()
    if (outcome.kind === 'delivered' && lesson !== undefined) {
      this.#page.announce(this.#page.texts().opened(lesson.title))
    } else if (outcome.kind === 'refused') {
      this.#page.show(() => refusedPage(outcome.refusal, this.view(), this.#page.texts()))
    } else if (outcome.kind === 'nothing' && this.#hasEnded()) {
      void this.#settle()
    } else if (outcome.kind === 'nothing') {
      this.#page.show(() => nothingOpenPage(this.view(), this.#page.texts()))
    }
  }

  /** Whether the sequencing session is over: then there is nothing that could be ended or suspended. */
  #hasEnded(): boolean {
    const { exitAll, suspendAll } = this.view().controls
    return !exitAll.isAllowed && !suspendAll.isAllowed
  }

  #goOn(): void {
    this.#stay()
    void this.#begin()
  }

  /** The learner goes on: whatever was about to follow, or stood before the course, is off. */
  #stay(): void {
    this.#requests.cancel()
    this.#summary = undefined
    if (this.#isLeft) {
      void this.#saving.keepOnDevice()
      this.#journal.comeBack()
    }
    this.#isLeft = false
    this.#page.showCourse()
  }

  async #leave(): Promise<void> {
    this.#requests.cancel()
    this.#isLeft = true
    await this.#course.leave()
    await this.#settle()
  }

  /** Nothing is open any more: sends what is left, and shows where the learner stands. */
  async #settle(): Promise<void> {
    this.#isLeft = true
    this.#places.current().close()
    this.#page.show(() => waitingPage(this.#page.texts().leaving))
    this.#journal.leave()
    const isSettled = await this.#journal.settle(settleMs)
    if (isSettled) await this.#saving.forgetOnDevice()
    if (this.#isLeft && this.#journal.state().status !== 'stopped') this.#showSummary()
  }

  #showSummary(): void {
    const { engine, course } = this.#course
    this.#page.show(() => {
      this.#summary = summaryPage({
        view: this.view(),
        progress: engine.courseProgress(course, this.#course.attempt()),
        texts: this.#page.texts(),
        language: this.#page.language(),
        returnUrl: this.#session.returnUrl,
        again: this.#course.beginsAgainAs(),
        onOpen: (activity) => this.go({ to: 'choice', activity }),
        onContinue: () => this.#goOn(),
      })
      this.#summary.update(this.saved())
      return this.#summary.root
    })
  }

  #beginJournal(): SessionJournal {
    return beginJournal(this.#session, this.#parts, {
      onChange: () => this.#showSaved(),
      onStopped: (stop) => void this.#onStopped(stop),
    })
  }

  #showSaved(): void {
    this.#page.refresh()
    this.#summary?.update(this.saved())
  }

  #playCourse(): CoursePlay {
    const { clock, log, notes, simulation } = this.#parts
    return playCourse({
      session: this.#session,
      journal: this.#journal,
      place: () => this.#places.current(),
      clock,
      log,
      frameTitle: (activity) => this.#page.texts().courseFrame(activity.title),
      notes: () => this.#page.texts(),
      onEntry: notes.entry,
      ...(this.#session.isTrial && { fault: simulation.takeFault }),
      onMove: () => this.#moved(),
      onStep: (step) => this.#view.expireSoon(step),
      onFinish: (activity) => this.#requests.followFinish(activity),
      onWindowClosed: () => void this.#afterWindow(),
      onReopen: () => this.#requests.cancel(),
      onDocument: (document) => {
        watchKeys(document, this.#page.shortcuts)
        this.#watchContent(document, { ...this.#session, activity: this.#course.current() })
        if (this.#page.isCourseShown()) this.#course.focus()
      },
      isDeliverable: (activity, src) =>
        askForFile(this.#page, { src, filesPrefix: this.#session.filesPrefix }, () =>
          this.#follow({ to: 'choice', activity: activity.id }),
        ),
    })
  }

  #moved(): void {
    this.#view.expire()
    this.#page.refresh()
  }

  #watchView(): WatchedView {
    return watchedView({
      compute: () => viewOf(this.#course),
      onChange: () => this.#page.refresh(),
      whenIdle: whenPageIdles,
    })
  }

  #freshView(): CourseView {
    this.#view.expire()
    return this.view()
  }

  /** The learner closed the lesson's window, or the course did after its Finish. */
  async #afterWindow(): Promise<void> {
    this.#requests.cancel()
    const lesson = this.#course.current()
    const isFinished =
      lesson !== undefined && this.#course.attempt().activities[lesson.id]?.run === 'finished'
    const follows = isFinished ? this.#requests.whatFollows(lesson) : undefined
    if (follows?.go === 'request') return this.#follow(follows.request)
    if (follows?.go === 'summary') return this.leave()
    await this.#course.leave()
    this.#page.show(() => windowClosedPage(this.#page.texts(), () => this.#goOn()))
  }

  async #onStopped(stop: JournalStop): Promise<void> {
    this.#requests.cancel()
    this.#course.drop()
    await keepStopped(stop, this.#session, this.#parts)
    await this.#saving.forgetOnDevice()
    await this.#kept.load()
    showStopped(stop, {
      texts: this.#page.texts(),
      returnUrl: this.#session.returnUrl,
      onGoOn: () => void this.#goOnHere(),
    })
  }

  /** Begins a new session from what the server has. */
  async #goOnHere(open = takeOver): Promise<void> {
    this.#page.show(() => waitingPage(this.#page.texts().loading))
    const opened = await open(this.#parts.openOptions, this.#session)
    if (opened.kind === 'open') {
      this.#session = opened.session
      this.#saving = this.#beginJournal()
      this.#course = this.#playCourse()
      this.#view = this.#watchView()
      this.#isLeft = false
      return this.#begin()
    }
    const texts = this.#page.texts()
    this.#page.show(() =>
      noticePage(noticeOf(opened, texts, { onGoOn: () => void this.#goOnHere() }), texts),
    )
  }
}
