import { mkdir, rm, stat } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import type { Clock } from '../../base/clock.ts'
import { Problem } from '../../base/problem.ts'
import type { ByteRange, FileStore, TempFile } from '../../content/store.ts'
import { putStream } from '../files/put-stream.ts'
import { removeTempOlderThan } from '../files/temp-folder.ts'
import type { Bucket } from './bucket.ts'
import { type Copy, copyOf, namesOf, newName } from './copy-name.ts'
import { sendFile } from './send-file.ts'

/** How many files are sent at once, each with at most a part of it in memory. */
const uploadsAtOnce = 8
/** The largest object that S3 copies at one request. */
const copyBytesMax = 5 * 1024 ** 3
/** Of how many contents the names are remembered; 20,000 are some 5 MB. */
const rememberedMax = 20_000
/** How often another copy is looked for when the one that was found has gone meanwhile. */
const lookupsMax = 3

interface S3FilesOptions {
  readonly clock: Clock
  /** Begins the names of its objects, with a slash at its end. */
  readonly root: string
  /** For work in progress, on this machine. */
  readonly tempFolder: string
  /**
   * Seconds after which files that are being adopted are given up. Less than what is spared of a sweep, which else could remove the first
   * of them before anything refers to it.
   */
  readonly adoptSecondsMax: number
}

/**
 * Opens a store of files in a bucket, for any number of nodes. Each time that a content is stored it becomes an object of its own, named by
 * its SHA-256, the time and a random number, and no object is ever written again. So whoever removes a copy that is old cannot take
 * one that another node has made since, which S3 has no transaction to prevent.
 */
export async function openS3Files(bucket: Bucket, options: S3FilesOptions): Promise<FileStore> {
  const { tempFolder } = options
  await mkdir(tempFolder, { recursive: true })
  const store = new S3Files(bucket, options)
  const adopt: FileStore['adopt'] = (files) => store.adopt(files)
  return {
    tempFolder,
    put: (source, bytesMax) => putStream(source, bytesMax, { tempFolder, adopt }),
    adopt,
    open: (sha256, range) => store.open(sha256, range),
    has: async (sha256) => (await store.copiesOf(sha256)).length > 0,
    remove: (sha256, ifOlderThan) => store.remove(sha256, ifOlderThan),
    olderThan: (time) => store.olderThan(time),
    async removeTempOlderThan(time) {
      await removeTempOlderThan(tempFolder, time)
      for await (const upload of bucket.uploadsBefore(options.root, time)) {
        await bucket.dropUpload(upload)
      }
    },
  }
}

class S3Files {
  readonly #bucket: Bucket
  readonly #options: S3FilesOptions
  /** Names of copies by their SHA-256, those used last at the end. A name that has gone is found out when it is read. */
  readonly #remembered = new Map<string, string>()

  constructor(bucket: Bucket, options: S3FilesOptions) {
    this.#bucket = bucket
    this.#options = options
  }

  /** When one fails, the others are given up, and nothing is under way any more once this rejects. */
  async adopt(files: readonly TempFile[]): Promise<void> {
    const failed = new AbortController()
    const late = AbortSignal.timeout(this.#options.adoptSecondsMax * 1000)
    const signal = AbortSignal.any([failed.signal, late])
    const queue = files.values()
    const failures: unknown[] = []
    const worker = async () => {
      try {
        for (const file of queue) await this.#adoptFile(file, signal)
      } catch (error) {
        failures.push(error)
        failed.abort()
      }
    }
    await Promise.all(Array.from({ length: uploadsAtOnce }, worker))
    if (failures.length > 0) throw failures[0]
  }

  /** @throws Problem `not-found` */
  async open(sha256: string, range?: ByteRange): Promise<Readable> {
    for (let lookup = 0; lookup < lookupsMax; lookup += 1) {
      const key = this.#remembered.get(sha256) ?? (await this.copiesOf(sha256)).at(-1)?.key
      if (key === undefined) break
      const body = await this.#bucket.get(key, range)
      if (body) {
        this.#remember(sha256, key)
        return body
      }
      this.#remembered.delete(sha256)
    }
    throw new Problem('not-found', 'The file is not in the store.')
  }

  /** Oldest first. */
  async copiesOf(sha256: string, signal?: AbortSignal): Promise<(Copy & { bytes: number })[]> {
    const { root } = this.#options
    const listed = await this.#bucket.list(namesOf(root, sha256), signal)
    return listed
      .flatMap(({ key, bytes }) => {
        const copy = copyOf(root, key)
        return copy ? [{ ...copy, bytes }] : []
      })
      .sort((a, b) => (a.key < b.key ? -1 : 1))
  }

  async remove(sha256: string, ifOlderThan?: Date): Promise<void> {
    const before = ifOlderThan?.getTime() ?? Number.POSITIVE_INFINITY
    for (const { key, storedAt } of await this.copiesOf(sha256)) {
      if (storedAt < before) await this.#bucket.remove(key)
    }
    this.#remembered.delete(sha256)
  }

  async *olderThan(time: Date): AsyncGenerator<string> {
    const { root } = this.#options
    let last: string | undefined
    for await (const { key } of this.#bucket.listAll(root)) {
      const copy = copyOf(root, key)
      if (!copy || copy.storedAt >= time.getTime() || copy.sha256 === last) continue
      last = copy.sha256
      yield copy.sha256
    }
  }

  async #adoptFile({ path, sha256 }: TempFile, signal: AbortSignal): Promise<void> {
    const { root, clock } = this.#options
    const { size: bytes } = await stat(path)
    const before = await this.copiesOf(sha256, signal)
    const key = newName(root, sha256, clock())
    const same = before.findLast((copy) => copy.bytes === bytes && bytes <= copyBytesMax)
    const isCopied = same !== undefined && (await this.#isCopied(same.key, key, signal))
    if (!isCopied) await sendFile(this.#bucket, { path, key, bytes }, signal)
    this.#remember(sha256, key)
    for (const older of before) if (older.key < key) await this.#bucket.remove(older.key, signal)
    await rm(path, { force: true })
  }

  /** False where the store cannot, or where the copy has gone meanwhile: the bytes are here, too. */
  #isCopied(from: string, to: string, signal: AbortSignal): Promise<boolean> {
    return this.#bucket.copy(from, to, signal).then(
      () => true,
      () => false,
    )
  }

  #remember(sha256: string, key: string): void {
    this.#remembered.delete(sha256)
    this.#remembered.set(sha256, key)
    if (this.#remembered.size <= rememberedMax) return
    const [oldest] = this.#remembered.keys()
    this.#remembered.delete(oldest!)
  }
}
