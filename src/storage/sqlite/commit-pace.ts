import { performance } from 'node:perf_hooks'

/** Of the time that requests and groups take, what COMMIT may take beside it is one part in so many. */
const commitsApart = 8
/** However slow the disk is, nobody waits longer than this for more to come. */
const takingInMillisecondsMax = 100
/** How much the newest COMMIT counts in the mean, so that one checkpoint does not pass for a slow disk. */
const newestWeight = 1 / 8

/** What the pace goes by; replaced where time is made up. */
interface LoopWatch {
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number
  /** How many events (connections, data) the event loop has handled so far. */
  readonly events: () => number
}

const thisLoop: LoopWatch = {
  now: () => performance.now(),
  events: () => performance.nodeTiming.uvMetricsInfo.events,
}

/**
 * Says when the next group of callers is to be written. COMMIT holds up the one thread until the disk has synced, so while
 * more is coming in, groups keep a distance of some times what a COMMIT takes here: on a slow disk they grow, instead of the
 * server waiting for the disk most of the time. In between the event loop turns, and takes a connection at each turn. As soon
 * as a turn has brought nothing, there is nothing to wait for: a single caller never waits, on any disk.
 */
export class CommitPace {
  readonly #watch: LoopWatch
  #meanMilliseconds = 0
  #commitsUntil = 0
  #eventsSeen = -1

  constructor(watch: LoopWatch = thisLoop) {
    this.#watch = watch
  }

  /** How long requests are taken in between two groups while they keep coming; a group may take as long to write them. */
  get takingInMilliseconds(): number {
    return Math.min(commitsApart * this.#meanMilliseconds, takingInMillisecondsMax)
  }

  /** Runs a COMMIT and remembers how long it took, unless it throws. */
  commit(run: () => void): void {
    const begun = this.#watch.now()
    run()
    const ended = this.#watch.now()
    this.#meanMilliseconds += newestWeight * (ended - begun - this.#meanMilliseconds)
    this.#commitsUntil = ended + this.takingInMilliseconds
  }

  /** Asked once in each turn of the event loop: whether the group should wait for the next turn. */
  isTakingIn(): boolean {
    if (this.#watch.now() >= this.#commitsUntil) return false
    const events = this.#watch.events()
    const isIdle = events === this.#eventsSeen
    this.#eventsSeen = events
    return !isIdle
  }
}
