import { useCallback, useEffect, useRef, useState } from 'react'
import { get } from '../api/client.ts'
import type { List, StatementRow } from '../api/types.ts'
import { feedUrl, listQuery, type StatementFilter } from './statement-filter.ts'

/** `failed`: the feed is not there, or may not be read; it does not come back by itself. */
export type TailState = 'off' | 'connecting' | 'live' | 'reconnecting' | 'failed'

export interface LiveTail {
  readonly state: TailState
  /** New statements that are shown, the newest first. */
  readonly rows: readonly StatementRow[]
  /** How many came while the reader was elsewhere in the list. */
  readonly waiting: number
  readonly retry: () => void
}

interface LiveTailOptions {
  isOn: boolean
  filter: StatementFilter
  /** When the newest statement of the list was stored; undefined while the list is empty. */
  newest: string | undefined
  /** The reader is elsewhere in the list, which must not move under them. */
  isPaused: boolean
  /** More came than the list can take: ask for it anew. */
  onFlood: () => void
}

const gatherMilliseconds = 250
const rowsPerRead = 200
const rowsMax = 1000

interface Arrived {
  readonly rows: readonly StatementRow[]
  readonly waiting: readonly StatementRow[]
}

const nothing: Arrived = { rows: [], waiting: [] }

/**
 * Follows the feed, and keeps what comes apart while the reader is elsewhere. The feed says that something is new; the list's
 * own operation then says what, in words and by exactly the same filter, so the two never differ. After a broken connection
 * the browser goes on by Last-Event-ID, and the list goes on from the newest row it has.
 */
export function useLiveTail(options: LiveTailOptions): LiveTail {
  const { isOn, filter, newest, isPaused, onFlood } = options
  const [state, setState] = useState<TailState>('off')
  const [round, setRound] = useState(0)
  const [arrived, setArrived] = useState(nothing)
  const last = useRef(newest)
  const now = useRef({ newest, isPaused, onFlood })
  now.current = { newest, isPaused, onFlood }
  const words = JSON.stringify(listQuery(filter))

  // biome-ignore lint/correctness/useExhaustiveDependencies: another filter has other new statements.
  useEffect(() => setArrived(nothing), [words])

  const take = useCallback((rows: readonly StatementRow[]) => {
    if (rows.length === 0) return
    last.current = rows[0]!.stored
    setArrived((before) => {
      const waiting = [...rows, ...before.waiting]
      return now.current.isPaused ? { ...before, waiting } : shown({ ...before, waiting })
    })
  }, [])

  // biome-ignore lint/correctness/useExhaustiveDependencies: `words` stands for the filter, and `round` opens it anew.
  useEffect(() => {
    if (!isOn) {
      setState('off')
      return
    }
    setState('connecting')
    last.current = later(last.current, now.current.newest)
    const reading = reader(filter, last, { take, flood: () => now.current.onFlood() })
    const source = new EventSource(feedUrl(filter, last.current))
    source.onopen = () => setState('live')
    source.onerror = () =>
      setState(source.readyState === EventSource.CLOSED ? 'failed' : 'reconnecting')
    source.addEventListener('statement', reading.wake)
    return () => {
      source.close()
      reading.stop()
    }
  }, [isOn, words, round, take])

  useEffect(() => {
    if (!isPaused) setArrived((before) => (before.waiting.length === 0 ? before : shown(before)))
  }, [isPaused])

  useEffect(() => {
    if (arrived.rows.length + arrived.waiting.length <= rowsMax) return
    setArrived(nothing)
    now.current.onFlood()
  }, [arrived])

  return {
    state,
    rows: arrived.rows,
    waiting: arrived.waiting.length,
    retry: useCallback(() => setRound((n) => n + 1), []),
  }
}

const shown = ({ rows, waiting }: Arrived): Arrived => ({
  rows: [...waiting, ...rows],
  waiting: [],
})

const later = (a: string | undefined, b: string | undefined): string | undefined =>
  a === undefined || (b !== undefined && b > a) ? b : a

interface Sink {
  readonly take: (rows: readonly StatementRow[]) => void
  readonly flood: () => void
}

/** Asks the list for what was stored after `last`, soon after it is woken, one question at a time. */
function reader(filter: StatementFilter, last: { current: string | undefined }, sink: Sink) {
  const stopping = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  let isReading = false
  const read = async () => {
    timer = undefined
    if (isReading) return wake()
    isReading = true
    try {
      const query = {
        ...listQuery(filter),
        since: last.current ?? filter.since,
        limit: rowsPerRead,
      }
      const page = await get<List<StatementRow>>('/statements', query, stopping.signal)
      if (page.cursor) {
        last.current = page.items[0]?.stored ?? last.current
        sink.flood()
      } else sink.take(page.items)
    } catch {
      // The next event asks again, from the same place.
    } finally {
      isReading = false
    }
  }
  const wake = () => {
    timer ??= setTimeout(() => void read(), gatherMilliseconds)
  }
  return {
    wake,
    stop: () => {
      clearTimeout(timer)
      stopping.abort()
    },
  }
}
