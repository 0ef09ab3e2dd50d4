/** Work beside the requests. */
export interface Work {
  /** Begins nothing more, and waits for what is under way. */
  stop(): Promise<void>
}

/** Work that is done again and again until it is stopped. */
export interface RepeatedWork extends Work {
  /** Does it at once, unless it is under way. */
  now(): void
}

/**
 * Does `work` every so many seconds, never two at once. An error is reported and the work goes on at its next time. It does
 * not keep the process alive.
 */
export function repeatWork(
  seconds: number,
  work: () => Promise<unknown>,
  report: (error: unknown) => void,
): RepeatedWork {
  let isStopped = false
  let underWay: Promise<unknown> | undefined
  const now = () => {
    underWay ??= work()
      .catch((error: unknown) => {
        if (!isStopped) report(error)
      })
      .finally(() => {
        underWay = undefined
      })
  }
  const timer = setInterval(now, seconds * 1_000)
  timer.unref()
  return {
    now,
    async stop() {
      isStopped = true
      clearInterval(timer)
      await underWay
    },
  }
}
