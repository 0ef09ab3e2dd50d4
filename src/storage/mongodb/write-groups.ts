import type { Db, MongoClient, TransactionOptions } from 'mongodb'
import { Problem } from '../../base/problem.ts'
import type { Causality } from './causality.ts'
import { type Lane, LaneLost } from './lane.ts'
import { isPassing, markUnsettled, problemOf } from './mongo-error.ts'
import type { Sequence } from './sequence.ts'
import { View } from './view.ts'
import { WriterGuard } from './writer-guard.ts'

export interface WriteGroupLimits {
  /** Callers that may wait; more are refused with Problem `overloaded`. */
  readonly waitingMax: number
  /** Callers that share one transaction. */
  readonly groupMax: number
  /** After so long, callers not yet begun are left to the next group. */
  readonly groupMillisecondsMax: number
  /** So often a transaction is run again that met another one's unique key. */
  readonly attemptsMax: number
  /** So often a transaction is run again at once that others were in the way of; then its lane is left to those that wait. */
  readonly runsMax: number
  /** A caller whom others are in the way of for longer is refused. */
  readonly conflictSecondsMax: number
}

const writeGroupLimits: WriteGroupLimits = {
  waitingMax: 10_000,
  groupMax: 32,
  groupMillisecondsMax: 50,
  attemptsMax: 8,
  runsMax: 8,
  conflictSecondsMax: 30,
}

/** What the writers of the slices are made of, for one caller. */
export interface Transaction {
  readonly view: View
  /** Positions and times. */
  readonly ticks: Ticks
  /** Number of the lane that it runs in, in which no other does at the same time. */
  readonly lane: number
}

export interface Ticks {
  /** The next position of a statement. */
  next(): number
  /** The present in microseconds, each time another one. */
  time(): number
}

export interface WriteGroupParts {
  readonly client: MongoClient
  readonly database: Db
  readonly sequence: Sequence
  readonly causality: Causality
  readonly hasTransactions: boolean
}

interface Caller<Writer> {
  readonly work: (tx: Writer) => Promise<unknown>
  readonly resolve: (result: never) => void
  readonly reject: (error: unknown) => void
  attempts: number
  /** When others came in its way first, by the monotonic clock. */
  hinderedSince?: number
  /** Runs in a transaction of its own from now on. */
  isAlone?: boolean
}

/** The transaction cannot be committed, since the callback of this caller has failed. */
class CallerFailed extends Error {
  readonly index: number
  readonly reason: unknown

  constructor(index: number, reason: unknown) {
    super('A callback failed.')
    this.index = index
    this.reason = reason
  }
}

/** Others write what the transaction writes: again and again, or for as long as they are under way. */
class Hindered extends Error {
  override readonly name = 'Hindered'
}

const retryAfterSeconds = 5
const hinderedMilliseconds = 100

/** What is committed is on the disks of most members, and is read as it was at one moment [manual, Transactions]. */
const transactionOptions: TransactionOptions = {
  readConcern: { level: 'snapshot' },
  writeConcern: { w: 'majority', journal: true },
  readPreference: 'primary',
}

/**
 * Runs write transactions, one at a time in each lane of the sequence, and commits callers that wait together. There are no
 * savepoints: if a callback throws, the transaction is undone, those before it are run again without it, and it is run again
 * as the first of another: so the error that its caller is told rests on nothing but what is stored.
 */
export class WriteGroups<Writer extends object> {
  readonly #database: Db
  readonly #sequence: Sequence
  readonly #causality: Causality
  readonly #writerOf: (transaction: Transaction) => Writer
  readonly #hasTransactions: boolean
  readonly #limits: WriteGroupLimits
  #waiting: Caller<Writer>[] = []
  #running = 0
  /** Callers who wait until others are out of their way. */
  #pausing = 0
  #isScheduled = false
  #refusal: Problem | undefined
  #whenIdle: (() => void)[] = []

