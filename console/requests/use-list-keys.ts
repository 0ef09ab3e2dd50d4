import { useEffect } from 'react'
import { isShortcut } from '../shell/use-shortcuts.ts'

interface ListKeys {
  onMove: (step: number) => void
  onClose: () => void
  onRefresh: () => void
}

/** j and k move the focus from row to row, Esc closes what is open, r asks again. */
export function useListKeys(keys: ListKeys): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !isShortcut(event)) return
      if (event.key === 'j') keys.onMove(1)
      else if (event.key === 'k') keys.onMove(-1)
      else if (event.key === 'r') keys.onRefresh()
      else if (event.key === 'Escape') keys.onClose()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  })
}
