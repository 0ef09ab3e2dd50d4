import { useSyncExternalStore } from 'react'

export const themes = ['light', 'dark', 'system'] as const
export type Theme = (typeof themes)[number]

const storageKey = 'hocba.theme'
const prefersDark = matchMedia('(prefers-color-scheme: dark)')
const listeners = new Set<() => void>()
let theme: Theme = read()

/** Light unless the person chose dark, or to follow the system. */
export function startTheme(): void {
  paint()
  prefersDark.addEventListener('change', paint)
}

export function switchTheme(next: Theme): void {
  theme = next
  try {
    localStorage.setItem(storageKey, next)
  } catch {
    // A browser without storage forgets the choice; everything else works.
  }
  paint()
  for (const listener of listeners) listener()
}

export function useTheme(): Theme {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => theme,
  )
}

function paint(): void {
  const isDark = theme === 'dark' || (theme === 'system' && prefersDark.matches)
  document.documentElement.dataset.theme = isDark ? 'dark' : 'light'
}

function read(): Theme {
  try {
    const stored = localStorage.getItem(storageKey)
    return themes.find((one) => one === stored) ?? 'light'
  } catch {
    return 'light'
  }
}
