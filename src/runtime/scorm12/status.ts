import type { ActivityResult, ActivityState, Completion, Score, Success } from '../attempt.ts'
import type { Activity, AttemptMode } from '../course.ts'
import { fieldOf } from '../records.ts'
import { toFourDecimals } from '../results.ts'

type Values = ActivityState['values']

/** Every status, from the one that means least to the one that means most. */
const ladder = ['not attempted', 'incomplete', 'browsed', 'completed', 'failed', 'passed'] as const

/** The higher of two statuses: what was reached once stays reached. */
export const betterStatus = (a: string, b: string): string =>
  ladder.indexOf(a as never) >= ladder.indexOf(b as never) ? a : b

const isDone = (status: string): boolean =>
  ladder.indexOf(status as never) >= ladder.indexOf('browsed')

export const completionOf = (status: string): Completion =>
  isDone(status) ? 'completed' : status === 'not attempted' ? 'not-attempted' : 'incomplete'

export const successOf = (status: string): Success =>
  status === 'passed' || status === 'failed' ? status : 'unknown'

/** The SCO's lesson_status as it stands. */
export const lessonStatusOf = (values: Values): string =>
  fieldOf(values, 'cmi.core.lesson_status') ?? 'not attempted'

const numberAt = (values: Values, name: string): number | undefined => {
  const value = fieldOf(values, name)
  return value === undefined || value === '' ? undefined : Number(value)
}

/**
 * The SCO's score; undefined without score.raw. Scaled is the share of the range from min (else 0) to max (else 100); a
 * range that the raw score is outside of is left out.
 */
export function scoreOf(values: Values): Score | undefined {
  const raw = numberAt(values, 'cmi.core.score.raw')
  if (raw === undefined) return undefined
  const min = numberAt(values, 'cmi.core.score.min')
  const max = numberAt(values, 'cmi.core.score.max')
  const [from, to] = [min ?? 0, max ?? 100]
  if (from >= to || raw < from || raw > to) return { raw, scaled: toFourDecimals(raw / 100) }
  return {
    raw,
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
    scaled: toFourDecimals((raw - from) / (to - from)),
  }
}

/** Status and score as the SCO itself has them now, without what earlier runs reached. */
export function ownResult(values: Values): ActivityResult {
  const status = lessonStatusOf(values)
  const score = scoreOf(values)
  return {
    completion: completionOf(status),
    success: successOf(status),
    ...(score && { score }),
  }
}

/**
 * The status that LMSFinish leaves [RTE 3.4.4, cmi.core.lesson_status]. A SCO that set none is completed, or browsed in
 * browse mode; then, for credit in normal mode, score.raw against the mastery score makes it passed or failed, whatever
 * the SCO said. A SCO that suspends itself while it is not done says that this is not the end, so both rules wait.
 */
export function statusAtFinish(activity: Activity, mode: AttemptMode, values: Values): string {
  const own = lessonStatusOf(values)
  const isPaused = fieldOf(values, 'cmi.core.exit') === 'suspend' && !isDone(own)
  if (mode.lessonMode === 'review' || isPaused) return own
  if (mode.lessonMode === 'browse') return own === 'not attempted' ? 'browsed' : own

  const raw = numberAt(values, 'cmi.core.score.raw')
  const mastery = masteryScoreOf(activity)
  if (mode.credit === 'credit' && raw !== undefined && mastery !== undefined) {
    return raw >= mastery ? 'passed' : 'failed'
  }
  return own === 'not attempted' ? 'completed' : own
}

/** The manifest's mastery score; undefined if there is none or it is no number. */
function masteryScoreOf(activity: Activity): number | undefined {
  const text = activity.masteryScore?.trim() ?? ''
  return /^[+-]?\d{1,9}(?:\.\d{1,9})?$/.test(text) ? Number(text) : undefined
}
