import {
  type Activity,
  type Attempt,
  activitiesOf,
  type ContentsEntry,
  type Course,
  type Engine,
  engines,
  type JournalStep,
  type NavigationRequest,
  type PlayerStep,
  type Refusal,
} from '../src/runtime/index.ts'
import { type ActivityApi, type ActivityFault, activityApi } from './api-object.ts'
import type { CallLog } from './call-log.ts'
import type { CoursePlace, ScoFrame } from './course-place.ts'
import type { Journal } from './journal.ts'
import type { PlayableSession } from './open-session.ts'
import type { PlayerClock } from './player-clock.ts'
import type { SessionNotes } from './session-notes.ts'

/** What the page shows about the course; it asks again after each `onChange`. */
export interface CoursePlay {
  readonly course: Course
  readonly engine: Engine
  attempt(): Attempt
  /** The activity that the learner is at: in its frame, or the one whose file could not be shown. */
  current(): Activity | undefined
  /** Whether an activity stands in its frame. */
  isOpen(): boolean
  /** Where the request would lead, as if the open activity went away now. */
  peek(request: NavigationRequest): Peeked
  /** Goes where the request leads, after the open activity has had its chance to finish. */
  follow(request: NavigationRequest): Promise<Outcome>
  /** Opens where the learner left, or the beginning. */
  begin(): Promise<Outcome>
  /** What `begin` would be to the learner; undefined if it would open nothing. */
  beginsAgainAs(): 'continue' | 'review' | 'restart' | undefined
  /** Closes the open activity as a person does who leaves and comes back later. */
  leave(): Promise<void>
  /** Takes the course away without another step: the session is no longer ours. */
  drop(): void
  focus(): void
}

export interface Peeked {
  readonly opens: Activity | undefined
  readonly refusal: Refusal | undefined
}

/** Where a request led. */
export type Outcome =
  | { readonly kind: 'delivered' }
  /** The file cannot be shown, and the page says why; the attempt is as it was, apart from the activity that was left. */
  | { readonly kind: 'undeliverable' }
  /** The sequencer turned it down; what was open has ended. */
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** Nothing is open now. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'dropped' }

export interface PlayOptions {
  readonly session: PlayableSession
  readonly journal: Journal
  /** Where activities are opened. */
  readonly place: () => CoursePlace
  readonly clock: PlayerClock
  readonly log: CallLog
  readonly frameTitle: (activity: Activity) => string
  /** The learner is somewhere else, or can go elsewhere now. */
  readonly onMove: () => void
  /** Something went into the journal, with what it led to. */
  readonly onEntry: SessionNotes['entry']
  /** An error that the next call is to be answered with, to see what the course makes of it. */
  readonly fault?: ActivityFault
  /** The course's script did something that counts. */
  readonly onStep: (step: JournalStep) => void
  /** The course called Finish by itself. */
  readonly onFinish: (activity: Activity) => void
  /** The learner closed the window in which the activity ran. */
  readonly onWindowClosed: () => void
  /** A new run began in the frame by itself: what was to follow a Finish is off. */
  readonly onReopen: () => void
  readonly onDocument: (document: Document) => void
  /** Whether the file at this address can be shown; if not, the page says why, and no run begins. */
  readonly isDeliverable: (activity: Activity, src: string) => Promise<boolean>
  /** Note for the log in the learner's language. */
  readonly notes: () => { readonly reinitialized: string }
}

export function playCourse(options: PlayOptions): CoursePlay {
  return new Play(options)
}

class Play implements CoursePlay {
  readonly course: Course
  readonly engine: Engine
  readonly #options: PlayOptions
  readonly #journal: Journal
  #attempt: Attempt
  readonly #filesPrefix: string
  #current: Activity | undefined
  #open: { frame: ScoFrame; api: ActivityApi | undefined } | undefined
  /** The document that initialized the open run. */
  #initializedBy: Document | undefined
  #isClosing = false
  #isDropped = false
  /** Openings and closings happen one after the other. */
  #turn: Promise<unknown> = Promise.resolve()

  constructor(options: PlayOptions) {
    const { session, journal } = options
    this.#options = options
    this.#journal = journal
    this.#attempt = session.attempt
    this.#filesPrefix = session.filesPrefix
    this.course = session.course
    this.engine = engines[session.course.standard]
  }

  attempt(): Attempt {
    return this.#attempt
  }

  current(): Activity | undefined {
    return this.#current
  }

  isOpen(): boolean {
    return this.#open !== undefined
  }

