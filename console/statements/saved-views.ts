import { useState } from 'react'
import { type FilterName, filterNames, type StatementFilter } from './statement-filter.ts'

/** A filter that a person gave a name to. It is kept in their browser. */
export interface SavedView {
  readonly name: string
  readonly filter: StatementFilter
}

const storageKey = 'hocba-statement-views'
const viewsMax = 50

export interface SavedViews {
  readonly views: readonly SavedView[]
  /** Keeps a filter under a name; one that has the name already is replaced. */
  readonly save: (view: SavedView) => void
  readonly rename: (name: string, next: string) => void
  readonly remove: (name: string) => void
}

export function useSavedViews(): SavedViews {
  const [views, setViews] = useState(read)
  const keep = (next: readonly SavedView[]) => {
    setViews(next)
    try {
      localStorage.setItem(storageKey, JSON.stringify(next))
    } catch {
      // A browser without storage keeps them as long as the page is open.
    }
  }
  const without = (...names: string[]) => views.filter(({ name }) => !names.includes(name))
  return {
    views,
    save: (view) => keep(inOrder([...without(view.name), view]).slice(0, viewsMax)),
    rename: (name, next) => {
      const view = views.find((one) => one.name === name)
      if (view) keep(inOrder([...without(name, next), { ...view, name: next }]))
    },
    remove: (name) => keep(without(name)),
  }
}

const inOrder = (views: readonly SavedView[]): readonly SavedView[] =>
  views.toSorted((a, b) => a.name.localeCompare(b.name, 'vi'))

/** What is stored may be of another version of this page: only what it knows is taken. */
function read(): readonly SavedView[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '[]')
    if (!Array.isArray(stored)) return []
    return stored.flatMap(({ name, filter }: Partial<SavedView>) =>
      typeof name === 'string' && name !== '' ? [{ name, filter: known(filter ?? {}) }] : [],
    )
  } catch {
    return []
  }
}

function known(filter: StatementFilter): StatementFilter {
  const taken: { [Name in FilterName]?: string } = {}
  for (const name of filterNames) {
    const value = filter[name]
    if (typeof value === 'string' && value !== '') taken[name] = value
  }
  return taken
}

/** Whether two filters have the same conditions. */
export const isSame = (a: StatementFilter, b: StatementFilter): boolean =>
  filterNames.every((name) => (a[name] || undefined) === (b[name] || undefined))
