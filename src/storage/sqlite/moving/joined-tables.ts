import type { SQLInputValue } from 'node:sqlite'
import { kindNamed } from '../../../moving/kinds.ts'
import type { MovedRecord } from '../../../moving/record.ts'
import type { Connection } from '../connection.ts'
import { type KindStore, type PlainTable, plainTable } from './plain-table.ts'

/** Kinds of record whose main table `joinedTables` completes from another one. */
export const mainTables = {
  classes: { kind: 'classes', table: 'class', times: 'iso', elsewhere: ['packages'] },
  courseAttempts: {
    kind: 'courseAttempts',
    table: 'registration_attempt',
    elsewhere: ['activities'],
  },
  refusedRequests: {
    kind: 'refusedRequests',
    table: 'refused_request',
    times: 'iso',
    elsewhere: ['headers', 'body'],
  },
} as const satisfies Readonly<Record<string, PlainTable>>

/** The tables that complete them, and those of `summaries`, column by column as they are read below. */
export const joinedColumns: Readonly<Record<string, readonly string[]>> = {
  class_package: ['class', 'package'],
  registration_attempt_activity: [
    ...[
      'registration',
      'attempt',
      'activity',
      'title',
      'completion',
      'success',
      'score',
      'progress',
    ],
    ...['centiseconds', 'attempts', 'first_activity_at', 'last_activity_at'],
  ],
  refused_request_content: ['seq', 'headers', 'body'],
  registration_summary: ['package', 'figure', 'amount'],
}

/** Adds to a record what other tables have of it, and writes and takes that away with it. */
interface Joined {
  of(record: MovedRecord): MovedRecord
  put(record: MovedRecord): void
  remove(record: MovedRecord): void
}

function joined(connection: Connection, main: PlainTable, other: Joined): KindStore {
  const rows = plainTable(connection, main)
  const whole = (record: MovedRecord) => ({ ...record, ...other.of(record) })
  return {
    read(after) {
      const { records, ...end } = rows.read(after)
      return { records: records.map(whole), ...end }
    },
    find(like) {
      const found = rows.find(like)
      return found && whole(found)
    },
    count: rows.count,
    put(record) {
      rows.put(record)
      other.remove(record)
      other.put(record)
    },
    remove(record) {
      other.remove(record)
      rows.remove!(record)
    },
  }
}

export const joinedTables = (connection: Connection): Readonly<Record<string, KindStore>> => ({
  classes: joined(connection, mainTables.classes, packagesOfClasses(connection)),
  courseAttempts: joined(connection, mainTables.courseAttempts, activitiesOfAttempts(connection)),
  refusedRequests: joined(connection, mainTables.refusedRequests, contentsOfRequests(connection)),
  summaries: summaries(connection),
})

const packagesOfClasses = (connection: Connection): Joined => ({
  of: ({ id }) => ({
    packages: JSON.stringify(
      connection
        .all<{ package: string }>(
          'SELECT package FROM class_package WHERE class = ? ORDER BY package',
          id as string,
        )
        .map((row) => row.package),
    ),
  }),
  put({ id, packages }) {
    for (const one of JSON.parse(String(packages)) as string[]) {
      connection.run('INSERT INTO class_package VALUES (?, ?)', id as string, one)
    }
  },
  remove({ id }) {
    connection.run('DELETE FROM class_package WHERE class = ?', id as string)
  },
})

type ActivityRow = Readonly<Record<string, SQLInputValue>> & { readonly score: string | null }

const activityColumns = joinedColumns.registration_attempt_activity!.slice(2)

const activitiesOfAttempts = (connection: Connection): Joined => ({
  of: ({ registration, number }) => ({
    activities: JSON.stringify(
      connection
        .all<ActivityRow>(
          `SELECT ${activityColumns.join(', ')} FROM registration_attempt_activity
           WHERE registration = ? AND attempt = ? ORDER BY activity`,
          registration as string,
          number as number,
        )
        .map((row) => ({ ...row, score: row.score === null ? null : JSON.parse(row.score) })),
    ),
  }),
  put({ registration, number, activities }) {
    for (const row of JSON.parse(String(activities)) as ActivityRow[]) {
      const score = row.score === null ? null : JSON.stringify(row.score)
      const values = { ...row, score } as Readonly<Record<string, SQLInputValue>>
      connection.run(
        `INSERT INTO registration_attempt_activity (registration, attempt, ${activityColumns.join(', ')})
         VALUES (?, ?, ${activityColumns.map(() => '?').join(', ')})`,
        registration as string,
        number as number,
        ...activityColumns.map((column) => values[column]!),
      )
    }
  },
  remove({ registration, number }) {
    connection.run(
      'DELETE FROM registration_attempt_activity WHERE registration = ? AND attempt = ?',
      registration as string,
      number as number,
    )
  },
})

const contentsOfRequests = (connection: Connection): Joined => ({
  of({ id }) {
    const row = connection.get<{ headers: string; body: Uint8Array | null }>(
      `SELECT headers, body FROM refused_request_content WHERE seq = ${seqOfRequest}`,
      id as string,
    )
    return { headers: row?.headers ?? '{}', ...(row?.body && { body: row.body }) }
  },
  put({ id, headers, body }) {
    connection.run(
      `INSERT INTO refused_request_content (seq, headers, body) VALUES (${seqOfRequest}, ?, ?)`,
      id as string,
      headers as string,
      (body as Uint8Array | undefined) ?? null,
    )
  },
  remove({ id }) {
    connection.run(`DELETE FROM refused_request_content WHERE seq = ${seqOfRequest}`, id as string)
  },
})

const seqOfRequest = '(SELECT seq FROM refused_request WHERE id = ?)'

/** One record for all figures of a package; those that are nought are none. */
function summaries(connection: Connection): KindStore {
  const find = (id: string): MovedRecord | undefined => {
    const rows = connection.all<{ figure: string; amount: number }>(
      'SELECT figure, amount FROM registration_summary WHERE package = ? AND amount <> 0',
      id,
    )
    if (rows.length === 0) return undefined
    const figures = Object.fromEntries(rows.map(({ figure, amount }) => [figure, amount]))
    return { package: id, figures: JSON.stringify(figures) }
  }
  const remove = (id: string) =>
    connection.run('DELETE FROM registration_summary WHERE package = ?', id)
  const { pageMax } = kindNamed('summaries')
  return {
    read(after) {
      const rows = connection.all<{ package: string }>(
        `SELECT DISTINCT package FROM registration_summary WHERE package > ? AND amount <> 0
         ORDER BY package LIMIT ?`,
        after,
        pageMax,
      )
      const records = rows.map((row) => find(row.package)!)
      return { records, ...(rows.length === pageMax && { end: rows.at(-1)!.package }) }
    },
    find: (like) => find(String(like.package)),
    count: () =>
      connection.get<{ n: number }>(
        'SELECT count(DISTINCT package) AS n FROM registration_summary WHERE amount <> 0',
      )!.n,
    put({ package: id, figures }) {
      remove(String(id))
      for (const [figure, amount] of Object.entries(JSON.parse(String(figures)) as object)) {
        connection.run(
          'INSERT INTO registration_summary VALUES (?, ?, ?)',
          String(id),
          figure,
          amount,
        )
      }
    },
    remove: (record) => void remove(String(record.package)),
  }
}
