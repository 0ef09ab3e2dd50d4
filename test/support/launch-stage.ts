import { newUuid } from '../../src/base/ids.ts'
import type { PackageVersion } from '../../src/content/index.ts'
import { closeSilentSessions } from '../../src/launch/close-silent-sessions.ts'
import { commitSession } from '../../src/launch/commit-session.ts'
import { createLaunchLink } from '../../src/launch/create-launch-link.ts'
import { FetchedFiles } from '../../src/launch/evidence/fetched-files.ts'
import { resumeSession, startSession, takeOver } from '../../src/launch/start-session.ts'
import { workOnMoves } from '../../src/launch/versions/work-on-moves.ts'
import type { CommitAccepted, CommitSession, SessionStarted } from '../../src/launch/wire.ts'
import {
  type CoursePolicy,
  createRegistration,
  defaultPolicy,
  type OpeningWish,
} from '../../src/registrations/index.ts'
import {
  type Activity,
  type ApiFunction,
  type Attempt,
  type Course,
  type Engine,
  engines,
  type JournalEntry,
  type JournalStep,
  type NavigationRequest,
} from '../../src/runtime/index.ts'
import type { Storage } from '../../src/storage/port.ts'
import type { Statement } from '../../src/xapi/index.ts'
import { temporaryStorage } from './storage.ts'

/** The launch slice on a real store, with a clock that only moves when told, and no HTTP. */

export const appUrl = 'http://localhost:8080'

export const sco = (id: string, more: Partial<Activity> = {}): Activity => ({
  id,
  title: `Bài ${id}`,
  kind: 'sco',
  href: `${id}.html`,
  isVisible: true,
  children: [],
  ...more,
})

export const courseOf = (...activities: Activity[]): Course => ({
  standard: 'scorm12',
  id: 'course',
  title: 'An toàn lao động',
  activities,
})

/** Stores a package whose version 1 has this course. */
export const insertCourse = (
  storage: Storage,
  course: Course,
  now: Date,
): Promise<PackageVersion> => insertVersion(storage, course, { now })

/** Stores the version of a package that comes after another one, or the first of a new one. */
async function insertVersion(
  storage: Storage,
  course: Course,
  { now, after }: { now: Date; after?: PackageVersion },
): Promise<PackageVersion> {
  const version: PackageVersion = {
    id: newUuid(),
    package: after?.package ?? newUuid(),
    number: (after?.number ?? 0) + 1,
    standard: course.standard,
    edition: '1.2',
    title: course.title,
    course,
    verdict: 'ok',
    findings: [],
    fileName: 'course.zip',
    sha256: '0'.repeat(64),
    zipBytes: 1,
    contentBytes: 1,
    files: 0,
    createdAt: now,
    createdBy: 'test',
  }
  await storage.transact(async (tx) => {
    if (!after) await tx.insertPackage({ id: version.package, createdAt: now })
    await tx.insertPackageVersion(version, [])
  })
  return version
}

export async function insertLearner(storage: Storage, name: string, now: Date): Promise<string> {
  const id = newUuid()
  await storage.transact((tx) =>
    tx.insertPerson({ id, name, createdAt: now, searchText: '', sortKey: name }),
  )
  return id
}

export interface Stage {
  readonly storage: Storage
  readonly version: PackageVersion
  readonly learner: string
  readonly registration: string
  /** Stands in for the files that browsers fetch. */
  readonly fetched: FetchedFiles
  now(): Date
  wait(seconds: number): void
  /** Starts a session with a fresh link, which resumes unless it wishes for something else. */
  start(wish?: OpeningWish): Promise<Player>
  /** Sets what the package allows; what is not given is as by default. */
  setPolicy(policy: Partial<CoursePolicy>): Promise<void>
  /** Starts a session as the page that calls its opening `nonce`: another page each time unless one is given. */
  startWith(ticket: string, nonce?: string): Promise<Player>
  ticket(wish?: OpeningWish): Promise<string>
  commit(token: string, commit: CommitSession): Promise<CommitAccepted>
  resume(token: string): Promise<SessionStarted>
  takeOver(token: string): Promise<Player>
  closeSilent(): Promise<number>
  /** Uploads the next version of the package. */
  addVersion(course: Course, after?: PackageVersion): Promise<PackageVersion>
  /** From here on the stage's registration is a try-out in the name of the same learner. */
  asTrial(): Promise<void>
  /** Does what moves are ordered. */
  workOnMoves(): Promise<void>
  /** Oldest first, voided ones left out. */
  statements(): Promise<Statement[]>
  remove(): Promise<void>
}

