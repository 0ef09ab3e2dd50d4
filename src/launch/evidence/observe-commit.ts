import type { Transactor } from '../../base/transactor.ts'
import {
  type AttemptEvidence,
  type EvidenceFigures,
  type EvidenceWriter,
  evidenceExtensionIri,
  filesCountMax,
  hasResult,
  isClaim,
  judgeAnew,
  judgeEvidence,
  noEvidence,
} from '../../registrations/index.ts'
import {
  type Attempt,
  activitiesOf,
  type Course,
  engines,
  type JournalEntry,
} from '../../runtime/index.ts'
import type { Statement } from '../../xapi/index.ts'
import type { Session } from '../session.ts'
import type { LaunchWriter } from '../store.ts'
import { type FetchedFiles, launchFileKey } from './fetched-files.ts'

/** A player is heard of every minute; browsers slow the timers of pages that are not looked at. */
const silenceSecondsMax = 180

/** What a commit brings about an attempt, beside when it comes. */
export interface CommitNews {
  readonly entries: readonly JournalEntry[]
  readonly course: Course
  /** Before and after the entries. */
  readonly before: Attempt
  readonly after: Attempt
  readonly answers: number
}

type Tx = Pick<
  LaunchWriter,
  | 'findEvidence'
  | 'putEvidence'
  | 'findFetchedFiles'
  | 'putFetchedFiles'
  | 'attestationsOf'
  | 'keepEvidenceLevel'
  | 'findRegistration'
  | 'addToSummary'
>

/**
 * Adds what the server sees in one commit to what it saw of the attempt before: when it comes, and which files were fetched. If
 * it brings nothing else, and other things stand behind a result by that, the registration's level follows here.
 * @param session as it was before the commit
 * @param news absent: the commit only says that the player is there
 */
export async function observeCommit(
  tx: Tx,
  session: Session,
  about: {
    readonly now: Date
    readonly fetched?: FetchedFiles | undefined
    readonly news?: CommitNews
  },
): Promise<AttemptEvidence> {
  const { registration, attempt } = session
  const { now, news } = about
  const kept = (await tx.findEvidence(registration, attempt)) ?? { figures: noEvidence }
  const files = await keepFiles(tx, registration, about.fetched?.of(registration) ?? [])
  const seen = withTime({ ...kept.figures, files: files.size }, session, now)
  const pages = news ? lessonPages(news) : undefined
  const unfetched = (pages ?? kept.unfetched ?? []).filter(
    (name) => files.size < filesCountMax && !files.has(name),
  )
  const lessons = pages?.length ?? seen.lessons
  const figures: EvidenceFigures = {
    ...(news ? withNews(seen, session, news) : seen),
    lessons,
    lessonsFetched: lessons - unfetched.length,
  }
  const evidence: AttemptEvidence = {
    ...kept,
    figures,
    unfetched,
    ...(news && isClaimed(news) && { atClaim: figures }),
  }
  await tx.putEvidence(registration, attempt, evidence)
  if (!news && seenLevel(kept) !== seenLevel(evidence)) await judgeAnew(tx, registration)
  return evidence
}

const seenLevel = (evidence: AttemptEvidence) =>
  judgeEvidence(evidence, { isAttested: false }).level

/** The run that the server ends adds to the time that counts, and says nothing of its own. */
export async function observeClose(
  tx: Pick<EvidenceWriter, 'findEvidence' | 'putEvidence'>,
  { registration, attempt }: Session,
  { course, after }: Pick<CommitNews, 'course' | 'after'>,
): Promise<AttemptEvidence> {
  const kept = (await tx.findEvidence(registration, attempt)) ?? { figures: noEvidence }
  const { centiseconds } = engines[course.standard].courseProgress(course, after)
  const figures = { ...kept.figures, claimedSeconds: centiseconds / 100 }
  const evidence: AttemptEvidence = { ...kept, figures }
  await tx.putEvidence(registration, attempt, evidence)
  return evidence
}

