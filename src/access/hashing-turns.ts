import { availableParallelism } from 'node:os'
import { Problem } from '../base/problem.ts'

interface HashingLimits {
  /** Hashes at once. They run in the thread pool, whose four threads also read files. */
  readonly atOnceMax: number
  /** Who waits; beyond, whoever has most who wait gives a place up. */
  readonly waitingMax: number
  /** Nobody waits longer for a turn: with the hash itself an answer comes within five seconds, also on a busy machine. */
  readonly waitMillisecondsMax: number
}

/** One core is left to the requests of everybody else. */
const hashingLimits: HashingLimits = {
  atOnceMax: Math.min(Math.max(availableParallelism() - 1, 1), 3),
  waitingMax: 200,
  waitMillisecondsMax: 2_500,
}

/** Those who are refused together should not come again together. */
const retrySecondsMin = 2
const retrySecondsMax = 6

interface Waiter {
  readonly begin: () => void
  readonly refuse: () => void
}

/**
 * Shares out the processor that hashing takes: so many hashes at once, and the others wait in lanes, one for each network or
 * device. Lanes take turns and the fullest one gives way, so whoever floods the sign-in delays their own lane and no other.
 */
export class HashingTurns {
  readonly #limits: HashingLimits
  /** In the order of their turns; none is empty. */
  readonly #lanes = new Map<string, Waiter[]>()
  #running = 0
  #waiting = 0
  #refused = 0

  constructor(limits: HashingLimits = hashingLimits) {
    this.#limits = limits
  }

  /**
   * Hashes when it is this lane's turn.
   * @throws Problem `sign-in-busy` if that takes too long; nothing was hashed then.
   */
  async take<Result>(lane: string, hash: () => Promise<Result>): Promise<Result> {
    if (this.#running < this.#limits.atOnceMax) this.#running += 1
    else await this.#wait(lane)
    try {
      return await hash()
    } finally {
      this.#handOn()
    }
  }

  #wait(lane: string): Promise<void> {
    if (this.#waiting >= this.#limits.waitingMax) this.#makeRoom(lane)
    return new Promise((resolve, reject) => {
      const refuse = () => {
        clearTimeout(timer)
        this.#leave(lane, waiter)
        reject(this.#busy())
      }
      const timer = setTimeout(refuse, this.#limits.waitMillisecondsMax)
      const waiter: Waiter = {
        refuse,
        begin() {
          clearTimeout(timer)
          resolve()
        },
      }
      this.#lanes.set(lane, [...(this.#lanes.get(lane) ?? []), waiter])
      this.#waiting += 1
    })
  }

  /** A place is handed on; the lane that had its turn goes to the end. */
  #handOn(): void {
    const [lane, waiters] = this.#lanes.entries().next().value ?? []
    if (lane === undefined || !waiters) {
      this.#running -= 1
      return
    }
    const [next] = waiters as [Waiter]
    this.#leave(lane, next)
    const left = this.#lanes.get(lane)
    if (left) {
      this.#lanes.delete(lane)
      this.#lanes.set(lane, left)
    }
    next.begin()
  }

  #leave(lane: string, waiter: Waiter): void {
    const left = this.#lanes.get(lane)!.filter((other) => other !== waiter)
    this.#waiting -= 1
    if (left.length > 0) this.#lanes.set(lane, left)
    else this.#lanes.delete(lane)
  }

  /** @throws Problem `sign-in-busy` if no other lane has more who wait than this one would have. */
  #makeRoom(lane: string): void {
    const fullest = [...this.#lanes.values()].reduce((a, b) => (b.length > a.length ? b : a))
    if (fullest.length <= (this.#lanes.get(lane)?.length ?? 0) + 1) throw this.#busy()
    fullest.at(-1)!.refuse()
  }

  #busy(): Problem {
    this.#refused += 1
    const spread = retrySecondsMax - retrySecondsMin + 1
    return new Problem(
      'sign-in-busy',
      'Too many people sign in at this moment; nothing was tried.',
      {
        retryAfterSeconds: retrySecondsMin + (this.#refused % spread),
      },
    )
  }
}
