import type { Connection } from './connection.ts'
import { postingLists } from './posting-lists.ts'

export type LeftoverKind = 'term' | 'part' | 'file' | 'response'

/** Notes what an act no longer needs, and others may. */
export function noteLeftovers(
  connection: Connection,
  erasure: string,
  { kind, ids }: { readonly kind: LeftoverKind; readonly ids: readonly (number | string)[] },
): void {
  for (const id of ids) {
    connection.run(
      'INSERT INTO erasure_leftover VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
      erasure,
      kind,
      String(id),
    )
  }
}

export const leftoverIds = (connection: Connection, erasure: string, kind: LeftoverKind) =>
  connection
    .all<{ id: string }>(
      'SELECT id FROM erasure_leftover WHERE erasure = ? AND kind = ?',
      erasure,
      kind,
    )
    .map(({ id }) => id)

/** Deletes what is noted and in use by nobody, and the notes. */
export function dropLeftovers(connection: Connection, erasure: string): void {
  for (const id of leftoverIds(connection, erasure, 'term')) dropTerm(connection, Number(id))
  for (const id of leftoverIds(connection, erasure, 'part')) dropPart(connection, Number(id))
  dropFiles(connection, leftoverIds(connection, erasure, 'file'))
  for (const id of leftoverIds(connection, erasure, 'response')) dropResponse(connection, id)
  connection.run('DELETE FROM erasure_leftover WHERE erasure = ?', erasure)
}

function dropTerm(connection: Connection, id: number): void {
  const isUsed = postingLists.some((list) =>
    connection.get(`SELECT 1 FROM posting_${list} WHERE key = ? LIMIT 1`, id),
  )
  if (isUsed) return
  connection.run('DELETE FROM activity WHERE id = ?', id)
  connection.run('DELETE FROM agent_name WHERE id = ?', id)
  if (isLast(connection, 'term', id)) {
    connection.run('UPDATE term SET text = ? WHERE id = ?', `erased:${id}`, id)
  } else connection.run('DELETE FROM term WHERE id = ?', id)
}

function dropPart(connection: Connection, id: number): void {
  if (isLast(connection, 'part', id)) {
    connection.run("UPDATE part SET hash = 0, text = x'' WHERE id = ?", id)
  } else connection.run('DELETE FROM part WHERE id = ?', id)
}

/** The last id would be given out again, and a process that remembers it would take the new row for the old one. */
const isLast = (connection: Connection, table: 'term' | 'part', id: number): boolean =>
  connection.get<{ last: number }>(`SELECT max(id) AS last FROM ${table}`)?.last === id

function dropFiles(connection: Connection, hashes: readonly string[]): void {
  if (hashes.length === 0) return
  const used = new Set(
    connection
      .all<{ sha2: string }>(
        `SELECT DISTINCT lower(sha2) AS sha2 FROM statement_attachment
         WHERE lower(sha2) IN (SELECT value FROM json_each(?))`,
        JSON.stringify(hashes),
      )
      .map(({ sha2 }) => sha2),
  )
  for (const sha2 of hashes) {
    if (!used.has(sha2)) connection.run('DELETE FROM attachment WHERE sha2 = ?', sha2)
  }
}

/** @param id question and number. */
function dropResponse(connection: Connection, id: string): void {
  const [question, number] = id.split(':').map(Number) as [number, number]
  connection.run(
    `DELETE FROM question_response WHERE question = ?1 AND number = ?2
     AND NOT EXISTS (SELECT 1 FROM answer WHERE question = ?1 AND response = ?2)`,
    question,
    number,
  )
}