/**
 * Stores what was fetched from this node, without waiting for commits, which other nodes may get. One that comes sooner judges
 * without it, and the next one with it.
 */
export async function keepFetchedFiles(
  store: Transactor<
    Pick<LaunchWriter, 'findRegistration' | 'findFetchedFiles' | 'putFetchedFiles'>
  >,
  fetched: FetchedFiles,
): Promise<void> {
  for (const registration of fetched.registrations()) {
    const names = fetched.of(registration)
    await store.transact(async (tx) => {
      // It may have been erased meanwhile.
      if (await tx.findRegistration(registration)) await keepFiles(tx, registration, names)
    })
    fetched.forget(registration, names)
  }
}

/** Adds names of files to those that are stored. @returns all of them, `filesCountMax` at most */
async function keepFiles(
  tx: Pick<Tx, 'findFetchedFiles' | 'putFetchedFiles'>,
  registration: string,
  names: readonly string[],
): Promise<ReadonlySet<string>> {
  const stored = await tx.findFetchedFiles(registration)
  const all = new Set([...stored, ...names].slice(0, filesCountMax))
  if (all.size > stored.length) await tx.putFetchedFiles(registration, [...all])
  return all
}

const seconds = (milliseconds: number): number => Math.max(0, Math.round(milliseconds) / 1_000)

function withTime(figures: EvidenceFigures, { seenAt }: Session, now: Date): EvidenceFigures {
  const since = seconds(now.getTime() - seenAt.getTime())
  return {
    ...figures,
    wallSeconds: figures.wallSeconds + since,
    heardSeconds: figures.heardSeconds + Math.min(since, silenceSecondsMax),
  }
}

function withNews(
  figures: EvidenceFigures,
  session: Session,
  { entries, course, after, answers }: CommitNews,
): EvidenceFigures {
  const engine = engines[course.standard]
  const progress = engine.courseProgress(course, after)
  const from = session.lastEntryTimes?.at ?? new Date(entries[0]!.at)
  const span = seconds(Date.parse(entries.at(-1)!.at) - from.getTime())
  return {
    ...figures,
    journalSeconds: figures.journalSeconds + span,
    claimedSeconds: progress.centiseconds / 100,
    commits: figures.commits + 1,
    entries: figures.entries + entries.length,
    answers: figures.answers + answers,
  }
}

function isClaimed({ course, before, after }: CommitNews): boolean {
  const { courseProgress } = engines[course.standard]
  return isClaim(courseProgress(course, before), courseProgress(course, after))
}

/** Names of the first files of the lessons that were begun and completed; undefined while the course has no result. */
function lessonPages({ course, after }: CommitNews): readonly string[] | undefined {
  const engine = engines[course.standard]
  if (!hasResult(engine.courseProgress(course, after))) return undefined
  return activitiesOf(course).flatMap(({ id, href }) => {
    const name = href === undefined ? undefined : launchFileKey(href)
    if (name === undefined) return []
    const { completion, runs } = engine.activityProgress(course, after, id)
    return completion === 'completed' && runs > 0 ? [name] : []
  })
}

const claims = new Set(
  ['completed', 'passed', 'failed'].map((name) => `http://adlnet.gov/expapi/verbs/${name}`),
)

/** The statements with what stands behind them, in the context of those that say completed, passed or failed. */
export function withEvidence<S extends Statement>(
  statements: readonly S[],
  { appUrl, evidence }: { readonly appUrl: string; readonly evidence: AttemptEvidence },
): readonly S[] {
  if (!statements.some(({ verb }) => claims.has(verb.id))) return statements
  const { level, findings } = judgeEvidence(evidence, { isAttested: false })
  const extension = { level, checks: findings.map(({ code }) => code) }
  return statements.map((statement) =>
    claims.has(statement.verb.id)
      ? {
          ...statement,
          context: {
            ...statement.context,
            extensions: {
              ...statement.context?.extensions,
              [evidenceExtensionIri(appUrl)]: extension,
            },
          },
        }
      : statement,
  )
}
