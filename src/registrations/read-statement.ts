import { type Result, type Score, type Statement, secondsOfDuration } from '../xapi/index.ts'
import type { Report } from './derive-progress.ts'
import type { ReportedScore } from './registration.ts'

const verbs = 'http://adlnet.gov/expapi/verbs/'

/**
 * What a statement says about the progress of the activity that is its object; undefined if its verb says nothing about it.
 * Time counts where a run ends (terminated, suspended) and nowhere else: the durations that cmi5 puts on completed and passed
 * lie inside it.
 * @param latest the report is never dated after this
 */
export function reportOf(statement: Statement, latest: Date): Report | undefined {
  if (!statement.verb.id.startsWith(verbs)) return undefined
  const at = timeOf(statement, latest)
  const { result } = statement
  switch (statement.verb.id.slice(verbs.length)) {
    case 'initialized':
    case 'resumed':
      return { at, completion: 'incomplete', attempts: 1 }
    case 'progressed':
      return { at, completion: 'incomplete', ...progressOf(statement) }
    case 'completed':
      return { at, ...outcomeOf(result), completion: outcomeOf(result).completion ?? 'completed' }
    case 'passed':
      return { at, completion: 'incomplete', ...outcomeOf(result), success: 'passed' }
    case 'failed':
      return { at, completion: 'incomplete', ...outcomeOf(result), success: 'failed' }
    case 'scored':
      return { at, completion: 'incomplete', ...outcomeOf(result) }
    case 'terminated':
    case 'suspended':
      return {
        at,
        completion: 'incomplete',
        ...outcomeOf(result),
        centiseconds: centisecondsOf(result),
      }
    default:
      return undefined
  }
}

function outcomeOf(result: Result | undefined): Omit<Report, 'at'> {
  const score = scoreOf(result?.score)
  return {
    ...(result?.completion !== undefined && {
      completion: result.completion ? ('completed' as const) : ('incomplete' as const),
    }),
    ...(result?.success !== undefined && {
      success: result.success ? ('passed' as const) : ('failed' as const),
    }),
    ...(score && { score }),
  }
}

/** A score needs a scaled value to be compared and counted; it is derived from raw where min and max allow it. */
function scoreOf(score: Score | undefined): ReportedScore | undefined {
  if (!score) return undefined
  const scaled = score.scaled ?? scaledFrom(score.raw, score.min ?? 0, score.max ?? 100)
  if (scaled === undefined || scaled < -1 || scaled > 1) return undefined
  const { raw, min, max } = score
  return {
    scaled: Math.round(scaled * 10_000) / 10_000,
    ...(raw !== undefined && { raw }),
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
  }
}

const scaledFrom = (raw: number | undefined, min: number, max: number): number | undefined =>
  raw === undefined || max <= min ? undefined : (raw - min) / (max - min)

const percentExtension = 'https://w3id.org/xapi/cmi5/result/extensions/progress'
const shareExtension = 'https://w3id.org/xapi/video/extensions/progress'

/** `progressed`: cmi5 gives percent, the video profile a share, the SCORM profile the scaled score. */
function progressOf({ result }: Statement): Pick<Report, 'progress'> {
  const percent = result?.extensions?.[percentExtension]
  const share = result?.extensions?.[shareExtension] ?? result?.score?.scaled
  const progress = typeof percent === 'number' ? percent / 100 : share
  if (typeof progress !== 'number' || !(progress >= 0 && progress <= 1)) return {}
  return { progress }
}

/** When what a statement tells of happened; no date before 1970, none that cannot be read, and none after `latest`. */
export function timeOf({ timestamp }: Statement, latest: Date): Date {
  const time = timestamp === undefined ? Number.NaN : Date.parse(timestamp)
  return time >= 0 && time <= latest.getTime() ? new Date(time) : latest
}

const runSecondsMax = 10 * 365 * 86_400

/** Hundredths of a second that a run took; what is over ten years counts 0. */
function centisecondsOf(result: Result | undefined): number {
  const seconds = result?.duration === undefined ? 0 : secondsOfDuration(result.duration)
  return seconds <= runSecondsMax ? Math.round(seconds * 100) : 0
}
