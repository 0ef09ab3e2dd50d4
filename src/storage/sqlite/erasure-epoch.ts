import type { Connection, TransactionWatcher } from './connection.ts'

/**
 * Tells what is kept in memory, of the writing and the reading connection, that somebody's data were erased, also where another
 * process did it: one row says how often that was, and is read at every BEGIN.
 */
export class ErasureEpoch implements TransactionWatcher {
  readonly #writing: Connection
  readonly #reading: Connection
  #known: number | undefined
  #hasGrown = false

  constructor(writing: Connection, reading: Connection) {
    this.#writing = writing
    this.#reading = reading
    writing.watchers.push(this)
  }

  /** Rows are gone that others may remember. Only inside a transaction. */
  grow(): void {
    this.#writing.run('UPDATE erasure_epoch SET epoch = epoch + 1')
    this.#hasGrown = true
  }

  began(): void {
    const epoch = this.#writing.get<{ epoch: number }>('SELECT epoch FROM erasure_epoch')!.epoch
    if (this.#known !== undefined && epoch !== this.#known) this.#forget()
    this.#known = epoch
  }

  /** Within the group others may follow who must not find what is deleted. */
  undone(): void {
    this.#forgetIfGrown()
  }

  committed(): void {
    this.#forgetIfGrown()
  }

  rolledBack(): void {
    this.#forgetIfGrown()
  }

  /** At once, too: the next caller of the same group must not use an id that is gone. */
  forgetNow(): void {
    this.#forget()
  }

  #forgetIfGrown(): void {
    if (this.#hasGrown) this.#forget()
    this.#hasGrown = false
  }

  #forget(): void {
    for (const { watchers } of [this.#writing, this.#reading]) {
      for (const watcher of watchers) watcher.erased?.()
    }
  }
}
