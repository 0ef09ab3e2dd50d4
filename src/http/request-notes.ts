import type { Principal } from '../base/principal.ts'
import type { Problem } from '../base/problem.ts'

/** What checks and handlers find out about a request, for whoever looks at it when it has ended. */
export interface RequestNotes {
  /** Who makes it, once that is proven. */
  principal?: Principal
  /** Why it was refused. */
  problem?: Problem
  /** How many records it stored, where it stores records. */
  stored?: number
}

export const notesOf = (response: { readonly locals: unknown }): RequestNotes =>
  response.locals as RequestNotes
