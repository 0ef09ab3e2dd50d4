import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { BSON, MongoClient } from 'mongodb'
import { storageOfTests } from '../../support/storage-of-tests.ts'

/**
 * Where one of the texts stands: files below a data folder, as bytes or inside of gzip, and documents of its database.
 * @param listed ids that the list of erasures keeps, and nothing else may
 */
export async function hitsIn(
  data: string,
  texts: readonly string[],
  listed: readonly string[] = [],
): Promise<string[]> {
  const words = texts.map((text) => Buffer.from(text))
  const ids = listed.map((id) => Buffer.from(id))
  const isListed = (path: string, word: Buffer) =>
    path.endsWith('erasures.ndjson') && ids.some((id) => word.equals(id))
  const inFiles = readdirSync(data, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .flatMap((entry) => {
      const path = join(entry.parentPath, entry.name)
      const raw = readFileSync(path)
      const bytes = raw[0] === 0x1f && raw[1] === 0x8b ? gunzipSync(raw) : raw
      return words
        .filter((word) => bytes.includes(word) && !isListed(path, word))
        .map((word) => `${relative(data, path)}: ${word}`)
    })
  return [...inFiles, ...(await hitsInDatabase(data, words))]
}

async function hitsInDatabase(data: string, words: readonly Buffer[]): Promise<string[]> {
  return inDatabaseOf(data, async (database) => {
    const hits = new Set<string>()
    for (const { name } of await database.listCollections().toArray()) {
      for await (const row of database.collection(name).find()) {
        const bytes = Buffer.from(BSON.serialize(row))
        for (const word of words) if (bytes.includes(word)) hits.add(`${name}: ${word}`)
      }
    }
    return [...hits]
  })
}

/** Drops the database of a data folder, where there is one. */
export const dropDatabaseOf = (data: string): Promise<unknown[]> =>
  inDatabaseOf(data, async (database) => [await database.dropDatabase()])

async function inDatabaseOf<Found>(
  data: string,
  work: (database: ReturnType<MongoClient['db']>) => Promise<Found[]>,
): Promise<Found[]> {
  const { HOCBA_MONGODB_URL: url } = storageOfTests(data)
  if (url === undefined) return []
  const client = await MongoClient.connect(url)
  return work(client.db()).finally(() => client.close())
}
