import type { Writer } from '../port.ts'
import type { Connection } from './connection.ts'

/** Runs write transactions one after another on the one writing connection. */
export class WriteQueue {
  readonly #connection: Connection
  readonly #writer: Writer
  #tail: Promise<unknown> = Promise.resolve()

  constructor(connection: Connection, writer: Writer) {
    this.#connection = connection
    this.#writer = writer
  }

  transact<Result>(work: (tx: Writer) => Promise<Result>): Promise<Result> {
    const run = this.#tail.then(async () => {
      this.#connection.exec('BEGIN IMMEDIATE')
      for (const watcher of this.#connection.watchers) watcher.began?.()
      try {
        const result = await work(this.#writer)
        this.#connection.exec('COMMIT')
        for (const watcher of this.#connection.watchers) watcher.committed?.()
        return result
      } catch (error) {
        if (this.#connection.database.isTransaction) this.#connection.exec('ROLLBACK')
        for (const watcher of this.#connection.watchers) watcher.rolledBack?.()
        throw error
      }
    })
    this.#tail = run.catch(() => {})
    return run
  }

  async close(): Promise<void> {
    await this.#tail
  }
}
