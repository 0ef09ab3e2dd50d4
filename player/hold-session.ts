/**
 * Which page of this browser plays a session. A duplicated tab copies the tab's memory and would number its own steps like
 * the first one; the lock tells the two apart. Locks exist in secure contexts only (https, localhost, 127.0.0.1).
 */
export interface SessionHold {
  /** `held` by this page from now on; `elsewhere`: by another page; `unknown`: this browser cannot say. */
  hold(session: string): Promise<'held' | 'elsewhere' | 'unknown'>
  /** Undefined where this browser cannot say. */
  isPlayedElsewhere(session: string): Promise<boolean | undefined>
}

const lockName = (session: string): string => `hocba.session.${session}`
/** After a reload the page before may hold its lock for a moment longer. */
const waits = [0, 100, 300, 600]

export function sessionHold(locks: LockManager | undefined): SessionHold {
  const held = new Map<string, () => void>()

  const tryHold = (session: string): Promise<boolean> =>
    new Promise((answer) => {
      locks
        ?.request(lockName(session), { ifAvailable: true }, (lock) => {
          answer(lock !== null)
          if (lock === null) return
          return new Promise<void>((release) => held.set(session, release))
        })
        .catch(() => answer(false))
    })

  return {
    async hold(session) {
      if (locks === undefined) return 'unknown'
      if (held.has(session)) return 'held'
      for (const [other, release] of held) {
        held.delete(other)
        release()
      }
      for (const wait of waits) {
        if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
        if (await tryHold(session)) return 'held'
      }
      return 'elsewhere'
    },
    async isPlayedElsewhere(session) {
      if (locks === undefined) return undefined
      if (held.has(session)) return false
      const { held: others = [] } = await locks.query()
      return others.some((lock) => lock.name === lockName(session))
    },
  }
}
