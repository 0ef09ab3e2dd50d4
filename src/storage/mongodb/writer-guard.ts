import { MongoError } from 'mongodb'

type Method = (...values: unknown[]) => Promise<unknown>

/** How a callback ended. */
export type Outcome = { readonly result: unknown } | { readonly error: unknown }

/**
 * The `tx` of one caller: it works until its callback has ended, remembers the first error of the database in it, and
 * notices when the callback awaits something else.
 */
export class WriterGuard<Writer extends object> {
  readonly tx: Writer
  /** Not one that the callback may swallow: the server has given the transaction up. */
  failure: MongoError | undefined
  #isOver = false
  #pending = 0
  #check: NodeJS.Immediate | undefined
  #onIdle: () => void = () => {}

  constructor(writer: Writer) {
    const methods = Object.entries(writer).map(([name, method]) => [
      name,
      (...values: unknown[]) => this.#call(method as Method, values),
    ])
    this.tx = Object.fromEntries(methods) as Writer
  }

  /**
   * Runs the callback to its end. One that lets the event loop go on without a call of `tx` under way would hold up everybody
   * who shares the transaction, so it fails at once.
   */
  run(work: (tx: Writer) => Promise<unknown>): Promise<Outcome> {
    return new Promise((resolve) => {
      const end = (outcome: Outcome) => {
        this.#isOver = true
        clearImmediate(this.#check)
        resolve(outcome)
      }
      this.#onIdle = () => {
        clearImmediate(this.#check)
        this.#check = setImmediate(() => end({ error: new Error(awaitedSomethingElse) }))
      }
      this.#onIdle()
      Promise.resolve()
        .then(() => work(this.tx))
        .then(
          (result) => end({ result }),
          (error: unknown) => end({ error }),
        )
    })
  }

  async #call(method: Method, values: unknown[]): Promise<unknown> {
    if (this.#isOver) {
      throw new Error('This transaction is over: its tx can neither read nor write any more.')
    }
    clearImmediate(this.#check)
    this.#pending += 1
    try {
      return await method(...values)
    } catch (error) {
      if (error instanceof MongoError) this.failure ??= error
      throw error
    } finally {
      this.#pending -= 1
      if (this.#pending === 0 && !this.#isOver) this.#onIdle()
    }
  }
}

const awaitedSomethingElse =
  'The callback of transact() awaited something other than its tx (I/O, a timer); nothing that it wrote was stored.'
