import type { CommitAccepted, CommitSession } from '../src/launch/wire.ts'
import type { JournalEntry } from '../src/runtime/index.ts'
import { batchEntries, bytesOf, entriesMaxAfter } from './batch-entries.ts'
import type { JournalStore } from './journal-store.ts'
import {
  batchLimits,
  envelopeBytesMax,
  isUrgent,
  keepaliveBytesMax,
  replaces,
  retryDelayMs,
  slowBatchLimits,
  timing,
} from './journal-timing.ts'
import type { CommitManner, Reply } from './server-calls.ts'

/** What the learner is told about saving; each word of it is true. */
export interface SavedState {
  /** `failing`: the last attempt to send did not reach the server; `stopped`: the server takes no more of this session. */
  readonly status: 'saved' | 'saving' | 'failing' | 'stopped'
  /** Changes that the server has not acknowledged. */
  readonly pending: number
  /** Time of the latest acknowledgement, epoch milliseconds; absent before the first. */
  readonly savedAt?: number
  /** Whether the pending changes outlive this page. */
  readonly isKeptOnDevice: boolean
}

export interface JournalOptions {
  readonly session: string
  readonly token: string
  /** Number of the first entry to come. */
  readonly nextEntry: number
  readonly store: JournalStore
  readonly send: (commit: CommitSession, manner: CommitManner) => Promise<Reply<CommitAccepted>>
  /** Epoch milliseconds. */
  readonly now: () => number
  /** 0 to 1, spreads the retries of many players after a restart of the server. */
  readonly random: () => number
  /** Whether nobody looks at the page: the browser then lets timers wait, up to a minute. */
  readonly isHidden: () => boolean
  readonly onChange: (state: SavedState) => void
  /** The server takes no more of this session: problem code, and what it did not take. Nothing is sent afterwards. */
  readonly onStopped: (stop: JournalStop) => void
  /** Called while the page goes away, synchronously, with all that is pending. */
  readonly onLastWords: (entries: readonly JournalEntry[]) => void
}

export interface JournalStop {
  readonly code: string
  readonly entries: readonly JournalEntry[]
  readonly requestId?: string
}

export interface Journal {
  /** Number that the next entry gets. */
  next(): number
  /** @returns the entry's number: its own, or that of the one in whose place it is. */
  append(entry: Omit<JournalEntry, 'n'>): number
  state(): SavedState
  /** Sends now what waits, in spite of any back-off; also tells the server that the player lives. */
  hurry(): void
  /** Resolves with true when the server has everything, with false after `timeoutMs` or when the journal has stopped. */
  settle(timeoutMs: number): Promise<boolean>
  /** The page is hidden or goes away: the last chance to send. */
  lastWords(isLeaving: boolean): void
  /** The learner goes on after leaving. */
  comeBack(): void
  /** The learner left: the server is told with the next commit. */
  leave(): void
  /** No more timers and requests. */
  close(): void
}

/**
 * The journal of one session: numbers every step, keeps it on the device, and sends it in order until the server has
 * acknowledged it. Sending again is harmless, the server knows entries by (session, number).
 */
export function openJournal(options: JournalOptions): Journal {
  return new SessionJournal(options)
}

class SessionJournal implements Journal {
  readonly #options: JournalOptions
  #pending: JournalEntry[] = []
  #next: number
  /** Highest number that was ever put into a request; what is beyond it may still be rewritten. */
  #sent: number
  #status: SavedState['status'] = 'saved'
  #savedAt: number | undefined
  #isKept: boolean
  #keeping: Promise<unknown> = Promise.resolve()
  #failures = 0
  #gaps = 0
  #batch = batchLimits
  #isSending = false
  #isStopped = false
  #isLeaving = false
  #isLeaveTold = false
  #isGoingAway = false
  #keepaliveBytes = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  #timerDue = Number.POSITIVE_INFINITY
  #waiting: ((isSettled: boolean) => void)[] = []

  constructor(options: JournalOptions) {
    this.#options = options
    this.#next = options.nextEntry
    this.#sent = options.nextEntry - 1
    this.#isKept = options.store.isDurable
    this.#schedule(timing.aliveMs)
  }

  next(): number {
    return this.#next
  }

