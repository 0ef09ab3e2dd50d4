import type { StatementReader } from '../xapi/index.ts'
import { requireTrial, type SessionStore, sessionOfToken } from './start-session.ts'
import type { TrialStatements } from './wire.ts'

const statementsMax = 50

/**
 * The statements that a try-out has led to, for whoever tries a package; a learner's session does not show them.
 * @throws Problem `session-token-invalid`; `forbidden`
 */
export const trialStatements =
  (store: SessionStore & Pick<StatementReader, 'queryStatements'>) =>
  async (token: string): Promise<TrialStatements> => {
    const { registration } = await sessionOfToken(store, token)
    requireTrial(await store.findRegistration(registration))
    const { items } = await store.queryStatements({ registration }, { limit: statementsMax })
    return {
      statements: items.map(
        ({ json }) => JSON.parse(json.toString()) as TrialStatements['statements'][number],
      ),
    }
  }
