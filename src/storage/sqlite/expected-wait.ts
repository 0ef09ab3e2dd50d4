/** Fewer callers than this say nothing about the next ones: one slow sync among them would pass for the rule. */
const tellingCallers = 256
/** The newest callers that the mean is of, about. */
const rememberedCallers = 1_024

/**
 * Estimates how long callers will wait in a queue, from how fast it went since the queue was last empty. While everybody is
 * answered by the next group there is no queue, and nothing to estimate.
 */
export class ExpectedWait {
  #since = 0
  #callers = 0
  #millisecondsEach = 0

  /** Somebody waits, and nobody did before. @param now milliseconds of a clock that only goes forward. */
  begin(now: number): void {
    this.#since = now
    this.#callers = 0
    this.#millisecondsEach = 0
  }

  /** So many were answered, and others still wait. */
  answered(callers: number, now: number): void {
    if (callers === 0) return
    this.#callers = Math.min(this.#callers + callers, rememberedCallers)
    const weight = Math.min(callers / this.#callers, 1)
    this.#millisecondsEach += weight * ((now - this.#since) / callers - this.#millisecondsEach)
    this.#since = now
  }

  /** @returns milliseconds for the last of so many; 0 while it is not known. */
  of(waiting: number): number {
    return this.#callers < tellingCallers ? 0 : waiting * this.#millisecondsEach
  }
}
