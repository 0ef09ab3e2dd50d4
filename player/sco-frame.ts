/** The frame in which an activity runs. Each activity gets a frame of its own, so that none inherits listeners or history. */
export interface ScoFrame {
  /** The document in the frame now; undefined once it is gone or belongs to another origin. */
  document(): Document | undefined
  focus(): void
  /** Lets the document's unload handlers run (they may still call the API), then removes the frame. */
  close(): Promise<void>
  /** Removes the frame at once. */
  remove(): void
}

export interface FrameOptions {
  readonly host: HTMLElement
  readonly src: string
  readonly title: string
  /** A document of the course has loaded; the keyboard shortcuts listen in it too. */
  readonly onLoad: (document: Document) => void
}

const unloadMsMax = 1_500

export function openFrame({ host, src, title, onLoad }: FrameOptions): ScoFrame {
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
