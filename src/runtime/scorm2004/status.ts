import type { ActivityResult, ActivityState, Completion, Score, Success } from '../attempt.ts'
import type { Activity } from '../course.ts'

type Values = ActivityState['values']

/** Reads a stored value of the SCO as a whole; what was never set is undefined. */
export const storedValue = (values: Values, name: string): string | undefined =>
  Object.hasOwn(values, name) ? values[name] : undefined

export const numberAt = (values: Values, name: string): number | undefined => {
  const value = storedValue(values, name)
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
  return (storedValue(values, 'cmi.completion_status') ?? 'unknown') as CompletionStatus
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
  return (storedValue(values, 'cmi.success_status') ?? 'unknown') as Success
}

export const completionOf = (status: CompletionStatus, isBegun: boolean): Completion => {
  if (status === 'completed' || status === 'incomplete') return status
  return isBegun ? 'incomplete' : 'not-attempted'
}

const rounded = (value: number): number => Math.round(value * 10_000) / 10_000 || 0

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
    scaled: rounded(own),
  }
}

function scaledFrom(raw: number | undefined, min: number, max: number): number | undefined {
  if (raw === undefined) return undefined
  const share = min < max && raw >= min && raw <= max ? (raw - min) / (max - min) : raw / 100
  return Math.min(1, Math.max(-1, share))
}

export const betterScore = (a: Score | undefined, b: Score | undefined): Score | undefined =>
  !a || (b && b.scaled > a.scaled) ? b : a

/** Status and score as the SCO itself has them now. */
export function ownResult(activity: Activity, state: ActivityState): ActivityResult {
  const score = scoreOf(state.values)
  return {
    completion: completionOf(completionStatusOf(activity, state), true),
    success: successStatusOf(activity, state),
    ...(score && { score }),
  }
}

const completionRank: Readonly<Record<Completion, number>> = {
  'not-attempted': 0,
  incomplete: 1,
  completed: 2,
}
const successRank: Readonly<Record<Success, number>> = { unknown: 0, failed: 1, passed: 2 }

/** The better of two results in each respect: what was reached once stays reached. */
export function betterResult(a: ActivityResult, b: ActivityResult): ActivityResult {
  const score = betterScore(a.score, b.score)
  return {
    completion:
      completionRank[b.completion] > completionRank[a.completion] ? b.completion : a.completion,
    success: successRank[b.success] > successRank[a.success] ? b.success : a.success,
    ...(score && { score }),
  }
}
