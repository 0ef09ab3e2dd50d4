import type { Answer, ApiCall, ApiFunction, Attempt, Course, Engine } from '../src/runtime/index.ts'
import type { CallLog, EntryName } from './call-log.ts'
import type { PlayerClock } from './player-clock.ts'

/** What the course's script finds at `window.parent.API`: functions by their published names. */
export type ApiObject = Readonly<Record<string, (...args: unknown[]) => string>> & {
  /** SCORM 2004 only [RTE 3.3.1]. */
  readonly version?: string
}

/** Takes the error that a call is to be answered with, if any. */
export type ActivityFault = (called: ApiFunction) => string | undefined

export interface ApiOptions {
  readonly engine: Engine
  readonly course: Course
  readonly activity: string
  readonly clock: PlayerClock
  readonly log: CallLog
  readonly attempt: () => Attempt
  /** Takes the new attempt, and the step for the journal if there is one. @returns the entry that it became. */
  readonly onAnswer: (answer: Answer, call: ApiCall) => EntryName | undefined
  readonly fault?: ActivityFault
  /** Before an initialize: the place to begin a new run for a new document. */
  readonly beforeInitialize: () => void
}

export interface ActivityApi {
  readonly object: ApiObject
  /** From now on the object answers as after Finish, and changes nothing. */
  retire(): void
}

/**
 * The API of one opened activity. Every call is answered at once from memory, and none throws, whatever is passed and
 * whoever calls: a course that is gone may still call from a timer.
 */
export function activityApi(options: ApiOptions): ActivityApi {
  const { engine, course, activity, clock, log } = options
  let lastError = '0'
  let lastDiagnostic = ''
  let retired: Attempt | undefined

  const call = (name: string, apiFunction: ApiFunction, args: readonly string[]): string => {
    if (apiFunction === 'initialize' && retired === undefined) options.beforeInitialize()
    const at = clock()
    const startedAt = performance.now()
    const forced = options.fault?.(apiFunction)
    if (forced !== undefined) {
      const result = fallback[apiFunction]
      lastError = forced
      lastDiagnostic = 'simulated'
      log.add({ at, activity, name, args, result, error: forced, diagnostic: lastDiagnostic })
      return result
    }
    const request = { function: apiFunction, args, at, lastError, lastDiagnostic }
    const answer = engine.call(course, retired ?? options.attempt(), request)
    lastError = answer.error
    lastDiagnostic = answer.diagnostic
    const entry = retired === undefined ? options.onAnswer(answer, request) : undefined
    const { result, error, diagnostic } = answer
    const milliseconds = performance.now() - startedAt
    const about = { at, activity, name, args, milliseconds, ...(entry && { entry }) }
    log.add({ ...about, result, error, diagnostic })
    if (answer.finding !== undefined) {
      log.add({ at, activity, name: 'finding', args: [answer.finding] })
    }
    return result
  }

  const functions = Object.entries(engine.apiFunctions).map(([name, apiFunction]) => [
    name,
    (...args: unknown[]): string => {
      try {
        return call(name, apiFunction, args.map(textOf))
      } catch (error) {
        console.error(`hocba: ${name} failed`, error)
        return fallback[apiFunction]
      }
    },
  ])
  const version = course.standard === 'scorm2004' && { version: '1.0' }
  return {
    object: Object.freeze({ ...Object.fromEntries(functions), ...version }) as ApiObject,
    retire() {
      retired ??= asFinished(options.attempt(), activity)
    },
  }
}

/** The attempt as an activity sees it that has called Finish and is not opened again. */
function asFinished(attempt: Attempt, activity: string): Attempt {
  const state = attempt.activities[activity]
  if (state === undefined) return attempt
  const finished = { ...state, run: 'finished' } as const
  return {
    ...attempt,
    current: activity,
    activities: { ...attempt.activities, [activity]: finished },
  }
}

/** Answers of a call that went wrong in the player itself, which no test has seen: failure in the standard's own terms. */
const fallback: Readonly<Record<ApiFunction, string>> = {
  initialize: 'false',
  finish: 'false',
  getValue: '',
  setValue: 'false',
  commit: 'false',
  getLastError: '101',
  getErrorString: '',
  getDiagnostic: '',
}

function textOf(value: unknown): string {
  try {
    return String(value)
  } catch {
    return ''
  }
}
