import type { ErasureReader, ErasureWriter, RewrittenStatement } from '../../erasure/store.ts'
import type { Seq, StoredStatement } from '../../xapi/statements/store.ts'
import { loseFile } from './attachments.ts'
import { dropLeftovers, leftoverIds, noteLeftovers } from './erasure-leftovers.ts'
import { keep, removeKept } from './pieces.ts'
import type { Sequence } from './sequence.ts'
import { type Keys, keysOf, withInherited } from './statement-keys.ts'
import {
  type ArrivedRow,
  bytesOfUuid,
  keysOfRow,
  rowTextBytesMax,
  type StatementRow,
  statementPieces,
  statements,
  storedStatement,
  uuidOfBytes,
} from './statement-row.ts'
import type { View } from './view.ts'

/** A page of statements to go through has at most so many, whose rows are read at once, and so many bytes. */
const scanRowsMax = 256
const scanBytesMax = 16 * 1024 * 1024

/**
 * Goes through all statements in the order of their positions. Nodes commit positions in any order, so as long as there are
 * statements up to the bound, a page ends there: nothing is added behind it. What lies above comes last.
 */
export const statementScan = (
  view: View,
  sequence: Sequence,
): Pick<ErasureReader, 'scanStatements'> => ({
  async scanStatements(after, limit) {
    const most = Math.min(limit, scanRowsMax)
    const from = Number(after)
    let rows = await rowsIn(view, { $gt: from, $lte: await sequence.bound() }, most)
    if (rows.length === 0) rows = await rowsIn(view, { $gt: from }, most)
    const items: StoredStatement[] = []
    let bytes = 0
    for (const row of rows) {
      const statement = await storedStatement(view, row)
      bytes += statement.json.length
      if (items.length > 0 && bytes > scanBytesMax) break
      items.push(statement)
    }
    const last = items.at(-1)
    return last ? { items, end: String(last.seq) } : { items }
  },
})

type Range = { readonly $gt: Seq; readonly $lte?: Seq }

/** One that is voided between the two is in both: were the voided ones read first, it could be in none. */
async function rowsIn(view: View, within: Range, limit: number): Promise<ArrivedRow[]> {
  const options = { limit, fields: { at: 1, text: 1 } } as const
  const listed = await view.in(statements).find({ seq: within }, { ...options, sort: { seq: 1 } })
  const voided = await view
    .in(statements)
    .find({ voidedSeq: within }, { ...options, sort: { voidedSeq: 1 } })
  const rows = new Map([...listed, ...voided].map((row) => [row.at!, row as ArrivedRow]))
  return [...rows.values()].sort((a, b) => a.at - b.at).slice(0, limit)
}

type Rewriting = Pick<ErasureWriter, 'rewriteStatement' | 'spareUsed' | 'dropLeftovers'>

export const statementRewriter = (view: View): Rewriting => ({
  async rewriteStatement(erasure, seq, rewritten) {
    const [row] = await view.in(statements).find({ $or: [{ seq }, { voidedSeq: seq }] })
    if (!row) throw new Error(`There is no statement ${seq}.`)
    const before = keysOfRow(row)
    const after = await keysAfter(view, erasure, rewritten)
    await putText(view, row, { rewritten, keys: after })
    for (const sha2 of rewritten.lostFiles) await loseFile(view, seq, sha2)
    await passOn(view, row, { before, after })
    await noteLost(view, erasure, { before, after })
    const ids = rewritten.lostFiles.map((sha2) => sha2.toLowerCase())
    await noteLeftovers(view, erasure, { kind: 'file', ids })
  },
  // Whether something is in use is one look into an index, when it is dropped.
  spareUsed: async () => undefined,
  dropLeftovers: (erasure) => dropLeftovers(view, erasure),
})

async function putText(
  view: View,
  row: StatementRow,
  { rewritten, keys }: { readonly rewritten: RewrittenStatement; readonly keys: Keys },
): Promise<void> {
  const of = uuidOfBytes(row._id)
  await removeKept(view, statementPieces, [{ of, isCut: typeof row.text === 'number' }])
  const bytes = Buffer.from(rewritten.json)
  const text = await keep(view, statementPieces, { of, bytes, wholeMax: rowTextBytesMax })
  const equality = Buffer.from(rewritten.equality, 'hex')
  const changed = { text, equality, ...(keys as unknown as Pick<StatementRow, keyof Keys>) }
  await view.in(statements).update({ _id: row._id }, { $set: changed })
}

/** Its own keys, and those of the statement that it refers to, without what is on its way out. */
async function keysAfter(view: View, erasure: string, { keys }: RewrittenStatement): Promise<Keys> {
  const own = keysOf(keys)
  if (keys.refersTo === undefined) return own
  const target = await view
    .in(statements)
    .findOne({ _id: bytesOfUuid(keys.refersTo) }, { fields: { text: 0 } })
  if (target?.at === undefined) return own
  const inherited = keysOfRow(target)
  const leaving = (await leftoverIds(view, erasure, 'agent')).map((id) => Buffer.from(id, 'hex'))
  return withInherited(own, {
    ...inherited,
    agent: without(inherited.agent, leaving),
    relatedAgent: without(inherited.relatedAgent, leaving),
  })
}

interface KeyChange {
  readonly before: Keys
  readonly after: Keys
}

const passedOn = ['agent', 'relatedAgent', 'activity', 'relatedActivity'] as const

/**
 * What refers to a statement is found by its keys, so a change of these goes on to it, and from there on. A registration only
 * comes in addition: whoever refers to a statement may have the same one itself.
 */
async function passOn(view: View, row: StatementRow, change: KeyChange): Promise<void> {
  const waiting = [{ row, ...change }]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { before: targetBefore, after: targetAfter } = next
    if ((next.row.referrers ?? 0) === 0) continue
    const referrers = await view
      .in(statements)
      .find({ refersTo: next.row._id }, { fields: { text: 0 } })
    for (const referrer of referrers) {
      if (referrer._id.equals(row._id)) continue
      const before = keysOfRow(referrer)
      const lost = passedOn.map((field) => [
        field,
        without(before[field], without(targetBefore[field], targetAfter[field])),
      ])
      const after = withInherited({ ...before, ...Object.fromEntries(lost) }, targetAfter)
      if (isSame(before, after)) continue
      const changed = after as unknown as Pick<StatementRow, keyof Keys>
      await view.in(statements).update({ _id: referrer._id }, { $set: changed })
      waiting.push({ row: referrer, before, after })
    }
  }
}

async function noteLost(view: View, erasure: string, { before, after }: KeyChange): Promise<void> {
  const hexOf = (keys: readonly Buffer[]) => keys.map((key) => key.toString('hex'))
  const agents = hexOf(without(before.relatedAgent, after.relatedAgent))
  await noteLeftovers(view, erasure, { kind: 'agent', ids: agents })
  const activities = hexOf(without(before.relatedActivity, after.relatedActivity))
  await noteLeftovers(view, erasure, { kind: 'activity', ids: activities })
}

const without = (keys: readonly Buffer[], gone: readonly Buffer[]): Buffer[] =>
  keys.filter((key) => !gone.some((other) => other.equals(key)))

const isSame = (before: Keys, after: Keys): boolean =>
  Object.entries(before).every(([field, keys]) => {
    const others = after[field as keyof Keys]
    return keys.length === others.length && without(keys, others).length === 0
  })
