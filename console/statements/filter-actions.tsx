import { createContext, useContext } from 'react'
import type { FilterName, StatementFilter } from './statement-filter.ts'

/** What a value on the page can do to the filter, and which statement is shown. */
export interface FilterActions {
  readonly filter: StatementFilter
  /** Puts a condition into the filter, in the place of one of the same kind. */
  readonly add: (name: FilterName, value: string) => void
  /** Leaves this condition alone in the filter. */
  readonly only: (name: FilterName, value: string) => void
  readonly open: (statement: string) => void
}

export const FilterActionsContext = createContext<FilterActions | undefined>(undefined)

/** Undefined outside of the explorer: values are then plain text. */
export const useFilterActions = (): FilterActions | undefined => useContext(FilterActionsContext)
