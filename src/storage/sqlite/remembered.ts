import type { Connection, TransactionWatcher } from './connection.ts'
import type { RecentEntries } from './recent-entries.ts'

/**
 * What this connection knows to be in a table, so that a write which would change nothing need not read. It forgets what was
 * rolled back, and everything when another process has written.
 */
export class Remembered<Value> implements TransactionWatcher {
  readonly #connection: Connection
  readonly #values: RecentEntries<string, Value>
  /** Keys set since BEGIN, oldest first. */
  #set: string[] = []
  #setBeforeMark = 0
  #dataVersion: unknown

  constructor(connection: Connection, values: RecentEntries<string, Value>) {
    this.#connection = connection
    this.#values = values
    connection.watchers.push(this)
  }

  get(key: string): Value | undefined {
    return this.#values.get(key)
  }

  set(key: string, value: Value): void {
    this.#values.set(key, value)
    this.#set.push(key)
  }

  /** `data_version` changes when another connection has committed; ours that read never do. */
  began(): void {
    const version = this.#connection.pragma('data_version')
    if (version !== this.#dataVersion) this.#values.clear()
    this.#dataVersion = version
  }

  marked(): void {
    this.#setBeforeMark = this.#set.length
  }

  undone(): void {
    for (const key of this.#set.splice(this.#setBeforeMark)) this.#values.delete(key)
  }

  committed(): void {
    this.#set = []
    this.#setBeforeMark = 0
  }

  erased(): void {
    this.#values.clear()
  }

  rolledBack(): void {
    this.#setBeforeMark = 0
    this.undone()
  }
}