export async function openStage(course: Course = courseOf(sco('one'))): Promise<Stage> {
  let time = Date.parse('2026-03-02T01:00:00.000Z')
  const clock = () => new Date(time)
  const { storage, remove } = await temporaryStorage(clock)
  const version = await insertCourse(storage, course, clock())
  const learner = await insertLearner(storage, 'Trần Thị Ánh', clock())
  const registered = await createRegistration(storage, clock)({ package: version.package, learner })
  let registration = registered.id
  const fetched = new FetchedFiles()
  const rules = {
    appUrl,
    contentUrl: 'http://127.0.0.1:8081',
    signingKey: Buffer.alloc(32, 7),
    launchLinkHoursMax: 24,
    sessionIdleMinutesMax: 30,
    observers: [],
    fetchedFiles: fetched,
  }
  const commit = commitSession(storage, clock, rules)
  const playerOf = (started: SessionStarted) => new Player(started, { commit, clock })
  const ticket: Stage['ticket'] = async (wish = 'resume') => {
    const { launchUrl } = await createLaunchLink(storage, clock, rules)(registration, { wish })
    return launchUrl.split('#')[1]!
  }
  const startWith: Stage['startWith'] = async (text, nonce = newUuid()) =>
    playerOf(await startSession(storage, clock, rules)({ ticket: text, nonce }, 'vi'))
  return {
    storage,
    version,
    learner,
    get registration() {
      return registration
    },
    fetched,
    now: clock,
    wait: (seconds) => {
      time += seconds * 1_000
    },
    ticket,
    startWith,
    start: async (wish) => startWith(await ticket(wish)),
    setPolicy: (policy) =>
      storage.transact((tx) =>
        tx.putCoursePolicy(version.package, { ...defaultPolicy, ...policy }),
      ),
    commit,
    resume: (token) => resumeSession(storage, clock, rules)(token, 'vi'),
    takeOver: async (token) => playerOf(await takeOver(storage, clock, rules)(token, 'vi')),
    closeSilent: () => closeSilentSessions(storage, clock, rules)(),
    async asTrial() {
      const trial = { ...registered, id: newUuid(), isTrial: true }
      await storage.transact((tx) => tx.insertRegistration(trial))
      registration = trial.id
    },
    addVersion: (next, after = version) => insertVersion(storage, next, { now: clock(), after }),
    workOnMoves: workOnMoves(storage, clock, {
      ...rules,
      report: (error) => {
        throw error
      },
    }),
    async statements() {
      const { items } = await storage.queryStatements({ ascending: true }, { limit: 1_000 })
      return items.map(({ json }) => JSON.parse(json.toString()) as Statement)
    },
    remove,
  }
}

type Commit = ReturnType<typeof commitSession>

/** A player's page: answers the course's calls from memory and keeps the journal that it has not sent. */
export class Player {
  readonly started: SessionStarted
  readonly journal: JournalEntry[] = []
  attempt: Attempt
  readonly #engine: Engine
  readonly #commit: Commit
  readonly #clock: () => Date
  #sent = 0
  #lastError = '0'

  constructor(started: SessionStarted, { commit, clock }: { commit: Commit; clock: () => Date }) {
    this.started = started
    this.attempt = started.attempt
    this.#engine = engines[started.course.standard]
    this.#commit = commit
    this.#clock = clock
  }

  get token(): string {
    return this.started.token!
  }

  /** A step of the player itself. */
  step(activity: string, step: JournalStep): this {
    const n = this.started.nextEntry + this.journal.length
    const entry = { n, at: this.#clock().toISOString(), activity, step }
    const applied = this.#engine.apply(this.started.course, this.attempt, entry)
    if (applied.refused !== undefined) throw new Error(applied.refused)
    this.journal.push(entry)
    this.attempt = applied.attempt
    return this
  }

  /** What follows a request, after the frame of what was open is gone; nothing if it leads nowhere. */
  go(request: NavigationRequest): this {
    for (const { activity, step } of this.#engine.follow(
      this.started.course,
      this.attempt,
      request,
    )) {
      this.step(activity, step)
    }
    return this
  }

  /** Goes to where the learner was, or to the beginning. */
  begin(): this {
    const request = this.#engine.beginning(this.started.course, this.attempt)
    return request ? this.go(request) : this
  }

  open(activity = 'one'): this {
    return this.step(activity, { do: 'open' }).call('initialize', '')
  }

  /** A call of the course's script for the open activity. */
  call(name: ApiFunction, ...args: string[]): this {
    this.get(name, ...args)
    return this
  }

  set(values: Readonly<Record<string, string>>): this {
    for (const [element, value] of Object.entries(values)) this.call('setValue', element, value)
    return this
  }

  get(name: ApiFunction, ...args: string[]): string {
    const at = this.#clock().toISOString()
    const answer = this.#engine.call(this.started.course, this.attempt, {
      function: name,
      args,
      at,
      lastError: this.#lastError,
    })
    this.#lastError = answer.error
    const activity = this.attempt.current ?? ''
    this.attempt = answer.attempt
    if (answer.step) {
      const n = this.started.nextEntry + this.journal.length
      this.journal.push({ n, at, activity, step: answer.step })
    }
    return answer.result
  }

  finish(): this {
    return this.call('finish', '')
  }

  /** Sends what was not sent yet. @returns the number that the server acknowledges. */
  async send(options: { isLeaving?: boolean } = {}): Promise<number> {
    return this.sendEntries(this.takeUnsent(), options)
  }

  /** What was not sent yet, for the caller to send. */
  takeUnsent(): JournalEntry[] {
    const entries = this.journal.slice(this.#sent)
    this.#sent = this.journal.length
    return entries
  }

  async sendEntries(
    entries: readonly JournalEntry[],
    options: { isLeaving?: boolean } = {},
  ): Promise<number> {
    const commit = { session: this.started.session, entries, ...options }
    return (await this.#commit(this.token, commit)).acknowledged
  }
}

/** `http://adlnet.gov/expapi/verbs/completed` -> `completed`. */
export const verbName = ({ verb }: Pick<Statement, 'verb'>): string => verb.id.split('/').at(-1)!
