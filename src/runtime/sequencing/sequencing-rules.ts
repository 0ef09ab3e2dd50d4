import { combine, conditionsInWords, evaluate, type Truth } from './conditions.ts'
import type { PostConditionAction, PreConditionAction, SequencingRule } from './definition.ts'
import { activityOf, decide, type Ledger, trackingOf } from './ledger.ts'

/** Whether a rule of the activity with this action holds: Sequencing Rules Check Process [UP.2] for one precondition action. */
export function hasPreConditionAction(
  ledger: Ledger,
  activity: string,
  action: PreConditionAction,
): boolean {
  const { pre } = activityOf(ledger, activity).sequencing.rules
  const rules = pre.filter((rule) => rule.action === action)
  return sequencingRulesCheck(ledger, { activity, rules, process: 'UP.2' }) !== undefined
}

/** [UP.2] for the exit rules. */
export function hasExitAction(ledger: Ledger, activity: string): boolean {
  const rules = activityOf(ledger, activity).sequencing.rules.exit
  return sequencingRulesCheck(ledger, { activity, rules, process: 'TB.2.1' }) !== undefined
}

/** [UP.2] for the postcondition rules: the action of the first rule that holds. */
export function postConditionAction(
  ledger: Ledger,
  activity: string,
): PostConditionAction | undefined {
  const rules = activityOf(ledger, activity).sequencing.rules.post
  return sequencingRulesCheck(ledger, { activity, rules, process: 'TB.2.2' })
}

/** Sequencing Rules Check Process [UP.2]: the action of the first of the rules that is true. */
function sequencingRulesCheck<Action extends string>(
  ledger: Ledger,
  check: {
    readonly activity: string
    readonly rules: readonly SequencingRule<Action>[]
    readonly process: string
  },
): Action | undefined {
  for (const rule of check.rules) {
    const truth = sequencingRuleCheck(ledger, check.activity, rule)
    tellRule(ledger, { ...check, rule, truth })
    if (truth === true) return rule.action
  }
  return undefined
}

/** Sequencing Rule Check Subprocess [UP.2.1] */
function sequencingRuleCheck(
  ledger: Ledger,
  activity: string,
  { combination, conditions }: SequencingRule<string>,
): Truth {
  const at = { activity, asker: 'rule' } as const
  return combine(
    combination,
    conditions.map((condition) => evaluate(ledger, at, condition)),
  )
}

function tellRule(
  ledger: Ledger,
  told: {
    readonly activity: string
    readonly process: string
    readonly rule: SequencingRule<string>
    readonly truth: Truth
  },
): void {
  if (ledger.decisions === undefined) return
  const { rule, truth, process, activity } = told
  const facts = { action: rule.action, conditions: conditionsInWords(rule) }
  if (truth === true) decide(ledger, 'rule-fired', { process, activity, facts })
  else {
    const isUnknown = truth === undefined
    decide(ledger, 'rule-not-fired', { process, activity, facts: { ...facts, isUnknown } })
  }
}

/**
 * Limit Conditions Check Process [UP.1]: whether a limit forbids a new attempt. Of the limits SCORM keeps the number of
 * attempts; times are for the content to heed (`cmi.max_time_allowed`).
 */
export function limitConditionsCheck(ledger: Ledger, activity: string): boolean {
  const { deliveryControls, limits } = activityOf(ledger, activity).sequencing
  const { isActive, isSuspended, attempts } = trackingOf(ledger, activity)
  const limit = limits.attemptLimit
  if (!deliveryControls.tracked || isActive || isSuspended || limit === undefined) return false
  if (attempts < limit) return false
  const facts = { attempts, limit }
  decide(ledger, 'attempt-limit-reached', { process: 'UP.1', activity, facts })
  return true
}

/** Check Activity Process [UP.5]: true if the activity may not be delivered. */
export function checkActivity(ledger: Ledger, activity: string): boolean {
  if (hasPreConditionAction(ledger, activity, 'disabled')) {
    decide(ledger, 'activity-disabled', { process: 'UP.5', activity })
    return true
  }
  return limitConditionsCheck(ledger, activity)
}