  constructor(
    parts: WriteGroupParts,
    writerOf: (transaction: Transaction) => Writer,
    limits: Partial<WriteGroupLimits> = {},
  ) {
    this.#database = parts.database
    this.#sequence = parts.sequence
    this.#causality = parts.causality
    this.#hasTransactions = parts.hasTransactions
    this.#writerOf = writerOf
    this.#limits = { ...writeGroupLimits, ...limits }
    this.#sequence.whenIdle(() => this.#dispatch())
  }

  /** Fulfils the contract of `Transactor`. */
  transact<Result>(work: (tx: Writer) => Promise<Result>): Promise<Result> {
    if (this.#refusal) return Promise.reject(this.#refusal)
    if (this.#waiting.length + this.#pausing >= this.#limits.waitingMax)
      return Promise.reject(this.#overloaded())
    return new Promise<Result>((resolve, reject) => {
      this.#waiting.push({ work, resolve, reject, attempts: 0 })
      this.#schedule()
    })
  }

  /** Waits for the writes that were asked for; from now on others are refused. */
  async close(): Promise<void> {
    this.#refusal ??= new Problem('storage-unavailable', 'The store is closing.', {
      retryAfterSeconds,
    })
    if (this.#running + this.#pausing + this.#waiting.length > 0) {
      await new Promise<void>((resolve) => this.#whenIdle.push(resolve))
    }
  }

  /** With setImmediate, requests that were read in this turn of the event loop share a transaction. */
  #schedule(): void {
    if (this.#isScheduled) return
    this.#isScheduled = true
    setImmediate(() => {
      this.#isScheduled = false
      this.#dispatch()
    })
  }

  #dispatch(): void {
    try {
      while (this.#waiting.length > 0) {
        const lane = this.#sequence.acquire()
        if (!lane) return
        void this.#runIn(lane, this.#nextGroup())
      }
    } catch (error) {
      for (const { reject } of this.#waiting.splice(0)) reject(error)
      this.#tellIdle()
    }
  }

  #tellIdle(): void {
    if (this.#running + this.#pausing + this.#waiting.length > 0) return
    for (const resolve of this.#whenIdle.splice(0)) resolve()
  }

  #nextGroup(): Caller<Writer>[] {
    const alone = this.#waiting.findIndex(({ isAlone }) => isAlone)
    const count = alone < 0 ? this.#limits.groupMax : Math.max(1, alone)
    return this.#waiting.splice(0, Math.min(count, this.#limits.groupMax))
  }

  async #runIn(lane: Lane, group: Caller<Writer>[]): Promise<void> {
    this.#running += 1
    let isLost = false
    try {
      await this.#commit(lane, group)
    } catch (error) {
      isLost = error instanceof LaneLost
      this.#recover(group, error)
    }
    this.#running -= 1
    try {
      await this.#sequence.release(lane, isLost)
    } catch (error) {
      for (const { reject } of this.#waiting.splice(0)) reject(problemOf(error))
    }
    if (this.#waiting.length > 0) this.#schedule()
    else this.#tellIdle()
  }

  /** Runs the callers' callbacks in one transaction, and answers them when it is stored. */
  async #commit(lane: Lane, group: Caller<Writer>[]): Promise<void> {
    if (!this.#hasTransactions) return this.#runOneByOne(lane, group)
    const { session } = lane
    const results: unknown[] = []
    let runs = 0
    let isReady = false
    const run = async () => {
      isReady = false
      // The driver goes on for two minutes, and nobody else could use the lane meanwhile.
      if (runs++ === this.#limits.runsMax) throw new Hindered()
      results.length = 0
      this.#sequence.begin(lane)
      const view = new View(this.#database, { session })
      const end = performance.now() + this.#limits.groupMillisecondsMax
      for (const [index, caller] of group.entries()) {
        results.push(await this.#runOne({ view, lane, index }, caller))
        if (performance.now() > end) break
      }
      if (lane.isUsed) await lane.save(view)
      await view.settled()
      isReady = true
    }
    try {
      await session.withTransaction(run, transactionOptions)
      this.#causality.note(session)
      for (const [index, result] of results.entries()) group[index]!.resolve(result as never)
    } catch (error) {
      if (!isReady || !markUnsettled(error)) throw error
      // It may be stored: nobody of it may be run again.
      for (const { reject } of group.slice(0, results.length)) reject(problemOf(error))
    }
    this.#waiting.unshift(...group.slice(results.length))
  }

  async #runOne(
    { view, lane, index }: { view: View; lane: Lane; index: number },
    caller: Caller<Writer>,
  ): Promise<unknown> {
    const transaction = { view, ticks: this.#ticksOf(lane), lane: lane.number }
    const guard = new WriterGuard(this.#writerOf(transaction))
    const outcome = await guard.run(caller.work)
    if (guard.failure) throw guard.failure
    if ('error' in outcome) throw new CallerFailed(index, outcome.error)
    return outcome.result
  }

  /** Without transactions nothing is undone or run again: each callback's writes stay, and each is answered by itself. */
  async #runOneByOne(lane: Lane, group: Caller<Writer>[]): Promise<void> {
    for (let caller = group.shift(); caller; caller = group.shift()) {
      const view = new View(this.#database, {})
      this.#sequence.begin(lane)
      const outcome = await this.#runOne({ view, lane, index: 0 }, caller).then(
        (result) => ({ result }),
        (error: unknown) => ({ error: error instanceof CallerFailed ? error.reason : error }),
      )
      const lost = lane.isUsed ? await lane.save(view).catch((error: unknown) => error) : undefined
      if ('error' in outcome) caller.reject(problemOf(outcome.error))
      else caller.resolve(outcome.result as never)
      if (lost) throw lost
    }
  }

  /** Nothing of the group is stored. */
  #recover(group: Caller<Writer>[], error: unknown): void {
    if (group.length === 0) return
    if (error instanceof CallerFailed) this.#withoutCaller(group, error)
    else if (error instanceof LaneLost) this.#waiting.unshift(...group)
    else if (error instanceof Hindered) this.#runLater(group)
    else if (isPassing(error)) this.#runAgain(group, error)
    else if (group.length > 1) this.#waiting.unshift(...group.map(alone))
    else group[0]!.reject(problemOf(error))
  }

  #withoutCaller(group: Caller<Writer>[], { index, reason }: CallerFailed): void {
    if (index === 0) group[0]!.reject(reason)
    const before = group.slice(0, index)
    const after = group.slice(index === 0 ? 1 : index)
    if (index > 0) after[0]!.isAlone = true
    this.#waiting.unshift(...before, ...after)
  }

  /** Those of a group are told apart first. Who is hindered alone waits without a lane, behind those who came in the meantime. */
  #runLater(group: Caller<Writer>[]): void {
    const [only, ...others] = group
    if (others.length > 0) {
      this.#waiting.unshift(...group.map(alone))
      return
    }
    only!.hinderedSince ??= performance.now()
    const seconds = (performance.now() - only!.hinderedSince) / 1_000
    if (seconds > this.#limits.conflictSecondsMax) {
      only!.reject(hindered())
      return
    }
    this.#pausing += 1
    setTimeout(() => {
      this.#pausing -= 1
      this.#waiting.push(only!)
      this.#schedule()
    }, hinderedMilliseconds * Math.random())
  }

  #runAgain(group: Caller<Writer>[], error: unknown): void {
    const tired = group.filter((caller) => ++caller.attempts >= this.#limits.attemptsMax)
    for (const { reject } of tired) reject(problemOf(error))
    this.#waiting.unshift(...group.filter((caller) => !tired.includes(caller)).map(alone))
  }

  #ticksOf(lane: Lane): Ticks {
    return { next: () => this.#sequence.next(lane), time: () => this.#sequence.time() }
  }

  #overloaded(): Problem {
    return new Problem('overloaded', 'Too many writes are waiting for the database.', {
      limit: this.#limits.waitingMax,
      retryAfterSeconds,
    })
  }
}

const alone = <Writer>(caller: Caller<Writer>): Caller<Writer> =>
  Object.assign(caller, { isAlone: true })

const hindered = (): Problem =>
  new Problem('storage-unavailable', 'Others write the same for too long.', { retryAfterSeconds })
