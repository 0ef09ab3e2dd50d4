import { createReadStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Collection, GridFSBucket, type MongoClient, type ObjectId } from 'mongodb'
import type { Clock } from '../../base/clock.ts'
import { Problem } from '../../base/problem.ts'
import type { ByteRange, FileStore, TempFile } from '../../content/store.ts'
import { putStream } from '../files/put-stream.ts'
import { removeTempOlderThan } from '../files/temp-folder.ts'
import { isDuplicateKey, problemOf } from './mongo-error.ts'

/** Bytes of a chunk: most files of a course are one, and a video is not thousands. */
const chunkBytes = 1024 * 1024
/** How many files are sent at once. */
const uploadsAtOnce = 4

/** Which upload holds a content. Refers to an upload that is whole, or there is none. */
interface ContentRow {
  /** SHA-256, lower-case hexadecimal. */
  _id: string
  upload: ObjectId
  bytes: number
  /** When it was stored or adopted last. */
  touchedAt: Date
}

interface GridfsOptions {
  readonly clock: Clock
  /** Begins the names of its collections. */
  readonly bucketName: string
}

/**
 * Opens a store of files in GridFS [mongodb.com/docs/manual/core/gridfs], for nodes that share no disk. An upload gets
 * an id of its own and is named by its content only once it is whole, so two nodes may store the same file at once, and a
 * node that dies leaves chunks that nothing refers to, which the sweep removes.
 *
 * @param tempFolder of this machine, for work in progress.
 */
export async function openGridfsFiles(
  client: MongoClient,
  tempFolder: string,
  { clock, bucketName }: GridfsOptions,
): Promise<FileStore> {
  await mkdir(tempFolder, { recursive: true })
  const store = new GridfsFiles(client, { clock, bucketName })
  await store.createIndexes()
  const adopt: FileStore['adopt'] = (files) => store.adopt(files)
  return {
    tempFolder,
    put: (source, bytesMax) => putStream(source, bytesMax, { tempFolder, adopt }),
    adopt,
    open: (sha256, range) => store.open(sha256, range),
    has: (sha256) => store.has(sha256),
    remove: (sha256, ifOlderThan) => store.remove(sha256, ifOlderThan),
    olderThan: (time) => store.olderThan(time),
    async removeTempOlderThan(time) {
      await removeTempOlderThan(tempFolder, time)
      await store.removeAbandoned(time)
    },
  }
}

class GridfsFiles {
  readonly #bucket: GridFSBucket
  readonly #contents: Collection<ContentRow>
  readonly #clock: Clock

  constructor(client: MongoClient, { clock, bucketName }: GridfsOptions) {
    const database = client.db()
    this.#bucket = new GridFSBucket(database, { bucketName, chunkSizeBytes: chunkBytes })
    this.#contents = database.collection<ContentRow>(`${bucketName}.contents`)
    this.#clock = clock
  }

  async createIndexes(): Promise<void> {
    await this.#contents.createIndex({ touchedAt: 1 })
    await this.#contents.createIndex({ upload: 1 })
  }

  async adopt(files: readonly TempFile[]): Promise<void> {
    const queue = files.values()
    const worker = async () => {
      for (const file of queue) await this.#adoptFile(file)
    }
    await refusing(Promise.all(Array.from({ length: uploadsAtOnce }, worker)))
  }

  async open(sha256: string, range?: ByteRange): Promise<Readable> {
    const content = await refusing(this.#contents.findOne({ _id: sha256 }))
    if (!content) throw new Problem('not-found', 'The file is not in the store.')
    // GridFS counts up to, and not including, the end.
    const part = range && { start: range.start, end: Math.min(range.end + 1, content.bytes) }
    return this.#bucket.openDownloadStream(content.upload, part)
  }

  async has(sha256: string): Promise<boolean> {
    return (await refusing(this.#contents.findOne({ _id: sha256 }))) !== null
  }

  async remove(sha256: string, ifOlderThan?: Date): Promise<void> {
    const old = ifOlderThan && { touchedAt: { $lt: ifOlderThan } }
    const removed = await refusing(this.#contents.findOneAndDelete({ _id: sha256, ...old }))
    if (removed) await refusing(this.#bucket.delete(removed.upload))
  }

  async *olderThan(time: Date): AsyncGenerator<string> {
    const found = this.#contents.find({ touchedAt: { $lt: time } }, { projection: { _id: 1 } })
    for await (const { _id } of found) yield _id
  }

  /** Removes uploads of before this time that no content names: their node died, or another node was faster. */
  async removeAbandoned(time: Date): Promise<void> {
    for await (const { _id } of this.#bucket.find({ uploadDate: { $lt: time } })) {
      if (!(await this.#contents.findOne({ upload: _id }))) await this.#bucket.delete(_id)
    }
  }

  async #adoptFile({ path, sha256 }: TempFile): Promise<void> {
    const touched = await this.#contents.updateOne(
      { _id: sha256 },
      { $set: { touchedAt: this.#clock() } },
    )
    if (touched.matchedCount === 0) await this.#upload(path, sha256)
    await rm(path, { force: true })
  }

  async #upload(path: string, sha256: string): Promise<void> {
    const stream = this.#bucket.openUploadStream(sha256)
    await pipeline(createReadStream(path), stream)
    try {
      await this.#contents.insertOne({
        _id: sha256,
        upload: stream.id,
        bytes: stream.length,
        touchedAt: this.#clock(),
      })
    } catch (error) {
      // Without this, an answer that was lost leaves an upload to the sweep, which asks whether it is named.
      if (!isDuplicateKey(error)) throw error
      await this.#bucket.delete(stream.id)
    }
  }
}

/** What callers are told of an error of the database: a Problem. */
const refusing = <Result>(work: Promise<Result>): Promise<Result> =>
  work.catch((error: unknown) => {
    throw problemOf(error)
  })
