import type { Attempt } from '../attempt.ts'
import type { Course } from '../course.ts'
import type { LeavingRequest, NavigationRequest, PlayerStep } from '../navigation.ts'
import { fieldOf } from '../records.ts'
import { process, treeOf } from '../sequencing/index.ts'
import { closeRun, stateOf, trackedOf } from './run.ts'

/**
 * Where the learner left all suspended they resume it; else the course starts. A session that was broken off goes on with the
 * activity that it was at.
 */
export function beginning(_course: Course, attempt: Attempt): NavigationRequest {
  const { current, suspended } = trackedOf(attempt).state
  if (current !== undefined) return { to: 'choice', activity: current }
  return { to: suspended === undefined ? 'start' : 'resumeAll' }
}

/** What is open ends, then the sequencer has the word. */
export function follow(
  course: Course,
  attempt: Attempt,
  request: NavigationRequest,
): readonly PlayerStep[] {
  const at = attempt.current ?? trackedOf(attempt).state.current ?? course.id
  return [...abandonment(attempt), { activity: at, step: { do: 'navigate', request } }]
}

function abandonment({ current, ...attempt }: Attempt): readonly PlayerStep[] {
  if (current === undefined || stateOf(attempt, current)?.run !== 'running') return []
  return [{ activity: current, step: { do: 'abandon' } }]
}

/** Suspends all, so that the learner comes back to where they are; what cannot be suspended ends. */
export function leave(course: Course, attempt: Attempt): readonly PlayerStep[] {
  const tracked = trackedOf(attempt)
  if (tracked.state.current === undefined) return abandonment(attempt)
  const isPossible = (to: LeavingRequest): boolean =>
    process(treeOf(course), trackedOf(closeRun(attempt)), { to }).refusal === undefined
  return follow(course, attempt, { to: isPossible('suspendAll') ? 'suspendAll' : 'exitAll' })
}

const words: readonly string[] = [
  'continue',
  'previous',
  'exit',
  'exitAll',
  'abandon',
  'abandonAll',
  'suspendAll',
]

/**
 * What the SCO asked for, once it has terminated [SN 5.6.4]. A time-out or a logout ends the course whatever else it asked
 * [RTE 4.2.8.1].
 */
export function pendingRequest(_course: Course, attempt: Attempt): NavigationRequest | undefined {
  const state = stateOf(attempt, attempt.current)
  if (state?.run !== 'finished') return undefined
  const exit = fieldOf(state.values, 'cmi.exit')
  if (exit === 'time-out' || exit === 'logout') return { to: 'exitAll' }
  const asked = fieldOf(state.values, 'adl.nav.request') ?? '_none_'
  if (words.includes(asked)) return { to: asked as LeavingRequest | 'continue' | 'previous' }
  const [, activity, to] = /^\{target=(.+)\}(choice|jump)$/s.exec(asked) ?? []
  return activity === undefined ? undefined : { to: to as 'choice' | 'jump', activity }
}
