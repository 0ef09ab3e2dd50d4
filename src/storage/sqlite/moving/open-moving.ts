import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '../../../base/clock.ts'
import { OperatorError } from '../../../base/operator-error.ts'
import { kinds } from '../../../moving/kinds.ts'
import type { MovedRecord } from '../../../moving/record.ts'
import type { MoveState, MovingReader, MovingTarget, RecordPage } from '../../../moving/store.ts'
import { Connection, type TransactionWatcher } from '../connection.ts'
import { Dictionary } from '../dictionary.ts'
import { StatementInsertion } from '../insert-statements.ts'
import { assertCurrent } from '../migrate.ts'
import { assertOurs, openDatabase } from '../open-database.ts'
import { Sequence } from '../sequence.ts'
import { joinedTables } from './joined-tables.ts'
import { moveStateIn, saveMoveState } from './move-state.ts'
import { type KindStore, plainTable } from './plain-table.ts'
import { plainTables } from './plain-tables.ts'
import {
  learnedTable,
  learnedTables,
  putStatement,
  statementFileTable,
  statementTable,
} from './statement-tables.ts'

type KindReader = Omit<KindStore, 'put' | 'remove'>

/**
 * Opens the database of a data folder to be moved elsewhere. Nothing is ever written to it, and a server may use it meanwhile.
 * @throws OperatorError if there is none, or one that this hocba did not write
 */
export function openSqliteSource(folder: string): MovingReader {
  const path = join(folder, 'hocba.db')
  if (!existsSync(path)) throw new OperatorError(`There is no database ${path}.`)
  const connection = new Connection(path, { readOnly: true })
  try {
    assertOurs(connection, path)
    assertCurrent(connection)
  } catch (error) {
    connection.close()
    throw error
  }
  const stores = storesOf(connection, new Dictionary(connection))
  return { ...readerOf(stores), close: async () => connection.close() }
}

/** Opens the database of a data folder, made if there is none, to be filled by a move. */
export function openSqliteTarget(folder: string, clock: Clock): MovingTarget {
  const { writing, reading } = openDatabase(join(folder, 'hocba.db'))
  reading.close()
  // What is referred to may come later; `check` looks at all of it.
  writing.exec('PRAGMA foreign_keys = OFF')
  writing.exec('PRAGMA busy_timeout = 10000')
  const dictionary = new Dictionary(writing)
  const insertion = new StatementInsertion(writing, dictionary, new Sequence(writing, clock))
  const stores = storesOf(writing, dictionary)
  const reader = readerOf(stores)
  let state = moveStateIn(writing)
  const change = (next: MoveState, work: () => void) => {
    inTransaction(writing, () => {
      work()
      saveMoveState(writing, next)
    })
    state = next
  }
  const storeOf = (kind: string) => stores.get(kind) as KindStore
  return {
    ...reader,
    get state() {
      return state
    },
    isEmpty: async () => kinds.every(({ name }) => storeOf(name).count() === 0),
    async begin(next) {
      change(next, () => undefined)
    },
    async put(kind, records, next) {
      change(next, () => records.forEach(storeOf(kind).put))
    },
    async putStatements(statements, next) {
      change(next, () => {
        for (const statement of statements) putStatement(insertion, statement)
      })
    },
    async remove(kind, records) {
      const { remove } = storeOf(kind)
      if (remove) inTransaction(writing, () => records.forEach(remove))
      return remove !== undefined
    },
    async save(next) {
      change(next, () => undefined)
    },
    check: async () => checkFile(writing),
    close: async () => writing.close(),
  }
}

function storesOf(connection: Connection, dictionary: Dictionary): Map<string, KindReader> {
  return new Map<string, KindReader>([
    ...plainTables.map((table) => [table.kind, plainTable(connection, table)] as const),
    ...Object.entries(joinedTables(connection)),
    ['statements', statementTable(connection)],
    ['statementFiles', statementFileTable(connection)],
    ...learnedTables.map(
      (table) => [table.kind, learnedTable(connection, dictionary, table)] as const,
    ),
  ])
}

function readerOf(stores: ReadonlyMap<string, KindReader>): Omit<MovingReader, 'close'> {
  return {
    kinds: new Set(stores.keys()),
    pages: (kind, after) => pagesOf(stores.get(kind)!, after),
    find: async (kind, like: readonly MovedRecord[]) => like.map(stores.get(kind)!.find),
    count: async (kind) => stores.get(kind)!.count(),
  }
}

async function* pagesOf(store: KindReader, after: string): AsyncGenerator<RecordPage> {
  let page: RecordPage
  for (let from = after; ; from = page.end) {
    page = store.read(from)
    yield page
    if (page.end === undefined) return
  }
}

function inTransaction(connection: Connection, work: () => void): void {
  const tell = (event: keyof TransactionWatcher) => {
    for (const watcher of connection.watchers) watcher[event]?.()
  }
  connection.run('BEGIN IMMEDIATE')
  tell('began')
  try {
    work()
    connection.run('COMMIT')
  } catch (error) {
    if (connection.database.isTransaction) connection.run('ROLLBACK')
    tell('rolledBack')
    throw error
  }
  tell('committed')
}

function checkFile(connection: Connection): string[] {
  const broken = connection.all<{ table: string; parent: string }>('PRAGMA foreign_key_check')
  return broken
    .slice(0, 20)
    .map(({ table, parent }) => `A row of ${table} refers to one of ${parent} that is not there.`)
}
