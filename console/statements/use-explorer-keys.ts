import { useEffect } from 'react'
import { isShortcut } from '../shell/use-shortcuts.ts'

export interface ExplorerKeys {
  readonly onMove: (step: number) => void
  readonly onClose: () => void
  readonly onRefresh: () => void
  readonly onTail: () => void
  readonly onCopyLink: () => void
}

/** j and k move from row to row, Esc closes what is open, r asks again, t follows live, f goes to the filter, y copies the link. */
export function useExplorerKeys(keys: ExplorerKeys): void {
  useEffect(() => {
    const acts: Readonly<Record<string, () => void>> = {
      j: () => keys.onMove(1),
      k: () => keys.onMove(-1),
      r: keys.onRefresh,
      t: keys.onTail,
      y: keys.onCopyLink,
      f: () => document.querySelector<HTMLElement>('[data-statement-filters] button')?.focus(),
      Escape: keys.onClose,
    }
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !isShortcut(event)) return
      acts[event.key]?.()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  })
}
