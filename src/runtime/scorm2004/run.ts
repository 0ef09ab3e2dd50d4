import type { ActivityState, Attempt, Fact } from '../attempt.ts'
import { fieldOf } from '../records.ts'
import { type Running, type Told, wallClockBetween, withRunClosed, withState } from '../run.ts'
import { type RunReport, record, type Tracked, treeOf } from '../sequencing/index.ts'
import { factsToTell } from '../untold.ts'
import { reportOf } from './report.ts'
import { bestWith, ownResult, scoreOf } from './status.ts'
import { parseTimeInterval } from './time-types.ts'

export const stateOf = (attempt: Attempt, id: string | undefined): ActivityState | undefined =>
  id !== undefined && Object.hasOwn(attempt.activities, id) ? attempt.activities[id] : undefined

/** What the sequencer works on; `start` put it there. */
export const trackedOf = ({ sequencing, shared }: Attempt): Tracked => ({
  state: sequencing!,
  shared: shared!,
})

export const withTracked = (attempt: Attempt, { state, shared }: Tracked): Attempt => ({
  ...attempt,
  sequencing: state,
  shared,
})

export function initializeRun({ attempt, activity, state }: Running, at: string): Told {
  const running: ActivityState = { ...state, run: 'running', runStartedAt: at }
  const fact = state.entry === 'resume' ? 'resumed' : 'initialized'
  return { attempt: withState(attempt, activity.id, running), facts: [{ fact }] }
}

/** Commit: what the SCO reported so far counts for sequencing, here and in the learner's other courses. */
export function commitRun(running: Running): Told {
  const { activity, attempt, state } = running
  const told = factsToTell(state, scoreOf)
  const reported = report(running, reportOf(activity, state))
  return {
    attempt: withState({ ...attempt, ...reported }, activity.id, told.state),
    facts: told.facts,
  }
}

function report(
  { course, attempt, activity }: Running,
  said: RunReport,
): Pick<Attempt, 'sequencing' | 'shared'> {
  const tracked = record(treeOf(course), trackedOf(attempt), {
    activity: activity.id,
    report: said,
  })
  return { sequencing: tracked.state, shared: tracked.shared }
}

/** Terminate: the time of the run, and what the SCO reported. What is delivered next is the sequencer's, at `navigate`. */
export function finishRun(running: Running, at: string): Told {
  const said = reportOf(running.activity, running.state)
  const { ended, attempt, facts } = endRun(running, { at, said })
  return { attempt: withState(attempt, running.activity.id, { ...ended, run: 'finished' }), facts }
}

/**
 * The SCO went away without Terminate. What it set is kept. In the tolerant profile a SCO that said where the learner was is
 * suspended, even if it had no time to set cmi.exit: to begin again would lose what the learner did.
 */
export function abandonRun(running: Running, at: string): Told {
  const { activity, course, state } = running
  if (state.run !== 'running') return { attempt: closeRun(running.attempt), facts: [] }
  const said = reportOf(activity, state)
  const isSuspended =
    said.isSuspended || (course.profile !== 'conformant' && hasBookmark(state.values))
  const { ended, attempt, facts } = endRun(running, { at, said: { ...said, isSuspended } })
  return { attempt: closeRun(withState(attempt, activity.id, ended)), facts }
}

function hasBookmark(values: ActivityState['values']): boolean {
  const exit = fieldOf(values, 'cmi.exit') ?? ''
  return (
    exit === '' &&
    ['cmi.suspend_data', 'cmi.location'].some((name) => (fieldOf(values, name) ?? '') !== '')
  )
}

/** The attempt with nothing open. */
export const closeRun = (attempt: Attempt): Attempt =>
  withRunClosed(attempt, stateOf(attempt, attempt.current))

/** Adds the run's time once, keeps the best result that a run ended with, and reports to the sequencer. */
function endRun(running: Running, { at, said }: { readonly at: string; readonly said: RunReport }) {
  const { activity, attempt } = running
  const { state, facts } = factsToTell(running.state, scoreOf)
  const runCentiseconds = runTimeOf(state, at)
  const result = ownResult(activity, state)
  const ended: ActivityState = {
    ...state,
    totalCentiseconds: state.totalCentiseconds + runCentiseconds,
    best: bestWith(state.best, result),
  }
  const fact: Fact = {
    fact: said.isSuspended ? 'suspended' : 'terminated',
    result,
    runCentiseconds,
  }
  return { ended, attempt: { ...attempt, ...report(running, said) }, facts: [...facts, fact] }
}

/** cmi.session_time, or the time that passed where the SCO set none. */
export function runTimeOf({ values, runStartedAt }: ActivityState, at: string): number {
  const sessionTime = parseTimeInterval(fieldOf(values, 'cmi.session_time') ?? '')
  return sessionTime?.centiseconds ?? wallClockBetween(runStartedAt, at)
}
