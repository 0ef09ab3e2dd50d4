import { mayDo, type Principal } from '../../base/principal.ts'
import { Problem } from '../../base/problem.ts'
import type { Transactor } from '../../base/transactor.ts'
import { type PlacedStatement, refuseOutside } from '../row-filter.ts'
import { authorityOf } from './authority.ts'
import { explainConflict } from './explain-conflict.ts'
import {
  type IncomingStatement,
  prepareReceived,
  type ReceivedStatement,
} from './prepare-statement.ts'
import type { StatementReader, StatementWriter, StoredStatement } from './store.ts'

/** Where statements come from: posted to /xapi, or made by this server for a session that it launched. */
type StatementOrigin = 'api' | 'launch'

/** A statement that was stored just now; one that was there already is not observed again. */
export interface NewStatement extends IncomingStatement {
  readonly stored: StoredStatement
}

/**
 * Told of new statements inside the transaction that stores them, so that what it writes is durable with them or not at all.
 * It awaits nothing but `tx`, and may be called again from the start (see Transactor).
 */
export type StatementObserver<W> = (
  tx: W,
  stored: readonly NewStatement[],
  origin: StatementOrigin,
) => Promise<void>

/**
 * Stores prepared statements in a transaction that is under way, and tells the observers of those that were new.
 * @throws Problem statement-conflict if an id is stored with other content; nothing of the batch is then stored.
 */
export async function insertPrepared<W extends StatementWriter>(
  tx: W,
  incoming: readonly IncomingStatement[],
  telling: {
    readonly observers: readonly StatementObserver<W>[]
    readonly origin: StatementOrigin
  },
): Promise<readonly StoredStatement[]> {
  const stored = await tx.insertStatements(incoming.map(({ prepared }) => prepared))
  if (stored.length === 0 || telling.observers.length === 0) return stored
  const byId = new Map(incoming.map((item) => [item.prepared.id, item]))
  const news = stored.map((one): NewStatement => ({ ...byId.get(one.id)!, stored: one }))
  for (const observe of telling.observers) await observe(tx, news, telling.origin)
  return stored
}

interface StoringRules<W> {
  /** Origin of the app, without a slash at the end: the home page of authorities. */
  readonly appUrl: string
  readonly observers: readonly StatementObserver<W>[]
}

/** Prepares what a principal sends, and checks what needs the store. */
export const prepareStatements =
  (store: StatementReader, { appUrl }: Pick<StoringRules<never>, 'appUrl'>) =>
  /**
   * @param options.keepsAuthority leaves a statement the authority that it came with; the caller has checked that the
   *   principal may vouch for everybody.
   * @throws Problem forbidden without the scope to write, or to void; outside-row-filter.
   */
  async (
    principal: Principal,
    received: readonly ReceivedStatement[],
    options: { readonly keepsAuthority?: boolean } = {},
  ): Promise<readonly IncomingStatement[]> => {
    const own = authorityOf(principal, appUrl)
    const mayDefine = mayDo(principal, 'define')
    const incoming = received.map((one) => {
      const authority = (options.keepsAuthority && one.statement.authority) || own
      return prepareReceived(one, { authority, mayDefine })
    })
    if (incoming.some(({ prepared }) => prepared.isVoiding)) requireVoiding(principal)
    if (principal.filter) await refuseOutside(store, principal, placed(incoming, received))
    return incoming
  }

/**
 * Stores what a principal sent, in one transaction; resolves when it is durable.
 * @throws Problem forbidden without the scope to write, or to void; outside-row-filter; statement-conflict.
 */
export const storeStatements = <W extends StatementWriter>(
  store: StatementReader & Transactor<W>,
  rules: StoringRules<W>,
) => {
  const prepare = prepareStatements(store, rules)
  return async (principal: Principal, received: readonly ReceivedStatement[]): Promise<void> => {
    if (received.length === 0) return
    const incoming = await prepare(principal, received)
    try {
      await store.transact((tx) =>
        insertPrepared(tx, incoming, { observers: rules.observers, origin: 'api' }),
      )
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'statement-conflict') throw error
      throw await explainConflict(store, error, { incoming, principal, appUrl: rules.appUrl })
    }
  }
}

const placed = (
  incoming: readonly IncomingStatement[],
  received: readonly ReceivedStatement[],
): PlacedStatement[] =>
  incoming.map((one, index) => ({ incoming: one, pointer: received[index]!.pointer ?? '' }))

/** Who may write statements may void them; the rule stands here so that it can become a scope of its own [xAPI-Data 2.3.2]. */
function requireVoiding(principal: Principal): void {
  if (!mayDo(principal, 'statements/write'))
    throw new Problem('forbidden', 'This credential may not void statements.', {
      clause: 'xAPI-Data 2.3.2',
    })
}
