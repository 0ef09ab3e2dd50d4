import { answerCall, type CallSuccess, findingOf } from '../answer-call.ts'
import type { ActivityState, Answer, Attempt } from '../attempt.ts'
import type { Activity, Course } from '../course.ts'
import type { ApiCall, ApiFunction } from '../engine.ts'
import type { JournalStep } from '../journal.ts'
import { errorStringOf, type Failure, failure, isFailure } from './error-codes.ts'
import { activityNamed, commitRun, finishRun, initializeRun, stateOf } from './run.ts'
import { setValue } from './set-value.ts'
import { readValue } from './values.ts'

/** The eight functions of the API adapter [RTE 3.3]. */
export const apiFunctions: Readonly<Record<string, ApiFunction>> = {
  LMSInitialize: 'initialize',
  LMSFinish: 'finish',
  LMSGetValue: 'getValue',
  LMSSetValue: 'setValue',
  LMSCommit: 'commit',
  LMSGetLastError: 'getLastError',
  LMSGetErrorString: 'getErrorString',
  LMSGetDiagnostic: 'getDiagnostic',
}

/** The SCO that calls: the open activity and its state. */
interface Caller {
  readonly course: Course
  readonly attempt: Attempt
  readonly activity: Activity
  readonly state: ActivityState
}

type Outcome = CallSuccess | Failure

/** Answers one call of the SCO. Never throws, whatever the arguments are. */
export const call = (course: Course, attempt: Attempt, request: ApiCall): Answer =>
  answerCall(attempt, request, {
    errorStringOf,
    perform: (asked) => perform(course, attempt, asked),
  })

function perform(course: Course, attempt: Attempt, request: ApiCall): Outcome {
  const activity =
    attempt.current === undefined ? undefined : activityNamed(course, attempt.current)
  const state = stateOf(attempt, attempt.current)
  if (!activity || !state) return failure('101', 'no activity is open')
  if (activity.kind !== 'sco') return failure('101', 'the manifest says that this is an asset')
  const caller = { course, attempt, activity, state }
  switch (request.function) {
    case 'initialize':
      return initialize(caller, request)
    case 'finish':
      return finish(caller, request)
    case 'commit':
      return commit(caller, request)
    case 'getValue':
      return getValue(caller, request)
    default:
      return set(caller, request)
  }
}

/** Initialize, Finish and Commit take one empty string; to leave it out is tolerated. */
const argumentFailure = ({ args }: ApiCall): Failure | undefined =>
  args.length > 1 || (args[0] ?? '') !== ''
    ? failure('201', 'the argument must be an empty string')
    : undefined

const stateFailure = ({ state }: Caller): Failure | undefined => {
  if (state.run === 'running') return undefined
  return failure('301', state.run === 'finished' ? 'LMSFinish was called' : 'not initialized')
}

function initialize({ attempt, state }: Caller, request: ApiCall): Outcome {
  const wrong = argumentFailure(request)
  if (wrong) return wrong
  if (state.run !== 'opened') {
    const when = state.run === 'running' ? 'already' : 'and finished; the player must open it again'
    return failure('101', `the SCO is initialized ${when}`)
  }
  const { attempt: after } = initializeRun(attempt, state, request.at)
  return { result: 'true', attempt: after, step: { do: 'initialize' }, ...findingOf(request) }
}

function finish(caller: Caller, request: ApiCall): Outcome {
  const wrong = argumentFailure(request) ?? stateFailure(caller)
  if (wrong) return wrong
  const { attempt } = finishRun(caller.attempt, { ...caller, at: request.at })
  return { result: 'true', attempt, step: { do: 'finish' }, ...findingOf(request) }
}

function commit(caller: Caller, request: ApiCall): Outcome {
  const wrong = argumentFailure(request) ?? stateFailure(caller)
  if (wrong) return wrong
  const { attempt } = commitRun(caller.attempt, caller.state)
  return { result: 'true', attempt, step: { do: 'commit' }, ...findingOf(request) }
}

function getValue(caller: Caller, { args }: ApiCall): Outcome {
  const wrong = stateFailure(caller)
  if (wrong) return wrong
  const { learner, mode } = caller.attempt
  const read = readValue({ ...caller, learner, mode }, args[0] ?? '')
  return isFailure(read) ? read : { result: read.value }
}

function set(caller: Caller, { args }: ApiCall): Outcome {
  const wrong = stateFailure(caller)
  if (wrong) return wrong
  const [element, value] = args
  if (element === undefined || value === undefined) {
    return failure('201', 'LMSSetValue takes an element and a value')
  }
  const done = setValue(caller.attempt, element, value)
  if (isFailure(done)) return done
  const { attempt, finding } = done
  const step: JournalStep = { do: 'set', element, value }
  return { result: 'true', attempt, step, ...(finding !== undefined && { finding }) }
}
