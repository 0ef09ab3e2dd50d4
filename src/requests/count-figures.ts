import type { RequestSource, SourceHour } from './store.ts'

interface Counted {
  readonly source: RequestSource
  readonly at: Date
  readonly isRefused: boolean
  readonly statements: number
  readonly bytes: number
}

type Mutable<T> = { -readonly [Name in keyof T]: T[Name] }

const msPerHour = 3_600_000

export const hourOf = (at: Date): number => Math.floor(at.getTime() / msPerHour)

/** Counts what programs do, by source and hour, until it is written. Requests of people and of nobody are not counted. */
export function figuresCounter() {
  let hours = new Map<string, Mutable<SourceHour>>()

  const entryOf = (kind: RequestSource['kind'], id: string, name: string | undefined, at: Date) => {
    const hour = hourOf(at)
    const place = `${hour} ${kind} ${id}`
    let entry = hours.get(place)
    if (!entry) {
      const source = { kind, id, ...(name !== undefined && { name }) }
      entry = { source, hour, requests: 0, statements: 0, rejected: 0, bytes: 0, lastAt: at }
      hours.set(place, entry)
    }
    return entry
  }

  const add = ({ source, at, isRefused, statements, bytes }: Counted): void => {
    const { kind, id, name } = source
    if (id === undefined || (kind !== 'credential' && kind !== 'token')) return
    const entry = entryOf(kind, id, name, at)
    entry.requests += 1
    entry.statements += statements
    entry.bytes += bytes
    if (at > entry.lastAt) entry.lastAt = at
    if (!isRefused) return
    entry.rejected += 1
    entry.lastRejectedAt = at
  }

  return {
    add,
    take(): readonly SourceHour[] {
      const taken = [...hours.values()]
      hours = new Map()
      return taken
    },
    putBack(taken: readonly SourceHour[]): void {
      for (const one of taken) {
        const entry = entryOf(one.source.kind, one.source.id, one.source.name, one.lastAt)
        entry.requests += one.requests
        entry.statements += one.statements
        entry.rejected += one.rejected
        entry.bytes += one.bytes
        if (one.lastAt > entry.lastAt) entry.lastAt = one.lastAt
        const rejectedAt = one.lastRejectedAt
        if (rejectedAt && !(entry.lastRejectedAt && entry.lastRejectedAt > rejectedAt))
          entry.lastRejectedAt = rejectedAt
      }
    },
    isEmpty: () => hours.size === 0,
  }
}
