import { Problem } from '../../base/problem.ts'
import { CommitPace } from './commit-pace.ts'
import type { Connection, TransactionWatcher } from './connection.ts'
import { ExpectedWait } from './expected-wait.ts'
import { type StorageFailure, storageFailureOf } from './sqlite-error.ts'
import { type GuardedWriter, writerGuard } from './writer-guard.ts'

export interface WriteQueueLimits {
  /** Callers that may wait; more are refused with Problem `overloaded`. */
  readonly waitingMax: number
  /** Callers that share one COMMIT. */
  readonly groupMax: number
  /** After so long (more on a slow disk: commit-pace.ts), callers not yet begun are left to the next group. */
  readonly groupMillisecondsMax: number
  /** How long to wait for another process that is writing, e.g. the command line. */
  readonly busyMillisecondsMax: number
}

const writeQueueLimits: WriteQueueLimits = {
  waitingMax: 10_000,
  groupMax: 512,
  groupMillisecondsMax: 20,
  busyMillisecondsMax: 10_000,
}

interface Caller<Writer> {
  readonly work: (tx: Writer) => Promise<unknown>
  readonly resolve: (result: never) => void
  readonly reject: (error: unknown) => void
}

/** How a callback ended. It is told to its caller only after COMMIT, since either answer may rest on the group's writes. */
type Outcome = { readonly result: unknown } | { readonly error: unknown }

const busyRetryMilliseconds = 5
const retryAfterSeconds = 5

/**
 * Runs write transactions on the one writing connection, in the order of arrival, and commits those that wait together:
 * one BEGIN IMMEDIATE and one COMMIT, in between each caller in a SAVEPOINT of its own. The group is whoever has arrived
 * when the event loop has nothing else to do, or when `CommitPace` finds that it is time: there is no timer, so a single
 * caller never waits.
 */
export class WriteQueue<Writer extends object> {
  readonly #connection: Connection
  readonly #guard: (connection: Connection) => GuardedWriter<Writer>
  readonly #limits: WriteQueueLimits
  readonly #onFatal: (error: unknown) => void
  readonly #pace: CommitPace
  readonly #wait = new ExpectedWait()
  #waiting: Caller<Writer>[] = []
  #isScheduled = false
  #busySince: number | undefined
  #hasFailed = false
  /** Why nothing is written any more. */
  #refusal: Problem | undefined
  #whenIdle: (() => void)[] = []
  /** What must have the connection to itself, outside of any transaction. */
  #alone: (() => void)[] = []

  /** @param options.onFatal is called once, when the disk or the file has failed and the process should end. */
  constructor(
    connection: Connection,
    writer: Writer,
    options: {
      limits?: Partial<WriteQueueLimits>
      onFatal?: (error: unknown) => void
      pace?: CommitPace
    } = {},
  ) {
    this.#connection = connection
    this.#guard = writerGuard(writer)
    this.#limits = { ...writeQueueLimits, ...options.limits }
    this.#onFatal = options.onFatal ?? (() => {})
    this.#pace = options.pace ?? new CommitPace()
  }

