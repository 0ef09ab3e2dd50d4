import type { Answer, Attempt } from './attempt.ts'
import type { ApiCall } from './engine.ts'
import type { JournalStep } from './journal.ts'

/** A call that went well: what the script gets, and what changed. */
export interface CallSuccess {
  readonly result: string
  readonly attempt?: Attempt
  readonly step?: JournalStep
  readonly finding?: string
}

/** A call that did not; the code is one of its standard. */
export interface CallFailure {
  readonly error: string
  readonly diagnostic: string
}

/** What the standards do differently. */
export interface CallRules {
  readonly errorStringOf: (code: string) => string
  /** Answers a call of the five functions that are about the session and its values. */
  readonly perform: (request: ApiCall) => CallSuccess | CallFailure
}

/** Answers one call of the SCO. Never throws, whatever the arguments are. */
export function answerCall(attempt: Attempt, request: ApiCall, rules: CallRules): Answer {
  const asked = answerAboutErrors(attempt, request, rules)
  if (asked) return asked
  const outcome = rules.perform(request)
  if ('diagnostic' in outcome) {
    const { error, diagnostic } = outcome
    return { attempt, result: request.function === 'getValue' ? '' : 'false', error, diagnostic }
  }
  return { attempt, error: '0', diagnostic: '', ...outcome }
}

/** The three functions that ask about errors leave the error as it is [RTE 1.2 3.2.7, 2004 3.1.6]. */
function answerAboutErrors(
  attempt: Attempt,
  { function: name, args, lastError, lastDiagnostic = '' }: ApiCall,
  { errorStringOf }: CallRules,
): Answer | undefined {
  const unchanged = { attempt, error: lastError, diagnostic: lastDiagnostic }
  const code = args[0] ?? ''
  switch (name) {
    case 'getLastError':
      return { ...unchanged, result: lastError }
    case 'getErrorString':
      return { ...unchanged, result: errorStringOf(code) }
    case 'getDiagnostic': {
      const about = code === '' ? lastError : code
      const known = about === lastError ? lastDiagnostic : ''
      return { ...unchanged, result: (known || errorStringOf(about)).slice(0, 255) }
    }
    default:
      return undefined
  }
}

/** What is noted where the empty argument was left out. */
export const findingOf = ({ args, function: name }: ApiCall) =>
  args.length === 0 && { finding: `${name} was called without its empty argument` }
