import {
  type ActivityResult,
  noCounts,
  noFacts,
  type PlayerCounts,
  type SessionFacts,
} from '../../runtime/index.ts'
import type { Session } from '../session.ts'
import { emptyLog, type LogBounds, logBounds, newest, sizeOf, splitLines } from './bound-log.ts'
import { cut, type LogLine, type PlayerLine, type PlayerLog } from './log-line.ts'
import type { LogSummary, SessionLogWriter } from './store.ts'

/** What is new for a session's log. */
export interface LogNews {
  readonly lines: readonly LogLine[]
  /** After the lines; absent if they are about nothing that the course did. */
  readonly facts?: SessionFacts
  readonly result?: ActivityResult
  /** What the player sent along. */
  readonly player?: PlayerLog
}

/** The facts of a session so far, for the replay to go on from. */
export const factsOf = async (
  tx: Pick<SessionLogWriter, 'findSessionLog'>,
  session: string,
): Promise<SessionFacts> => (await tx.findSessionLog(session))?.facts ?? noFacts

/** Writes what is new into a session's log, which stays within its bounds. Player's lines that came before are left out. */
export async function keepLog(
  tx: SessionLogWriter,
  { id, registration }: Pick<Session, 'id' | 'registration'>,
  { news, now, bounds = logBounds }: { news: LogNews; now: Date; bounds?: LogBounds },
): Promise<void> {
  const before =
    (await tx.findSessionLog(id)) ?? newSummary({ session: id, registration, changedAt: now })
  const told = news.player && takePlayerLog(before, news.player)
  const lines = [...(told?.lines ?? []), ...news.lines]
  const isSame = lines.length === 0 && !told?.isChanged
  if (isSame) return
  const split = splitLines(before, lines, bounds)
  for (const [part, isTail] of [[split.head, false] as const, [split.tail, true] as const]) {
    if (part.length === 0) continue
    await tx.insertLogPart(id, { lines: part, bytes: sizeOf(part).bytes, isTail })
  }
  const { tail } = split.extent
  await tx.putSessionLog({
    ...before,
    ...told?.summary,
    ...split.extent,
    tail: await trimTail(tx, id, { tail, bounds }),
    facts: news.facts ?? before.facts,
    result: news.result ?? before.result,
    changedAt: now,
  })
}

const newSummary = (
  of: Pick<LogSummary, 'session' | 'registration' | 'changedAt'>,
): LogSummary => ({
  ...of,
  ...emptyLog,
  facts: noFacts,
  result: { completion: 'not-attempted', success: 'unknown' },
  earlierCounts: noCounts,
  counts: noCounts,
  pageLines: 0,
})

/** Forgets the oldest lines of the tail until it is within its bounds. @returns its size then */
async function trimTail(
  tx: SessionLogWriter,
  session: string,
  { tail, bounds: { tail: max } }: { tail: LogSummary['tail']; bounds: LogBounds },
): Promise<LogSummary['tail']> {
  let { lines, bytes } = tail
  while (lines > max.lines || bytes > max.bytes) {
    const oldest = await tx.oldestTailPart(session)
    if (!oldest) throw new Error(`the log of session ${session} lacks its tail`)
    const [others, otherBytes] = [lines - oldest.lines.length, bytes - oldest.bytes]
    const kept = newest(oldest.lines, { lines: max.lines - others, bytes: max.bytes - otherBytes })
    const size = sizeOf(kept)
    await tx.deleteLogPart(session, oldest.lines[0]!.n)
    if (kept.length > 0) {
      await tx.insertLogPart(session, { lines: kept, bytes: size.bytes, isTail: true })
    }
    lines = others + size.lines
    bytes = otherBytes + size.bytes
  }
  return { lines, bytes }
}

type Page = Pick<LogSummary, 'earlierCounts' | 'counts' | 'page' | 'pageLines'>

/** The player's lines that are new, and its counts. */
function takePlayerLog(
  before: Page,
  { page, from, lines, counts }: PlayerLog,
): { lines: LogLine[]; summary: Page; isChanged: boolean } {
  const isSamePage = before.page === page
  const known = isSamePage ? before.pageLines : 0
  const fresh = lines.slice(Math.max(0, known - from + 1))
  const summary: Page = {
    page,
    pageLines: Math.max(known, from + lines.length - 1),
    counts,
    earlierCounts: isSamePage
      ? before.earlierCounts
      : addCounts(before.earlierCounts, before.counts),
  }
  const isChanged = !isSamePage || JSON.stringify(counts) !== JSON.stringify(before.counts)
  return { lines: fresh.map(lineOfPlayer), summary, isChanged }
}

/** What a page sends is a stranger's word: only what the log knows of is taken, and shortened. */
const lineOfPlayer = ({ value, diagnostic, ...line }: PlayerLine): LogLine => ({
  ...line,
  by: 'player',
  ...(value !== undefined && cut(value)),
  ...(diagnostic !== undefined && { diagnostic: cut(diagnostic).value! }),
})

export const addCounts = (a: PlayerCounts, b: PlayerCounts): PlayerCounts => ({
  getValues: a.getValues + b.getValues,
  failedCalls: a.failedCalls + b.failedCalls,
  findings: a.findings + b.findings,
  missingFiles: a.missingFiles + b.missingFiles,
  silentActivities: a.silentActivities + b.silentActivities,
})
