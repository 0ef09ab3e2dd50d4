import type { ErasureReader, ErasureWriter, RewrittenStatement } from '../../erasure/store.ts'
import type { IndexKeys } from '../../xapi/statements/store.ts'
import type { Connection } from './connection.ts'
import { Dictionary } from './dictionary.ts'
import {
  dropLeftovers,
  type LeftoverKind,
  leftoverIds,
  noteLeftovers,
} from './erasure-leftovers.ts'
import {
  addToLists,
  type KeyIds,
  postingLists,
  readKeys,
  removeFromLists,
  withInherited,
  without,
  writeKeys,
} from './posting-lists.ts'
import { partsOf, SharedParts, SharedPartsReader } from './shared-parts.ts'
import { bytesOfUuid, type StatementRow, storedStatement } from './statement-row.ts'

interface KeyedRow {
  seq: number
  id: Uint8Array
  voided: number
  keys: string
}

/** A page of statements to go through is at most so large. */
const scanBytesMax = 16 * 1024 * 1024

export function statementScan(connection: Connection): Pick<ErasureReader, 'scanStatements'> {
  const parts = new SharedPartsReader(connection)
  return {
    async scanStatements(after, limit) {
      const rows = connection.all<StatementRow & { bytes: number }>(
        `SELECT seq, hex(id) AS id, payload, length(payload) AS bytes
         FROM statement WHERE seq > ? ORDER BY seq LIMIT ?`,
        Number(after),
        limit,
      )
      let bytes = 0
      const fitting = rows.filter((row, index) => {
        bytes += row.bytes
        return index === 0 || bytes <= scanBytesMax
      })
      const items = fitting.map((row) => storedStatement(row, parts))
      const last = fitting.at(-1)
      return last ? { items, end: String(last.seq) } : { items }
    },
  }
}

export function statementRewriter(
  connection: Connection,
): Pick<ErasureWriter, 'rewriteStatement' | 'spareUsed' | 'dropLeftovers'> {
  const dictionary = new Dictionary(connection)
  const parts = new SharedParts(connection)
  return {
    async rewriteStatement(erasure, seq, rewritten) {
      const row = connection.get<KeyedRow & { payload: Uint8Array }>(
        'SELECT seq, id, voided, keys, payload FROM statement WHERE seq = ?',
        seq,
      )
      if (!row) throw new Error(`There is no statement ${seq}.`)
      const payload = Buffer.from(parts.shorten(rewritten.json))
      connection.run(
        'UPDATE statement SET payload = ?, equality = ? WHERE seq = ?',
        payload,
        Buffer.from(rewritten.equality, 'hex'),
        seq,
      )
      const lostParts = without(partsOf(row.payload), partsOf(payload))
      noteLeftovers(connection, erasure, { kind: 'part', ids: lostParts })
      loseFiles(connection, erasure, { seq, files: rewritten.lostFiles })
      const before = readKeys(row.keys)
      const after = keysOf(connection, dictionary, { erasure, keys: rewritten.keys })
      writeRowKeys(connection, row, { before, after })
      passOn(connection, row, { before, after })
      noteLeftovers(connection, erasure, {
        kind: 'term',
        ids: without(idsIn(before), idsIn(after)),
      })
    },
    spareUsed: async (erasure, after, limit) => spareUsed(connection, erasure, { after, limit }),
    dropLeftovers: async (erasure) => dropLeftovers(connection, erasure),
  }
}

const idsIn = (keys: KeyIds): number[] => postingLists.flatMap((list) => [...keys[list]])

