import type { Connection } from './connection.ts'

/** The `tx` of one caller, which works until `end` is called, and remembers the first error that SQLite reported in it. */
export interface GuardedWriter<Writer> {
  readonly tx: Writer
  readonly failure: unknown
  end(): void
}

type Method = (...values: unknown[]) => Promise<unknown>

/**
 * Makes a `tx` for each caller that refuses to write when its transaction is over: without that, a callback that kept its
 * `tx`, or went on after an error that rolled everything back, would write into somebody else's transaction or into none.
 */
export function writerGuard<Writer extends object>(
  writer: Writer,
): (connection: Connection) => GuardedWriter<Writer> {
  class Guard implements GuardedWriter<Writer> {
    failure: unknown
    readonly #connection: Connection
    #isOver = false

    constructor(connection: Connection) {
      this.#connection = connection
    }

    get tx(): Writer {
      return this as unknown as Writer
    }

    end(): void {
      this.#isOver = true
    }

    async call(method: Method, values: unknown[]): Promise<unknown> {
      if (this.#isOver || !this.#connection.database.isTransaction) {
        throw new Error('This transaction is over: its tx can neither read nor write any more.')
      }
      try {
        return await method.apply(writer, values)
      } catch (error) {
        if (isFromSqlite(error)) this.failure ??= error
        throw error
      }
    }
  }
  for (const [name, method] of Object.entries(writer)) {
    Object.defineProperty(Guard.prototype, name, {
      value(this: Guard, ...values: unknown[]) {
        return this.call(method as Method, values)
      },
    })
  }
  return (connection) => new Guard(connection)
}

const isFromSqlite = (error: unknown): boolean =>
  (error as { code?: unknown } | null)?.code === 'ERR_SQLITE_ERROR'