  /** Fulfils the contract of `Transactor`. */
  transact<Result>(work: (tx: Writer) => Promise<Result>): Promise<Result> {
    if (this.#refusal) return Promise.reject(this.#refusal)
    if (this.#waiting.length >= this.#limits.waitingMax) return Promise.reject(this.#overloaded())
    if (this.#waiting.length === 0) this.#wait.begin(performance.now())
    return new Promise<Result>((resolve, reject) => {
      this.#waiting.push({ work, resolve, reject })
      this.#schedule()
    })
  }

  /** Runs `work` between two groups: no transaction is open then. It must not wait for anything. */
  alone<Result>(work: () => Result): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#alone.push(() => {
        try {
          resolve(work())
        } catch (error) {
          reject(error)
        }
      })
      this.#schedule()
    })
  }

  /** How long a caller who comes now will wait, as far as that is known. */
  expectedWaitMilliseconds(): number {
    return this.#wait.of(this.#waiting.length)
  }

  /** Waits for the writes that were asked for; from now on others are refused. */
  async close(): Promise<void> {
    this.#refusal ??= new Problem('storage-unavailable', 'The store is closing.', {
      retryAfterSeconds,
    })
    if (this.#isScheduled) await new Promise<void>((resolve) => this.#whenIdle.push(resolve))
  }

  /** With setImmediate, requests that were read in this turn of the event loop join the group. */
  #schedule(afterMilliseconds = 0): void {
    if (this.#isScheduled) return
    this.#isScheduled = true
    if (afterMilliseconds > 0) setTimeout(() => void this.#writeGroup(), afterMilliseconds)
    else setImmediate(() => this.#writeWhenItIsTime())
  }

  #writeWhenItIsTime(): void {
    if (this.#pace.isTakingIn()) setImmediate(() => this.#writeWhenItIsTime())
    else void this.#writeGroup()
  }

  async #writeGroup(): Promise<void> {
    for (const work of this.#alone.splice(0)) work()
    const callers = this.#waiting.splice(0, this.#limits.groupMax)
    const begun = callers.length === 0 || this.#begin(callers)
    if (begun && callers.length > 0) await this.#runAndCommit(callers)
    this.#isScheduled = false
    const isMore = this.#waiting.length > 0 || this.#alone.length > 0
    if (isMore) this.#schedule(begun ? 0 : busyRetryMilliseconds)
    else for (const resolve of this.#whenIdle.splice(0)) resolve()
  }

  /** @returns false when there is nothing to commit: another process is writing, or the store has failed. */
  #begin(callers: Caller<Writer>[]): boolean {
    try {
      this.#connection.run('BEGIN IMMEDIATE')
      this.#busySince = undefined
      this.#tell('began')
      return true
    } catch (error) {
      if (storageFailureOf(error) === 'busy' && this.#mayWaitOn()) {
        this.#waiting.unshift(...callers)
      } else {
        this.#busySince = undefined
        this.#failGroup(callers, error)
      }
      return false
    }
  }

  #mayWaitOn(): boolean {
    this.#busySince ??= performance.now()
    return performance.now() - this.#busySince < this.#limits.busyMillisecondsMax
  }

  async #runAndCommit(callers: Caller<Writer>[]): Promise<void> {
    const begun: Caller<Writer>[] = []
    const outcomes: Outcome[] = []
    const end =
      performance.now() +
      Math.max(this.#limits.groupMillisecondsMax, this.#pace.takingInMilliseconds)
    try {
      for (const caller of callers) {
        begun.push(caller)
        outcomes.push(await this.#runOne(caller))
        if (performance.now() > end) break
      }
      this.#pace.commit(() => this.#connection.run('COMMIT'))
    } catch (error) {
      this.#waiting.unshift(...callers.slice(begun.length))
      this.#failGroup(begun, error)
      return
    }
    this.#tell('committed')
    this.#waiting.unshift(...callers.slice(begun.length))
    this.#wait.answered(begun.length, performance.now())
    for (const [index, outcome] of outcomes.entries()) settle(begun[index]!, outcome)
  }

  /**
   * Runs one caller in its SAVEPOINT.
   * @throws when the whole transaction is lost, or can no longer be trusted.
   */
  async #runOne(caller: Caller<Writer>): Promise<Outcome> {
    this.#connection.run('SAVEPOINT caller')
    this.#tell('marked')
    const guarded = this.#guard(this.#connection)
    const outcome = await outcomeOf(caller.work, guarded.tx)
    guarded.end()
    if (!this.#connection.database.isTransaction) throw guarded.failure ?? errorOf(outcome)
    const failure = storageFailureOf(guarded.failure)
    if (failure === 'fatal') throw guarded.failure
    if (!('error' in outcome) && failure === undefined) {
      this.#connection.run('RELEASE caller')
      return outcome
    }
    this.#connection.run('ROLLBACK TO caller')
    this.#connection.run('RELEASE caller')
    this.#tell('undone')
    return failure ? { error: unavailable(failure) } : outcome
  }

  /** Rolls everything back and tells every caller of the group that nothing was stored. */
  #failGroup(callers: Caller<Writer>[], error: unknown): void {
    let failure = storageFailureOf(error)
    try {
      if (this.#connection.database.isTransaction) this.#connection.run('ROLLBACK')
    } catch {
      failure = 'fatal'
    }
    this.#tell('rolledBack')
    const problem = unavailable(failure, error)
    for (const { reject } of callers) reject(problem)
    if (failure !== 'fatal' || this.#hasFailed) return
    this.#hasFailed = true
    this.#refusal = problem
    for (const { reject } of this.#waiting.splice(0)) reject(problem)
    this.#onFatal(error)
  }

  #tell(event: keyof TransactionWatcher): void {
    for (const watcher of this.#connection.watchers) watcher[event]?.()
  }

  #overloaded(): Problem {
    return new Problem('overloaded', 'Too many writes are waiting for the disk.', {
      limit: this.#limits.waitingMax,
      retryAfterSeconds,
    })
  }
}

/**
 * Waits for a callback, as long as it awaits only `tx` and pure functions: those settle before the event loop goes on. A
 * callback that lets the loop go on would hold up everybody's COMMIT, so it fails at once.
 */
function outcomeOf<Writer>(work: (tx: Writer) => Promise<unknown>, tx: Writer): Promise<Outcome> {
  return new Promise((resolve) => {
    const loopWentOn = setImmediate(() =>
      resolve({
        error: new Error(
          'The callback of transact() awaited something other than its tx (I/O, a timer); nothing that it wrote was stored.',
        ),
      }),
    )
    const end = (outcome: Outcome) => {
      clearImmediate(loopWentOn)
      resolve(outcome)
    }
    Promise.resolve()
      .then(() => work(tx))
      .then(
        (result) => end({ result }),
        (error: unknown) => end({ error }),
      )
  })
}

function settle<Writer>(caller: Caller<Writer>, outcome: Outcome): void {
  if ('error' in outcome) caller.reject(outcome.error)
  else caller.resolve(outcome.result as never)
}

const errorOf = (outcome: Outcome): unknown =>
  'error' in outcome ? outcome.error : new Error('The transaction ended before its COMMIT.')

const sentences: Record<StorageFailure, string> = {
  busy: 'Another process is writing to the store.',
  full: 'The disk is full.',
  fatal: 'The disk or the database file has failed; the server stops.',
}

const unavailable = (failure: StorageFailure | undefined, cause?: unknown): Problem =>
  Object.assign(
    new Problem(
      'storage-unavailable',
      `${failure ? sentences[failure] : 'The transaction was rolled back.'} Nothing was stored.`,
      { retryAfterSeconds },
    ),
    { cause },
  )
