import type {
  Activity,
  Attempt,
  AttemptMode,
  Course,
  Decision,
  Fact,
  JournalEntry,
  JournalStep,
  NavigationRequest,
  PlayerStep,
  Refusal,
  Sequencing,
} from '../../../../src/runtime/index.ts'
import { defaultSequencing, engines } from '../../../../src/runtime/index.ts'

const engine = engines.scorm2004

export const learner = { id: 'b7a1', name: 'Trần Thị Ánh' }
export const normal: AttemptMode = { credit: 'credit', lessonMode: 'normal' }

export const sco = (id: string, more: Partial<Activity> = {}): Activity => ({
  id,
  title: id,
  kind: 'sco',
  href: `${id}.html`,
  isVisible: true,
  children: [],
  ...more,
})

/** Children follow one another, and each may be chosen. */
export const flowing: Sequencing = {
  controlMode: { ...defaultSequencing.controlMode, flow: true },
}

/** A primary objective that a scaled score of `passing` satisfies. */
export const passedAt = (passing: number, id = 'primary'): Sequencing => ({
  objectives: [
    { id, isPrimary: true, satisfiedByMeasure: true, minNormalizedMeasure: passing, maps: [] },
  ],
})

export const courseOf = (activities: readonly Activity[], more: Partial<Course> = {}): Course => ({
  standard: 'scorm2004',
  id: 'course',
  title: 'Course',
  activities,
  scorm2004: {
    edition: '4th',
    sequencing: flowing,
    objectivesGlobalToSystem: false,
    sharedDataGlobalToSystem: false,
  },
  ...more,
})

export const conformant = (activities: readonly Activity[]): Course =>
  courseOf(activities, { profile: 'conformant' })

/** Plays a course as the player does: calls, requests, a journal and a clock that only moves when told. */
export class Playing {
  readonly course: Course
  readonly journal: JournalEntry[] = []
  readonly facts: Fact[] = []
  readonly findings: string[] = []
  readonly decisions: Decision[] = []
  attempt: Attempt
  refusal: Refusal | undefined
  error = '0'
  diagnostic = ''
  #now = Date.parse('2026-03-02T01:00:00.000Z')

  constructor(course: Course = courseOf([sco('one'), sco('two')]), mode: AttemptMode = normal) {
    this.course = course
    this.attempt = engine.start(course, learner, mode, { seed: 'seed' })
  }

  get at(): string {
    return new Date(this.#now).toISOString()
  }

  wait(seconds: number): this {
    this.#now += seconds * 1_000
    return this
  }

  /** @returns why the step was refused, if it was */
  apply(activity: string, step: JournalStep): string | undefined {
    const entry = { n: this.journal.length + 1, at: this.at, activity, step }
    const applied = engine.apply(this.course, this.attempt, entry)
    if (applied.refused !== undefined) return applied.refused
    this.journal.push(entry)
    this.attempt = applied.attempt
    this.facts.push(...applied.facts)
    this.decisions.push(...(applied.decisions ?? []))
    this.refusal = applied.refusal
    return undefined
  }

  #play(steps: readonly PlayerStep[]): this {
    for (const { activity, step } of steps) {
      const refused = this.apply(activity, step)
      if (refused !== undefined) throw new Error(refused)
    }
    return this
  }

  begin(): this {
    return this.go(engine.beginning(this.course, this.attempt)!)
  }

  go(request: NavigationRequest): this {
    this.#play(engine.follow(this.course, this.attempt, request))
    this.error = '0'
    return this
  }

  leave(): this {
    return this.#play(engine.leave(this.course, this.attempt))
  }

  /** One call of the SCO's script; what it changed is also applied from the journal, and must come to the same. */
  call(name: string, ...args: readonly string[]): string {
    const answer = engine.call(this.course, this.attempt, {
      function: engine.apiFunctions[name]!,
      args,
      at: this.at,
      lastError: this.error,
      lastDiagnostic: this.diagnostic,
    })
    this.error = answer.error
    this.diagnostic = answer.diagnostic
    if (answer.finding !== undefined) this.findings.push(answer.finding)
    if (answer.step) {
      const refused = this.apply(this.attempt.current!, answer.step)
      if (refused !== undefined) throw new Error(refused)
      expect(this.attempt).toEqual(answer.attempt)
    } else expect(answer.attempt).toBe(this.attempt)
    return answer.result
  }

  /** The SCO that was delivered runs. */
  initialize(): this {
    expect(this.call('Initialize', '')).toBe('true')
    return this
  }

  get(element: string): string {
    return this.call('GetValue', element)
  }

  /** What GetValue gives, with the error. */
  read(element: string): [string, string] {
    return [this.get(element), this.error]
  }

  set(element: string, value: string): this {
    this.call('SetValue', element, value)
    return this
  }

  /** The code of a set. */
  codeOf(element: string, value: string): string {
    this.set(element, value)
    return this.error
  }

  setAll(values: Readonly<Record<string, string>>): this {
    for (const [element, value] of Object.entries(values)) {
      expect([element, this.codeOf(element, value)]).toEqual([element, '0'])
    }
    return this
  }

  /** Terminate, and where the SCO asked to go. */
  finish(values: Readonly<Record<string, string>> = {}): this {
    this.setAll(values)
    expect(this.call('Terminate', '')).toBe('true')
    const request = engine.pendingRequest(this.course, this.attempt)
    return request ? this.go(request) : this
  }

  factNames(): string[] {
    return this.facts.map(({ fact }) => fact)
  }
}

/** A course whose first activity runs. */
export const running = (course?: Course): Playing => new Playing(course).begin().initialize()
