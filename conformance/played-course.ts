import type { SessionStarted } from '../src/launch/index.ts'
import {
  type ApiFunction,
  type Attempt,
  activitiesOf,
  type Course,
  type Engine,
  engines,
  type JournalEntry,
  type JournalStep,
  type LookAhead,
  type NavigationRequest,
} from '../src/runtime/index.ts'
import type { Command } from './cases.ts'
import type { Answered, Delivered } from './stage.ts'

const functions: Readonly<Record<string, ApiFunction>> = {
  Initialize: 'initialize',
  Terminate: 'finish',
  GetValue: 'getValue',
  SetValue: 'setValue',
  Commit: 'commit',
  GetLastError: 'getLastError',
  GetErrorString: 'getErrorString',
  GetDiagnostic: 'getDiagnostic',
}

/**
 * A session as the player has it in its page: the runtime answers the SCO's calls, requests are followed as the player
 * follows them, and everything that changes something goes into the journal.
 */
export class PlayedCourse {
  readonly course: Course
  readonly #engine: Engine
  readonly #now: () => Date
  #attempt: Attempt
  #n: number
  #journal: JournalEntry[] = []
  #error = '0'
  #diagnostic = ''

  constructor({ course, attempt, nextEntry }: SessionStarted, now: () => Date) {
    this.course = course
    this.#engine = engines[course.standard]
    this.#now = now
    this.#attempt = attempt
    this.#n = nextEntry
  }

  get attempt(): Attempt {
    return this.#attempt
  }

  /** The entries since the last time this was asked. */
  takeJournal(): readonly JournalEntry[] {
    const taken = this.#journal
    this.#journal = []
    return taken
  }

  lookAhead(): LookAhead {
    return this.#engine.lookAhead(this.course, this.#attempt)
  }

  delivered(): Delivered | undefined {
    const activity = activitiesOf(this.course).find(({ id }) => id === this.#attempt.current)
    return activity && { id: activity.id, href: activity.href ?? '' }
  }

  isAsset(): boolean {
    const { current } = this.#attempt
    return activitiesOf(this.course).some(({ id, kind }) => id === current && kind === 'asset')
  }

  /** What the player does when its page opens. */
  begin(): void {
    const request = this.#engine.beginning(this.course, this.#attempt)
    if (request) this.follow(request)
  }

  /** The frame is gone; then the steps of the request, one by one. */
  follow(request: NavigationRequest): void {
    this.#play(this.#engine.follow(this.course, this.#attempt, request))
    this.#error = '0'
    this.#diagnostic = ''
  }

  leave(): void {
    this.#play(this.#engine.leave(this.course, this.#attempt))
  }

  /** The SCO's commands, its Terminate, and the request that it left. */
  visit(commands: readonly Command[]): Answered[] {
    const answers = commands.map((command) => this.#answer(command))
    this.call('Terminate', '')
    const request = this.#engine.pendingRequest(this.course, this.#attempt)
    if (request) this.follow(request)
    return answers
  }

  #answer(command: Command): Answered {
    if (command.ids) return { value: this.#objectiveIds().join(' '), error: '0' }
    // One command of the cases is a slip of the pen and calls nothing.
    if (!(command.call in functions)) return { value: '', error: '0' }
    const value = this.call(command.call, ...this.#argumentsOf(command))
    return { value, error: this.call('GetLastError') }
  }

  #argumentsOf({ call, element, arg, value }: Command): string[] {
    if (element === undefined) return arg === undefined ? [] : [arg]
    return call === 'SetValue' ? [this.#resolve(element), value ?? ''] : [this.#resolve(element)]
  }

  #objectiveIds(): string[] {
    return this.#idsOf('cmi.objectives')
  }

  #idsOf(collection: string): string[] {
    const count = Number(this.call('GetValue', `${collection}._count`))
    return Array.from({ length: count }, (_, n) => this.call('GetValue', `${collection}.${n}.id`))
  }

  /** `&name&` is the index of the entry with this id; of one that is not there, the next free index. */
  #resolve(element: string): string {
    const match = /^(.+)\.&([^&]+)&/.exec(element)
    if (!match) return element
    const [whole, collection, name] = match
    const ids = this.#idsOf(collection!)
    const index = ids.indexOf(name!)
    return `${collection}.${index < 0 ? ids.length : index}${element.slice(whole.length)}`
  }

  /** One call of the SCO's script. */
  call(name: string, ...args: readonly string[]): string {
    const at = this.#now().toISOString()
    const activity = this.#attempt.current ?? ''
    const answer = this.#engine.call(this.course, this.#attempt, {
      function: functions[name]!,
      args,
      at,
      lastError: this.#error,
      lastDiagnostic: this.#diagnostic,
    })
    this.#attempt = answer.attempt
    this.#error = answer.error
    this.#diagnostic = answer.diagnostic
    if (answer.step) this.#write(activity, answer.step, at)
    return answer.result
  }

  #play(steps: readonly { activity: string; step: JournalStep }[]): void {
    for (const { activity, step } of steps) {
      const entry = this.#write(activity, step, this.#now().toISOString())
      const applied = this.#engine.apply(this.course, this.#attempt, entry)
      if (applied.refused !== undefined) throw new Error(`The runtime refused: ${applied.refused}`)
      this.#attempt = applied.attempt
    }
  }

  #write(activity: string, step: JournalStep, at: string): JournalEntry {
    const entry = { n: this.#n, at, activity, step }
    this.#n += 1
    this.#journal.push(entry)
    return entry
  }
}