  peek(request: NavigationRequest): Peeked {
    const steps = this.engine.follow(this.course, this.#attempt, this.#meant(request))
    const tried = this.#tried(steps)
    return { opens: this.#deliveredBy(tried), refusal: tried?.refusal }
  }

  beginsAgainAs(): 'continue' | 'review' | 'restart' | undefined {
    const { engine, course } = this
    const attempt = this.#tried(engine.leave(course, this.#attempt))?.attempt ?? this.#attempt
    const request = engine.beginning(course, attempt)
    const { completion } = engine.courseProgress(course, attempt)
    if (course.standard === 'scorm12') return completion === 'completed' ? 'review' : 'continue'
    if (request === undefined) return undefined
    const tried = this.#tried(engine.follow(course, attempt, request), attempt)
    const isChoice = leavesOf(engine.lookAhead(course, attempt).contents).some(isChoosable)
    const opens = this.#deliveredBy(tried)
    if (opens === undefined && !isChoice) return undefined
    // A lesson that was suspended keeps its values in whatever attempt comes next [SN DB.2 5.1.1.1].
    const isKept = opens !== undefined && tried?.attempt.activities[opens.id]?.entry === 'resume'
    if (request.to === 'start' && !isKept && completion !== 'not-attempted') return 'restart'
    return completion === 'completed' ? 'review' : 'continue'
  }

  follow(request: NavigationRequest): Promise<Outcome> {
    return this.#inTurn(async () => {
      const meant = this.#meant(request)
      await this.#closeFrame()
      return this.#isDropped ? { kind: 'dropped' } : this.#go(meant)
    })
  }

  begin(): Promise<Outcome> {
    return this.#inTurn(async () => {
      await this.#closeFrame()
      if (this.#isDropped) return { kind: 'dropped' }
      // A reload of the page left open what stood in its frame.
      this.#takeAll(this.engine.leave(this.course, this.#attempt))
      const request = this.engine.beginning(this.course, this.#attempt)
      return request === undefined ? { kind: 'nothing' } : this.#go(request)
    })
  }

