/**
 * Writing happens only through the `tx` that `transact` hands to its callback; a writer object exists nowhere else.
 *
 * The callback awaits nothing but methods of `tx` and pure functions (no I/O, no timers), and may be run again from its
 * start, so it has no side effects of its own. The promise resolves once what was written is durable; if the callback
 * throws, nothing that it wrote remains.
 *
 * A store that offers every slice's writer satisfies `Transactor<W>` for each `W` among them.
 */
export interface Transactor<Writer> {
  transact<Result>(work: (tx: Writer) => Promise<Result>): Promise<Result>
}

/**
 * A store that tries: what is written in a transaction is undone at its end, and the result is what it would have been.
 * Everything else is the store's own.
 */
export const undoing = <Writer, Store extends Transactor<Writer>>(store: Store): Store => ({
  ...store,
  async transact<Result>(work: (tx: Writer) => Promise<Result>): Promise<Result> {
    const undo = new Error('What was tried is undone.')
    let done: { readonly result: Result } | undefined
    try {
      await store.transact(async (tx) => {
        done = { result: await work(tx) }
        throw undo
      })
    } catch (error) {
      if (error !== undo) throw error
    }
    return done!.result
  },
})
