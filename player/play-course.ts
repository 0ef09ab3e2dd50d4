import {
  type Activity,
  type Attempt,
  activitiesOf,
  type Course,
  type Engine,
  engines,
  type JournalStep,
} from '../src/runtime/index.ts'
import { type ActivityApi, activityApi } from './api-object.ts'
import type { CallLog } from './call-log.ts'
import type { Journal } from './journal.ts'
import type { PlayableSession } from './open-session.ts'
import type { PlayerClock } from './player-clock.ts'
import { openFrame, type ScoFrame } from './sco-frame.ts'

/** What the page shows about the course; it asks again after each `onChange`. */
export interface CoursePlay {
  readonly course: Course
  readonly engine: Engine
  attempt(): Attempt
  /** Activity in the frame. */
  current(): Activity | undefined
  /** Opens the activity, after the open one has had its chance to finish. */
  open(activity: string): Promise<void>
  /** Opens where the learner left; false if nothing can be opened. */
  openFirst(): Promise<boolean>
  /** Closes the open activity as a person does who leaves. */
  close(): Promise<void>
  /** Takes the course away without another step: the session is no longer ours. */
  drop(): void
  focus(): void
}

export interface PlayOptions {
  readonly session: PlayableSession
  readonly journal: Journal
  /** Where the frame goes. */
  readonly host: HTMLElement
  readonly clock: PlayerClock
  readonly log: CallLog
  readonly frameTitle: (activity: Activity) => string
  /** Something that the page shows may have changed. */
  readonly onChange: () => void
  /** The course called Finish by itself. */
  readonly onFinish: (activity: Activity) => void
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

  open(id: string): Promise<void> {
    return this.#inTurn(async () => {
      const activity = activitiesOf(this.course).find((one) => one.id === id)
      if (activity?.href === undefined) return
      await this.#closeOpen()
      if (this.#isDropped) return
      this.#current = activity
      this.#options.onChange()
      const src = this.#filesPrefix + activity.href
      const isDeliverable = await this.#options.isDeliverable(activity, src)
      if (isDeliverable && !this.#isDropped) this.#deliver(activity, src)
    })
  }

  async openFirst(): Promise<boolean> {
    const first = this.engine.firstActivity(this.course, this.#attempt)
    if (first === undefined) return false
    await this.open(first)
    return true
  }

  close(): Promise<void> {
    return this.#inTurn(() => this.#closeOpen())
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

  #inTurn(act: () => void | Promise<void>): Promise<void> {
    const turn = this.#turn.then(act)
    this.#turn = turn.catch(() => undefined)
    return turn
  }

  async #closeOpen(): Promise<void> {
    const open = this.#open
    if (open !== undefined) {
      this.#isClosing = true
      await open.frame.close()
      this.#isClosing = false
    }
    this.#abandonRun()
    open?.api?.retire()
    this.#open = undefined
    this.#current = undefined
    this.#exposeApi(undefined)
    this.#options.onChange()
  }

  /** Ends the run that the closed frame, or the page before a reload, left open. */
  #abandonRun(): void {
    const { current, activities } = this.#attempt
    if (current === undefined) return
    const run = activities[current]?.run
    if (run === 'opened' || run === 'running') this.#take(current, { do: 'abandon' })
  }

  #deliver(activity: Activity, src: string): void {
    this.#initializedBy = undefined
    if (!this.#take(activity.id, { do: 'open' })) return
    const api = activity.kind === 'sco' ? this.#apiOf(activity) : undefined
    this.#exposeApi(api)
    const { host, frameTitle, onDocument, onChange } = this.#options
    const frame = openFrame({ host, src, title: frameTitle(activity), onLoad: onDocument })
    this.#open = { frame, api }
    onChange()
  }

  #apiOf(activity: Activity): ActivityApi {
    const { clock, log, onChange, onFinish } = this.#options
    return activityApi({
      engine: this.engine,
      course: this.course,
      activity: activity.id,
      clock,
      log,
      attempt: () => this.#attempt,
      beforeInitialize: () => this.#beginAgainForNewDocument(activity),
      onAnswer: ({ attempt, step }, { at }) => {
        this.#attempt = attempt
        if (step === undefined) return
        this.#journal.append({ at, activity: activity.id, step })
        if (step.do === 'initialize') this.#initializedBy = this.#open?.frame.document()
        if (step.do === 'finish' && !this.#isClosing) onFinish(activity)
        onChange()
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
    if (run === 'running') {
      this.#note('abandon', this.#options.notes().reinitialized)
      this.#take(activity.id, { do: 'abandon' })
    }
    this.#take(activity.id, { do: 'open' })
    this.#options.onReopen()
  }

  /** A step of the player itself: into the attempt, the journal and the log. */
  #take(activity: string, step: JournalStep): boolean {
    const at = this.#options.clock()
    const entry = { n: this.#journal.next(), at, activity, step }
    const applied = this.engine.apply(this.course, this.#attempt, entry)
    this.#options.log.add({
      at,
      activity,
      name: step.do,
      args: applied.refused ? [applied.refused] : [],
    })
    if (applied.refused !== undefined) return false
    this.#attempt = applied.attempt
    this.#journal.append({ at, activity, step })
    return true
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
