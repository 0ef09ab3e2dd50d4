import { createHash } from 'node:crypto'
import { foldedPath, percentDecoded } from '../../content/index.ts'
import { filesCountMax } from '../../registrations/index.ts'

/** How many names are kept in memory for all registrations together; the registrations heard of longest ago go first. */
const namesMax = 200_000

/**
 * The files that were fetched for registrations since their last commit. Serving a file writes nothing: the next commit
 * takes what is here into its own transaction. What a restart loses is what was fetched since then, at most a minute's. Where other
 * nodes may take the commit, `keepFetchedFiles` is called every second or two.
 */
export class FetchedFiles {
  readonly #byRegistration = new Map<string, Set<string>>()
  #names = 0

  /** @param path of the file as it is in the package */
  note(registration: string, path: string): void {
    const names = this.#byRegistration.get(registration) ?? new Set()
    this.#byRegistration.delete(registration)
    this.#byRegistration.set(registration, names)
    const before = names.size
    if (before < filesCountMax) names.add(fileKey(path))
    this.#names += names.size - before
    if (this.#names > namesMax) this.#drop(this.#byRegistration.keys().next().value!)
  }

  /** For which there are names. */
  registrations(): readonly string[] {
    return [...this.#byRegistration.keys()]
  }

  of(registration: string): readonly string[] {
    return [...(this.#byRegistration.get(registration) ?? [])]
  }

  /** Forgets names that are stored now. */
  forget(registration: string, names: readonly string[]): void {
    const kept = this.#byRegistration.get(registration)
    if (!kept) return
    for (const name of names) if (kept.delete(name)) this.#names--
    if (kept.size === 0) this.#byRegistration.delete(registration)
  }

  #drop(registration: string): void {
    this.#names -= this.#byRegistration.get(registration)!.size
    this.#byRegistration.delete(registration)
  }
}

/** A short name for a file, whatever its letter case and Unicode form: 48 bits of a hash, without spaces. */
export const fileKey = (path: string): string =>
  createHash('sha256').update(foldedPath(path)).digest('base64url').slice(0, 8)

/** The name of the file that an activity begins with; undefined if it is elsewhere than in the package. */
export function launchFileKey(href: string): string | undefined {
  const base = 'http://package.invalid/'
  const url = URL.canParse(href, base) ? new URL(href, base) : undefined
  if (url?.origin !== new URL(base).origin) return undefined
  const path = url.pathname.slice(1)
  return fileKey(percentDecoded(path) ?? path)
}
