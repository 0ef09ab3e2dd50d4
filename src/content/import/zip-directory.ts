import { openPromise, type Entry as YauzlEntry, type ZipFile } from 'yauzl'
import { Refusal } from '../finding-codes.ts'
import type { ImportLimits } from './limits.ts'

/** One entry of the zip's central directory, before anything of it is read. */
export interface ZipEntry {
  readonly source: YauzlEntry
  /** The name's bytes as they stand in the zip. */
  readonly rawName: Buffer
  /** True if the entry says that its name is UTF-8. */
  readonly saysUtf8: boolean
  readonly compressedBytes: number
  readonly bytes: number
}

export interface ZipDirectory {
  readonly zip: ZipFile
  readonly entries: readonly ZipEntry[]
}

/**
 * Reads and checks the central directory before any content is inflated. yauzl finds the directory and inflates; what it does
 * not refuse is refused here: overlapping entries, links and devices, encryption, and more entries or bytes than allowed.
 * @throws Refusal
 */
export async function readDirectory(path: string, limits: ImportLimits): Promise<ZipDirectory> {
  const zip = await openZip(path)
  try {
    if (zip.entryCount > limits.entriesMax) {
      throw new Refusal(
        'too-many-files',
        `The zip has ${zip.entryCount} entries; ${limits.entriesMax} are allowed.`,
      )
    }
    // Where the directory begins, as long as no entry has been read.
    const directoryOffset = zip.readEntryCursor as unknown as number
    checkDirectorySize(zip.fileSize - directoryOffset, limits)
    const entries: ZipEntry[] = []
    for await (const entry of zip.eachEntry()) entries.push(checkedEntry(entry))
    checkDeclaredSize(entries, limits)
    checkDisjoint(entries, directoryOffset)
    return { zip, entries }
  } catch (error) {
    zip.close()
    throw damaged(error)
  }
}

async function openZip(path: string): Promise<ZipFile> {
  try {
    return await openPromise(path, { decodeStrings: false, lazyEntries: true, autoClose: false })
  } catch (error) {
    const message = (error as Error).message
    if (/end of central directory record signature not found/i.test(message)) {
      throw new Refusal('not-a-zip', 'The file is not a zip, or its end is missing.')
    }
    throw damaged(error)
  }
}

/** What yauzl throws speaks of the zip's bytes; a failing disk has an error code and stays what it is. */
export function damaged(error: unknown): unknown {
  if (error instanceof Refusal || isSystemError(error)) return error
  const { message } = error as Error
  if (/encryption/.test(message)) return new Refusal('entry-encrypted', 'The zip is encrypted.')
  return new Refusal('zip-damaged', `The zip is damaged: ${message}.`)
}

const isSystemError = (error: unknown): boolean =>
  typeof (error as { syscall?: unknown }).syscall === 'string'

const encryptedFlags = 0x0001 | 0x0040 | 0x2000
const utf8Flag = 0x0800
const supportedMethods = [0, 8]
const unixTypeMask = 0o170000
/** What the Unix mode of an entry may say it is: nothing, a regular file, a folder. */
const harmlessTypes = [0, 0o100000, 0o040000]

/** Before its encoding is known only the ASCII of a name can be told. */
const placeOf = ({ fileNameRaw }: YauzlEntry) => ({
  file: fileNameRaw
    .toString('latin1')
    .replace(/[^\x20-\x7e]/g, '?')
    .slice(0, 200),
})

function checkedEntry(entry: YauzlEntry): ZipEntry {
  const shown = placeOf(entry)
  if ((entry.generalPurposeBitFlag & encryptedFlags) !== 0) {
    throw new Refusal('entry-encrypted', 'The zip is encrypted.', shown)
  }
  if (!supportedMethods.includes(entry.compressionMethod)) {
    throw new Refusal(
      'entry-method-unsupported',
      `The file is compressed by method ${entry.compressionMethod}; only "stored" and "deflate" are read.`,
      shown,
    )
  }
  const type = (entry.externalFileAttributes >>> 16) & unixTypeMask
  if (!harmlessTypes.includes(type)) {
    throw new Refusal('entry-not-a-file', 'The entry is a link or a device, not a file.', shown)
  }
  return {
    source: entry,
    rawName: entry.fileNameRaw,
    saysUtf8: (entry.generalPurposeBitFlag & utf8Flag) !== 0,
    compressedBytes: entry.compressedSize,
    bytes: entry.uncompressedSize,
  }
}

function checkDirectorySize(bytes: number, { directoryBytesMax }: ImportLimits): void {
  if (bytes <= directoryBytesMax) return
  throw new Refusal(
    'directory-too-large',
    `The directory of the zip has ${bytes} bytes; ${directoryBytesMax} are allowed.`,
  )
}

function checkDeclaredSize(entries: readonly ZipEntry[], limits: ImportLimits): void {
  const bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0)
  if (bytes <= limits.contentBytesMax) return
  throw new Refusal(
    'content-too-large',
    `The files have ${bytes} bytes together; ${limits.contentBytesMax} are allowed.`,
  )
}

const localHeaderBytes = 30

/** Entries whose bytes overlap make small zips endless ("zip bombs"), and no tool writes them. */
function checkDisjoint(entries: readonly ZipEntry[], directoryOffset: number): void {
  const ranges = entries
    .map(({ source, rawName, compressedBytes }) => ({
      source,
      start: source.relativeOffsetOfLocalHeader,
      // The least that the entry takes: its local header may have extra fields of its own.
      end: source.relativeOffsetOfLocalHeader + localHeaderBytes + rawName.length + compressedBytes,
    }))
    .sort((a, b) => a.start - b.start)
  for (const [index, range] of ranges.entries()) {
    const nextStart = ranges[index + 1]?.start ?? directoryOffset
    if (range.end > nextStart) {
      throw new Refusal(
        'entries-overlap',
        'Entries of the zip overlap each other.',
        placeOf(range.source),
      )
    }
  }
}
