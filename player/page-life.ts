/** What happens to the page as a whole. */
export interface PageLife {
  /** Nobody looks at the page; on a phone this may be the last event there is. */
  readonly onHidden: () => void
  readonly onVisible: () => void
  readonly onLeaving: () => void
  /** The page was kept by the browser and is shown again. */
  readonly onComeBack: () => void
  readonly onOnline: () => void
  /** True if closing the page would lose something. */
  readonly isLossy: () => boolean
}

export function watchPageLife(life: PageLife): void {
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') life.onHidden()
    else life.onVisible()
  })
  addEventListener('pagehide', life.onLeaving)
  addEventListener('pageshow', (event) => {
    if (event.persisted) life.onComeBack()
  })
  addEventListener('online', life.onOnline)
  addEventListener('beforeunload', (event) => {
    if (life.isLossy()) event.preventDefault()
  })
}

export interface Shortcuts {
  readonly onNext: () => void
  readonly onPrevious: () => void
  readonly onContents: () => void
  readonly onLog: () => void
}

/** The player's keys, in its own page and in documents of the course. Typing and input methods are left alone. */
export function watchKeys(target: Document, shortcuts: Shortcuts): void {
  target.addEventListener('keydown', (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.defaultPrevented) return
    const act = event.altKey ? withAlt[event.code] : plain(event)
    if (act === undefined) return
    event.preventDefault()
    shortcuts[act]()
  })
}

const withAlt: Readonly<Record<string, keyof Shortcuts | undefined>> = {
  ArrowRight: 'onNext',
  ArrowLeft: 'onPrevious',
  KeyM: 'onContents',
}

function plain(event: KeyboardEvent): keyof Shortcuts | undefined {
  if (event.code !== 'Backquote' || event.shiftKey) return undefined
  const target = event.target as Element | null
  const isTyping = target?.closest?.('input, textarea, select, [contenteditable]') != null
  return isTyping ? undefined : 'onLog'
}
