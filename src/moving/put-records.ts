import { type Actor, indexKeys, type Statement } from '../xapi/index.ts'
import type { MovedRecord } from './record.ts'
import type { MovedStatement, MoveState, MovingTarget } from './store.ts'

interface Putting {
  readonly records: readonly MovedRecord[]
  readonly next: MoveState
}

/** Statements with what they are found by, which no engine can tell another. */
export function putRecords(target: MovingTarget, kind: string, { records, next }: Putting) {
  return kind === 'statements'
    ? target.putStatements(records.map(withKeys), next)
    : target.put(kind, records, next)
}

function withKeys(record: MovedRecord): MovedStatement {
  const text = Buffer.from(record.json as Uint8Array).toString()
  const statement = JSON.parse(text) as Statement & { authority: Actor }
  return { record, keys: indexKeys(statement) }
}
