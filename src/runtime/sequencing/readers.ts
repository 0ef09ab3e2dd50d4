import { primaryObjective, targetsOf } from './objectives.ts'
import type { ActivityTree } from './tree.ts'

const readers = new WeakMap<ActivityTree, ReadonlyMap<string, readonly string[]>>()

/** The activities whose own status, score or progress is read from this global objective. */
export function readersOf(tree: ActivityTree, target: string): readonly string[] {
  const known = readers.get(tree) ?? makeReaders(tree)
  readers.set(tree, known)
  return known.get(target) ?? []
}

function makeReaders({ activities }: ActivityTree): ReadonlyMap<string, readonly string[]> {
  const made = new Map<string, string[]>()
  for (const activity of activities.values()) {
    for (const target of new Set(targetsOf([primaryObjective(activity)], 'read'))) {
      const ids = made.get(target)
      if (ids) ids.push(activity.id)
      else made.set(target, [activity.id])
    }
  }
  return made
}
