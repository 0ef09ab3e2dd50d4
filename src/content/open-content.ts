import type { Clock } from '../base/clock.ts'
import type { Transactor } from '../base/transactor.ts'
import { checkPackage } from './import/check-package.ts'
import { importPackage } from './import/import-package.ts'
import { zipInspector } from './import/inspect-zip.ts'
import { defaultLimits } from './import/limits.ts'
import type { PackageQuota } from './import/require-quota.ts'
import type { FileStore, PackageReader, PackageWriter } from './store.ts'

export interface ContentParts {
  readonly store: PackageReader & Transactor<PackageWriter>
  readonly files: FileStore
  readonly clock: Clock
  readonly limits: ContentLimits
}

/** What an operator can set; the other limits are in import/limits.ts. */
export interface ContentLimits extends PackageQuota {
  /** Of the zip. */
  readonly packageBytesMax: number
  /** Of all files in it, as inflated. */
  readonly packageInflatedBytesMax: number
  readonly packageEntriesMax: number
  /** Free bytes of the disk that imports leave alone; none unless given. */
  readonly diskReserveBytes?: number
  /** For reading the zip; large ones get more. */
  readonly importSecondsMax: number
}

/** A name, its path and what programs add to it are a tenth of that. */
const directoryBytesPerEntry = 1024

/** Import and check of packages, ready to use: what the API and the command line do with an upload. */
export function openContent({ store, files, clock, limits }: ContentParts) {
  const { packageBytesMax, diskReserveBytes = 0 } = limits
  const inspect = zipInspector({
    ...defaultLimits,
    contentBytesMax: limits.packageInflatedBytesMax,
    diskReserveBytes,
    entriesMax: limits.packageEntriesMax,
    directoryBytesMax: limits.packageEntriesMax * directoryBytesPerEntry,
    zipSecondsMax: limits.importSecondsMax,
  })
  const upload = { bytesMax: packageBytesMax, diskReserveBytes }
  const parts = { store, files, inspect, clock, upload, quota: limits }
  return { importPackage: importPackage(parts), checkPackage: checkPackage(parts) }
}
