import type { RollupConditionName, RuleConditionName } from './definition.ts'
import { activityOf, type Ledger, trackingOf } from './ledger.ts'
import { type Asker, completedOf, measureOf, objectiveNamed, satisfiedOf } from './objectives.ts'

/** True, false, or undefined for unknown: the status that a condition asks about is not known [UP.2.1, RB.1.4.1]. */
export type Truth = boolean | undefined

export interface Condition {
  readonly condition: RuleConditionName | RollupConditionName
  readonly isNot: boolean
  readonly objective?: string
  readonly measureThreshold?: number
}

/** The conditions together: all is false if one is false, any is true if one is true; else one unknown makes them unknown. */
export function combine(combination: 'all' | 'any', truths: readonly Truth[]): Truth {
  const decisive = combination === 'any'
  if (truths.length === 0) return undefined
  if (truths.includes(decisive)) return decisive
  return truths.includes(undefined) ? undefined : !decisive
}

export function evaluate(
  ledger: Ledger,
  at: { readonly activity: string; readonly asker: Asker },
  condition: Condition,
): Truth {
  const truth = plainTruth(ledger, at, condition)
  return truth === undefined || !condition.isNot ? truth : !truth
}

function plainTruth(
  ledger: Ledger,
  { activity, asker }: { readonly activity: string; readonly asker: Asker },
  { condition, objective: id, measureThreshold = 0 }: Condition,
): Truth {
  const node = activityOf(ledger, activity)
  const objective = objectiveNamed(node, id)
  const at = objective && { activity, objective, asker }
  const measure = at && measureOf(ledger, at)
  const { attempts } = trackingOf(ledger, activity)
  const limit = node.sequencing.limits.attemptLimit
  switch (condition) {
    case 'always':
      return true
    case 'never':
      return false
    case 'satisfied':
      return at && satisfiedOf(ledger, at)
    case 'objectiveStatusKnown':
      return at !== undefined && satisfiedOf(ledger, at) !== undefined
    case 'objectiveMeasureKnown':
      return measure !== undefined
    case 'objectiveMeasureGreaterThan':
      return measure === undefined ? undefined : measure > measureThreshold
    case 'objectiveMeasureLessThan':
      return measure === undefined ? undefined : measure < measureThreshold
    case 'completed':
      return at && completedOf(ledger, at)
    case 'activityProgressKnown':
      return at !== undefined && completedOf(ledger, at) !== undefined
    case 'attempted':
      return attempts > 0
    case 'attemptLimitExceeded':
      return limit === undefined ? undefined : attempts >= limit
    case 'timeLimitExceeded':
    case 'outsideAvailableTimeRange':
      return undefined
  }
}

/** A rule's conditions in the words of the manifest, e.g. `not satisfied (objective PRIMARY) or attempted`. */
export const conditionsInWords = (rule: {
  readonly combination: 'all' | 'any'
  readonly conditions: readonly Condition[]
}): string => rule.conditions.map(inWords).join(rule.combination === 'all' ? ' and ' : ' or ')

function inWords({ condition, isNot, objective, measureThreshold }: Condition): string {
  const isCompared =
    condition === 'objectiveMeasureGreaterThan' || condition === 'objectiveMeasureLessThan'
  return [
    isNot ? 'not ' : '',
    condition,
    isCompared ? ` ${measureThreshold}` : '',
    objective === undefined ? '' : ` (objective ${objective})`,
  ].join('')
}
