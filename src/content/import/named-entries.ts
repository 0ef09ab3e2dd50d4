import { foldedPath, percentDecoded } from '../find-file.ts'
import { type Findings, quoted, Refusal } from '../finding-codes.ts'
import { certainName, chooseEncoding, decodeName, lastSegment } from './entry-name.ts'
import { entryPath, isSystemFile } from './entry-path.ts'
import type { ImportLimits } from './limits.ts'
import { layoutOf, type PackageLayout } from './package-layout.ts'
import type { ZipEntry } from './zip-directory.ts'

/** An entry that is a file of the package, with its path there. */
export interface NamedEntry {
  readonly path: string
  readonly entry: ZipEntry
}

export interface NamedEntries {
  readonly layout: PackageLayout
  /** The entry of a path that `layout` names. */
  entryOf(path: string): ZipEntry
  /**
   * The files of the package under their final paths, once the manifest is known: its hrefs tell which encoding names have
   * that do not say theirs.
   */
  settle(
    hrefs: readonly string[],
    findings: Findings,
  ): { readonly manifest: string; readonly files: readonly NamedEntry[] }
}

/**
 * Gives the entries of a zip their paths.
 * @throws Refusal for paths that are unsafe, too long or there twice
 */
export function namedEntries(entries: readonly ZipEntry[], limits: ImportLimits): NamedEntries {
  // In Latin-1 every byte is one character and ASCII is itself, so folders and manifests can be told before encodings are.
  const provisional = pathsOf(entries, limits, (rawName) => Buffer.from(rawName).toString('latin1'))
  const layout = layoutOf(provisional.map(({ path }) => path))
  const below = (path: string) => path.slice(layout.stripped.length)
  return {
    layout,
    entryOf: (path) => provisional.find((each) => below(each.path) === path)!.entry,
    settle(hrefs, findings) {
      const decode = legacyDecoder(entries, hrefs, findings)
      const paths = pathsOf(entries, limits, decode)
      const { stripped, manifest } = layoutOf(paths.map(({ path }) => path))
      const files = paths
        .filter(({ path }) => !isSystemFile(path))
        .map(({ path, entry }) => ({ path: path.slice(stripped.length), entry }))
      const skipped = paths.length - files.length
      if (skipped > 0) {
        const message = `${skipped} files that an operating system added to the zip are left out.`
        findings.add('system-files-skipped', message)
      }
      reportAlike(files, findings)
      return { manifest: manifest!, files }
    },
  }
}

function pathsOf(
  entries: readonly ZipEntry[],
  limits: ImportLimits,
  decode: (rawName: Uint8Array) => string,
): NamedEntry[] {
  const seen = new Set<string>()
  const named: NamedEntry[] = []
  for (const entry of entries) {
    const path = entryPath(certainName(entry) ?? decode(entry.rawName), limits)
    if (path === undefined) continue
    if (seen.has(path)) {
      throw new Refusal('duplicate-path', 'The zip has two files of this name.', { file: path })
    }
    seen.add(path)
    named.push({ path, entry })
  }
  return named
}

/** How names are decoded that leave doubt about their encoding. */
function legacyDecoder(
  entries: readonly ZipEntry[],
  hrefs: readonly string[],
  findings: Findings,
): (rawName: Uint8Array) => string {
  const doubtful = entries.filter((entry) => certainName(entry) === undefined)
  if (doubtful.length === 0) return (rawName) => Buffer.from(rawName).toString('latin1')
  const referred = new Set(
    hrefs.flatMap((href) => [href, percentDecoded(href) ?? href]).map(lastSegment),
  )
  const rawNames = doubtful.map(({ rawName }) => rawName)
  const { encoding, isMatched } = chooseEncoding(rawNames, referred)
  const decode = (rawName: Uint8Array) => decodeName(rawName, encoding)
  if (!isMatched) {
    const example = quoted(decode(rawNames[0]!))
    const message = `${doubtful.length} names in the zip do not say their encoding; they were read as ${encoding}, e.g. ${example}.`
    findings.add('name-encoding-guessed', message)
  }
  return decode
}

/** Two files that differ only in letter case or Unicode form: a server tells them apart, the author's computer did not. */
function reportAlike(files: readonly NamedEntry[], findings: Findings): void {
  const seen = new Map<string, string>()
  for (const { path } of files) {
    const key = foldedPath(path)
    const twin = seen.get(key)
    if (twin === undefined) seen.set(key, path)
    else {
      const message = `${quoted(twin)} and ${quoted(path)} differ only in letter case or accents' form.`
      findings.add('paths-alike', message, { file: path })
    }
  }
}
