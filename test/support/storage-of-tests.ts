import { hash } from 'node:crypto'
import { MongoClient } from 'mongodb'
import type { Config } from '../../src/config/index.ts'

/**
 * The engine that servers in tests keep their records in: SQLite, or with HOCBA_TEST_STORAGE=mongodb a database of their own,
 * named after the data folder, on the server of HOCBA_TEST_MONGODB_URL.
 * @returns the settings for that
 */
export function storageOfTests(folder: string | undefined): Record<string, string> {
  if (process.env.HOCBA_TEST_STORAGE !== 'mongodb' || folder === undefined) return {}
  const server = process.env.HOCBA_TEST_MONGODB_URL
  if (!server) throw new Error('HOCBA_TEST_STORAGE=mongodb needs HOCBA_TEST_MONGODB_URL.')
  const url = new URL(server)
  url.pathname = `/hocba_http_${hash('sha256', folder).slice(0, 12)}`
  return { HOCBA_STORAGE: 'mongodb', HOCBA_MONGODB_URL: url.href, HOCBA_NODES: 'one' }
}

/** Tests of what only SQLite has ask for it. */
export const isOnSqlite = process.env.HOCBA_TEST_STORAGE !== 'mongodb'

/** Drops the database that `storageOfTests` named. */
export async function dropStorageOfTests({ storage, mongodbUrl }: Config): Promise<void> {
  if (storage !== 'mongodb') return
  const client = await MongoClient.connect(mongodbUrl)
  await client.db().dropDatabase()
  await client.close()
}
