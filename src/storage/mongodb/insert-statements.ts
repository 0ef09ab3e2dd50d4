import { Problem } from '../../base/problem.ts'
import { Inheritance } from '../../xapi/statements/index-keys.ts'
import { storedOf } from '../../xapi/statements/seq.ts'
import type { PreparedStatement, Seq, StoredStatement } from '../../xapi/statements/store.ts'
import { keepAttachments } from './attachments.ts'
import { learn } from './learned.ts'
import { type KnownStatement, StatementBatch } from './statement-batch.ts'
import { countKeys, keysOf, withInherited } from './statement-keys.ts'
import type { Transaction } from './write-groups.ts'

/** Stores statements in order. @returns those that are new. @throws Problem `statement-conflict`, and what `Inheritance` throws. */
export async function insertStatements(
  { view, ticks }: Transaction,
  all: readonly PreparedStatement[],
): Promise<StoredStatement[]> {
  const inheritance = new Inheritance()
  const batch = new StatementBatch(view, inheritance)
  await batch.load(all.flatMap(({ id, keys }) => (keys.refersTo ? [id, keys.refersTo] : [id])))
  const brought: { statement: PreparedStatement; stored: StoredStatement }[] = []
  for (const statement of all) {
    const known = batch.at(statement.id)
    if (known.arrived) {
      refuseConflict(statement, known)
      continue
    }
    const stored = await insert(batch, { known, statement, seq: ticks.next(), inheritance })
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

interface Insertion {
  readonly known: KnownStatement
  readonly statement: PreparedStatement
  readonly seq: Seq
  readonly inheritance: Inheritance
}

async function insert(
  batch: StatementBatch,
  { known, statement, seq, inheritance }: Insertion,
): Promise<StoredStatement> {
  const own = keysOf(statement.keys)
  const { refersTo } = statement.keys
  const target = refersTo === undefined ? undefined : batch.at(refersTo)
  const keys = target?.arrived ? withInherited(own, target.arrived.keys) : own
  if (keys !== own) inheritance.take(statement.id, countKeys(keys))
  const text = textOf(statement, seq)
  batch.bring(known, {
    seq,
    equality: Buffer.from(statement.equality, 'hex'),
    isVoiding: statement.isVoiding,
    keys,
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
