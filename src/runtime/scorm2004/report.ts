import type { ActivityState } from '../attempt.ts'
import type { Activity } from '../course.ts'
import { type DataRecord, fieldOf, recordsOf } from '../records.ts'
import type { ReportedObjective, ReportedScore, RunReport } from '../sequencing/index.ts'
import { completionStatusOf, numberAt, successStatusOf } from './status.ts'

/**
 * What the SCO reported so far, for the sequencer [RTE 4.2, "sequencing impacts"]. What it did not set is left out, so that
 * the sequencer can tell silence from "unknown".
 */
export function reportOf(activity: Activity, state: ActivityState): RunReport {
  const { values } = state
  const completion = completionStatusOf(activity, state)
  const success = successStatusOf(activity, state)
  const saidCompletion =
    completion !== 'unknown' || fieldOf(values, 'cmi.completion_status') !== undefined
  const saidSuccess = success !== 'unknown' || fieldOf(values, 'cmi.success_status') !== undefined
  const progressMeasure = numberAt(values, 'cmi.progress_measure')
  const score = scoreIn((name) => fieldOf(values, `cmi.${name}`))
  return {
    ...(saidCompletion && { completion: completionWord(completion) }),
    ...(saidSuccess && { success }),
    ...(progressMeasure !== undefined && { progressMeasure }),
    ...(score && { score }),
    objectives: recordsOf(state, 'cmi.objectives').map((record, index) => ({
      ...objectiveReport(record),
      ...(state.judgedObjectives?.includes(index) && { isJudged: true }),
    })),
    isSuspended: isSuspended(values),
  }
}

/** The SCO suspends itself, or asks that all be suspended; a time-out and a logout end the attempt whatever it asks. */
function isSuspended(values: ActivityState['values']): boolean {
  const exit = fieldOf(values, 'cmi.exit')
  if (exit === 'time-out' || exit === 'logout') return false
  return exit === 'suspend' || fieldOf(values, 'adl.nav.request') === 'suspendAll'
}

const completionWord = (status: string): NonNullable<RunReport['completion']> =>
  status === 'not attempted' ? 'notAttempted' : (status as NonNullable<RunReport['completion']>)

function scoreIn(read: (name: string) => string | undefined): ReportedScore | undefined {
  const parts = ['scaled', 'raw', 'min', 'max'].flatMap((part) => {
    const value = read(`score.${part}`)
    return value === undefined ? [] : [[part, Number(value)] as const]
  })
  return parts.length === 0 ? undefined : Object.fromEntries(parts)
}

function objectiveReport(record: DataRecord): ReportedObjective {
  const completion = fieldOf(record, 'completion_status')
  const success = fieldOf(record, 'success_status') as RunReport['success']
  const progressMeasure = fieldOf(record, 'progress_measure')
  const score = scoreIn((name) => fieldOf(record, name))
  return {
    id: fieldOf(record, 'id') ?? '',
    ...(completion !== undefined && { completion: completionWord(completion) }),
    ...(success !== undefined && { success }),
    ...(progressMeasure !== undefined && { progressMeasure: Number(progressMeasure) }),
    ...(score && { score }),
  }
}
