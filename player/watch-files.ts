/** A file of the package that could not be loaded. */
export interface FileWatch {
  /** Path of the package's files, ends with `/`; what lies outside is none of ours, and would tell a signed address. */
  readonly filesPrefix: string
  readonly onMissing: (path: string) => void
}

const nestedMax = 3

/**
 * Tells which of the package's files a document of the course asked for and did not get, in frames inside it too. Browsers
 * tell the status of what was loaded (Safari does not), and elements tell that they failed.
 */
export function watchFiles(document: Document, watch: FileWatch, depth = 0): void {
  const view = document.defaultView
  if (view === null || watched.has(document)) return
  watched.add(document)
  const tell = (address: string) => {
    const path = pathOf(address, document.baseURI, watch.filesPrefix)
    if (path !== undefined) watch.onMissing(path)
  }
  const read = (entries: PerformanceEntryList) => {
    for (const entry of entries as PerformanceResourceTiming[]) {
      if (entry.responseStatus >= 400) tell(entry.name)
    }
  }
  try {
    // What the course's own page has observed is of its own realm: ours would not see its resources.
    const observer = new (view as Window & typeof globalThis).PerformanceObserver((list) =>
      read(list.getEntries()),
    )
    observer.observe({ type: 'resource', buffered: true })
  } catch {
    read(view.performance.getEntriesByType('resource'))
  }
  document.addEventListener(
    'error',
    ({ target }) => {
      const { src, href } = (target ?? {}) as { src?: unknown; href?: unknown }
      if (typeof src === 'string') tell(src)
      else if (typeof href === 'string') tell(href)
    },
    { capture: true },
  )
  if (depth >= nestedMax) return
  const inside = () => {
    for (const frame of document.querySelectorAll<HTMLIFrameElement>('iframe, frame')) {
      const nested = documentIn(frame)
      if (nested !== undefined) watchFiles(nested, watch, depth + 1)
    }
  }
  inside()
  document.addEventListener('load', inside, { capture: true })
}

const watched = new WeakSet<Document>()

function documentIn(frame: HTMLIFrameElement): Document | undefined {
  try {
    return frame.contentDocument ?? undefined
  } catch {
    return undefined
  }
}

function pathOf(address: string, base: string, filesPrefix: string): string | undefined {
  try {
    const { origin, pathname } = new URL(address, base)
    const isOurs = origin === location.origin && pathname.startsWith(filesPrefix)
    return isOurs ? decodeURI(pathname.slice(filesPrefix.length)) : undefined
  } catch {
    return undefined
  }
}
