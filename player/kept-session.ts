/** What a tab remembers of its session, so that a reload goes on with it. */
export interface TabSession {
  readonly session: string
  readonly token: string
  /** The used ticket: opening the same link again in this tab goes on as well. */
  readonly ticket?: string
}

export interface TabMemory {
  read(): TabSession | undefined
  write(session: TabSession): void
  clear(): void
}

const key = 'hocba.session'

/** The tab's session in `sessionStorage`; remembers nothing where the browser forbids it. */
export function tabMemory(storage: Storage | undefined): TabMemory {
  return {
    read() {
      try {
        const value: unknown = JSON.parse(storage?.getItem(key) ?? 'null')
        return isTabSession(value) ? value : undefined
      } catch {
        return undefined
      }
    },
    write(session) {
      try {
        storage?.setItem(key, JSON.stringify(session))
      } catch {
        // Without it only a reload is affected: it asks for a new link.
      }
    },
    clear() {
      storage?.removeItem(key)
    },
  }
}

function isTabSession(value: unknown): value is TabSession {
  return (
    typeof value === 'object' &&
    value !== null &&
    'session' in value &&
    'token' in value &&
    typeof value.session === 'string' &&
    typeof value.token === 'string'
  )
}
