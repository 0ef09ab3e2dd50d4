import { type CatchUpRules as CatchingUp, startCatchingUp } from '../base/catch-up.ts'
import type { Transactor } from '../base/transactor.ts'
import type { Statement, StatementReader } from '../xapi/index.ts'
import { keepAnswers } from './observe-answers.ts'
import type { QuestionReader, QuestionWriter } from './store.ts'

export type CatchUpStore = Pick<QuestionReader, 'listCatchUps'> &
  Pick<StatementReader, 'queryStatements'> &
  Transactor<QuestionWriter>

const statementsPerStep = 200

export interface CatchUpRules extends CatchingUp {
  /** Origin of the app, without a slash at the end. */
  readonly appUrl: string
}

/**
 * Keeps the answers in statements that were stored before answers were kept. Each step is one transaction with its position,
 * so that it may be broken off anywhere and goes on at the next start; reading a statement twice changes nothing, also where two
 * processes do it at once.
 */
export const startCatchUp = (store: CatchUpStore, rules: CatchUpRules): { stop(): Promise<void> } =>
  startCatchingUp(
    {
      isLeft: async () => (await store.listCatchUps()).length > 0,
      step: () => catchUpStep(store, rules.appUrl),
    },
    rules,
  )

/** @returns how many statements were read; undefined once none are left to read. */
export async function catchUpStep(
  store: CatchUpStore,
  appUrl: string,
): Promise<number | undefined> {
  const [next] = await store.listCatchUps()
  if (!next) return undefined
  const { verb, position, through } = next
  const { items, cursor } = await store.queryStatements(
    { verb, since: position, until: through, ascending: true },
    { limit: statementsPerStep },
  )
  const read = items.map((stored) => ({
    stored,
    statement: JSON.parse(stored.json.toString('utf8')) as Statement,
  }))
  await store.transact(async (tx) => {
    await keepAnswers(tx, appUrl, read)
    await tx.putCatchUp({ verb, position: cursor ?? through, through })
  })
  return items.length
}
