import type { CommitSession, PlayerLine, PlayerLog } from '../src/launch/wire.ts'
import { noCounts } from '../src/runtime/index.ts'
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
  /** Sends commits with what is new, and again until one is acknowledged. */
  along(commit: ServerCalls['commit']): ServerCalls['commit']
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

export function sessionNotes({ log, clock, newId }: NoteOptions): SessionNotes {
  let page = newId()
  let counts = { ...noCounts }
  let waiting: PlayerLine[] = []
  let from = 1
  let paths = new Set<string>()
  let told = ''
  let isRefused = false

  const note = (line: PlayerLine) => {
    if (waiting.length < waitingMax) waiting.push(line)
  }
  log.watch((line) => {
    if (line === undefined) return
    if (/GetValue$/.test(line.name)) counts.getValues++
    if (line.name === 'finding') {
      counts.findings++
      note({ ...of(line), what: 'finding', diagnostic: short(line.args[0] ?? '') })
    } else if (isFailedCall(line)) {
      counts.failedCalls++
      note(failedCall(line))
    }
  })
  const news = (): PlayerLog | undefined => {
    if (isRefused || (waiting.length === 0 && JSON.stringify(counts) === told)) return undefined
    return { page, from, lines: waiting.slice(0, linesPerCommit), counts: { ...counts } }
  }
  const acknowledge = (sent: PlayerLog) => {
    if (sent.page !== page) return
    waiting = waiting.slice(sent.lines.length)
    from += sent.lines.length
    told = JSON.stringify(sent.counts)
  }
  return {
    begin() {
      page = newId()
      counts = { ...noCounts }
      waiting = []
      from = 1
      paths = new Set()
      told = ''
    },
    missing(path, activity) {
      if (paths.has(path)) return
      paths.add(path)
      counts.missingFiles++
      note({ at: clock(), what: 'missing-file', ...named(activity), path: path.slice(0, 500) })
    },
    silent(activity) {
      counts.silentActivities++
      note({ at: clock(), what: 'silent-activity', ...named(activity) })
    },
    along: (commit) => async (body, manner) => {
      // The last words of a page have little room, and none for this.
      const sent = manner.keepalive ? undefined : news()
      if (sent === undefined) return commit(body, manner)
      const reply = await commit({ ...body, log: sent } satisfies CommitSession, manner)
      if (reply.kind === 'ok') acknowledge(sent)
      if (reply.kind !== 'problem' || reply.facts.entry !== undefined) return reply
      if (reply.code !== 'journal-invalid' && reply.status !== 413) return reply
      // Whatever the server has against the notes: what the learner did goes before them.
      isRefused = true
      return commit(body, manner)
    },
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

const of = ({ at, activity }: LogLine) => ({ at, ...named(activity) })

const named = (activity: string) => (activity === '' ? {} : { activity })

const short = (text: string): string => text.slice(0, textMax).replace(/[\uD800-\uDBFF]$/, '')
