import type { LaunchParts } from './launch/index.ts'
import { observeAnswers } from './questions/index.ts'
import { observeStatements } from './registrations/index.ts'
import type { Writer } from './storage/port.ts'
import type { StatementObserver } from './xapi/index.ts'

type PlayerObservers = LaunchParts['rules']['observers']

interface StatementObservers {
  /** Of statements that tools send and that are imported. */
  readonly ofTools: readonly StatementObserver<Writer>[]
  /** Of statements that this server derives from what its player reports; progress is recorded with them already. */
  readonly ofPlayer: PlayerObservers
}

/**
 * Who is told of new statements in the transaction that stores them.
 * @param appUrl origin of the app, without a slash at the end
 */
export function statementObservers(appUrl: string): StatementObservers {
  const answers = observeAnswers(appUrl)
  return {
    ofTools: [observeStatements(appUrl), answers],
    ofPlayer: [answers],
  }
}
