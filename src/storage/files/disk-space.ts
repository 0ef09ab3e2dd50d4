import { statfs } from 'node:fs/promises'
import { Problem } from '../../base/problem.ts'

interface DiskReserves {
  /** Free bytes below which uploads and imports are refused. */
  readonly diskReserveBytes: number
  /** Free bytes below which what learners and tools report is refused too; the database needs some to tidy up. */
  readonly diskReserveRecordsBytes: number
}

/** What the disk has room for. */
export interface DiskSpace {
  /**
   * @param bytes that the upload announces
   * @throws Problem `disk-reserve-reached`
   */
  requireForUpload(bytes: number): Promise<void>
  /** @throws Problem `storage-unavailable` */
  requireForRecords(): Promise<void>
  takes(): Promise<{ readonly uploads: boolean; readonly records: boolean }>
}

const askedAgainMilliseconds = 1_000

/** Watches the free space of the disk that holds a folder; asked at most once a second, since every statement wants to know. */
export function watchDisk(folder: string, reserves: DiskReserves): DiskSpace {
  let asked = { at: Number.NEGATIVE_INFINITY, free: Promise.resolve(0) }
  const freeBytes = (): Promise<number> => {
    const now = performance.now()
    if (now - asked.at > askedAgainMilliseconds) asked = { at: now, free: freeBytesOf(folder) }
    return asked.free
  }
  const { diskReserveBytes, diskReserveRecordsBytes } = reserves
  return {
    async requireForUpload(bytes) {
      if ((await freeBytes()) - bytes >= diskReserveBytes) return
      throw new Problem(
        'disk-reserve-reached',
        'The disk of the server has too little room left for uploads. Nothing is stored.',
        { limit: diskReserveBytes },
      )
    },
    async requireForRecords() {
      if ((await freeBytes()) >= diskReserveRecordsBytes) return
      throw new Problem('storage-unavailable', 'The disk of the server is full.', {
        retryAfterSeconds: 60,
      })
    },
    async takes() {
      const free = await freeBytes()
      return { uploads: free >= diskReserveBytes, records: free >= diskReserveRecordsBytes }
    },
  }
}

/** What this process may use of the disk. A disk that cannot be asked stops nobody: writing to it will tell. */
async function freeBytesOf(folder: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(folder)
    return bavail * bsize
  } catch {
    return Number.POSITIVE_INFINITY
  }
}
