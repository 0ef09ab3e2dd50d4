/** Wakes whoever follows the store when something may be new in it. */
export interface StoreFollower {
  /** Counts the times that something may have been new. Read it before you read the store, and hand it to `next`. */
  readonly moment: number
  /** Something was committed: those who follow look soon. */
  announce(): void
  /** Resolves when something may be new since `moment`, when `signal` is aborted, and when following stops. */
  next(moment: number, signal?: AbortSignal): Promise<void>
  /** Aborted when following stops. */
  readonly stopping: AbortSignal
  /** Lets everybody go who waits, now and from now on. */
  stop(): void
}

/** Other processes write too, and do not announce it. */
const pollMilliseconds = 1_000
/** Commits that come together are looked at together. */
const gatherMilliseconds = 40

export function followStore(): StoreFollower {
  const stopping = new AbortController()
  const waiting = new Set<() => void>()
  let moment = 0
  let gathering: NodeJS.Timeout | undefined
  const wake = () => {
    moment++
    for (const resolve of [...waiting]) resolve()
  }
  const poll = setInterval(wake, pollMilliseconds)
  poll.unref()
  return {
    get moment() {
      return moment
    },
    announce() {
      gathering ??= setTimeout(() => {
        gathering = undefined
        wake()
      }, gatherMilliseconds).unref()
    },
    next(seen, signal) {
      if (moment > seen || stopping.signal.aborted || signal?.aborted) return Promise.resolve()
      return new Promise((resolve) => {
        const go = () => {
          waiting.delete(go)
          signal?.removeEventListener('abort', go)
          resolve()
        }
        waiting.add(go)
        signal?.addEventListener('abort', go, { once: true })
      })
    },
    stopping: stopping.signal,
    stop() {
      clearInterval(poll)
      clearTimeout(gathering)
      stopping.abort()
      wake()
    },
  }
}
