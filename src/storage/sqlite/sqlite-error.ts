/** Primary result codes of SQLite that matter here [sqlite.org, Result and Error Codes]. */
const busy = 5
const ioError = 10
const corrupt = 11
const full = 13
const notADatabase = 26
/** An extended code: the shared memory of the write-ahead log, a file, could not grow. */
const ioErrorSharedMemorySize = 10 | (19 << 8)

/** What a failed write means for the writes after it. */
export type StorageFailure =
  /** Another process is writing. */
  | 'busy'
  /** The disk is full: writing works again once there is room. */
  | 'full'
  /** The disk or the file cannot be trusted any more. A failed fsync is never tried again: the pages are gone. */
  | 'fatal'

/** @returns undefined for an error that says nothing about the store's health, e.g. a broken constraint. */
export function storageFailureOf(error: unknown): StorageFailure | undefined {
  const code = codeOf(error)
  // SQLite counts it among the I/O errors, and only a full disk causes it; no page of the database is in doubt.
  if (code === ioErrorSharedMemorySize) return 'full'
  // The low byte of an extended result code is the primary one.
  switch (code === undefined ? undefined : code & 0xff) {
    case busy:
      return 'busy'
    case full:
      return 'full'
    case ioError:
    case corrupt:
    case notADatabase:
      return 'fatal'
    default:
      return undefined
  }
}

function codeOf(error: unknown): number | undefined {
  const code = (error as { errcode?: unknown } | null)?.errcode
  return typeof code === 'number' ? code : undefined
}
