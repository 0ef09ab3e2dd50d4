import type { PackageFile } from './package.ts'
import type { PackageReader } from './store.ts'

type Files = Pick<PackageReader, 'packageFile' | 'packageFilesFolded'>

/** How a path is compared when its spelling differs: NFC, letter case ignored. */
export const foldedPath = (path: string): string => path.normalize('NFC').toLowerCase()

/**
 * Finds the file of a package version that a request means. Packages are made on file systems that forgive; so the path is
 * tried as decoded, as written, then in another Unicode form, then in another letter case.
 * @param rawPath the path as it stands in the URL, still percent-encoded, without a leading `/`.
 */
export const findFile =
  (reader: Files) =>
  async (version: string, rawPath: string): Promise<PackageFile | undefined> => {
    const spellings = spellingsOf(rawPath)
    for (const path of spellings) {
      const file = await reader.packageFile(version, path)
      if (file) return file
    }
    for (const path of spellings) {
      const alike = await reader.packageFilesFolded(version, foldedPath(path))
      const sameLetters = alike.find((file) => file.path.normalize('NFC') === path.normalize('NFC'))
      if (alike.length > 0) return sameLetters ?? alike[0]
    }
    return undefined
  }

/** The paths that a path in a URL or a manifest may mean, the likelier first. */
export function spellingsOf(rawPath: string): string[] {
  const decoded = percentDecoded(rawPath)?.replaceAll('\\', '/')
  return decoded === undefined || decoded === rawPath ? [rawPath] : [decoded, rawPath]
}

/** The text with its percent escapes decoded as UTF-8; undefined if they are not. */
export function percentDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