/** Its own keys, and those of the statement that it refers to, without what is on its way out. */
function keysOf(
  connection: Connection,
  dictionary: Dictionary,
  { erasure, keys }: { readonly erasure: string; readonly keys: IndexKeys },
): KeyIds {
  const idsOf = (texts: readonly string[]) => [
    ...new Set(texts.map((text) => dictionary.idOf(text))),
  ]
  const [agent, activity] = [idsOf(keys.agents), idsOf(keys.activities)]
  const own: KeyIds = {
    registration: keys.registration === undefined ? [] : idsOf([keys.registration]),
    agent,
    related_agent: without(idsOf(keys.relatedAgents), agent),
    activity,
    related_activity: without(idsOf(keys.relatedActivities), activity),
    verb: idsOf([keys.verb]),
    authority: idsOf([keys.authority]),
  }
  const target =
    keys.refersTo &&
    connection.get<KeyedRow>(
      'SELECT seq, id, voided, keys FROM statement WHERE id = ?',
      bytesOfUuid(keys.refersTo),
    )
  if (!target) return own
  const inherited = readKeys(target.keys)
  const leaving = leftoverIds(connection, erasure, 'term').map(Number)
  return withInherited(own, {
    ...inherited,
    agent: without(inherited.agent, leaving),
    related_agent: without(inherited.related_agent, leaving),
  })
}

interface KeyChange {
  readonly before: KeyIds
  readonly after: KeyIds
}

function writeRowKeys(connection: Connection, row: KeyedRow, { before, after }: KeyChange): void {
  connection.run('UPDATE statement SET keys = ? WHERE seq = ?', writeKeys(after), row.seq)
  if (row.voided) return
  removeFromLists(connection, row.seq, before)
  addToLists(connection, row.seq, after)
}

/**
 * What refers to a statement is found by its keys, so a change of these goes on to it, and from there on. A registration only
 * comes in addition: whoever refers to a statement may have the same one itself.
 */
function passOn(connection: Connection, row: KeyedRow, change: KeyChange): void {
  const waiting = [{ id: row.id, ...change }]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { before: targetBefore, after: targetAfter } = next
    for (const referrer of connection.all<KeyedRow>(referrersOf, next.id)) {
      if (referrer.seq === row.seq) continue
      const before = readKeys(referrer.keys)
      const lost = (list: (typeof postingLists)[number]) =>
        without(before[list], without(targetBefore[list], targetAfter[list]))
      const after = withInherited(
        {
          ...before,
          agent: lost('agent'),
          related_agent: lost('related_agent'),
          activity: lost('activity'),
          related_activity: lost('related_activity'),
        },
        targetAfter,
      )
      if (writeKeys(after) === writeKeys(before)) continue
      writeRowKeys(connection, referrer, { before, after })
      waiting.push({ id: referrer.id, before, after })
    }
  }
}

const referrersOf = `
  SELECT s.seq, s.id, s.voided, s.keys
  FROM reference r CROSS JOIN statement s ON s.seq = r.seq
  WHERE r.target = ?`

function loseFiles(
  connection: Connection,
  erasure: string,
  { seq, files }: { readonly seq: number; readonly files: RewrittenStatement['lostFiles'] },
): void {
  for (const sha2 of files) {
    connection.run('DELETE FROM statement_attachment WHERE seq = ? AND sha2 = ?', seq, sha2)
  }
  noteLeftovers(connection, erasure, { kind: 'file', ids: files.map((sha2) => sha2.toLowerCase()) })
}

function spareUsed(
  connection: Connection,
  erasure: string,
  { after, limit }: { readonly after: string; readonly limit: number },
): string | undefined {
  const candidates = {
    part: new Set(leftoverIds(connection, erasure, 'part')),
    term: new Set(leftoverIds(connection, erasure, 'term')),
  }
  const spare = (kind: LeftoverKind & keyof typeof candidates, ids: readonly number[]) => {
    for (const id of ids) {
      if (!candidates[kind].delete(String(id))) continue
      connection.run(
        'DELETE FROM erasure_leftover WHERE erasure = ? AND kind = ? AND id = ?',
        erasure,
        kind,
        String(id),
      )
    }
  }
  const rows = connection.all<{
    seq: number
    voided: number
    keys: string | null
    payload: Uint8Array
  }>(
    'SELECT seq, voided, iif(voided, keys, NULL) AS keys, payload FROM statement WHERE seq > ? ORDER BY seq LIMIT ?',
    Number(after),
    limit,
  )
  for (const { keys, payload } of rows) {
    spare('part', partsOf(payload))
    if (keys !== null) spare('term', idsIn(readKeys(keys)))
  }
  const last = rows.at(-1)
  return rows.length < limit || !last ? undefined : String(last.seq)
}
