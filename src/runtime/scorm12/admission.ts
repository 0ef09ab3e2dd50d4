import type { Attempt } from '../attempt.ts'
import { activityNamed, type Course } from '../course.ts'
import { itemsIn, type Prerequisites, parsePrerequisites, partsOf } from './prerequisites.ts'
import { activityProgress, bestStatusOf } from './roll-up.ts'
import { stateOf } from './run.ts'

export type Admission =
  | { readonly admitted: true }
  | {
      readonly admitted: false
      readonly reason: 'prerequisites'
      readonly missing: readonly string[]
    }

const admitted: Admission = { admitted: true }

/**
 * Whether the learner may open the activity: its own prerequisites and those of the clusters around it. A script that
 * cannot be read, or names an item that the course does not have, locks nobody out; import reports it.
 */
export function admission(course: Course, attempt: Attempt, id: string): Admission {
  const missing = pathTo(course.activities, id).flatMap((activity) =>
    missingFor(course, attempt, activity.prerequisites ?? ''),
  )
  if (missing.length === 0) return admitted
  return { admitted: false, reason: 'prerequisites', missing: [...new Set(missing)] }
}

function pathTo(activities: Course['activities'], id: string): Course['activities'] {
  for (const activity of activities) {
    if (activity.id === id) return [activity]
    const below = pathTo(activity.children, id)
    if (below.length > 0) return [activity, ...below]
  }
  return []
}

/** Identifiers of the items that stand in the way; none if the script is satisfied. */
function missingFor(course: Course, attempt: Attempt, text: string): string[] {
  if (text.trim() === '') return []
  const parsed = parsePrerequisites(text)
  if (parsed.problem !== undefined) return []
  const named = itemsIn(parsed.script)
  if (named.some((id) => !activityNamed(course, id))) return []
  const statusOf = (id: string) => statusForScript(course, attempt, id)
  return isSatisfied(parsed.script, statusOf) ? [] : blamed(parsed.script, statusOf)
}

type StatusOf = (id: string) => string

/** The best status of an item; a cluster has the one that its roll-up means. */
function statusForScript(course: Course, attempt: Attempt, id: string): string {
  if (activityNamed(course, id)?.kind !== 'cluster') return bestStatusOf(stateOf(attempt, id))
  const { completion, success } = activityProgress(course, attempt, id)
  if (success !== 'unknown') return success
  return completion === 'not-attempted' ? 'not attempted' : completion
}

function isSatisfied(script: Prerequisites, statusOf: StatusOf): boolean {
  switch (script.kind) {
    case 'item':
      return ['passed', 'completed'].includes(statusOf(script.id))
    case 'status':
      return (statusOf(script.id) === script.status) === script.isEqual
    case 'not':
      return !isSatisfied(script.operand, statusOf)
    case 'and':
      return script.operands.every((operand) => isSatisfied(operand, statusOf))
    case 'or':
      return script.operands.some((operand) => isSatisfied(operand, statusOf))
    case 'set':
      return script.members.filter((member) => isSatisfied(member, statusOf)).length >= script.least
  }
}

/** The items of an unsatisfied script that would have to change: all of a negation, else the unsatisfied parts. */
const blamed = (script: Prerequisites, statusOf: StatusOf): string[] => {
  if (isSatisfied(script, statusOf)) return []
  if (script.kind === 'item' || script.kind === 'status') return [script.id]
  if (script.kind === 'not') return itemsIn(script)
  return partsOf(script).flatMap((part) => blamed(part, statusOf))
}
