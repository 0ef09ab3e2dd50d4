import { answerCall, type CallSuccess, failure, findingOf, isFailure } from '../answer-call.ts'
import type { Answer, Attempt } from '../attempt.ts'
import { activityNamed, type Course } from '../course.ts'
import type { ApiCall, ApiFunction } from '../engine.ts'
import type { JournalStep } from '../journal.ts'
import type { Running } from '../run.ts'
import { errorStrings, type Failure } from './error-codes.ts'
import { commitRun, finishRun, initializeRun, stateOf } from './run.ts'
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

type Outcome = CallSuccess | Failure

/** Answers one call of the SCO. Never throws, whatever the arguments are. */
export const call = (course: Course, attempt: Attempt, request: ApiCall): Answer =>
  answerCall(attempt, request, {
    errorStrings,
    perform: (asked) => perform(course, attempt, asked),
  })

function perform(course: Course, attempt: Attempt, request: ApiCall): Outcome {
  const activity =
    attempt.current === undefined ? undefined : activityNamed(course, attempt.current)
  const state = stateOf(attempt, attempt.current)
  if (!activity || !state) return failure('101', 'no activity is open')
  if (activity.kind !== 'sco') return failure('101', 'the manifest says that this is an asset')
  const open: Running = { course, attempt, activity, state }
  switch (request.function) {
    case 'initialize':
      return initialize(open, request)
    case 'finish':
      return finish(open, request)
    case 'commit':
      return commit(open, request)
    case 'getValue':
      return getValue(open, request)
    default:
      return set(open, request)
  }
}

/** Initialize, Finish and Commit take one empty string; to leave it out is tolerated. */
const argumentFailure = ({ args }: ApiCall): Failure | undefined =>
  args.length > 1 || (args[0] ?? '') !== ''
    ? failure('201', 'the argument must be an empty string')
    : undefined

const stateFailure = ({ state }: Running): Failure | undefined => {
  if (state.run === 'running') return undefined
  return failure('301', state.run === 'finished' ? 'LMSFinish was called' : 'not initialized')
}

function initialize(open: Running, request: ApiCall): Outcome {
  const wrong = argumentFailure(request)
  if (wrong) return wrong
  const { state } = open
  if (state.run !== 'opened') {
    const when = state.run === 'running' ? 'already' : 'and finished; the player must open it again'
    return failure('101', `the SCO is initialized ${when}`)
  }
  const { attempt } = initializeRun(open, request.at)
  return { result: 'true', attempt, step: { do: 'initialize' }, ...findingOf(request) }
}

function finish(open: Running, request: ApiCall): Outcome {
  const wrong = argumentFailure(request) ?? stateFailure(open)
  if (wrong) return wrong
  const { attempt } = finishRun(open, request.at)
  return { result: 'true', attempt, step: { do: 'finish' }, ...findingOf(request) }
}

function commit(open: Running, request: ApiCall): Outcome {
  const wrong = argumentFailure(request) ?? stateFailure(open)
  if (wrong) return wrong
  const { attempt } = commitRun(open)
  return { result: 'true', attempt, step: { do: 'commit' }, ...findingOf(request) }
}

function getValue(open: Running, { args }: ApiCall): Outcome {
  const wrong = stateFailure(open)
  if (wrong) return wrong
  const read = readValue(open, args[0] ?? '')
  return isFailure(read) ? read : { result: read.value }
}

function set(open: Running, { args }: ApiCall): Outcome {
  const wrong = stateFailure(open)
  if (wrong) return wrong
  const [element, value] = args
  if (element === undefined || value === undefined) {
    return failure('201', 'LMSSetValue takes an element and a value')
  }
  const done = setValue(open, element, value)
  if (isFailure(done)) return done
  const { attempt, finding } = done
  const step: JournalStep = { do: 'set', element, value }
  return { result: 'true', attempt, step, ...(finding !== undefined && { finding }) }
}