  leave(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#closeFrame()
      if (!this.#isDropped) this.#takeAll(this.engine.leave(this.course, this.#attempt))
      this.#options.onMove()
    })
  }

  drop(): void {
    this.#isDropped = true
    this.#open?.api?.retire()
    this.#open?.frame.remove()
    this.#open = undefined
    this.#exposeApi(undefined)
  }

  focus(): void {
    this.#open?.frame.focus()
  }

  #inTurn<Result>(act: () => Result | Promise<Result>): Promise<Result> {
    const turn = this.#turn.then(act)
    this.#turn = turn.catch(() => undefined)
    return turn
  }

  /**
   * Next and Previous count from what the learner sees. A file that cannot be shown was never delivered, so they go past it in
   * the table of contents.
   */
  #meant(request: NavigationRequest): NavigationRequest {
    const isShownOnly = this.#current !== undefined && this.#open === undefined
    if (!isShownOnly || (request.to !== 'continue' && request.to !== 'previous')) return request
    const { contents } = this.engine.lookAhead(this.course, this.#attempt)
    const order = leavesOf(contents)
    const at = order.findIndex(({ activity }) => activity === this.#current?.id)
    const beyond = request.to === 'continue' ? order.slice(at + 1) : order.slice(0, at).reverse()
    const found = beyond.find(({ isAllowed }) => isAllowed)
    return found === undefined ? request : { to: 'choice', activity: found.activity }
  }

  async #closeFrame(): Promise<void> {
    const open = this.#open
    if (open !== undefined) {
      this.#isClosing = true
      await open.frame.close()
      this.#isClosing = false
    }
    open?.api?.retire()
    this.#open = undefined
    this.#current = undefined
    this.#exposeApi(undefined)
  }

  async #go(request: NavigationRequest): Promise<Outcome> {
    const steps = this.engine.follow(this.course, this.#attempt, request)
    const at = steps.findIndex(({ step }) => step.do === 'open' || step.do === 'navigate')
    const delivering = at < 0 ? [] : steps.slice(at)
    // What was open ends in any case; what comes next begins only if it can be shown.
    this.#takeAll(at < 0 ? steps : steps.slice(0, at))
    const tried = this.#tried(delivering)
    const activity = this.#deliveredBy(tried)
    if (activity === undefined) {
      this.#takeAll(delivering)
      this.#options.onMove()
      return tried?.refusal === undefined
        ? { kind: 'nothing' }
        : { kind: 'refused', refusal: tried.refusal }
    }
    this.#current = activity
    this.#options.onMove()
    const src = this.#filesPrefix + activity.href
    if (!(await this.#options.isDeliverable(activity, src))) return { kind: 'undeliverable' }
    if (this.#isDropped) return { kind: 'dropped' }
    this.#takeAll(delivering)
    this.#deliver(activity, src)
    return { kind: 'delivered' }
  }

  /** The attempt as it would be after the steps; undefined if they cannot be. */
  #tried(
    steps: readonly PlayerStep[],
    from = this.#attempt,
  ): { attempt: Attempt; refusal: Refusal | undefined } | undefined {
    let attempt = from
    let refusal: Refusal | undefined
    const at = this.#options.clock()
    for (const [index, step] of steps.entries()) {
      const entry = { n: this.#journal.next() + index, at, ...step }
      const applied = this.engine.apply(this.course, attempt, entry)
      if (applied.refused !== undefined) return undefined
      attempt = applied.attempt
      refusal = applied.refusal
    }
    return { attempt, refusal }
  }

  /** What stands freshly opened in an attempt. */
  #deliveredBy(
    tried: { attempt: Attempt; refusal: Refusal | undefined } | undefined,
  ): Activity | undefined {
    const id = tried?.refusal === undefined ? tried?.attempt.current : undefined
    if (id === undefined || tried?.attempt.activities[id]?.run !== 'opened') return undefined
    return activitiesOf(this.course).find((one) => one.id === id && one.href !== undefined)
  }

  #deliver(activity: Activity, src: string): void {
    this.#initializedBy = undefined
    const mayTalk = activity.kind === 'sco' || this.course.standard === 'scorm2004'
    const api = mayTalk ? this.#apiOf(activity) : undefined
    this.#exposeApi(api)
    const { place, frameTitle, onDocument, onMove, onWindowClosed } = this.#options
    const title = frameTitle(activity)
    const frame = place().open({ src, title, onLoad: onDocument, onClosed: onWindowClosed })
    this.#open = { frame, api }
    onMove()
  }

  #apiOf(activity: Activity): ActivityApi {
    const { clock, log, onStep, onFinish, onEntry, fault } = this.#options
    return activityApi({
      engine: this.engine,
      course: this.course,
      activity: activity.id,
      clock,
      log,
      attempt: () => this.#attempt,
      ...(fault && { fault }),
      beforeInitialize: () => this.#beginAgainForNewDocument(activity),
      onAnswer: ({ attempt, step }, { at }) => {
        this.#attempt = attempt
        if (step === undefined) return undefined
        const n = this.#journal.append({ at, activity: activity.id, step })
        onEntry({ n, at, activity: activity.id, step }, { attempt })
        if (step.do === 'initialize') this.#initializedBy = this.#open?.frame.document()
        if (step.do === 'finish' && !this.#isClosing) onFinish(activity)
        onStep(step)
        return { session: this.#options.session.session, n }
      },
    })
  }

  /**
   * A reload, or a course that walks from page to page in the frame: the new document initializes although the one before
   * did not finish, or did so in its unload. It gets a run of its own instead of an error.
   */
  #beginAgainForNewDocument(activity: Activity): void {
    const run = this.#attempt.activities[activity.id]?.run
    const document = this.#open?.frame.document()
    if (run !== 'running' && run !== 'finished') return
    if (document === undefined || document === this.#initializedBy) return
    const steps = this.#stepsOfNewRun(activity)
    if (this.#deliveredBy(this.#tried(steps))?.id !== activity.id) return
    if (run === 'running') this.#note('abandon', this.#options.notes().reinitialized)
    this.#takeAll(steps)
    this.#options.onReopen()
  }

  /** As if the learner had left and come back: in SCORM 2004 that is what keeps the values of the activity. */
  #stepsOfNewRun(activity: Activity): readonly PlayerStep[] {
    const left = this.engine.leave(this.course, this.#attempt)
    if (this.course.standard === 'scorm12') {
      return [...left, { activity: activity.id, step: { do: 'open' } }]
    }
    const after = this.#tried(left)?.attempt ?? this.#attempt
    return [...left, ...this.engine.follow(this.course, after, { to: 'resumeAll' })]
  }

  /** Steps of the player itself: into the attempt, the journal and the log. */
  #takeAll(steps: readonly PlayerStep[]): void {
    for (const { activity, step } of steps) {
      const at = this.#options.clock()
      const entry = { n: this.#journal.next(), at, activity, step }
      const applied = this.engine.apply(this.course, this.#attempt, entry)
      const words = step.do === 'navigate' ? [step.request.to] : []
      const { log, session } = this.#options
      const name = { session: session.session, n: entry.n }
      const args = applied.refused ? [applied.refused] : words
      log.add({ at, activity, name: step.do, args, ...(!applied.refused && { entry: name }) })
      if (applied.refused !== undefined) return
      for (const decision of applied.decisions ?? []) {
        const { process, activity: about = activity, facts } = decision
        const args = [decision.decision, ...(facts ? [JSON.stringify(facts)] : [])]
        log.add({ at, activity: about, name: process, args, decision })
      }
      this.#options.onEntry(entry, applied)
      this.#attempt = applied.attempt
      this.#journal.append({ at, activity, step })
    }
  }

  #note(name: string, text: string): void {
    const activity = this.#current?.id ?? ''
    this.#options.log.add({ at: this.#options.clock(), activity, name, args: [text] })
  }

  /** Only the API of the course's own standard exists, and only while an activity is open that may talk to it. */
  #exposeApi(api: ActivityApi | undefined): void {
    const page = window as unknown as Record<string, unknown>
    if (api === undefined) delete page[this.engine.apiName]
    else page[this.engine.apiName] = api.object
  }
}

const isChoosable = ({ isShown, isAllowed }: ContentsEntry): boolean => isShown && isAllowed

const leavesOf = (entries: readonly ContentsEntry[]): ContentsEntry[] =>
  entries.flatMap((entry) => (entry.children.length > 0 ? leavesOf(entry.children) : [entry]))
