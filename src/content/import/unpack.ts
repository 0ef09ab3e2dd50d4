import { createHash, type Hash } from 'node:crypto'
import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import type { ZipFile } from 'yauzl'
import { Refusal } from '../finding-codes.ts'
import type { PackageFile } from '../package.ts'
import { ReservedDisk } from '../reserved-disk.ts'
import type { ImportLimits } from './limits.ts'
import type { NamedEntry } from './named-entries.ts'
import { damaged, type ZipEntry } from './zip-directory.ts'

/** A file of the package; `temp` is where its content was written, if it was kept. */
export interface UnpackedFile extends PackageFile {
  readonly temp?: string
}

/** Inflates the manifest into memory. @throws Refusal `manifest-too-large`, `zip-damaged` */
export async function inflateManifest(
  zip: ZipFile,
  entry: ZipEntry,
  limits: ImportLimits,
): Promise<Buffer> {
  const chunks: Buffer[] = []
  const budget: Budget = {
    code: 'manifest-too-large',
    bytes: limits.manifestBytesMax,
    message: `The manifest has more than ${limits.manifestBytesMax} bytes.`,
  }
  const write = (chunk: Buffer) => void chunks.push(chunk)
  await inflate(zip, { path: 'imsmanifest.xml', entry }, { limits, budget, write })
  return Buffer.concat(chunks)
}

/**
 * Inflates every file, counting what really comes out, and writes each to `folder` under a number: no name of the package
 * reaches the file system.
 * @throws Refusal `content-too-large`, `compression-excessive`, `zip-damaged`
 */
export async function unpack(
  zip: ZipFile,
  entries: readonly NamedEntry[],
  options: {
    readonly limits: ImportLimits
    readonly folder: string | undefined
    /** Sees the content of every file go by, in order. */
    readonly watch: (path: string, chunk: Buffer) => void
  },
): Promise<UnpackedFile[]> {
  const files: UnpackedFile[] = []
  const { contentBytesMax, diskReserveBytes } = options.limits
  const disk = options.folder ? new ReservedDisk(options.folder, diskReserveBytes) : undefined
  const budget: Budget = {
    code: 'content-too-large',
    bytes: contentBytesMax,
    message: `The files have more than ${contentBytesMax} bytes together.`,
  }
  for (const named of entries) {
    const temp = options.folder && join(options.folder, String(files.length))
    const output = new Output(temp)
    try {
      const write = (chunk: Buffer) => {
        disk?.require(chunk.length)
        output.write(chunk)
        options.watch(named.path, chunk)
      }
      await inflate(zip, named, { limits: options.limits, budget, write })
    } finally {
      output.close()
    }
    budget.bytes -= output.bytes
    const { bytes, sha256 } = output
    files.push({ path: named.path, bytes, sha256, ...(temp === undefined ? {} : { temp }) })
  }
  return files
}

class Output {
  bytes = 0
  readonly #hash: Hash = createHash('sha256')
  readonly #file: number | undefined

  constructor(path: string | undefined) {
    this.#file = path === undefined ? undefined : openSync(path, 'wx', 0o600)
  }

  get sha256(): string {
    return this.#hash.copy().digest('hex')
  }

  write(chunk: Buffer): void {
    this.bytes += chunk.length
    this.#hash.update(chunk)
    for (let at = 0; this.#file !== undefined && at < chunk.length; ) {
      at += writeSync(this.#file, chunk, at)
    }
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file)
  }
}

/** How many bytes may still come, and what is said when more do. */
interface Budget {
  bytes: number
  readonly code: 'content-too-large' | 'manifest-too-large'
  readonly message: string
}

/** Inflates one entry under the limits. What it declares of itself is checked, never believed. */
async function inflate(
  zip: ZipFile,
  { path, entry }: NamedEntry,
  {
    limits,
    budget,
    write,
  }: {
    readonly limits: ImportLimits
    readonly budget: Budget
    readonly write: (chunk: Buffer) => void
  },
): Promise<void> {
  const place = { file: path }
  let bytes = 0
  let checksum = 0
  try {
    const stream = await zip.openReadStreamPromise(entry.source)
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      bytes += chunk.length
      if (bytes > budget.bytes) {
        throw new Refusal(budget.code, budget.message, place)
      }
      if (bytes > limits.ratioFromBytes && bytes > entry.compressedBytes * limits.ratioMax) {
        const message = `The file is more than ${limits.ratioMax} times as large as it is compressed.`
        throw new Refusal('compression-excessive', message, place)
      }
      checksum = crc32(chunk, checksum)
      write(chunk)
    }
  } catch (error) {
    throw damagedAt(damaged(error), path)
  }
  if (checksum !== entry.source.crc32) {
    throw new Refusal('zip-damaged', 'The checksum of the file is wrong.', place)
  }
}

/** Adds the file to a refusal that does not name one. */
function damagedAt(error: unknown, file: string): unknown {
  if (!(error instanceof Refusal) || error.finding.code !== 'zip-damaged') return error
  return new Refusal('zip-damaged', error.message, { file })
}
