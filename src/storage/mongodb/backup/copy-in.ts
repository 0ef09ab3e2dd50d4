import { BSON, type Db, type Document } from 'mongodb'
import { OperatorError } from '../../../base/operator-error.ts'
import { connect } from '../connect.ts'
import { lanes } from '../lane.ts'
import { problemOf } from '../mongo-error.ts'
import { beginFilling, finishFilling } from '../unfinished.ts'
import { Contents } from './bson-file.ts'
import { type CollectionCopy, readCopy } from './copy-out.ts'

/** A database that is being filled; no server starts on it before `finish`. */
interface FillingDatabase {
  readonly name: string
  /** It is whole from now on. */
  finish(): Promise<void>
  close(): Promise<void>
}

/**
 * Copies collections into an empty database and compares what it has then with what was copied.
 * @throws OperatorError if there is something in it, which is left as it is, or if it has something else afterwards.
 */
export async function copyIn(
  url: string,
  { folder, copies, now }: { folder: string; copies: readonly CollectionCopy[]; now: Date },
): Promise<FillingDatabase> {
  const client = await connect(url)
  const database = client.db()
  try {
    await beginFilling(database, 'a restore', now)
    for (const copy of copies) await fill(database, folder, copy)
    for (const copy of copies) await compare(database, copy)
    await freeLanes(database)
  } catch (error) {
    await client.close()
    throw problemOf(error)
  }
  return {
    name: database.databaseName,
    finish: () => finishFilling(database),
    close: () => client.close(),
  }
}

/** What one command inserts; the server takes 100,000 documents and 48 MB. */
const batchMax = { documents: 1_000, bytes: 8 * 1024 * 1024 } as const

/** Numbers and bytes stay what they are in BSON: a number that JavaScript has one kind of is one of three there. */
const exactly = {
  promoteValues: false,
  promoteLongs: false,
  promoteBuffers: false,
  bsonRegExp: true,
} as const

async function fill(database: Db, folder: string, copy: CollectionCopy): Promise<void> {
  let batch: Document[] = []
  let bytes = 0
  const insert = async () => {
    if (batch.length > 0) {
      await database.collection(copy.name).insertMany(batch, { ordered: false })
    }
    batch = []
    bytes = 0
  }
  await readCopy(folder, copy, async (document) => {
    if (batch.length === batchMax.documents || bytes + document.length > batchMax.bytes) {
      await insert()
    }
    batch.push(BSON.deserialize(document, exactly))
    bytes += document.length
  })
  await insert()
}

/** @throws OperatorError if the database has other documents than the backup. */
async function compare(database: Db, copy: CollectionCopy): Promise<void> {
  const contents = new Contents()
  const documents = database.collection(copy.name).find({}, { raw: true })
  for await (const document of documents) contents.add(document as unknown as Uint8Array)
  if (contents.documents === copy.documents && contents.digest() === copy.contents) return
  throw new OperatorError(
    `The database has other documents in ${copy.name} than the backup: ${contents.documents} instead of ${copy.documents}, or not the same. Drop it and restore again.`,
  )
}

/** The servers that had them are not there; what lanes have given out stays below their floors. */
async function freeLanes(database: Db): Promise<void> {
  await database
    .collection(lanes.name)
    .updateMany({}, { $set: { owner: null, isJoining: false }, $inc: { epoch: 1 } })
}
