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

/** Why a call failed: a code of its standard for the SCO, and a sentence for the person who looks for the cause. */
export interface CallFailure<Code extends string = string> {
  readonly error: Code
  readonly diagnostic: string
}

export const failure = <Code extends string>(
  error: Code,
  diagnostic: string,
): CallFailure<Code> => ({ error, diagnostic })

export const isFailure = (value: object): value is CallFailure => 'error' in value

/** What the standards do differently. */
interface CallRules {
  /** Published names by code. */
  readonly errorStrings: Readonly<Record<string, string>>
  /** Answers a call of the five functions that are about the session and its values. */
  readonly perform: (request: ApiCall) => CallSuccess | CallFailure
}

/** Answers one call of the SCO. Never throws, whatever the arguments are. */
export function answerCall(attempt: Attempt, request: ApiCall, rules: CallRules): Answer {
  const asked = answerAboutErrors(attempt, request, rules)
  if (asked) return asked
  const outcome = rules.perform(request)
  if (isFailure(outcome)) {
    const { error, diagnostic } = outcome
    return { attempt, result: request.function === 'getValue' ? '' : 'false', error, diagnostic }
  }
  return { attempt, error: '0', diagnostic: '', ...outcome }
}

/** The three functions that ask about errors leave the error as it is [RTE 1.2 3.2.7, 2004 3.1.6]. */
function answerAboutErrors(
  attempt: Attempt,
  { function: name, args, lastError, lastDiagnostic = '' }: ApiCall,
  { errorStrings }: CallRules,
): Answer | undefined {
  const errorStringOf = (code: string): string =>
    Object.hasOwn(errorStrings, code) ? (errorStrings[code] ?? '') : ''
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
