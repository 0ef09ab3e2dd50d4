import type { StatementReader } from '../xapi/index.ts'
import { statementIdOf } from './replay-journal.ts'
import type { Session } from './session.ts'
import { requireTrial, type SessionStore, sessionOfToken } from './start-session.ts'
import type { TrialStatements } from './wire.ts'

const statementsMax = 50
/** How far back entries are looked for: longer sessions are no try-outs any more. */
const entriesMax = 5_000

/**
 * The statements that a try-out has led to, for whoever tries a package; a learner's session does not show them.
 * @throws Problem `session-token-invalid`; `forbidden`
 */
export const trialStatements =
  (store: SessionStore & Pick<StatementReader, 'queryStatements'>) =>
  async (token: string): Promise<TrialStatements> => {
    const session = await sessionOfToken(store, token)
    const { registration } = session
    requireTrial(await store.findRegistration(registration))
    const { items } = await store.queryStatements({ registration }, { limit: statementsMax })
    return {
      statements: items.map(
        ({ json }) => JSON.parse(json.toString()) as TrialStatements['statements'][number],
      ),
      entries: entriesBehind(session, new Set(items.map(({ id }) => id))),
    }
  }

/** Ids follow from entries, so the entries are found by making their ids again. */
function entriesBehind(
  { registration, id: session, lastEntry }: Session,
  statements: ReadonlySet<string>,
): Record<string, number> {
  const found: Record<string, number> = {}
  const first = Math.max(1, lastEntry - entriesMax)
  for (let entry = lastEntry; entry >= first; entry -= 1) {
    for (let index = 0; ; index += 1) {
      const id = statementIdOf({ registration, session }, entry, index)
      if (!statements.has(id)) break
      found[id] = entry
    }
  }
  return found
}
