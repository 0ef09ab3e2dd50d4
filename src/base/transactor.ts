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
