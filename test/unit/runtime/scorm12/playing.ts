import type {
  Activity,
  ApiFunction,
  Attempt,
  AttemptMode,
  Course,
  Fact,
  JournalEntry,
  JournalStep,
} from '../../../../src/runtime/index.ts'
import { engines } from '../../../../src/runtime/index.ts'

const engine = engines.scorm12

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

export const cluster = (id: string, ...children: Activity[]): Activity => ({
  id,
  title: id,
  kind: 'cluster',
  isVisible: true,
  children,
})

export const courseOf = (...activities: Activity[]): Course => ({
  standard: 'scorm12',
  id: 'course',
  title: 'Course',
  activities,
})

/** Plays a course as the player does: calls, steps, a journal and a clock that only moves when told. */
export class Playing {
  readonly course: Course
  readonly journal: JournalEntry[] = []
  readonly facts: Fact[] = []
  readonly findings: string[] = []
  attempt: Attempt
  error = '0'
  diagnostic = ''
  #now = Date.parse('2026-03-02T01:00:00.000Z')

  constructor(course: Course = courseOf(sco('one')), mode: AttemptMode = normal) {
    this.course = course
    this.attempt = engine.start(course, learner, mode)
  }

  get at(): string {
    return new Date(this.#now).toISOString()
  }

  wait(seconds: number): this {
    this.#now += seconds * 1_000
    return this
  }

  /** A step of the player itself, or one that a call gave. */
  apply(activity: string, step: JournalStep): string | undefined {
    const entry = { n: this.journal.length + 1, at: this.at, activity, step }
    const applied = engine.apply(this.course, this.attempt, entry)
    if (applied.refused !== undefined) return applied.refused
    this.journal.push(entry)
    this.attempt = applied.attempt
    this.facts.push(...applied.facts)
    return undefined
  }

  open(activity = 'one'): this {
    const refused = this.apply(activity, { do: 'open' })
    if (refused) throw new Error(refused)
    return this
  }

  abandon(): this {
    const refused = this.apply(this.attempt.current ?? '', { do: 'abandon' })
    if (refused) throw new Error(refused)
    return this
  }

  /** Opens and initializes. */
  begin(activity = 'one'): this {
    this.open(activity).call('initialize', '')
    return this
  }

  call(name: ApiFunction, ...args: string[]): string {
    const request = { function: name, args, at: this.at, lastError: this.error }
    const answer = engine.call(this.course, this.attempt, {
      ...request,
      lastDiagnostic: this.diagnostic,
    })
    if (answer.step) {
      const refused = this.apply(this.attempt.current ?? '', answer.step)
      if (refused) throw new Error(refused)
    }
    expect(this.attempt).toStrictEqual(answer.attempt)
    this.error = answer.error
    this.diagnostic = answer.diagnostic
    if (answer.finding !== undefined) this.findings.push(answer.finding)
    return answer.result
  }

  get(element: string): string {
    return this.call('getValue', element)
  }

  set(element: string, value: string): this {
    this.call('setValue', element, value)
    return this
  }

  /** Sets that must all succeed. */
  setAll(values: Record<string, string>): this {
    for (const [element, value] of Object.entries(values)) {
      this.set(element, value)
      if (this.error !== '0') throw new Error(`${element}: ${this.error} ${this.diagnostic}`)
    }
    return this
  }

  finish(exit?: string): this {
    if (exit !== undefined) this.set('cmi.core.exit', exit)
    this.call('finish', '')
    return this
  }

  activity(id = 'one') {
    return engine.activityProgress(this.course, this.attempt, id)
  }

  get whole() {
    return engine.courseProgress(this.course, this.attempt)
  }

  /** The facts since the last time this was asked. */
  told(): Fact[] {
    return this.facts.splice(0)
  }
}
