import { mayDo, type Principal } from '../../base/principal.ts'
import { Problem } from '../../base/problem.ts'
import { isInside, rowKeysOf } from '../row-filter.ts'
import { authorityOf } from './authority.ts'
import { authorityKey, indexKeys } from './index-keys.ts'
import type { OneStatement, StatementList } from './read-query.ts'
import type { Actor, Statement } from './statement.ts'
import type { Seq, StatementFilter, StatementReader, StoredStatement } from './store.ts'

/** A page of statements, and the query that asks for the next one. */
export interface StatementResult {
  readonly items: readonly StoredStatement[]
  readonly next?: StatementList
}

/**
 * Finds statements [Communication 2.1.3]. A principal that may read only its own finds those of its own authority.
 * @param appUrl origin of the app, without a slash at the end.
 */
export function queryStatements(store: StatementReader, appUrl: string) {
  return {
    async list(principal: Principal, query: StatementList): Promise<StatementResult> {
      const authority = ownAuthority(principal, appUrl)
      const within = rowKeysOf(principal)
      const filter: StatementFilter = {
        ...query.filter,
        ...(authority && { authority }),
        ...(within && { within }),
      }
      const { items, cursor } = await store.queryStatements(filter, pageOf(query))
      return cursor === undefined ? { items } : { items, next: { ...query, from: cursor } }
    },

    /** @throws Problem statement-not-found, also for a statement that the principal may not read. */
    async one(principal: Principal, query: OneStatement): Promise<StoredStatement> {
      const found = await store.findStatement(query.id, query.isVoided, rowKeysOf(principal))
      if (!found || !isReadable(found, ownAuthority(principal, appUrl)))
        throw new Problem('statement-not-found', notFound(query), {
          pointer: query.isVoided ? 'voidedStatementId' : 'statementId',
        })
      return found
    },
  }
}

/** The authority whose statements a principal may read; undefined where it may read all. */
const ownAuthority = (principal: Principal, appUrl: string): string | undefined =>
  mayDo(principal, 'statements/read') ? undefined : authorityKey(authorityOf(principal, appUrl))

/** Whether a principal may read a statement that is stored. */
export function mayReadStatement(
  principal: Principal,
  statement: Statement & { readonly authority: Actor },
  appUrl: string,
): boolean {
  if (!mayDo(principal, 'statements/read/mine')) return false
  const rows = rowKeysOf(principal)
  if (rows && !isInside(rows, indexKeys(statement))) return false
  const own = ownAuthority(principal, appUrl)
  return own === undefined || authorityKey(statement.authority) === own
}

const pageOf = ({ limit, from }: StatementList): { limit: number; from?: Seq } =>
  from === undefined ? { limit } : { limit, from }

const notFound = ({ id, isVoided }: OneStatement): string =>
  isVoided ? `No voided statement has the id ${id}.` : `No statement has the id ${id}.`

function isReadable(stored: StoredStatement, authority: string | undefined): boolean {
  if (authority === undefined) return true
  const statement = JSON.parse(stored.json.toString('utf8')) as Required<Statement>
  return authorityKey(statement.authority) === authority
}
