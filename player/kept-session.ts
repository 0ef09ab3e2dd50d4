import { newUuid } from './new-uuid.ts'

/** What a tab remembers of its session, so that a reload goes on with it. */
export interface TabSession {
  readonly session: string
  readonly token: string
  /** The used ticket: opening the same link again in this tab goes on as well. */
  readonly ticket?: string
}

/** The use of a launch link, until its session is there: a reload meanwhile asks for the same again. */
export interface Opening {
  readonly ticket: string
  /** By it the server knows the page that used the ticket, should its answer be lost. */
  readonly nonce: string
}

export interface TabMemory {
  read(): TabSession | undefined
  /** The session is there; its opening is over. */
  write(session: TabSession): void
  opening(): Opening | undefined
  writeOpening(opening: Opening): void
}

const sessionKey = 'hocba.session'
const openingKey = 'hocba.opening'

/** The tab's session in `sessionStorage`; remembers nothing where the browser forbids it. */
export function tabMemory(storage: Storage | undefined): TabMemory {
  const write = (key: string, value: unknown): void => {
    try {
      storage?.setItem(key, JSON.stringify(value))
    } catch {
      // Without it only a reload is affected: it asks for a new link.
    }
  }
  return {
    read: () => textsAt(storage, sessionKey, ['session', 'token']) as TabSession | undefined,
    write(session) {
      write(sessionKey, session)
      storage?.removeItem(openingKey)
    },
    opening: () => textsAt(storage, openingKey, ['ticket', 'nonce']) as Opening | undefined,
    writeOpening: (opening) => write(openingKey, opening),
  }
}

/** The object at a key, if it has these texts. */
function textsAt(storage: Storage | undefined, key: string, names: readonly string[]): unknown {
  try {
    const value = JSON.parse(storage?.getItem(key) ?? 'null') as Record<string, unknown> | null
    return names.every((name) => typeof value?.[name] === 'string') ? value : undefined
  } catch {
    return undefined
  }
}

/** A launch link is being used by this page. */
export const newOpening = (ticket: string): Opening => ({ ticket, nonce: newUuid() })
