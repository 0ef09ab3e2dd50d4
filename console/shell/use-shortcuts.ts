import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { meQuery } from '../api/queries.ts'
import { placesOf } from './places.ts'

interface ShortcutActions {
  openPalette: () => void
  openHelp: () => void
  toggleNavigation: () => void
}

/** How long `g` waits for its letter. */
const sequenceMilliseconds = 1200

/**
 * Whether a key press is meant as a shortcut: not while an input method composes (Telex and VNI send ordinary letters), not
 * inside a field, and not while a dialog has the keyboard.
 */
export function isShortcut(event: KeyboardEvent): boolean {
  if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) return false
  const target = event.target
  if (!(target instanceof HTMLElement)) return true
  if (target.isContentEditable || target.closest('input, textarea, select, [role="textbox"]'))
    return false
  return !document.querySelector(
    '[role="dialog"]:not([data-shortcuts]), [role="alertdialog"], [role="menu"]',
  )
}

export function useShortcuts(actions: ShortcutActions): void {
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const current = useRef(actions)
  current.current = actions
  useEffect(() => {
    let startedAt = Number.NEGATIVE_INFINITY
    const onKey = (event: KeyboardEvent) => {
      if (
        !event.isComposing &&
        (event.ctrlKey || event.metaKey) &&
        event.key.toLowerCase() === 'k'
      ) {
        event.preventDefault()
        current.current.openPalette()
        return
      }
      if (event.ctrlKey || event.metaKey || event.altKey || !isShortcut(event)) return
      if (event.timeStamp - startedAt < sequenceMilliseconds) {
        startedAt = Number.NEGATIVE_INFINITY
        const place = placesOf(queryClient.getQueryData(meQuery.queryKey)).find(
          (one) => one.letter === event.key,
        )
        if (place) {
          event.preventDefault()
          navigate({ to: place.to })
          return
        }
      }
      if (event.key === 'g') startedAt = event.timeStamp
      else if (event.key === '?') current.current.openHelp()
      else if (event.key === '[') current.current.toggleNavigation()
      else if (event.key === '/') {
        event.preventDefault()
        const field = document.querySelector<HTMLInputElement>('[data-page-search]')
        if (field) field.focus()
        else current.current.openPalette()
      }
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [navigate, queryClient])
}
