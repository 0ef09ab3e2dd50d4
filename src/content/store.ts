import type { Readable } from 'node:stream'
import type { Page, PageRequest } from '../base/page.ts'
import type { Reach } from '../base/reach.ts'
import type { Standard } from '../runtime/index.ts'
import type { Package, PackageFile, PackageVersion } from './package.ts'

/** What a list shows of a package: figures of its current version, without its course and its report. */
export interface PackageOverview {
  readonly id: string
  readonly title: string
  readonly standard: Standard
  readonly edition: string
  /** Number of the current version. */
  readonly version: number
  readonly verdict: 'ok' | 'warnings'
  /** How many findings of severity `warning` the current version has. */
  readonly warnings: number
  /** Bytes of all files of the current version. */
  readonly contentBytes: number
  readonly createdAt: Date
  /** When the current version was imported. */
  readonly updatedAt: Date
}

/** What a list shows of a version. */
export type VersionOverview = Omit<PackageVersion, 'course' | 'findings'>

export interface PackageReader {
  findPackage(id: string): Promise<Package | undefined>
  packageVersion(id: string): Promise<PackageVersion | undefined>
  packageVersionByNumber(packageId: string, number: number): Promise<PackageVersion | undefined>
  /** Newest version first. */
  packageVersions(packageId: string): Promise<readonly VersionOverview[]>
  /** Last changed first. `titleFolded` keeps those whose folded title (base/text.ts) contains it, `reach` those inside. */
  listPackages(
    filter: { readonly titleFolded?: string; readonly reach?: Reach },
    page: PageRequest,
  ): Promise<Page<PackageOverview>>
  /** The file whose path is exactly this. */
  packageFile(version: string, path: string): Promise<PackageFile | undefined>
  /** The files whose path folds to this (`foldedPath`), in the order of their paths. */
  packageFilesFolded(version: string, folded: string): Promise<readonly PackageFile[]>
  /** Bytes of all files of all versions, of one package or of all. */
  packageBytes(packageId?: string): Promise<number>
  /** Those of the given hashes that no package version refers to. */
  unreferencedFiles(hashes: readonly string[]): Promise<readonly string[]>
}

export interface PackageWriter
  extends Pick<PackageReader, 'findPackage' | 'packageVersion' | 'packageBytes'> {
  insertPackage(created: { readonly id: string; readonly createdAt: Date }): Promise<void>
  /** Adds the version with its files and makes it, and its title, the current ones of its package. */
  insertPackageVersion(version: PackageVersion, files: readonly FoldedFile[]): Promise<void>
}

/** A file with its path as `packageFilesFolded` finds it. */
export interface FoldedFile extends PackageFile {
  readonly folded: string
}

/** A part of a file, in bytes: from `start` up to and including `end`. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

/** Files by the SHA-256 of their content, lower-case hexadecimal. The names they have in packages are not its business. */
export interface FileStore {
  /** A folder on this machine for work in progress, on the same file system as the store where it has one. */
  readonly tempFolder: string
  /**
   * Stores what the source gives. Durable once resolved.
   * @throws Problem `body-too-large` beyond `bytesMax`; nothing is kept then.
   */
  put(
    source: AsyncIterable<Uint8Array>,
    bytesMax: number,
  ): Promise<{ readonly sha256: string; readonly bytes: number }>
  /** Moves finished files out of `tempFolder` into the store. All durable once resolved. */
  adopt(files: readonly TempFile[]): Promise<void>
  /** @throws Problem `not-found` if the store does not have it. */
  open(sha256: string, range?: ByteRange): Promise<Readable>
  has(sha256: string): Promise<boolean>
  /** @param ifOlderThan leaves a file that was stored or adopted since. */
  remove(sha256: string, ifOlderThan?: Date): Promise<void>
  /** Every file that was stored or adopted before this time. */
  olderThan(time: Date): AsyncIterable<string>
  /** Removes what stands in `tempFolder` since before this time: work that a crash left behind. */
  removeTempOlderThan(time: Date): Promise<void>
}

/** A file in `tempFolder` whose content is known. */
export interface TempFile {
  readonly path: string
  readonly sha256: string
}
