import type { ActivityResult, ActivityState, Attempt, Progress } from '../attempt.ts'
import { activityNamed, type Course, launchablesOf } from '../course.ts'
import type { RollUp } from '../engine.ts'
import { meanScore } from '../mean-score.ts'
import { replacedKeys } from '../records.ts'
import { betterScore, notBegun } from '../results.ts'
import { stateOf } from './run.ts'
import { betterStatus, completionOf, lessonStatusOf, scoreOf, successOf } from './status.ts'

/** The best status of all runs, the open one as it stands. */
export function bestStatusOf(state: ActivityState | undefined): string {
  if (!state || state.runs === 0) return 'not attempted'
  const own = betterStatus('incomplete', lessonStatusOf(state.values))
  return betterStatus(state.best.status ?? 'incomplete', own)
}

function progressOfState(state: ActivityState | undefined): Progress {
  if (!state || state.runs === 0) return notBegun
  const status = bestStatusOf(state)
  const score = betterScore(state.best.score, scoreOf(state.values))
  return {
    completion: completionOf(status),
    success: successOf(status),
    ...(score && { score }),
    progress: completionOf(status) === 'completed' ? 1 : 0.5,
    centiseconds: state.totalCentiseconds,
    runs: state.runs,
  }
}

export function activityProgress(course: Course, attempt: Attempt, id: string): Progress {
  const activity = activityNamed(course, id)
  if (!activity) return notBegun
  if (activity.kind !== 'cluster') return progressOfState(stateOf(attempt, id))
  return rolledUp({ ...course, activities: activity.children }, attempt)
}

export const courseProgress = (course: Course, attempt: Attempt): Progress =>
  rolledUp(course, attempt)

/** Follows the course by how many of its parts are done, passed and failed; all are looked at again only when it moves. */
export function followRollUp(course: Course, begun: Attempt): RollUp {
  const parts = new Map(
    launchablesOf(course).map(({ id }) => [id, progressOfState(stateOf(begun, id))]),
  )
  const counts = { completed: 0, passed: 0, failed: 0 }
  const count = ({ completion, success }: Progress, by: 1 | -1): void => {
    if (completion === 'completed') counts.completed += by
    if (success !== 'unknown') counts[success] += by
  }
  const status = (): ActivityResult => {
    const isComplete = parts.size > 0 && counts.completed === parts.size
    const isPassed = isComplete && counts.passed > 0
    return {
      completion: isComplete ? 'completed' : 'incomplete',
      success: counts.failed > 0 ? 'failed' : isPassed ? 'passed' : 'unknown',
    }
  }
  for (const part of parts.values()) count(part, 1)
  let last = begun
  return {
    moveTo: (attempt) => {
      const before = status()
      for (const id of replacedKeys(last.activities, attempt.activities)) {
        const part = parts.get(id)
        if (!part) continue
        const now = progressOfState(stateOf(attempt, id))
        count(part, -1)
        count(now, 1)
        parts.set(id, now)
      }
      last = attempt
      const after = status()
      if (after.completion === before.completion && after.success === before.success) return []
      const score = meanScore([...parts.values()].flatMap((part) => part.score ?? []))
      return [{ id: course.id, before, after: { ...after, ...(score && { score }) } }]
    },
  }
}

/** Rolls the launchable activities up into one state; README.md has the rules in words. */
function rolledUp(course: Course, attempt: Attempt): Progress {
  const parts = launchablesOf(course).map(({ id }) => progressOfState(stateOf(attempt, id)))
  const done = parts.filter(({ completion }) => completion === 'completed').length
  const isBegun = parts.some(({ runs }) => runs > 0)
  const isComplete = isBegun && done === parts.length
  const score = meanScore(parts.flatMap((part) => part.score ?? []))
  return {
    completion: isComplete ? 'completed' : isBegun ? 'incomplete' : 'not-attempted',
    success: successOfParts(parts, isComplete),
    ...(score && { score }),
    progress: parts.length === 0 ? 0 : done / parts.length,
    centiseconds: parts.reduce((sum, part) => sum + part.centiseconds, 0),
    runs: Math.max(0, ...parts.map(({ runs }) => runs)),
  }
}

function successOfParts(
  parts: readonly ActivityResult[],
  isComplete: boolean,
): ActivityResult['success'] {
  if (parts.some(({ success }) => success === 'failed')) return 'failed'
  return isComplete && parts.some(({ success }) => success === 'passed') ? 'passed' : 'unknown'
}
