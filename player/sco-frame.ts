import { type CoursePlace, type FrameOpening, type ScoFrame, unloadMsMax } from './course-place.ts'

/** Activities run in frames inside `host`, one after the other. */
export const framePlace = (host: HTMLElement): CoursePlace => ({
  open: (opening) => openFrame(host, opening),
  close: () => undefined,
})

function openFrame(host: HTMLElement, { src, title, onLoad }: FrameOpening): ScoFrame {
  const frame = document.createElement('iframe')
  frame.className = 'course-frame'
  frame.title = title
  frame.setAttribute('allow', 'fullscreen; autoplay; unload')
  frame.src = src
  const documentOf = (): Document | undefined => {
    try {
      return frame.contentDocument ?? undefined
    } catch {
      return undefined
    }
  }
  frame.addEventListener('load', () => {
    const loaded = documentOf()
    if (loaded !== undefined && loaded.URL !== 'about:blank') onLoad(loaded)
  })
  host.replaceChildren(frame)
  return {
    document: documentOf,
    focus: () => frame.contentWindow?.focus(),
    async close() {
      await emptied(frame)
      frame.remove()
    },
    remove: () => frame.remove(),
  }
}

/** A navigation runs beforeunload, pagehide and unload of the course; `replace` leaves no step in the tab's history. */
function emptied(frame: HTMLIFrameElement): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, unloadMsMax)
    frame.addEventListener('load', () => {
      clearTimeout(timer)
      resolve()
    })
    try {
      frame.contentWindow?.location.replace('about:blank')
    } catch {
      clearTimeout(timer)
      resolve()
    }
  })
}
