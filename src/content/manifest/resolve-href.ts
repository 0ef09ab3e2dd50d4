import type { ManifestContext } from './manifest-context.ts'

/** What an href of the manifest leads to. */
export type Target =
  | {
      readonly kind: 'file'
      /** The file's path in the package. */
      readonly path: string
      /** Query and fragment as written, percent-encoded: `?a=b#c`, or empty. */
      readonly query: string
      readonly fragment: string
      readonly isRespelt: boolean
      /** Found only by leaving out the bases around it, which lead nowhere. */
      readonly isWithoutBase: boolean
    }
  | { readonly kind: 'missing' | 'outside' | 'external'; readonly path: string }

/**
 * Resolves an href against the product of the bases around it [IMS CP 1.1.2 xml:base]. A base is a folder, whether it ends with
 * `/` or not; a leading `/` means the package's root.
 */
export function resolveHref(
  context: Pick<ManifestContext, 'folder' | 'lookup' | 'standard'>,
  bases: readonly (string | undefined)[],
  href: string,
): Target {
  const parts = [...bases.filter((base) => base !== undefined), href].map(tidy)
  const external = parts.findLast(isExternal)
  if (external !== undefined) return { kind: 'external', path: external }
  const { path, query, fragment } = splitUrl(parts.at(-1)!)
  const based = context.folder + parts.slice(0, -1).map(asFolder).join('')
  // Some tools of SCORM 2004 declare a base and zip the files without its folder.
  const folders = context.standard === 'scorm2004' && based ? [based, context.folder] : [based]
  for (const folder of folders) {
    // A file whose own name has `?` or `#` in it is found when nothing else is.
    for (const [whole, ending] of [
      [path, { query, fragment }],
      [parts.at(-1)!, { query: '', fragment: '' }],
    ] as const) {
      const full = withoutDots(folder + whole.replace(/^\/+/, ''))
      if (full === undefined) return { kind: 'outside', path: whole }
      const found = context.lookup(full)
      const isWithoutBase = folder !== based
      if (found) return { kind: 'file', ...found, ...ending, isWithoutBase }
    }
  }
  return { kind: 'missing', path }
}

const tidy = (href: string): string => href.trim().replaceAll('\\', '/').toWellFormed()

/** Another scheme or host. One letter before a colon is a drive, which is a path that nobody else has. */
export const isExternal = (href: string): boolean => /^([a-z][a-z0-9+.-]+:|\/\/)/i.test(href)

const asFolder = (base: string): string => {
  const relative = base.replace(/^\/+/, '')
  return relative === '' || relative.endsWith('/') ? relative : `${relative}/`
}

function splitUrl(href: string): { path: string; query: string; fragment: string } {
  const [beforeFragment, fragment] = cut(href, '#')
  const [path, query] = cut(beforeFragment, '?')
  return { path, query: encodeText(query), fragment: encodeText(fragment) }
}

/** Splits before the first `mark`. */
function cut(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at)]
}

/** Follows `.` and `..`; undefined if they lead out of the package. */
function withoutDots(path: string): string | undefined {
  const segments: string[] = []
  for (const segment of path.split('/')) {
    if (segment === '..') {
      if (segments.pop() === undefined) return undefined
    } else if (segment !== '.' && segment !== '') segments.push(segment)
  }
  return segments.join('/')
}

/** Encodes what may not stand in a URL, and leaves what is encoded. */
const encodeText = (text: string): string => encodeURI(text.toWellFormed()).replaceAll('%25', '%')

/** The path as it stands in a URL. */
export const encodePath = (path: string): string =>
  path.split('/').map(encodeURIComponent).join('/')

/**
 * Merges an item's `parameters` with what its resource's href has: query with query by `&`, and a fragment only where the href
 * has none [CAM 2.3.2.5.1; the algorithm of IMS CP 1.1.2, 4.2.1].
 */
export function withParameters(
  target: Extract<Target, { kind: 'file' }>,
  parameters: string | undefined,
): string {
  const given = encodeText((parameters ?? '').trim().replace(/^[?&]+/, ''))
  const [query, fragment] = cut(given, '#')
  const queries = [target.query.replace(/^\?/, ''), query].filter((part) => part !== '')
  const merged = queries.length === 0 ? '' : `?${queries.join('&')}`
  return encodePath(target.path) + merged + (target.fragment || fragment)
}
