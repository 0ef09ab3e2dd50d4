import { includesScope, type Principal, type Scope } from './principal.ts'

/** A part of an installation in which a right may hold, by what its ids are of. */
export type PartKind =
  /** Organisations: the learners whose home is one of them, or below it. */
  | 'peopleOf'
  /** Organisations: the classes of one of them, or below it. */
  | 'classesOf'
  | 'class'
  | 'package'
  /** Accounts: the packages whose first version they uploaded. */
  | 'uploadsOf'
  /** Accounts: the try-outs that they began. */
  | 'trialsOf'
  /** A learner's own. */
  | 'person'

/** What is inside any of these ids is inside. */
export type Parts = Readonly<Partial<Record<PartKind, readonly string[]>>>

/** How far a right goes. */
export type Reach = 'everywhere' | Parts

/** A right that holds in a part only. */
export interface LocalRight {
  readonly scopes: readonly Scope[]
  readonly in: PartKind
  readonly id: string
}

/** Something that is inside a reach or not. `whole-package` is a package with everybody's progress on it. */
export interface Target {
  readonly kind: 'registration' | 'learner' | 'package' | 'whole-package' | 'class' | 'organisation'
  readonly id: string
}

/** Where a principal may do what a scope is about; undefined if nowhere. */
export function reachOf(principal: Principal, scope: Scope): Reach | undefined {
  if (includesScope(principal.scopes, scope)) return 'everywhere'
  const local = (principal.localRights ?? []).filter(({ scopes }) => includesScope(scopes, scope))
  if (local.length === 0) return undefined
  const parts: Partial<Record<PartKind, string[]>> = {}
  for (const right of local) parts[right.in] = [...(parts[right.in] ?? []), right.id]
  return parts
}
