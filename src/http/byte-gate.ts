import { Problem } from '../base/problem.ts'

interface GateRules {
  /** After so long a wait there is Problem `overloaded`. */
  readonly waitMillisecondsMax?: number
  /** Whether a lane that holds something must leave as much free as it holds, so that there is always room for another lane. */
  readonly leavesRoom?: boolean
}

interface Waiting {
  readonly bytes: number
  readonly begin: () => void
}

const retryAfterSeconds = 5

/**
 * Lets work begin while the bytes of what is under way stay below a limit. Who waits does so in a lane, one for each who sends, in the
 * order of arrival; lanes take turns, so that whoever sends a lot delays their own lane and no other for longer than a turn.
 */
export class ByteGate {
  readonly #bytesMax: number
  readonly #rules: GateRules
  #bytes = 0
  readonly #bytesOf = new Map<string, number>()
  /** In the order of their turns; none is empty. */
  readonly #lanes = new Map<string, Waiting[]>()

  constructor(bytesMax: number, rules: GateRules = {}) {
    this.#bytesMax = bytesMax
    this.#rules = rules
  }

  /** Whether somebody would get in if what this lane holds were free. */
  isWaitedFor(lane: string): boolean {
    if (this.#lanes.has(lane)) return true
    for (const [other, [first]] of this.#lanes) if (this.#mayHold(other, first!.bytes)) return true
    return false
  }

  /** @throws Problem overloaded after too long a wait; what `work` throws. */
  async pass<Result>(lane: string, bytes: number, work: () => Promise<Result>): Promise<Result> {
    if (this.#lanes.size === 0 && this.#isRoomFor(bytes) && this.#mayHold(lane, bytes))
      this.#hold(lane, bytes)
    else await this.#wait(lane, bytes)
    try {
      return await work()
    } finally {
      this.#hold(lane, -bytes)
      this.#letIn()
    }
  }

  #wait(lane: string, bytes: number): Promise<void> {
    const { waitMillisecondsMax } = this.#rules
    return new Promise<void>((resolve, reject) => {
      const waiting = {
        bytes,
        begin: () => {
          clearTimeout(timer)
          resolve()
        },
      }
      const giveUp = () => {
        this.#leave(lane, waiting)
        reject(overloaded(this.#bytesMax))
        this.#letIn()
      }
      const timer =
        waitMillisecondsMax === undefined ? undefined : setTimeout(giveUp, waitMillisecondsMax)
      const others = this.#lanes.get(lane)
      if (others) others.push(waiting)
      else this.#lanes.set(lane, [waiting])
      this.#letIn()
    })
  }

  /** What is larger than the limit gets in alone. */
  #isRoomFor(bytes: number): boolean {
    return this.#bytes === 0 || this.#bytes + bytes <= this.#bytesMax
  }

  /** One at a time is for everybody; with more, a lane leaves as much free as it holds itself. */
  #mayHold(lane: string, bytes: number): boolean {
    const held = this.#bytesOf.get(lane) ?? 0
    if (held === 0 || !this.#rules.leavesRoom) return true
    return this.#bytesMax - this.#bytes - bytes >= held + bytes
  }

  #hold(lane: string, bytes: number): void {
    this.#bytes += bytes
    const held = (this.#bytesOf.get(lane) ?? 0) + bytes
    if (held > 0) this.#bytesOf.set(lane, held)
    else this.#bytesOf.delete(lane)
  }

  #leave(lane: string, waiting: Waiting): void {
    const waiters = this.#lanes.get(lane)!
    waiters.splice(waiters.indexOf(waiting), 1)
    if (waiters.length === 0) this.#lanes.delete(lane)
  }

  #letIn(): void {
    for (let next = this.#next(); next; next = this.#next()) {
      const [lane, waiting] = next
      this.#leave(lane, waiting)
      // The lane that had its turn goes to the end.
      const left = this.#lanes.get(lane)
      if (left && this.#lanes.delete(lane)) this.#lanes.set(lane, left)
      this.#hold(lane, waiting.bytes)
      waiting.begin()
    }
  }

  /** A lane that holds its share is passed over; for one that needs more room than there is, the others wait. */
  #next(): readonly [lane: string, waiting: Waiting] | undefined {
    for (const [lane, [first]] of this.#lanes) {
      if (this.#mayHold(lane, first!.bytes))
        return this.#isRoomFor(first!.bytes) ? [lane, first!] : undefined
    }
    return undefined
  }
}

const overloaded = (limit: number): Problem =>
  new Problem('overloaded', 'Too many large requests are waiting.', { limit, retryAfterSeconds })
