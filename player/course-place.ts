/** Where activities run: a frame of this page, or a window beside it. */
export interface CoursePlace {
  open(opening: FrameOpening): ScoFrame
  /** The learner leaves, or activities run in another place from now on. */
  close(): void
}

export interface FrameOpening {
  readonly src: string
  readonly title: string
  /** A document of the course has loaded; the keyboard shortcuts listen in it too. */
  readonly onLoad: (document: Document) => void
  /** The learner closed the place itself; the course's unload handlers have run. */
  readonly onClosed: () => void
}

/** What one activity runs in. Each activity gets one of its own, so that none inherits listeners. */
export interface ScoFrame {
  /** The document in the frame now; undefined once it is gone or belongs to another origin. */
  document(): Document | undefined
  focus(): void
  /** Lets the document's unload handlers run (they may still call the API), then removes the frame. */
  close(): Promise<void>
  /** Removes the frame at once. */
  remove(): void
}

/** How long a document may take to go away. */
export const unloadMsMax = 1_500
