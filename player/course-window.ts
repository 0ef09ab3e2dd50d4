import { type CoursePlace, type FrameOpening, type ScoFrame, unloadMsMax } from './course-place.ts'

export interface WindowPlaceOptions {
  /** The browser did not open the window; `retry` opens it inside a click. */
  readonly onBlocked: (retry: () => void) => void
  /** The course is in its window: this page says so. */
  readonly onOpened: () => void
}

const pollMs = 200
const features = 'popup,resizable=yes,scrollbars=yes'

/**
 * Activities run in one window beside this page, which finds the API at `opener`. The window stays while activities follow
 * each other in it, since browsers open windows only in answer to a click.
 */
export function windowPlace(options: WindowPlaceOptions): CoursePlace {
  let own: Window | null = null
  const isThere = () => own !== null && !own.closed
  return {
    open(opening) {
      const frame = followedWindow(() => own, opening)
      const begin = () => {
        if (isThere()) own?.location.replace(opening.src)
        else own = openWindow(opening.src)
        if (!isThere()) return options.onBlocked(begin)
        options.onOpened()
        own?.focus()
        frame.watch()
      }
      begin()
      return frame
    },
    close() {
      own?.close()
      own = null
    },
  }
}

/** As large as the screen allows; on a phone the browser makes a tab of it. */
function openWindow(src: string): Window | null {
  const { availWidth, availHeight } = screen
  const size = `width=${Math.min(1280, availWidth)},height=${Math.min(860, availHeight)}`
  return window.open(src, '_blank', `${features},${size}`)
}

/** A window tells its opener nothing that outlives a navigation, so it is asked again and again. */
function followedWindow(
  own: () => Window | null,
  { title, onLoad, onClosed }: FrameOpening,
): ScoFrame & { watch(): void } {
  let timer: ReturnType<typeof setInterval> | undefined
  let seen: Document | undefined
  const stop = () => clearInterval(timer)
  const poll = () => {
    if (own()?.closed) {
      stop()
      onClosed()
      return
    }
    const loaded = documentIn(own())
    if (loaded === seen || loaded?.readyState !== 'complete') return
    seen = loaded
    if (loaded.title === '') loaded.title = title
    onLoad(loaded)
  }
  return {
    watch() {
      stop()
      timer = setInterval(poll, pollMs)
    },
    document: () => documentIn(own()),
    focus: () => own()?.focus(),
    close() {
      stop()
      return emptied(own())
    },
    remove() {
      stop()
      own()?.close()
    },
  }
}

/** The course's document in the window; undefined before it is there. */
function documentIn(shown: Window | null): Document | undefined {
  try {
    const found = shown?.closed === false ? shown.document : undefined
    return found === undefined || found.URL === 'about:blank' ? undefined : found
  } catch {
    return undefined
  }
}

/**
 * The course's own document goes to the empty page: sent there by this page, the empty one would inherit this page's opener
 * policy, and the next document would be cut off from us.
 */
function emptyFromInside(course: Document): void {
  const link = course.createElement('a')
  link.href = 'about:blank'
  course.documentElement.append(link)
  link.click()
}

/** Lets the unload handlers in the window run. */
async function emptied(shown: Window | null): Promise<void> {
  if (shown === null || shown.closed) return
  const deadline = Date.now() + unloadMsMax
  try {
    emptyFromInside(shown.document)
    while (!shown.closed && shown.location.href !== 'about:blank' && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  } catch {
    // The course has taken the window to another origin: there is nothing to wait for.
  }
}
