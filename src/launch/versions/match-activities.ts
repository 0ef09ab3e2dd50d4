import { type Activity, type Course, launchablesOf } from '../../runtime/index.ts'

/** What became of one activity from one version of a course to another, by its identifier in the manifest. */
export interface ActivityMatch {
  readonly activity: string
  /** As the newer version calls it, or the older where it is gone. */
  readonly title: string
  /** As the older version called it, where that differs. */
  readonly titleBefore?: string
  readonly kind: Activity['kind']
  /** `replaced`: the identifier is now that of another kind of activity, so that nothing of a learner fits it. */
  readonly change: 'kept' | 'moved' | 'replaced' | 'added' | 'removed'
}

/** The activities of the newer course in its order, then those that only the older one has. */
export function matchActivities(older: Course, newer: Course): ActivityMatch[] {
  const [before, after] = [placesOf(older), placesOf(newer)]
  const isInBoth = (id: string) => before.has(id) && after.has(id)
  const rankBefore = ranksAmong(before, isInBoth)
  const rankAfter = ranksAmong(after, isInBoth)
  const matched = [...after.values()].map(({ activity, parent }): ActivityMatch => {
    const { id, title, kind } = activity
    const old = before.get(id)
    if (!old) return { activity: id, title, kind, change: 'added' }
    const isMoved = old.parent !== parent || rankBefore.get(id) !== rankAfter.get(id)
    return {
      activity: id,
      title,
      ...(old.activity.title !== title && { titleBefore: old.activity.title }),
      kind,
      change: old.activity.kind !== kind ? 'replaced' : isMoved ? 'moved' : 'kept',
    }
  })
  const removed = [...before.values()]
    .filter(({ activity }) => !after.has(activity.id))
    .map(({ activity: { id, title, kind } }) => ({
      activity: id,
      title,
      kind,
      change: 'removed' as const,
    }))
  return [...matched, ...removed]
}

/** Ids of the activities whose state fits both courses. */
export const matchingIds = (older: Course, newer: Course): ReadonlySet<string> =>
  new Set(
    older.standard === newer.standard
      ? matchActivities(older, newer)
          .filter(({ change }) => change === 'kept' || change === 'moved')
          .map(({ activity }) => activity)
      : [],
  )

interface Place {
  readonly activity: Activity
  /** Id of the cluster that it is in; empty at the top, whatever the organization's identifier is. */
  readonly parent: string
}

function placesOf(course: Course): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>()
  const add = (activities: readonly Activity[], parent: string): void => {
    for (const activity of activities) {
      places.set(activity.id, { activity, parent })
      add(activity.children, activity.id)
    }
  }
  add(course.activities, '')
  return places
}

/** The how manieth child of its parent each activity is, counting only those that are in both courses. */
function ranksAmong(
  places: ReadonlyMap<string, Place>,
  isCounted: (id: string) => boolean,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  const ranks = new Map<string, number>()
  for (const [id, { parent }] of places) {
    if (!isCounted(id)) continue
    const rank = counts.get(parent) ?? 0
    ranks.set(id, rank)
    counts.set(parent, rank + 1)
  }
  return ranks
}

/** Ids of what can be opened in a course. */
export const launchableIds = (course: Course): string[] => launchablesOf(course).map(({ id }) => id)