  append(content: Omit<JournalEntry, 'n'>): number {
    if (this.#isStopped) return this.#next
    const entry = this.#place(content)
    this.#keep(this.#options.store.keepEntries(this.#options.session, [entry]))
    if (this.#isGoingAway) this.#speakLast(isUrgent(entry.step))
    else if (this.#failures === 0)
      this.#sendSoon(isUrgent(entry.step) ? timing.urgentMs : timing.relaxedMs)
    this.#publish(this.#failures === 0 ? 'saving' : 'failing')
    return entry.n
  }

  state(): SavedState {
    return {
      status: this.#status,
      pending: this.#pending.length,
      isKeptOnDevice: this.#isKept,
      ...(this.#savedAt === undefined ? {} : { savedAt: this.#savedAt }),
    }
  }

  hurry(): void {
    if (!this.#isStopped) void this.#send()
  }

  settle(timeoutMs: number): Promise<boolean> {
    if (this.#isStopped) return Promise.resolve(false)
    this.hurry()
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), timeoutMs)
      this.#waiting.push((isSettled) => {
        clearTimeout(timer)
        resolve(isSettled)
      })
    })
  }

  lastWords(isLeaving: boolean): void {
    if (this.#isStopped) return
    // A page that goes away becomes hidden after its pagehide, and its course speaks after both.
    if (isLeaving) this.#isGoingAway = true
    this.#speakLast(this.#pending.length > 0 || isLeaving)
  }

  comeBack(): void {
    this.#isLeaving = false
    this.hurry()
  }

  leave(): void {
    this.#isLeaving = true
  }

  close(): void {
    this.#isStopped = true
    clearTimeout(this.#timer)
    this.#answerWaiting(false)
  }

  /** Courses speak after the page's own pagehide, in their unload: what they say is written down synchronously. */
  #speakLast(isWorthSending: boolean): void {
    if (this.#pending.length > 0) this.#options.onLastWords(this.#pending)
    if (isWorthSending) this.#sendKeepalive(this.#isGoingAway)
  }

  /** Numbers the entry, or puts it in the place of one that it makes superfluous and that was never sent. */
  #place(content: Omit<JournalEntry, 'n'>): JournalEntry {
    const last = this.#pending.at(-1)
    if (last !== undefined && last.n > this.#sent && replaces(content, last)) {
      const entry = { n: last.n, ...content }
      this.#pending[this.#pending.length - 1] = entry
      return entry
    }
    const entry = { n: this.#next++, ...content }
    this.#pending.push(entry)
    return entry
  }

  #keep(kept: Promise<void>): void {
    const watched = kept.catch(() => {
      this.#isKept = false
      this.#publish(this.#status)
    })
    this.#keeping = this.#keeping.then(() => watched)
  }

  #publish(status: SavedState['status']): void {
    this.#status = status
    this.#options.onChange(this.state())
  }

  /** After the wait; from a hidden page as soon as the course's script has run. */
  #sendSoon(delayMs: number): void {
    if (this.#options.isHidden()) queueMicrotask(() => void this.#send())
    else this.#schedule(delayMs)
  }

