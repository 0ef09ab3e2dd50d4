import type { CommitSession, PlayerLine, PlayerLog } from '../src/launch/wire.ts'
import {
  factsAfter,
  type JournalEntry,
  noCounts,
  noFacts,
  type PlayerCounts,
  type SessionFacts,
} from '../src/runtime/index.ts'
import type { CallLog, LogLine } from './call-log.ts'
import type { ServerCalls } from './server-calls.ts'

/** What only this page knows of a session, for its log on the server: calls that failed, missing files, silence. */
export interface SessionNotes {
  /** Another session begins: what was noted is of the one before. */
  begin(): void
  /** A file of the package that the content asked for and did not get; each is noted once. */
  missing(path: string, activity: string): void
  /** An activity that should call, and did not for ten seconds. */
  silent(activity: string): void
  /** Something went into the journal, and what the attempt is after it. */
  entry(entry: JournalEntry, after: Parameters<typeof factsAfter>[2]): void
  /** What was noted of this session so far, for its debugger. */
  read(): SessionReading
  /** Called when a file is missing, or content says nothing: what no line of the call log tells. */
  watch(changed: () => void): void
  /** Sends commits with what is new, and again until one is acknowledged. */
  along(commit: ServerCalls['commit']): ServerCalls['commit']
}

export interface SessionReading {
  readonly facts: SessionFacts
  readonly counts: PlayerCounts
  /** Paths of missing files. */
  readonly missing: readonly string[]
}

export interface NoteOptions {
  readonly log: CallLog
  /** ISO 8601. */
  readonly clock: () => string
  readonly newId: () => string
}

/** A course that fails at every call must not fill the line. */
const waitingMax = 300
const linesPerCommit = 50
const textMax = 200

export const sessionNotes = (options: NoteOptions): SessionNotes => new Notes(options)

class Notes implements SessionNotes {
  readonly #options: NoteOptions
  readonly #watchers: (() => void)[] = []
  #page: string
  #counts = { ...noCounts }
  #facts = noFacts
  #waiting: PlayerLine[] = []
  /** Number of the first line that waits. */
  #from = 1
  #paths = new Set<string>()
  /** The counts that the server has. */
  #told = ''
  #isRefused = false

  constructor(options: NoteOptions) {
    this.#options = options
    this.#page = options.newId()
    options.log.watch((line) => line && this.#takeLine(line))
  }

  begin(): void {
    this.#page = this.#options.newId()
    this.#counts = { ...noCounts }
    this.#facts = noFacts
    this.#waiting = []
    this.#from = 1
    this.#paths = new Set()
    this.#told = ''
  }

  readonly entry: SessionNotes['entry'] = (entry, after) => {
    this.#facts = factsAfter(this.#facts, entry, after)
  }

  missing(path: string, activity: string): void {
    if (this.#paths.has(path)) return
    this.#paths.add(path)
    this.#counts.missingFiles++
    this.#note({ ...this.#now(activity), what: 'missing-file', path: path.slice(0, 500) })
    this.#tell()
  }

  silent(activity: string): void {
    this.#counts.silentActivities++
    this.#note({ ...this.#now(activity), what: 'silent-activity' })
    this.#tell()
  }

  read(): SessionReading {
    return { facts: this.#facts, counts: { ...this.#counts }, missing: [...this.#paths] }
  }

  watch(changed: () => void): void {
    this.#watchers.push(changed)
  }

  along(commit: ServerCalls['commit']): ServerCalls['commit'] {
    return async (body, manner) => {
      // The last words of a page have little room, and none for this.
      const sent = manner.keepalive ? undefined : this.#news()
      if (sent === undefined) return commit(body, manner)
      const reply = await commit({ ...body, log: sent } satisfies CommitSession, manner)
      if (reply.kind === 'ok') this.#acknowledge(sent)
      if (reply.kind !== 'problem' || reply.facts.entry !== undefined) return reply
      if (reply.code !== 'journal-invalid' && reply.status !== 413) return reply
      // Whatever the server has against the notes: what the learner did goes before them.
      this.#isRefused = true
      return commit(body, manner)
    }
  }

  #takeLine(line: LogLine): void {
    if (/GetValue$/.test(line.name)) this.#counts.getValues++
    if (line.name === 'finding') {
      this.#counts.findings++
      this.#note({ ...of(line), what: 'finding', diagnostic: short(line.args[0] ?? '') })
    } else if (isFailedCall(line)) {
      this.#counts.failedCalls++
      this.#note(failedCall(line))
    }
  }

  #now(activity: string) {
    return of({ at: this.#options.clock(), activity })
  }

  #note(line: PlayerLine): void {
    if (this.#waiting.length < waitingMax) this.#waiting.push(line)
  }

  #tell(): void {
    for (const changed of this.#watchers) changed()
  }

  #news(): PlayerLog | undefined {
    const isTold = this.#waiting.length === 0 && JSON.stringify(this.#counts) === this.#told
    if (this.#isRefused || isTold) return undefined
    const lines = this.#waiting.slice(0, linesPerCommit)
    return { page: this.#page, from: this.#from, lines, counts: { ...this.#counts } }
  }

  #acknowledge(sent: PlayerLog): void {
    if (sent.page !== this.#page) return
    this.#waiting = this.#waiting.slice(sent.lines.length)
    this.#from += sent.lines.length
    this.#told = JSON.stringify(sent.counts)
  }
}

/** The functions that ask about an error answer with the code that they ask about. */
const isFailedCall = ({ name, result, error = '0' }: LogLine): boolean =>
  result !== undefined && error !== '0' && !/Get(LastError|ErrorString|Diagnostic)$/.test(name)

function failedCall(line: LogLine): PlayerLine {
  const { name, args, error = '', diagnostic = '' } = line
  const [element, value] = args
  return {
    ...of(line),
    what: 'failed-call',
    function: name.slice(0, 50),
    ...(element !== undefined && element !== '' && { element: short(element) }),
    ...(value !== undefined && { value: short(value) }),
    ...(value !== undefined && value.length > textMax && { length: value.length }),
    error: error.slice(0, 10),
    ...(diagnostic !== '' && { diagnostic: short(diagnostic) }),
  }
}

const of = ({ at, activity }: Pick<LogLine, 'at' | 'activity'>) => ({
  at,
  ...(activity !== '' && { activity }),
})

const short = (text: string): string => text.slice(0, textMax).replace(/[\uD800-\uDBFF]$/, '')
