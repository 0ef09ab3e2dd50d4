import { isSystemFile } from './entry-path.ts'

/** Where things are in a zip. Paths end with `/` or are empty. */
export interface PackageLayout {
  /** The folder that holds everything in the zip and is left out of all paths. */
  readonly stripped: string
  /** The manifest's folder below that. */
  readonly folder: string
  /** Path of the manifest below `stripped`; undefined if there is none. */
  readonly manifest: string | undefined
  /** Further imsmanifest.xml files. */
  readonly otherManifests: readonly string[]
  /** Files of other standards that stand where the manifest does, or alone: `cmi5.xml`, `tincan.xml`, an AICC `.crs`. */
  readonly otherStandards: readonly string[]
}

/** Finds the manifest nearest to the root, and the one parent folder that the whole package may stand in. */
export function layoutOf(paths: readonly string[]): PackageLayout {
  const files = paths.filter((path) => !isSystemFile(path))
  const named = (pattern: RegExp) =>
    files.filter((path) => pattern.test(baseName(path))).sort(byDepth)
  const manifests = named(/^imsmanifest\.xml$/i)
  const others = named(/^(cmi5\.xml|tincan\.xml|[^/]+\.crs)$/i)
  const main = manifests[0] ?? others[0]
  const stripped = main === undefined ? '' : commonFolder(files, folderOf(main))
  const below = (path: string) => path.slice(stripped.length)
  const folder = main === undefined ? '' : folderOf(below(main))
  return {
    stripped,
    folder,
    manifest: manifests[0] === undefined ? undefined : below(manifests[0]),
    otherManifests: manifests.slice(1).map(below),
    otherStandards: others.map(below).filter((path) => folderOf(path) === folder),
  }
}

export const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1)

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

const depthOf = (path: string): number => path.split('/').length

/** In the same depth the name as the standards write it comes first. */
const byDepth = (a: string, b: string): number =>
  depthOf(a) - depthOf(b) || Number(isAsWritten(b)) - Number(isAsWritten(a)) || (a < b ? -1 : 1)

const isAsWritten = (path: string): boolean => baseName(path) === 'imsmanifest.xml'

/** The longest folder, at most `within`, that all files are in. */
function commonFolder(files: readonly string[], within: string): string {
  let common = within
  while (common !== '' && !files.every((path) => path.startsWith(common))) {
    common = folderOf(common.slice(0, -1))
  }
  return common
}
