import type { ActivityState, Attempt, Fact } from '../attempt.ts'
import type { Activity } from '../course.ts'
import { fieldOf } from '../records.ts'
import { betterScore } from '../results.ts'
import {
  type Running,
  type Told,
  unopened,
  wallClockBetween,
  withRunClosed,
  withState,
} from '../run.ts'
import { factsToTell } from '../untold.ts'
import { statusFact } from './facts.ts'
import { withRecordsApart } from './flat-records.ts'
import { betterStatus, lessonStatusOf, ownResult, scoreOf, statusAtFinish } from './status.ts'
import { parseTimespan } from './timespan.ts'

type Values = ActivityState['values']

export function stateOf(attempt: Attempt, id: string | undefined): ActivityState | undefined {
  const isKnown = id !== undefined && Object.hasOwn(attempt.activities, id)
  const state = isKnown ? attempt.activities[id] : undefined
  return state && withRecordsApart(state)
}

/**
 * Begins a run. Values stay as earlier runs left them; what belongs to one run is cleared: exit, session_time, and, unless
 * the SCO resumes, the interactions, which are the log of what was answered since the SCO began.
 */
export function openRun(attempt: Attempt, activity: Activity, at: string): Told {
  const left = leaveFinished(attempt)
  const before = stateOf(left, activity.id) ?? unopened
  const isAsset = activity.kind === 'asset'
  const state: ActivityState = {
    ...before,
    values: valuesAtOpen(before, isAsset),
    records: recordsAtOpen(before),
    run: 'opened',
    runs: before.runs + 1,
    ...(isAsset && { runStartedAt: at, entry: '' }),
    untold: { interactions: [], score: 'none' },
  }
  const opened = { ...withState(left, activity.id, state), current: activity.id }
  const isFirst = lessonStatusOf(before.values) !== 'completed'
  const facts: Fact[] = [
    ...(isAsset ? [{ fact: 'initialized' } as const] : []),
    ...(isAsset && isFirst ? [{ fact: 'completed' } as const] : []),
  ]
  return { attempt: { ...opened, lastOpened: activity.id }, facts }
}

function valuesAtOpen({ values }: ActivityState, isAsset: boolean): Values {
  if (isAsset) return { 'cmi.core.lesson_status': 'completed' }
  const kept = Object.entries(values).filter(
    ([name]) => name !== 'cmi.core.exit' && name !== 'cmi.core.session_time',
  )
  return Object.fromEntries(kept)
}

function recordsAtOpen(before: ActivityState): NonNullable<ActivityState['records']> {
  const { 'cmi.interactions': interactions, ...others } = before.records ?? {}
  const isKept = before.entry === 'resume' && interactions !== undefined
  return isKept ? { ...others, 'cmi.interactions': interactions } : others
}

/** Closes a run that has nothing more to tell: one that is finished, or was never initialized. */
const leaveFinished = (attempt: Attempt): Attempt =>
  withRunClosed(attempt, stateOf(attempt, attempt.current))

export function initializeRun({ attempt, activity, state }: Running, at: string): Told {
  const running: ActivityState = { ...state, run: 'running', runStartedAt: at }
  const fact = state.entry === 'resume' ? 'resumed' : 'initialized'
  return { attempt: withState(attempt, activity.id, running), facts: [{ fact }] }
}

export function commitRun({ attempt, activity, state }: Running): Told {
  const told = factsToTell(state, scoreOf)
  return { attempt: withState(attempt, activity.id, told.state), facts: told.facts }
}

/** LMSFinish: the book's status rules, the time of the run, and how the next run will be entered. */
export function finishRun({ attempt, activity, state }: Running, at: string): Told {
  const status = statusAtFinish(activity, attempt.mode, state.values)
  const isRuled = lessonStatusOf(state.values) !== status
  const values = isRuled ? { ...state.values, 'cmi.core.lesson_status': status } : state.values
  const told = factsToTell({ ...state, values }, scoreOf)
  const isSuspended = fieldOf(values, 'cmi.core.exit') === 'suspend'
  const ended = endRun(told.state, at, isSuspended)
  return {
    attempt: withState(attempt, activity.id, { ...ended.state, run: 'finished' }),
    facts: [...told.facts, ...(isRuled ? statusFact(values) : []), ended.fact],
  }
}

/**
 * The activity went away without LMSFinish. A SCO that said where the learner was is resumed next time, even if it had no
 * time to set exit: to begin again would lose what the learner did.
 */
export function abandonRun({ attempt, activity, state }: Running, at: string): Told {
  if (state.runStartedAt === undefined || state.run === 'finished') {
    return { attempt: leaveFinished(attempt), facts: [] }
  }
  const told = factsToTell(state, scoreOf)
  const ended = endRun(told.state, at, isToBeResumed(state.values))
  return {
    attempt: leaveFinished(withState(attempt, activity.id, ended.state)),
    facts: [...told.facts, ended.fact],
  }
}

function isToBeResumed(values: Values): boolean {
  const exit = fieldOf(values, 'cmi.core.exit') ?? ''
  const hasBookmark = ['cmi.suspend_data', 'cmi.core.lesson_location'].some(
    (name) => (fieldOf(values, name) ?? '') !== '',
  )
  return exit === 'suspend' || (exit === '' && hasBookmark)
}

/** Adds the run's time once, and keeps the best result that a run ended with. */
function endRun(state: ActivityState, at: string, isSuspended: boolean) {
  const { values, best } = state
  const sessionTime = parseTimespan(fieldOf(values, 'cmi.core.session_time') ?? '')
  const runCentiseconds = sessionTime ?? wallClockBetween(state.runStartedAt, at)
  const score = betterScore(best.score, scoreOf(values))
  const status = betterStatus(best.status ?? 'not attempted', lessonStatusOf(values))
  const ended: ActivityState = {
    ...state,
    totalCentiseconds: state.totalCentiseconds + runCentiseconds,
    entry: isSuspended ? 'resume' : '',
    best: { status, ...(score && { score }) },
  }
  const fact: Fact = {
    fact: isSuspended ? 'suspended' : 'terminated',
    result: ownResult(values),
    runCentiseconds,
  }
  return { state: ended, fact }
}
