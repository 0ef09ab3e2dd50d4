import { OperatorError } from '../../../base/operator-error.ts'
import type { MoveState } from '../../../moving/store.ts'
import type { Connection } from '../connection.ts'

/** What is known of a move to this database. */
export function moveStateIn(connection: Connection): MoveState | undefined {
  const row = connection.get<{ details: string }>('SELECT details FROM move')
  return row && (JSON.parse(row.details) as MoveState)
}

/** Only inside a transaction. */
export function saveMoveState(connection: Connection, state: MoveState): void {
  const isOpen = state.phase === 'copying' || state.phase === 'copied'
  connection.run(
    'INSERT OR REPLACE INTO move (one, is_open, details) VALUES (1, ?, ?)',
    isOpen ? 1 : 0,
    JSON.stringify(state),
  )
}

/** @throws OperatorError for a database that a move has begun to fill and not ended. */
export function refuseOpenMove(connection: Connection, folder: string): void {
  if (!connection.get('SELECT 1 FROM move WHERE is_open = 1')) return
  const { from, begunAt } = moveStateIn(connection)!
  throw new OperatorError(
    `The data folder ${folder} is not whole: a move from ${from} that began at ${begunAt} is under way or was broken off. ` +
      'Run the same hocba migrate again, which goes on where it stood, or remove the folder.',
  )
}
