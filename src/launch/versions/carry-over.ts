import {
  type ActivityTracking,
  type Attempt,
  activitiesOf,
  type Course,
  type SequencingState,
} from '../../runtime/index.ts'
import { matchingIds } from './match-activities.ts'

interface Courses {
  readonly from: Course
  readonly to: Course
}

/**
 * An attempt on one version of a course as an attempt on another: what has the same identifier and kind goes on as it was,
 * the rest of the state is dropped, so that the engine finds nothing that the course does not have.
 * @param attempt without an open run
 */
export function carryOver({ from, to }: Courses, attempt: Attempt): Attempt {
  const fits = matchingIds(from, to)
  const { current, lastOpened, sequencing, ...rest } = attempt
  return {
    ...rest,
    activities: onlyFitting(attempt.activities, fits),
    ...(current !== undefined && fits.has(current) && { current }),
    ...(lastOpened !== undefined && fits.has(lastOpened) && { lastOpened }),
    ...(sequencing && { sequencing: sequencingIn(to, { from, fits, sequencing }) }),
  }
}

const onlyFitting = <T>(
  record: Readonly<Record<string, T>>,
  fits: ReadonlySet<string>,
): Record<string, T> => Object.fromEntries(Object.entries(record).filter(([id]) => fits.has(id)))

function sequencingIn(
  to: Course,
  kept: {
    readonly from: Course
    readonly fits: ReadonlySet<string>
    readonly sequencing: SequencingState
  },
): SequencingState {
  const { from, fits, sequencing } = kept
  const { current: _, suspended: before, activities, ...rest } = sequencing
  const tree = treeOf(to)
  const suspended = before === undefined ? undefined : suspendedIn(tree, { from, fits, before })
  const path = new Set(suspended === undefined ? [] : tree.pathOf(suspended))
  const root = Object.hasOwn(activities, from.id) ? activities[from.id] : undefined
  const tracked = Object.entries(onlyFitting(activities, fits))
  if (root) tracked.push([to.id, root])
  return {
    ...rest,
    ...(suspended !== undefined && { suspended }),
    activities: Object.fromEntries(
      tracked.map(([id, one]) => [
        id,
        {
          ...withChildren(one, { before: childrenOf(from, id, to), now: tree.childrenOf(id) }),
          isActive: false,
          isSuspended: one.isSuspended && path.has(id),
        },
      ]),
    ),
  }
}

/**
 * Where the learner goes on: the suspended activity or, if it is gone, the first that can be opened in the nearest of its
 * clusters that is still there.
 */
function suspendedIn(
  tree: Tree,
  was: { readonly from: Course; readonly fits: ReadonlySet<string>; readonly before: string },
): string | undefined {
  const { from, fits, before } = was
  if (fits.has(before)) return before
  const above = treeOf(from).pathOf(before).toReversed().slice(1)
  const cluster = above.find((id) => fits.has(id))
  return tree.firstLaunchable(cluster)
}

/** The children that selection or randomization left: those that are still there, and new ones where all had been chosen. */
function withChildren(
  { availableChildren, ...tracking }: ActivityTracking,
  children: { readonly before: readonly string[]; readonly now: readonly string[] },
): ActivityTracking {
  if (!availableChildren) return tracking
  const wereAll = availableChildren.length === children.before.length
  const left = availableChildren.filter((id) => children.now.includes(id))
  const added = wereAll ? children.now.filter((id) => !left.includes(id)) : []
  const after = [...left, ...added]
  return after.length > 0 ? { ...tracking, availableChildren: after } : tracking
}

/** Children in the older course of what has this id in the newer one, in which the root may be called differently. */
const childrenOf = (from: Course, id: string, to: Course): readonly string[] =>
  treeOf(from).childrenOf(id === to.id ? from.id : id)

interface Tree {
  /** Ids from the root down to the activity itself. */
  pathOf(id: string): readonly string[]
  childrenOf(id: string): readonly string[]
  /** The first activity that can be opened in a cluster, the course itself unless one is named. */
  firstLaunchable(cluster?: string): string | undefined
}

function treeOf(course: Course): Tree {
  const all = activitiesOf(course)
  const parents = new Map(all.flatMap(({ id, children }) => children.map((one) => [one.id, id])))
  const children = new Map(all.map((one) => [one.id, one.children.map(({ id }) => id)]))
  children.set(
    course.id,
    course.activities.map(({ id }) => id),
  )
  const pathOf = (id: string): string[] => {
    if (id === course.id) return [id]
    return [...pathOf(parents.get(id) ?? course.id), id]
  }
  return {
    pathOf,
    childrenOf: (id) => children.get(id) ?? [],
    firstLaunchable: (cluster = course.id) =>
      all.find(({ id, kind }) => kind !== 'cluster' && pathOf(id).includes(cluster))?.id,
  }
}
