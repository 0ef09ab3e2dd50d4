import type { Principal } from '../../base/principal.ts'
import { Problem } from '../../base/problem.ts'
import { type Difference, differencesOf } from './differences.ts'
import type { IncomingStatement } from './prepare-statement.ts'
import { mayReadStatement } from './query-statements.ts'
import type { Actor, Statement } from './statement.ts'
import type { StatementReader } from './store.ts'

/**
 * Adds to a statement-conflict where the two statements differ, by JSON pointer. The values that are stored are shown to
 * whoever may read that statement; others learn the places only.
 */
export async function explainConflict(
  store: StatementReader,
  conflict: Problem,
  call: {
    readonly incoming: readonly IncomingStatement[]
    readonly principal: Principal
    readonly appUrl: string
  },
): Promise<Problem> {
  const { id } = conflict.detail.facts as { readonly id: string }
  const sent = call.incoming.find(({ prepared }) => prepared.id === id)
  const found = (await store.findStatement(id, false)) ?? (await store.findStatement(id, true))
  if (!sent || !found) return conflict
  const stored = JSON.parse(found.json.toString('utf8')) as Stored
  const isReadable = mayReadStatement(call.principal, stored, call.appUrl)
  const differences = differencesOf(comparableTo(sent.statement, stored), sent.statement)
  return new Problem(conflict.code, conflict.message, {
    ...conflict.detail,
    pointer: differences[0]?.pointer ?? '',
    facts: { id, differences: isReadable ? differences : differences.map(withoutStored) },
  })
}

type Stored = Statement & { readonly timestamp: string; readonly authority: Actor }

/** A timestamp that is `stored` was given by the LRS, and is no difference to a statement without one. */
const comparableTo = (sent: Statement, stored: Statement): Statement =>
  sent.timestamp === undefined && stored.timestamp === stored.stored
    ? { ...stored, timestamp: undefined as never }
    : stored

const withoutStored = ({ stored: _stored, ...rest }: Difference): Difference => rest
