import {
  type ControlMode,
  defaultControlMode,
  defaultSequencing,
  type RollupRule,
  type RuleCondition,
  type Sequencing,
  type SequencingRule,
} from '../../../runtime/index.ts'
import { childOf, childrenOf, type XmlElement } from '../xml-element.ts'
import { readObjectives } from './read-objectives.ts'
import { valuesOf } from './read-values.ts'
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

function readControlMode(element: XmlElement): ControlMode {
  const values = valuesOf(element, controlModeAttributes)
  const byDefault = defaultControlMode
  return {
    choice: values.choice ?? byDefault.choice,
    choiceExit: values.choiceexit ?? byDefault.choiceExit,
    flow: values.flow ?? byDefault.flow,
    forwardOnly: values.forwardonly ?? byDefault.forwardOnly,
    useCurrentAttemptObjectiveInfo:
      values.usecurrentattemptobjectiveinfo ?? byDefault.useCurrentAttemptObjectiveInfo,
    useCurrentAttemptProgressInfo:
      values.usecurrentattemptprogressinfo ?? byDefault.useCurrentAttemptProgressInfo,
  }
}

function readConstrainedChoice(element: XmlElement) {
  const values = valuesOf(element, constrainedChoiceAttributes)
  return {
    preventActivation: values.preventactivation ?? false,
    constrainChoice: values.constrainchoice ?? false,
  }
}

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
    const { conditioncombination } = valuesOf(set, { conditioncombination: combination })
    return [{ combination: conditioncombination ?? 'all', conditions, action }]
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
    ...(values.referencedobjective !== undefined && { objective: values.referencedobjective }),
    measureThreshold: values.measurethreshold ?? 0,
  }
}

function readLimits(element: XmlElement) {
  const { attemptlimit, attemptabsolutedurationlimit } = valuesOf(element, limitAttributes)
  return {
    ...(attemptlimit !== undefined && { attemptLimit: attemptlimit }),
    ...(attemptabsolutedurationlimit !== undefined && {
      attemptAbsoluteDurationLimit: attemptabsolutedurationlimit,
    }),
  }
}

function readRollup(element: XmlElement): Pick<Sequencing, 'rollupRules' | 'rollupControls'> {
  const values = valuesOf(element, rollupRulesAttributes)
  const byDefault = defaultSequencing.rollupControls
  return {
    rollupRules: childrenOf(element, 'rolluprule').flatMap(readRollupRule),
    rollupControls: {
      rollupObjectiveSatisfied:
        values.rollupobjectivesatisfied ?? byDefault.rollupObjectiveSatisfied,
      rollupProgressCompletion:
        values.rollupprogresscompletion ?? byDefault.rollupProgressCompletion,
      objectiveMeasureWeight: values.objectivemeasureweight ?? byDefault.objectiveMeasureWeight,
    },
  }
}

function readRollupRule(element: XmlElement): RollupRule[] {
  const { action } = valuesOf(childOf(element, 'rollupaction'), { action: rollupAction })
  const set = childOf(element, 'rollupconditions')
  const conditions = (set ? childrenOf(set, 'rollupcondition') : []).map((each) => {
    const { condition, operator } = valuesOf(each, rollupConditionAttributes)
    return condition && { condition, isNot: operator === 'not' }
  })
  if (action === undefined || !areKnown(conditions)) return []
  const values = valuesOf(element, rollupRuleAttributes)
  const { conditioncombination } = valuesOf(set, { conditioncombination: combination })
  return [
    {
      childActivitySet: values.childactivityset ?? 'all',
      minimumCount: values.minimumcount ?? 0,
      minimumPercent: values.minimumpercent ?? 0,
      combination: conditioncombination ?? 'any',
      conditions,
      action,
    },
  ]
}

function readConsiderations(element: XmlElement) {
  const values = valuesOf(element, rollupConsiderationsAttributes)
  return {
    requiredForSatisfied: values.requiredforsatisfied ?? 'always',
    requiredForNotSatisfied: values.requiredfornotsatisfied ?? 'always',
    requiredForCompleted: values.requiredforcompleted ?? 'always',
    requiredForIncomplete: values.requiredforincomplete ?? 'always',
    measureSatisfactionIfActive: values.measuresatisfactionifactive ?? true,
  } as const
}

function readRandomization(element: XmlElement): Pick<Sequencing, 'selection' | 'randomization'> {
  const values = valuesOf(element, randomizationAttributes)
  return {
    selection: {
      timing: values.selectiontiming ?? 'never',
      ...(values.selectcount !== undefined && { count: values.selectcount }),
    },
    randomization: {
      timing: values.randomizationtiming ?? 'never',
      reorderChildren: values.reorderchildren ?? false,
    },
  }
}

function readDelivery(element: XmlElement) {
  const values = valuesOf(element, deliveryAttributes)
  return {
    tracked: values.tracked ?? true,
    completionSetByContent: values.completionsetbycontent ?? false,
    objectiveSetByContent: values.objectivesetbycontent ?? false,
  }
}
