import {
  type ConstrainedChoice,
  type ControlMode,
  type DeliveryControls,
  defaultControlMode,
  defaultSequencing,
  type LimitConditions,
  type RollupConsiderations,
  type RollupControls,
  type RollupRule,
  type RuleCondition,
  type Sequencing,
  type SequencingRule,
} from '../../../runtime/index.ts'
import { childOf, childrenOf, type XmlElement } from '../xml-element.ts'
import { readObjectives } from './read-objectives.ts'
import { valuesOf, valuesOr } from './read-values.ts'
import { extendedObjectives, type SequencingGroups } from './sequencing-element.ts'
import type { ValueType } from './value-types.ts'
import {
  combination,
  constrainedChoiceAttributes,
  controlModeAttributes,
  deliveryAttributes,
  exitAction,
  limitAttributes,
  postConditionAction,
  preConditionAction,
  randomizationAttributes,
  rollupAction,
  rollupConditionAttributes,
  rollupConsiderationsAttributes,
  rollupRuleAttributes,
  rollupRulesAttributes,
  ruleConditionAttributes,
} from './vocabulary.ts'

/**
 * Reads the groups of a sequencing definition [SN 3]. A group that is absent stays absent; a value that is missing or wrong
 * inside a group is the standard's default. A rule whose action or one of whose conditions is not known is left out.
 * @param readsExtended what a map reads that does not say so: the statuses that the 4th Edition added
 */
export function readSequencing(groups: SequencingGroups, readsExtended: boolean): Sequencing {
  const controlMode = groups.get('controlmode')
  const constrained = groups.get('constrainedchoiceconsiderations')
  const rules = groups.get('sequencingrules')
  const limits = groups.get('limitconditions')
  const rollup = groups.get('rolluprules')
  const considerations = groups.get('rollupconsiderations')
  const objectives = groups.get('objectives')
  const extended = groups.get(extendedObjectives)
  const random = groups.get('randomizationcontrols')
  const delivery = groups.get('deliverycontrols')
  return {
    ...(controlMode && { controlMode: readControlMode(controlMode) }),
    ...(constrained && { constrainedChoice: readConstrainedChoice(constrained) }),
    ...(rules && { rules: readRules(rules) }),
    ...(limits && { limits: readLimits(limits) }),
    ...(rollup && readRollup(rollup)),
    ...(considerations && { rollupConsiderations: readConsiderations(considerations) }),
    ...((objectives || extended) && {
      objectives: readObjectives(objectives, extended, readsExtended),
    }),
    ...(random && readRandomization(random)),
    ...(delivery && { deliveryControls: readDelivery(delivery) }),
  }
}

const readControlMode = (element: XmlElement) =>
  valuesOr<ControlMode>(defaultControlMode, valuesOf(element, controlModeAttributes))

const readConstrainedChoice = (element: XmlElement) =>
  valuesOr<ConstrainedChoice>(
    defaultSequencing.constrainedChoice,
    valuesOf(element, constrainedChoiceAttributes),
  )

const readRules = (element: XmlElement) => ({
  pre: rulesOf(element, 'preconditionrule', preConditionAction),
  exit: rulesOf(element, 'exitconditionrule', exitAction),
  post: rulesOf(element, 'postconditionrule', postConditionAction),
})

function rulesOf<Action extends string>(
  parent: XmlElement,
  name: string,
  actions: ValueType<Action>,
): SequencingRule<Action>[] {
  return childrenOf(parent, name).flatMap((rule) => {
    const { action } = valuesOf(childOf(rule, 'ruleaction'), { action: actions })
    const set = childOf(rule, 'ruleconditions')
    const conditions = (set ? childrenOf(set, 'rulecondition') : []).map(readCondition)
    if (action === undefined || !areKnown(conditions)) return []
    const { conditionCombination } = valuesOf(set, { conditionCombination: combination })
    return [{ combination: conditionCombination ?? 'all', conditions, action }]
  })
}

const areKnown = <Condition>(
  conditions: readonly (Condition | undefined)[],
): conditions is readonly Condition[] => conditions.every((condition) => condition !== undefined)

function readCondition(element: XmlElement): RuleCondition | undefined {
  const values = valuesOf(element, ruleConditionAttributes)
  if (values.condition === undefined) return undefined
  return {
    condition: values.condition,
    isNot: values.operator === 'not',
    ...(values.referencedObjective !== undefined && { objective: values.referencedObjective }),
    measureThreshold: values.measureThreshold ?? 0,
  }
}

function readLimits(element: XmlElement): LimitConditions {
  const { attemptLimit, attemptAbsoluteDurationLimit } = valuesOf(element, limitAttributes)
  return {
    ...(attemptLimit !== undefined && { attemptLimit }),
    ...(attemptAbsoluteDurationLimit !== undefined && { attemptAbsoluteDurationLimit }),
  }
}

const readRollup = (element: XmlElement): Pick<Sequencing, 'rollupRules' | 'rollupControls'> => ({
  rollupRules: childrenOf(element, 'rolluprule').flatMap(readRollupRule),
  rollupControls: valuesOr<RollupControls>(
    defaultSequencing.rollupControls,
    valuesOf(element, rollupRulesAttributes),
  ),
})

function readRollupRule(element: XmlElement): RollupRule[] {
  const { action } = valuesOf(childOf(element, 'rollupaction'), { action: rollupAction })
  const set = childOf(element, 'rollupconditions')
  const conditions = (set ? childrenOf(set, 'rollupcondition') : []).map((each) => {
    const { condition, operator } = valuesOf(each, rollupConditionAttributes)
    return condition && { condition, isNot: operator === 'not' }
  })
  if (action === undefined || !areKnown(conditions)) return []
  const values = valuesOf(element, rollupRuleAttributes)
  const { conditionCombination } = valuesOf(set, { conditionCombination: combination })
  return [
    {
      childActivitySet: values.childActivitySet ?? 'all',
      minimumCount: values.minimumCount ?? 0,
      minimumPercent: values.minimumPercent ?? 0,
      combination: conditionCombination ?? 'any',
      conditions,
      action,
    },
  ]
}

const readConsiderations = (element: XmlElement) =>
  valuesOr<RollupConsiderations>(
    defaultSequencing.rollupConsiderations,
    valuesOf(element, rollupConsiderationsAttributes),
  )

function readRandomization(element: XmlElement): Pick<Sequencing, 'selection' | 'randomization'> {
  const values = valuesOf(element, randomizationAttributes)
  return {
    selection: {
      timing: values.selectionTiming ?? 'never',
      ...(values.selectCount !== undefined && { count: values.selectCount }),
    },
    randomization: {
      timing: values.randomizationTiming ?? 'never',
      reorderChildren: values.reorderChildren ?? false,
    },
  }
}

const readDelivery = (element: XmlElement) =>
  valuesOr<DeliveryControls>(
    defaultSequencing.deliveryControls,
    valuesOf(element, deliveryAttributes),
  )
