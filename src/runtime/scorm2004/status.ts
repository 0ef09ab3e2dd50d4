import type { ActivityResult, ActivityState, Completion, Score, Success } from '../attempt.ts'
import type { Activity } from '../course.ts'
import { fieldOf } from '../records.ts'
import { betterResult, toFourDecimals } from '../results.ts'

type Values = ActivityState['values']

export const numberAt = (values: Values, name: string): number | undefined => {
  const value = fieldOf(values, name)
  return value === undefined ? undefined : Number(value)
}

/** The scaled passing score: of the primary objective, if it is satisfied by measure [RTE 4.2.20]. */
export function passingScoreOf(activity: Activity): number | undefined {
  const primary = activity.sequencing?.objectives?.find(({ isPrimary }) => isPrimary)
  return primary?.satisfiedByMeasure ? primary.minNormalizedMeasure : undefined
}

export type CompletionStatus = 'completed' | 'incomplete' | 'not attempted' | 'unknown'

/**
 * cmi.completion_status: with a completion threshold the progress measure alone decides, and without a measure it is
 * unknown; else it is what the SCO set [RTE 4.2.4.1, Table 4.2.4.1a].
 */
export function completionStatusOf(
  { completionThreshold: threshold }: Activity,
  { values }: Pick<ActivityState, 'values'>,
): CompletionStatus {
  if (threshold?.completedByMeasure) {
    const measure = numberAt(values, 'cmi.progress_measure')
    if (measure === undefined) return 'unknown'
    return measure >= threshold.minProgressMeasure ? 'completed' : 'incomplete'
  }
  return (fieldOf(values, 'cmi.completion_status') ?? 'unknown') as CompletionStatus
}

/**
 * cmi.success_status: with a scaled passing score cmi.score.scaled alone decides, and without a score it is unknown; else it
 * is what the SCO set [RTE 4.2.22.1, Table 4.2.22.1a].
 */
export function successStatusOf(
  activity: Activity,
  { values }: Pick<ActivityState, 'values'>,
): Success {
  const passing = passingScoreOf(activity)
  if (passing !== undefined) {
    const scaled = numberAt(values, 'cmi.score.scaled')
    if (scaled === undefined) return 'unknown'
    return scaled >= passing ? 'passed' : 'failed'
  }
  return (fieldOf(values, 'cmi.success_status') ?? 'unknown') as Success
}

export const completionOf = (status: CompletionStatus, isBegun: boolean): Completion => {
  if (status === 'completed' || status === 'incomplete') return status
  return isBegun ? 'incomplete' : 'not-attempted'
}

/**
 * The SCO's score; undefined if it set none. Where it set no score.scaled, which many tools leave out, scaled is the share of
 * the range from min (else 0) to max (else 100) that score.raw is.
 */
export function scoreOf(values: Values): Score | undefined {
  const scaled = numberAt(values, 'cmi.score.scaled')
  const raw = numberAt(values, 'cmi.score.raw')
  const min = numberAt(values, 'cmi.score.min')
  const max = numberAt(values, 'cmi.score.max')
  const own = scaled ?? scaledFrom(raw, min ?? 0, max ?? 100)
  if (own === undefined) return undefined
  return {
    ...(raw !== undefined && { raw }),
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
    scaled: toFourDecimals(own),
  }
}

function scaledFrom(raw: number | undefined, min: number, max: number): number | undefined {
  if (raw === undefined) return undefined
  const share = min < max && raw >= min && raw <= max ? (raw - min) / (max - min) : raw / 100
  return Math.min(1, Math.max(-1, share))
}

/** Status and score as the SCO itself has them now. */
export function ownResult(activity: Activity, state: ActivityState): ActivityResult {
  const score = scoreOf(state.values)
  return {
    completion: completionOf(completionStatusOf(activity, state), true),
    success: successStatusOf(activity, state),
    ...(score && { score }),
  }
}

/** The best result that runs of an activity ended with, with one more among them. */
export const bestWith = (best: ActivityState['best'], result: ActivityResult): ActivityResult =>
  betterResult({ completion: 'not-attempted', success: 'unknown', ...best }, result)
