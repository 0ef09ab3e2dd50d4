import { foldedPath, spellingsOf } from './find-file.ts'

/** A file's path as it is in the package, and whether it was found only in another letter case or Unicode form. */
export interface Found {
  readonly path: string
  readonly isRespelt: boolean
}

/** What `findFile` does when a course is served, over a list of paths: so the import promises what serving keeps. */
export function pathLookup(paths: readonly string[]): (rawPath: string) => Found | undefined {
  const exact = new Set(paths)
  const folded = new Map<string, string[]>()
  for (const path of [...paths].sort()) {
    const key = foldedPath(path)
    folded.set(key, [...(folded.get(key) ?? []), path])
  }
  return (rawPath) => {
    const spellings = spellingsOf(rawPath)
    const found = spellings.find((path) => exact.has(path))
    if (found !== undefined) return { path: found, isRespelt: false }
    for (const path of spellings) {
      const alike = folded.get(foldedPath(path))
      if (!alike) continue
      const sameLetters = alike.find((other) => other.normalize('NFC') === path.normalize('NFC'))
      return { path: sameLetters ?? alike[0]!, isRespelt: true }
    }
    return undefined
  }
}
