import { Problem } from '../../base/problem.ts'
import { storedOf } from '../../xapi/statements/seq.ts'
import type { PreparedStatement, Seq, StoredStatement } from '../../xapi/statements/store.ts'
import { keepAttachments } from './attachments.ts'
import { learn } from './learned.ts'
import { type KnownStatement, StatementBatch } from './statement-batch.ts'
import { keysOf, withInherited } from './statement-keys.ts'
import type { Transaction } from './write-groups.ts'

/** Stores statements in order. @returns those that are new. @throws Problem `statement-conflict`. */
export async function insertStatements(
  { view, ticks }: Transaction,
  all: readonly PreparedStatement[],
): Promise<StoredStatement[]> {
  const batch = new StatementBatch(view)
  await batch.load(all.flatMap(({ id, keys }) => (keys.refersTo ? [id, keys.refersTo] : [id])))
  const brought: { statement: PreparedStatement; stored: StoredStatement }[] = []
  for (const statement of all) {
    const known = batch.at(statement.id)
    if (known.arrived) {
      refuseConflict(statement, known)
      continue
    }
    const stored = await insert(batch, { known, statement, seq: ticks.next() })
    brought.push({ statement, stored })
  }
  await batch.write()
  const fresh = brought.map(({ statement }) => statement)
  await learn(view, {
    definitions: fresh.flatMap(({ definitions = [] }) => definitions),
    names: fresh.flatMap(({ names = [] }) => names),
  })
  const withFiles = brought.flatMap(({ statement: { files = [] }, stored: { seq } }) =>
    files.length > 0 ? [{ seq, files }] : [],
  )
  await keepAttachments(view, withFiles)
  return brought.map(({ stored }) => stored)
}

async function insert(
  batch: StatementBatch,
  { known, statement, seq }: { known: KnownStatement; statement: PreparedStatement; seq: Seq },
): Promise<StoredStatement> {
  const own = keysOf(statement.keys)
  const { refersTo } = statement.keys
  const target = refersTo === undefined ? undefined : batch.at(refersTo)
  const text = textOf(statement, seq)
  batch.bring(known, {
    seq,
    equality: Buffer.from(statement.equality, 'hex'),
    isVoiding: statement.isVoiding,
    keys: target?.arrived ? withInherited(own, target.arrived.keys) : own,
    text,
    ...(refersTo !== undefined && { refersTo }),
  })
  if (target) batch.refer(target, statement.isVoiding)
  await batch.passOn(known)
  return { seq, id: statement.id, json: text }
}

function refuseConflict({ id, equality }: PreparedStatement, { arrived }: KnownStatement): void {
  if (arrived!.equality.equals(Buffer.from(equality, 'hex'))) return
  throw new Problem(
    'statement-conflict',
    `Statement ${id} is stored already, with different content.`,
    { clause: 'xAPI-Communication 2.1.1', facts: { id } },
  )
}

/** The text with what every statement gets at its end: `stored`, and where it has no `timestamp` that too [xAPI-Data 2.4.7]. */
function textOf({ json, needsTimestamp }: PreparedStatement, seq: Seq): Buffer {
  const stored = storedOf(seq)
  const timestamp = needsTimestamp ? `,"timestamp":"${stored}"` : ''
  return Buffer.from(`${json.slice(0, json.lastIndexOf('}'))}${timestamp},"stored":"${stored}"}`)
}
