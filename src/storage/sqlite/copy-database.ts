import { closeSync, fsyncSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { backup, DatabaseSync } from 'node:sqlite'

/** What a copy of the database must come with, and what it holds. */
export interface DatabaseCopy {
  /** `ok`, or what `PRAGMA integrity_check` found. */
  readonly finding: string
  readonly statements: number
  /** The signed head of the verifiable log; absent in copies of before there was one. */
  readonly checkpoint?: string
  /** The package files that it refers to, each once. */
  readonly files: readonly { readonly sha256: string; readonly bytes: number }[]
}

/**
 * Copies the database of a data folder as it is at one moment, also while a server writes to it; what was acknowledged before the
 * call is in the copy. The copy is one file, durable once resolved.
 */
export async function copyDatabase(dataFolder: string, to: string): Promise<void> {
  const source = new DatabaseSync(join(dataFolder, 'hocba.db'), { readOnly: true, timeout: 10_000 })
  try {
    // In one step: between two, a write of another process would make the copy begin again, under load for ever.
    await backup(source, to, { rate: 2_147_483_647 })
  } finally {
    source.close()
  }
  const copy = new DatabaseSync(to)
  // Without a write-ahead log beside it, which could be forgotten when the copy is copied.
  copy.exec('PRAGMA journal_mode = DELETE')
  copy.close()
  sync(to)
}

/** Reads a copy, and checks every page of it. */
export function describeCopy(path: string): DatabaseCopy {
  const database = new DatabaseSync(path, { readOnly: true })
  try {
    const finding = database.prepare('PRAGMA integrity_check(1)').get() ?? {}
    const files = database
      .prepare('SELECT DISTINCT sha256, bytes FROM package_file ORDER BY sha256')
      .all() as unknown as DatabaseCopy['files']
    const { n } = database.prepare('SELECT count(*) AS n FROM statement').get() as { n: number }
    const checkpoint = checkpointIn(database)
    return {
      finding: String(Object.values(finding)[0]),
      statements: n,
      files,
      ...(checkpoint !== undefined && { checkpoint }),
    }
  } finally {
    database.close()
  }
}

function checkpointIn(database: DatabaseSync): string | undefined {
  const isThere = database.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'ledger_head'`).get()
  if (!isThere) return undefined
  const head = database.prepare('SELECT checkpoint FROM ledger_head').get()
  return (head as { checkpoint: string } | undefined)?.checkpoint
}

function sync(path: string): void {
  const file = openSync(path, 'r+')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