  #schedule(delayMs: number): void {
    const due = this.#options.now() + delayMs
    if (due >= this.#timerDue) return
    clearTimeout(this.#timer)
    this.#timerDue = due
    this.#timer = setTimeout(() => void this.#send(), delayMs)
  }

  #unschedule(): void {
    clearTimeout(this.#timer)
    this.#timerDue = Number.POSITIVE_INFINITY
  }

  async #send(): Promise<void> {
    if (this.#isStopped) return
    // Also while a request is under way: a time that has passed would be before every other. Its answer sets the next.
    this.#unschedule()
    if (this.#isSending) return
    this.#isSending = true
    const isSlow = this.#failures > 1
    const entries = batchEntries(this.#pending, isSlow ? slowBatchLimits : this.#batch)
    // An entry larger than a batch travels alone: order is kept and the server says what is too large for it.
    const commit = this.#commitOf(entries.length === 0 ? this.#pending.slice(0, 1) : entries)
    if (commit.entries.length > 0 && this.#failures === 0) this.#publish('saving')
    const reply = await this.#options.send(commit, { keepalive: false })
    this.#isSending = false
    this.#receive(reply, commit)
  }

  #sendKeepalive(isLeaving: boolean): void {
    const room = keepaliveBytesMax - this.#keepaliveBytes - envelopeBytesMax
    const all = batchEntries(this.#pending, { ...batchLimits, bytesMax: room })
    // While earlier last words are on their way, what follows them goes alone if both do not fit.
    const isCut = all.length < this.#pending.length && this.#keepaliveBytes > 0
    const rest = this.#pending.filter((entry) => entry.n > this.#sent)
    const entries = isCut ? batchEntries(rest, { ...batchLimits, bytesMax: room }) : all
    if (entries.length === 0 && !isLeaving) {
      this.hurry()
      return
    }
    const commit = this.#commitOf(entries)
    const body = isLeaving ? { ...commit, isLeaving } : commit
    const bytes = bytesOf(body)
    this.#keepaliveBytes += bytes
    void this.#options.send(body, { keepalive: true }).then((reply) => {
      this.#keepaliveBytes -= bytes
      this.#receive(reply, body)
    })
  }

  #commitOf(entries: readonly JournalEntry[]): CommitSession {
    this.#sent = Math.max(this.#sent, entries.at(-1)?.n ?? 0)
    const { session, token } = this.#options
    return { session, token, entries, ...(this.#isLeaving ? { isLeaving: true } : {}) }
  }

  #receive(reply: Reply<CommitAccepted>, commit: CommitSession): void {
    if (this.#isStopped) return
    const entriesMax = entriesMaxAfter(reply, commit.entries)
    if (reply.kind === 'ok') {
      this.#isLeaveTold = commit.isLeaving === true
      this.#acknowledge(reply.body.acknowledged)
    } else if (reply.kind === 'unreachable') {
      this.#retryLater()
    } else if (reply.code === 'journal-gap') {
      this.#closeGap(reply.facts.expected)
    } else if (entriesMax !== undefined) {
      this.#batch = { ...batchLimits, entriesMax }
      this.hurry()
    } else {
      this.#stop(reply.code, reply.requestId)
    }
  }

  #acknowledge(n: number): void {
    this.#failures = 0
    this.#gaps = 0
    this.#batch = batchLimits
    this.#savedAt = this.#options.now()
    this.#drop(n)
    if (this.#pending.length > 0) {
      this.#publish('saving')
      this.#sendSoon(timing.urgentMs)
    } else if (this.#isLeaving && !this.#isLeaveTold) {
      this.hurry()
    } else {
      this.#publish('saved')
      this.#answerWaiting(true)
      if (!this.#isLeaving) this.#schedule(timing.aliveMs)
    }
  }

  #retryLater(): void {
    this.#failures++
    this.#publish(this.#pending.length > 0 ? 'failing' : this.#status)
    this.#schedule(retryDelayMs(this.#failures, this.#options.random()))
  }

  #closeGap(expected: unknown): void {
    const first = this.#pending[0]?.n ?? this.#next
    if (typeof expected !== 'number' || expected < first || expected > this.#next) {
      this.#stop('journal-gap')
    } else if (++this.#gaps > 3) {
      // The same gap again and again: something between us reorders requests, and needs time.
      this.#retryLater()
    } else {
      this.#drop(expected - 1)
      this.hurry()
    }
  }

  /** Forgets what the server has, here and on the device. */
  #drop(n: number): void {
    const { session, store } = this.#options
    const before = this.#pending.length
    this.#pending = this.#pending.filter((entry) => entry.n > n)
    if (this.#pending.length === before) return
    // Dropping waits for the keeping of the same entries, else they would be put back afterwards.
    const keeping = this.#keeping
    this.#keep(keeping.then(() => store.dropThrough(session, n)))
  }

  #stop(code: string, requestId?: string): void {
    this.#unschedule()
    this.#isStopped = true
    this.#publish('stopped')
    this.#answerWaiting(false)
    this.#options.onStopped({
      code,
      entries: this.#pending,
      ...(requestId === undefined ? {} : { requestId }),
    })
  }

  #answerWaiting(isSettled: boolean): void {
    for (const answer of this.#waiting.splice(0)) answer(isSettled)
  }
}
