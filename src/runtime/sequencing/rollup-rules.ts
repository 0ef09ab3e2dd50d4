import { combine, conditionsInWords, evaluate, type Truth } from './conditions.ts'
import type { RollupRequirement, RollupRule } from './definition.ts'
import { activityOf, availableChildren, decide, type Ledger, trackingOf } from './ledger.ts'
import { hasPreConditionAction } from './sequencing-rules.ts'

export type RollupAction = RollupRule['action']

const opposite = {
  satisfied: 'notSatisfied',
  notSatisfied: 'satisfied',
  completed: 'incomplete',
  incomplete: 'completed',
} as const satisfies Record<RollupAction, RollupAction>

/**
 * Rollup Rule Check Subprocess [RB.1.4]: whether one of the activity's rules with this action fires. An activity that has
 * rules for neither the action nor its opposite has the default ones for both.
 */
export function rollupRuleCheck(ledger: Ledger, activity: string, action: RollupAction): boolean {
  const { rollupRules } = activityOf(ledger, activity).sequencing
  const isDefault = !rollupRules.some(
    (rule) => rule.action === action || rule.action === opposite[action],
  )
  const rules = isDefault
    ? [defaultRules[ledger.tree.edition === '4th' ? '4th' : 'former'][action]]
    : rollupRules.filter((rule) => rule.action === action)
  const fired = rules.find((rule) => fires(rule, truthsOf(ledger, activity, rule)))
  if (fired !== undefined) tellRule(ledger, activity, { rule: fired, isDefault })
  return fired !== undefined
}

/** The contributing children bag: what the rule's conditions come to for each child that counts. */
function truthsOf(ledger: Ledger, activity: string, rule: RollupRule): Truth[] {
  return availableChildren(ledger, activity)
    .filter((child) => checkChildForRollup(ledger, child, rule.action))
    .map((child) => evaluateRollupConditions(ledger, child, rule))
}

function fires(rule: RollupRule, bag: readonly Truth[]): boolean {
  const held = bag.filter((truth) => truth === true).length
  switch (rule.childActivitySet) {
    case 'all':
      return held === bag.length
    case 'any':
      return held > 0
    case 'none':
      return bag.every((truth) => truth === false)
    case 'atLeastCount':
      return held >= rule.minimumCount
    case 'atLeastPercent':
      return bag.length > 0 && held / bag.length >= rule.minimumPercent
  }
}

/** Evaluate Rollup Conditions Subprocess [RB.1.4.1] */
function evaluateRollupConditions(ledger: Ledger, child: string, rule: RollupRule): Truth {
  const at = { activity: child, asker: 'rollup' } as const
  return combine(
    rule.combination,
    rule.conditions.map((condition) => evaluate(ledger, at, condition)),
  )
}

/** Check Child for Rollup Subprocess [RB.1.4.2]: whether the child counts for rules with this action. */
export function checkChildForRollup(ledger: Ledger, child: string, action: RollupAction): boolean {
  const { deliveryControls, rollupControls, rollupConsiderations } = activityOf(
    ledger,
    child,
  ).sequencing
  if (!deliveryControls.tracked) return false
  const isForObjective = action === 'satisfied' || action === 'notSatisfied'
  const contributes = isForObjective
    ? rollupControls.rollupObjectiveSatisfied
    : rollupControls.rollupProgressCompletion
  return contributes && isRequired(ledger, child, rollupConsiderations[requirement[action]])
}

const requirement = {
  satisfied: 'requiredForSatisfied',
  notSatisfied: 'requiredForNotSatisfied',
  completed: 'requiredForCompleted',
  incomplete: 'requiredForIncomplete',
} as const satisfies Record<RollupAction, string>

function isRequired(ledger: Ledger, child: string, required: RollupRequirement): boolean {
  const { attempts, isSuspended } = trackingOf(ledger, child)
  switch (required) {
    case 'always':
      return true
    case 'ifAttempted':
      return attempts > 0
    case 'ifNotSuspended':
      return !(attempts > 0 && isSuspended)
    case 'ifNotSkipped':
      return !hasPreConditionAction(ledger, child, 'skip')
  }
}

const ofAll = (
  action: RollupAction,
  conditions: readonly { condition: RollupRule['conditions'][number]['condition']; isNot?: true }[],
): RollupRule => ({
  childActivitySet: 'all',
  minimumCount: 0,
  minimumPercent: 0,
  combination: 'any',
  conditions: conditions.map(({ condition, isNot = false }) => ({ condition, isNot })),
  action,
})

/** What holds where a package says nothing [SN 4.6.5]. */
const defaultRules: Readonly<Record<'4th' | 'former', Readonly<Record<RollupAction, RollupRule>>>> =
  {
    '4th': {
      satisfied: ofAll('satisfied', [{ condition: 'satisfied' }]),
      notSatisfied: ofAll('notSatisfied', [{ condition: 'objectiveStatusKnown' }]),
      completed: ofAll('completed', [{ condition: 'completed' }]),
      incomplete: ofAll('incomplete', [{ condition: 'activityProgressKnown' }]),
    },
    former: {
      satisfied: ofAll('satisfied', [{ condition: 'satisfied' }]),
      notSatisfied: ofAll('notSatisfied', [
        { condition: 'attempted' },
        { condition: 'satisfied', isNot: true },
      ]),
      completed: ofAll('completed', [{ condition: 'completed' }]),
      incomplete: ofAll('incomplete', [
        { condition: 'attempted' },
        { condition: 'completed', isNot: true },
      ]),
    },
  }

function tellRule(
  ledger: Ledger,
  activity: string,
  { rule, isDefault }: { readonly rule: RollupRule; readonly isDefault: boolean },
): void {
  const { action, childActivitySet } = rule
  const conditions = conditionsInWords(rule)
  decide(ledger, 'rollup-rule-fired', {
    process: 'RB.1.4',
    activity,
    facts: { action, childActivitySet, conditions, isDefault },
  })
}
