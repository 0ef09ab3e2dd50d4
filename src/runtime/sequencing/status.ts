import { knownFields } from '../known-fields.ts'
import { activityOf, type Ledger, trackingOf } from './ledger.ts'
import {
  completedOf,
  judgedByMeasure,
  primaryObjective,
  progressMeasureOf,
  readField,
  satisfiedOf,
} from './objectives.ts'
import type { ReportedScore } from './run-report.ts'
import type { TreeObjective } from './tree.ts'

/** What `cmi.objectives` starts with [RTE 4.2.17]; absent is unknown. */
export interface ObjectiveStatus {
  readonly id: string
  readonly isPrimary: boolean
  readonly satisfied?: boolean
  readonly score: ReportedScore
  readonly completed?: boolean
  readonly progressMeasure?: number
}

/** Where one activity stands; absent is unknown. */
export interface ActivityStatus {
  readonly attempts: number
  readonly isActive: boolean
  readonly isSuspended: boolean
  readonly completed?: boolean
  readonly progressMeasure?: number
  /** Of the primary objective, with what its read maps bring. */
  readonly satisfied?: boolean
  readonly score: ReportedScore
}

export function activityStatus(ledger: Ledger, activity: string): ActivityStatus {
  const { attempts, isActive, isSuspended } = trackingOf(ledger, activity)
  const node = activityOf(ledger, activity)
  const { tracked } = node.sequencing.deliveryControls
  return {
    attempts,
    isActive,
    isSuspended,
    score: tracked ? scoreOf(ledger, activity, primaryObjective(node)) : {},
    ...knownFields({
      completed: completedOf(ledger, { activity }),
      progressMeasure: progressMeasureOf(ledger, { activity }),
      satisfied: satisfiedOf(ledger, { activity }),
    }),
  }
}

/** The objectives that have an id, the primary one first; global objectives are read even if the activity is not tracked. */
export function objectiveStatuses(ledger: Ledger, activity: string): ObjectiveStatus[] {
  return activityOf(ledger, activity).objectives.flatMap((objective) => {
    const { id, isPrimary } = objective
    if (id === undefined) return []
    const at = { activity, objective }
    return {
      id,
      isPrimary,
      score: scoreOf(ledger, activity, objective),
      ...knownFields({
        satisfied: satisfiedAtStart(ledger, at),
        completed: readField(ledger, at, 'completed'),
        progressMeasure: readField(ledger, at, 'progressMeasure'),
      }),
    }
  })
}

/** A content that begins is told what its measure comes to, also where rules may not judge it while it is active. */
function satisfiedAtStart(
  ledger: Ledger,
  at: { readonly activity: string; readonly objective: TreeObjective },
): boolean | undefined {
  return at.objective.satisfiedByMeasure
    ? judgedByMeasure(ledger, at)
    : readField(ledger, at, 'satisfied')
}

function scoreOf(ledger: Ledger, activity: string, objective: TreeObjective): ReportedScore {
  const at = { activity, objective }
  return knownFields({
    scaled: readField(ledger, at, 'measure'),
    raw: readField(ledger, at, 'rawScore'),
    min: readField(ledger, at, 'minScore'),
    max: readField(ledger, at, 'maxScore'),
  })
}
