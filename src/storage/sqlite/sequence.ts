import type { Clock } from '../../base/clock.ts'
import type { Seq } from '../../xapi/statements/store.ts'
import type { Connection, TransactionWatcher } from './connection.ts'

/**
 * Gives out positions: the time in microseconds, or one more than the last where that is later. The highest position is
 * read again at every BEGIN, since another process may have written.
 */
export class Sequence implements TransactionWatcher {
  readonly #writing: Connection
  readonly #clock: Clock
  /** No position up to here is given out any more. */
  #last: Seq = 0
  /** The last bound that was proven; a bound stays true for ever. */
  #bound: Seq = 0
  /** While a transaction is open: every position that it gives out lies above. */
  #floor: Seq | undefined

  constructor(writing: Connection, clock: Clock) {
    this.#writing = writing
    this.#clock = clock
    writing.watchers.push(this)
  }

  /** The next position. Only inside a transaction. */
  next(): Seq {
    this.#last = Math.max(this.#last + 1, this.#now())
    return this.#last
  }

  /**
   * A position such that all statements up to it are committed, and none will be added up to it: the present moment while
   * nobody writes, else what lies before the open transaction. It holds across processes as long as the machine's clock is
   * not set back.
   */
  bound(): Seq {
    if (this.#floor !== undefined) return this.#floor
    // A clock that was set back is behind the positions that are given out since.
    if (Math.max(this.#now() - 1, this.#last) > this.#bound)
      this.#bound = Math.max(this.#bound, this.#boundWhileLocked())
    return this.#bound
  }

  began(): void {
    this.#floor = Math.max(this.#highest(), this.#bound, this.#now() - 1)
    this.#last = Math.max(this.#last, this.#floor)
  }

  committed(): void {
    this.#floor = undefined
  }

  rolledBack(): void {
    this.#floor = undefined
  }

  /** Holds the write lock for a moment; where another process has it, falls back to what is committed. */
  #boundWhileLocked(): Seq {
    try {
      this.#writing.run('BEGIN IMMEDIATE')
    } catch {
      return this.#highest()
    }
    try {
      const bound = Math.max(this.#highest(), this.#now() - 1)
      this.#last = Math.max(this.#last, bound)
      return bound
    } finally {
      this.#writing.run('ROLLBACK')
    }
  }

  #highest(): Seq {
    return this.#writing.get<{ seq: Seq | null }>('SELECT max(seq) AS seq FROM statement')?.seq ?? 0
  }

  #now(): Seq {
    return this.#clock().getTime() * 1000
  }
}
