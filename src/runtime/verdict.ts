import type { ActivityResult } from './attempt.ts'
import { activitiesOf, type Course } from './course.ts'
import type { PlayerCounts, SessionFacts } from './session-facts.ts'

/** One thing that can be said for sure about a session; the console and the player have a sentence for each. */
export interface VerdictPoint {
  readonly point: VerdictName
  readonly tone: 'good' | 'bad' | 'neutral'
  readonly facts: Readonly<Record<string, string | number>>
}

/** Every point, with the names of its facts. */
export const verdictPoints = {
  /** No activity was delivered. */
  'never-opened': [],
  /** Something was delivered, and no call came: the content did not look for the API, or did not find it. */
  'no-call': [],
  /** The content has no script that talks to the player; it counts as done when it is opened. */
  'no-call-needed': [],
  initialized: ['times'],
  completed: [],
  /**
   * It counts as completed, and the course gave no completion status in this session: it did before, or the standard's rules
   * say so (SCORM 1.2: ended without a status; SCORM 2004: what its lessons or objectives came to).
   */
  'completed-unsaid': [],
  /** The course gave no completion status. */
  'completion-not-reported': [],
  /** It gave one, which is not `completed`. */
  'completion-reported': ['value'],
  passed: [],
  failed: [],
  /** `raw` and `max` as the course gave them, else `scaled`, from -1 to 1. */
  score: ['raw', 'max', 'scaled'],
  'score-not-reported': [],
  /** It gave one (`value`) that counts for nothing yet: of a lesson whose score is not the course's, or without its scale. */
  'score-reported': ['value'],
  /** The course ended itself (Finish, Terminate), and how it said that the learner left; empty: normally. */
  ended: ['exit'],
  /** It went away without. */
  'ended-without-finish': [],
  'still-open': [],
  'failed-calls': ['count'],
  'missing-files': ['count'],
  findings: ['count'],
  'requests-refused': ['count'],
} as const satisfies Readonly<Record<string, readonly string[]>>

export type VerdictName = keyof typeof verdictPoints

/** What a verdict is made of. */
export interface Witnessed {
  readonly course: Course
  /** Where the course stood at the end of the session, for its attempt. */
  readonly result: ActivityResult
  readonly facts: SessionFacts
  readonly counts: PlayerCounts
}

/**
 * What a session came to, from what was said in it and nothing else: who asks why a result is missing finds whether the
 * course ever reported it. In the order of a sentence: call, completion, success, score, end, then what went wrong.
 */
export function verdictOf(witnessed: Witnessed): readonly VerdictPoint[] {
  const { facts } = witnessed
  if (facts.opened === 0 && facts.initialized === 0) {
    return [point('never-opened', 'neutral'), ...troubles(witnessed)]
  }
  if (facts.initialized === 0) return [...silence(witnessed), ...troubles(witnessed)]
  return [
    point('initialized', 'good', { times: facts.initialized }),
    completion(witnessed),
    ...success(witnessed),
    score(witnessed),
    ending(witnessed),
    ...troubles(witnessed),
  ]
}

const point = (
  name: VerdictName,
  tone: VerdictPoint['tone'],
  facts: VerdictPoint['facts'] = {},
): VerdictPoint => ({ point: name, tone, facts })

function silence({ course, result }: Witnessed): VerdictPoint[] {
  const hasScos = activitiesOf(course).some(({ kind }) => kind === 'sco')
  if (!hasScos) return [point('no-call-needed', 'neutral'), ...completed(result)]
  return [point('no-call', 'bad'), ...completed(result)]
}

const completed = ({ completion: value }: ActivityResult): VerdictPoint[] =>
  value === 'completed' ? [point('completed', 'good')] : []

function completion({ result, facts }: Witnessed): VerdictPoint {
  const value = facts.said.completion
  if (result.completion === 'completed') {
    return value === undefined ? point('completed-unsaid', 'neutral') : point('completed', 'good')
  }
  if (value === undefined) return point('completion-not-reported', 'bad')
  return point('completion-reported', 'neutral', { value })
}

function success({ result }: Witnessed): VerdictPoint[] {
  if (result.success === 'unknown') return []
  return [point(result.success, result.success === 'passed' ? 'good' : 'bad')]
}

function score({ result, facts: { said } }: Witnessed): VerdictPoint {
  if (!result.score) {
    if (said.score === undefined) return point('score-not-reported', 'neutral')
    return point('score-reported', 'neutral', { value: said.score })
  }
  const { raw, max, scaled } = result.score
  if (raw === undefined) return point('score', 'good', { scaled })
  return point('score', 'good', { raw, scaled, ...(max !== undefined && { max }) })
}

function ending({ facts }: Witnessed): VerdictPoint {
  if (facts.standing === 'opened' || facts.standing === 'running') {
    return point('still-open', 'neutral')
  }
  if (facts.finished === 0) return point('ended-without-finish', 'bad')
  return point('ended', 'good', { exit: facts.said.exit ?? '' })
}

function troubles({ facts, counts }: Witnessed): VerdictPoint[] {
  const counted: readonly (readonly [VerdictName, VerdictPoint['tone'], number])[] = [
    ['failed-calls', 'bad', counts.failedCalls],
    ['missing-files', 'bad', counts.missingFiles],
    ['findings', 'neutral', counts.findings],
    ['requests-refused', 'neutral', facts.refused],
  ]
  return counted.flatMap(([name, tone, count]) => (count > 0 ? [point(name, tone, { count })] : []))
}
