import {
  type Completion,
  completionRank,
  meanScore,
  type Success,
  successRank,
} from '../runtime/index.ts'
import {
  type ActivityProgress,
  noProgress,
  type ProgressFigures,
  type RegistrationProgress,
  type ReportedScore,
} from './registration.ts'

/** What one source says happened: our player after a replay, or a statement that an external tool posted. */
export interface Report {
  /** When the last of it happened, and where it spans a while, the first. */
  readonly at: Date
  readonly from?: Date
  readonly completion?: Completion
  readonly success?: Success
  readonly score?: ReportedScore
  /** 0 to 1. */
  readonly progress?: number
  /** Hundredths of a second to add; less than 0 corrects what was added before. */
  readonly centiseconds?: number
  /** Runs to add. */
  readonly attempts?: number
}

export interface ActivityReport extends Report {
  readonly activity: string
  readonly title: string
}

/**
 * The figures after a report. The best status sticks: neither completion nor success ever moves back, whatever a course
 * writes when it is opened again. Time and runs add up.
 */
export function withReport(kept: ProgressFigures, report: Report): ProgressFigures {
  const completion = better(completionRank, kept.completion, report.completion)
  const success = better(successRank, kept.success, report.success)
  const score = scoreAfter(kept, report)
  const first = earliest(kept.firstActivityAt, report.from ?? report.at)
  const last = latest(kept.lastActivityAt, report.at)
  return {
    completion,
    success,
    ...(score && { score }),
    progress: completion === 'completed' ? 1 : Math.max(kept.progress, report.progress ?? 0),
    centiseconds: Math.max(0, kept.centiseconds + (report.centiseconds ?? 0)),
    attempts: kept.attempts + (report.attempts ?? 0),
    firstActivityAt: first,
    lastActivityAt: last,
  }
}

/** The progress of one activity after a report; an activity that was unknown joins the list. */
export function withActivityReport(
  activities: readonly ActivityProgress[],
  report: ActivityReport,
): ActivityProgress[] {
  const index = activities.findIndex(({ activity }) => activity === report.activity)
  const kept = activities[index]
  const { activity, title } = kept ?? report
  const after: ActivityProgress = { ...withReport(kept ?? noProgress, report), activity, title }
  return kept ? activities.with(index, after) : [...activities, after]
}

/**
 * Rolls the activities of the course up into the whole, after a report about one of them from outside the player. (For our
 * own player the runtime has rolled up already.) Passed on every lesson, the course is passed, even if no tool says completed.
 * @param launchable ids of the course's activities that can be opened
 * @param report as it came; the mean of the scores counts only if it brought one.
 */
export function rolledUp(
  progress: RegistrationProgress,
  launchable: readonly string[],
  report: Report,
): RegistrationProgress {
  const known = new Map(progress.activities.map((one) => [one.activity, one]))
  const parts = launchable.map((id) => known.get(id) ?? noProgress)
  const done = parts.filter(({ completion }) => completion === 'completed').length
  const isAll = parts.length > 0 && done === parts.length
  const score = report.score && meanScore(parts.flatMap((part) => part.score ?? []))
  const whole = withReport(progress, {
    at: report.at,
    completion: isAll ? 'completed' : 'incomplete',
    ...successOfParts(parts, isAll),
    ...(score && { score }),
    progress: parts.length > 0 ? done / parts.length : 0,
  })
  const attempts = Math.max(whole.attempts, ...progress.activities.map((one) => one.attempts))
  return { ...whole, attempts, activities: progress.activities }
}

function successOfParts(
  parts: readonly ProgressFigures[],
  isComplete: boolean,
): Pick<Report, 'success'> {
  if (parts.some(({ success }) => success === 'failed')) return { success: 'failed' }
  const passed = parts.filter(({ success }) => success === 'passed').length
  return passed > 0 && (isComplete || passed === parts.length) ? { success: 'passed' } : {}
}

/**
 * Which score counts. While nothing is decided the last one does. Once the activity is completed or passed, the highest of
 * those that came with the best status does: a revisit that starts again from 0 takes nothing away.
 */
function scoreAfter(kept: ProgressFigures, report: Report): ReportedScore | undefined {
  if (!report.score || !kept.score) return report.score ?? kept.score
  const rank =
    rankChange(successRank, kept.success, report.success) ||
    rankChange(completionRank, kept.completion, report.completion)
  if (rank !== 0) return rank > 0 ? report.score : kept.score
  const isDecided = kept.completion === 'completed' || kept.success === 'passed'
  return isDecided && kept.score.scaled > report.score.scaled ? kept.score : report.score
}

/** Above 0 if the report raises the status, below 0 if it is lower than what is kept, 0 if it says the same or nothing. */
const rankChange = <Status extends string>(
  rank: Record<Status, number>,
  kept: Status,
  reported: Status | undefined,
): number => (reported === undefined ? 0 : rank[reported] - rank[kept])

const better = <Status extends string>(
  rank: Record<Status, number>,
  kept: Status,
  reported: Status | undefined,
): Status => (reported !== undefined && rank[reported] > rank[kept] ? reported : kept)

const earliest = (a: Date | undefined, b: Date): Date => (a && a < b ? a : b)
const latest = (a: Date | undefined, b: Date): Date => (a && a > b ? a : b)
