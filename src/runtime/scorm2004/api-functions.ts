import { answerCall, type CallSuccess, failure, findingOf, isFailure } from '../answer-call.ts'
import type { Answer, Attempt } from '../attempt.ts'
import { activityNamed, type Course } from '../course.ts'
import type { ApiCall, ApiFunction } from '../engine.ts'
import type { JournalStep } from '../journal.ts'
import type { Running } from '../run.ts'
import { resolveName } from './element-name.ts'
import { errorStrings, type Failure } from './error-codes.ts'
import { requestValid } from './request-valid.ts'
import { commitRun, finishRun, initializeRun, stateOf } from './run.ts'
import { setValue } from './set-value.ts'
import { editionOf, readValue } from './values.ts'

/** The eight functions of the API instance [RTE 3.1]. */
export const apiFunctions: Readonly<Record<string, ApiFunction>> = {
  Initialize: 'initialize',
  Terminate: 'finish',
  GetValue: 'getValue',
  SetValue: 'setValue',
  Commit: 'commit',
  GetLastError: 'getLastError',
  GetErrorString: 'getErrorString',
  GetDiagnostic: 'getDiagnostic',
}

type Outcome = CallSuccess | Failure
type SessionFunction = Exclude<ApiFunction, 'getLastError' | 'getErrorString' | 'getDiagnostic'>

/** Answers one call of the SCO. Never throws, whatever the arguments are. */
export const call = (course: Course, attempt: Attempt, request: ApiCall): Answer =>
  answerCall(attempt, request, {
    errorStrings,
    perform: (asked) => perform(course, attempt, asked),
  })

function perform(course: Course, attempt: Attempt, request: ApiCall): Outcome {
  const name = request.function as SessionFunction
  const wrongArgument = argumentFailure(course, request)
  if (wrongArgument) return wrongArgument
  const { current } = attempt
  const activity = current === undefined ? undefined : activityNamed(course, current)
  const state = stateOf(attempt, current)
  if (!activity || !state) return failure(outside[name].before, 'no activity is open')
  const running: Running = { course, attempt, activity, state }
  if (name === 'initialize') return initialize(running, request)
  if (state.run === 'finished') return failure(outside[name].after, 'Terminate was called')
  if (state.run !== 'running') return failure(outside[name].before, 'not initialized')
  switch (name) {
    case 'finish':
      return { ...done(finishRun(running, request.at), 'finish'), ...findingOf(request) }
    case 'commit':
      return { ...done(commitRun(running), 'commit'), ...findingOf(request) }
    case 'getValue':
      return getValue(running, request.args[0] ?? '')
    default:
      return set(running, request)
  }
}

/** The codes of a call before Initialize and after Terminate [RTE 3.1.7]. */
const outside: Readonly<Record<SessionFunction, Record<'before' | 'after', Failure['error']>>> = {
  initialize: { before: '102', after: '104' },
  finish: { before: '112', after: '113' },
  getValue: { before: '122', after: '123' },
  setValue: { before: '132', after: '133' },
  commit: { before: '142', after: '143' },
}

/** Initialize, Terminate and Commit take one empty string; to leave it out is tolerated. */
function argumentFailure(course: Course, { args, function: name }: ApiCall): Failure | undefined {
  if (name === 'getValue' || name === 'setValue') return undefined
  const isLeftOut = args.length === 0
  if (isLeftOut && course.profile !== 'conformant') return undefined
  return isLeftOut || args.length > 1 || args[0] !== ''
    ? failure('201', 'the argument must be an empty string')
    : undefined
}

const done = (
  { attempt }: { readonly attempt: Attempt },
  step: 'finish' | 'commit',
): CallSuccess => ({
  result: 'true',
  attempt,
  step: { do: step },
})

function initialize(running: Running, request: ApiCall): Outcome {
  const { run } = running.state
  if (run === 'running') return failure('103', 'the SCO is initialized already')
  if (run === 'finished')
    return failure('104', 'Terminate was called; the player must open it again')
  if (run !== 'opened') return failure('102', 'the activity is not open')
  const { attempt } = initializeRun(running, request.at)
  return { result: 'true', attempt, step: { do: 'initialize' }, ...findingOf(request) }
}

function getValue(running: Running, element: string): Outcome {
  if (element === '') return failure('301', 'GetValue takes the name of an element')
  const named = resolveName(element, editionOf(running))
  if (named.kind === 'requestValid') return { result: requestValid(running, named) }
  const read = readValue(running, named)
  return isFailure(read) ? read : { result: read.value }
}

function set(running: Running, { args }: ApiCall): Outcome {
  const [element = '', value] = args
  if (element === '' || value === undefined) {
    return failure('351', 'SetValue takes the name of an element and a value')
  }
  const written = setValue(running, element, value)
  if (isFailure(written)) return written
  const { attempt, finding } = written
  const step: JournalStep = { do: 'set', element, value }
  return { result: 'true', attempt, step, ...(finding !== undefined && { finding }) }
}
