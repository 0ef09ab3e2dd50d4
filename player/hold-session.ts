/**
 * Which page of this browser plays a session. A duplicated tab copies the tab's memory and would number its own steps like
 * the first one; the lock tells the two apart. Locks exist in secure contexts only (https, localhost, 127.0.0.1).
 */
export interface SessionHold {
  /** `held` by this page from now on; `elsewhere`: by another page; `unknown`: this browser cannot say. */
  hold(session: string): Promise<'held' | 'elsewhere' | 'unknown'>
  /** The sessions that other pages hold; undefined where this browser cannot say. */
  heldElsewhere(): Promise<readonly string[] | undefined>
  /** The page goes away, perhaps to be kept by the browser: another page may hold its session. */
  release(): void
}

const lockPrefix = 'hocba.session.'
/** After a reload the page before may hold its lock for a moment longer. */
const waits = [0, 100, 300, 600]

export function sessionHold(locks: LockManager | undefined): SessionHold {
  const held = new Map<string, () => void>()

  const tryHold = (session: string): Promise<'held' | 'elsewhere' | 'unknown'> =>
    new Promise((answer) => {
      if (locks === undefined) return answer('unknown')
      locks
        .request(lockPrefix + session, { ifAvailable: true }, (lock) => {
          answer(lock === null ? 'elsewhere' : 'held')
          if (lock === null) return
          return new Promise<void>((letGo) => held.set(session, letGo))
        })
        // A browser that is told to store nothing refuses locks, too.
        .catch(() => answer('unknown'))
    })

  const release = (): void => {
    for (const letGo of held.values()) letGo()
    held.clear()
  }

  return {
    release,
    async hold(session) {
      if (held.has(session)) return 'held'
      release()
      for (const wait of waits) {
        if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
        const answer = await tryHold(session)
        if (answer !== 'elsewhere') return answer
      }
      return 'elsewhere'
    },
    async heldElsewhere() {
      const all = await locks?.query().then(
        (state) => state.held ?? [],
        () => undefined,
      )
      return all
        ?.flatMap(({ name = '' }) =>
          name.startsWith(lockPrefix) ? [name.slice(lockPrefix.length)] : [],
        )
        .filter((session) => !held.has(session))
    },
  }
}
