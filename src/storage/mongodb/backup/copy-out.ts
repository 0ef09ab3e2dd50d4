import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { BSON, type ClientSession, type Db } from 'mongodb'
import { OperatorError } from '../../../base/operator-error.ts'
import { collections } from '../collections.ts'
import { connect } from '../connect.ts'
import { problemOf } from '../mongo-error.ts'
import { refuseUnfinished } from '../unfinished.ts'
import { type BsonFile, readBsonFile, writeBsonFile } from './bson-file.ts'
import { atOneMoment, type Moment } from './one-moment.ts'

/** One collection in a backup. */
export interface CollectionCopy extends BsonFile {
  readonly name: string
}

export interface DatabaseCopy {
  readonly moment: Moment
  readonly collections: readonly CollectionCopy[]
}

/** What of the collections is not copied, and why. Package files are not either: they are copied as files. */
export const leftOut: Readonly<Record<string, string>> = {
  guards: 'what transactions exclude one another by, worth nothing between them',
  nodes: 'the servers that have the database open',
  settings:
    'what nodes agree on: those of the first one that starts on the restored database count',
  leases: 'which server does the work that one does at a time, for the next six seconds',
}

/** The folder of a backup that they are in, as `mongorestore --gzip` reads it. */
export const collectionsFolder = 'collections'

const pathOf = (folder: string, name: string): string =>
  join(folder, collectionsFolder, `${name}.bson.gz`)

/**
 * Copies a database into a folder as it is at one moment, not before the call, while servers write to it. Never holds more than a few
 * documents in memory. The files are durable once resolved, their names are not.
 * @throws OperatorError if the server cannot be read so, or the database is not whole.
 */
export async function copyOut(url: string, folder: string): Promise<DatabaseCopy> {
  const client = await connect(url)
  try {
    const database = client.db()
    await refuseUnfinished(database)
    await mkdir(join(folder, collectionsFolder), { mode: 0o700 })
    const { moment, result } = await atOneMoment(client, (session) =>
      copyCollections(database, session, folder),
    )
    return { moment, collections: result }
  } catch (error) {
    throw problemOf(error)
  } finally {
    await client.close()
  }
}

async function copyCollections(
  database: Db,
  session: ClientSession,
  folder: string,
): Promise<CollectionCopy[]> {
  const copies: CollectionCopy[] = []
  for (const { name } of collections) {
    if (name in leftOut) continue
    // As they come over the wire: no type is changed by being understood.
    const documents = database.collection(name).find({}, { session, raw: true })
    const file = await writeBsonFile(
      pathOf(folder, name),
      documents as unknown as AsyncIterable<Uint8Array>,
    )
    copies.push({ name, ...file })
  }
  return copies
}

/** What a copy must come with, and what it holds. */
export interface CopyFacts {
  readonly statements: number
  /** The signed head of the verifiable log; absent where nothing is in it. */
  readonly checkpoint?: string
  /** The package files that it refers to, each once. */
  readonly files: readonly string[]
}

/**
 * Reads every byte of a copy and compares it with what was written.
 * @throws OperatorError with a sentence for the first file that is wrong.
 */
export async function checkCopy(
  folder: string,
  copies: readonly CollectionCopy[],
): Promise<CopyFacts> {
  const files = new Set<string>()
  let statements = 0
  let checkpoint: string | undefined
  const look: Readonly<Record<string, (document: Buffer) => void>> = {
    packageFiles: (document) => files.add(BSON.deserialize(document).sha256 as string),
    statements(document) {
      // A place that others refer to, and where no statement has arrived, has no text.
      if ('text' in BSON.deserialize(document)) statements++
    },
    ledgerHead(document) {
      checkpoint = BSON.deserialize(document).checkpoint as string | undefined
    },
  }
  for (const copy of copies) await readCopy(folder, copy, look[copy.name] ?? (() => undefined))
  return { statements, ...(checkpoint !== undefined && { checkpoint }), files: [...files].sort() }
}

/**
 * @param onDocument is called with each document in BSON
 * @throws OperatorError if it is not as it was written, which is known only at its end.
 */
export async function readCopy(
  folder: string,
  copy: CollectionCopy,
  onDocument: (document: Buffer) => void | Promise<void>,
): Promise<void> {
  const path = pathOf(folder, copy.name)
  const found = await readBsonFile(path, onDocument)
  const isSame =
    found?.sha256 === copy.sha256 &&
    found.documents === copy.documents &&
    found.contents === copy.contents
  if (isSame) return
  throw new OperatorError(`${path} is missing or not as it was; take another backup.`)
}
