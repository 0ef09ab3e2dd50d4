import { inWindowPage, windowBlockedPage } from './course-pages.ts'
import type { CoursePlace } from './course-place.ts'
import { windowPlace } from './course-window.ts'
import type { PlayerPage } from './player-page.ts'
import { framePlace } from './sco-frame.ts'

/** Where this registration's activities run on this device: the page, or a window of their own for courses that need one. */
export interface CoursePlaces {
  current(): CoursePlace
  isInWindow(): boolean
  /** Activities run in the other place from now on, also after a reload. */
  toggle(): void
}

export interface PlacesOptions {
  readonly page: PlayerPage
  readonly registration: string
  readonly storage: Storage | undefined
  /** The learner wants to see the window. */
  readonly onFocus: () => void
}

export function coursePlaces({
  page,
  registration,
  storage,
  onFocus,
}: PlacesOptions): CoursePlaces {
  const key = `hocba.place.${registration}`
  const frame = framePlace(page.frameHost)
  const own = windowPlace({
    onOpened: () => page.show(() => inWindowPage(page.texts(), onFocus)),
    onBlocked: (retry) => page.show(() => windowBlockedPage(page.texts(), retry)),
  })
  let isInWindow = wasInWindow(storage, key)
  return {
    current: () => (isInWindow ? own : frame),
    isInWindow: () => isInWindow,
    toggle() {
      own.close()
      isInWindow = !isInWindow
      try {
        if (isInWindow) storage?.setItem(key, 'window')
        else storage?.removeItem(key)
      } catch {
        // The choice then lasts as long as the page.
      }
    },
  }
}

function wasInWindow(storage: Storage | undefined, key: string): boolean {
  try {
    return storage?.getItem(key) === 'window'
  } catch {
    return false
  }
}
