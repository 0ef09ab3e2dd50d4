import {
  boolean,
  count,
  decimal,
  duration,
  identifier,
  oneOf,
  text,
  type ValueType,
} from './value-types.ts'

/**
 * The attributes of the SCORM 2004 vocabularies with their types: what the reader reads them with, and what the check of the
 * manifest compares it with [SN 3, CAM 5.1; imsss_v1p0, adlseq_v1p3, adlcp_v1p3, adlnav_v1p3].
 */
export const controlModeAttributes = {
  choice: boolean,
  choiceExit: boolean,
  flow: boolean,
  forwardOnly: boolean,
  useCurrentAttemptObjectiveInfo: boolean,
  useCurrentAttemptProgressInfo: boolean,
}

export const constrainedChoiceAttributes = { preventActivation: boolean, constrainChoice: boolean }

export const combination = oneOf('all', 'any')

export const operator = oneOf('not', 'noOp')

export const ruleConditionAttributes = {
  condition: oneOf(
    'satisfied',
    'objectiveStatusKnown',
    'objectiveMeasureKnown',
    'objectiveMeasureGreaterThan',
    'objectiveMeasureLessThan',
    'completed',
    'activityProgressKnown',
    'attempted',
    'attemptLimitExceeded',
    'timeLimitExceeded',
    'outsideAvailableTimeRange',
    'always',
  ),
  operator,
  referencedObjective: identifier,
  measureThreshold: decimal(-1, 1),
}

export const preConditionAction = oneOf(
  'skip',
  'disabled',
  'hiddenFromChoice',
  'stopForwardTraversal',
)

export const postConditionAction = oneOf(
  'exitParent',
  'exitAll',
  'retry',
  'retryAll',
  'continue',
  'previous',
)

export const exitAction = oneOf('exit')

export const limitAttributes = {
  attemptLimit: count,
  attemptAbsoluteDurationLimit: duration,
  attemptExperiencedDurationLimit: duration,
  activityAbsoluteDurationLimit: duration,
  activityExperiencedDurationLimit: duration,
  beginTimeLimit: text,
  endTimeLimit: text,
}

export const rollupRulesAttributes = {
  rollupObjectiveSatisfied: boolean,
  rollupProgressCompletion: boolean,
  objectiveMeasureWeight: decimal(0, 1),
}

export const rollupRuleAttributes = {
  childActivitySet: oneOf('all', 'any', 'none', 'atLeastCount', 'atLeastPercent'),
  minimumCount: count,
  minimumPercent: decimal(0, 1),
}

export const rollupConditionAttributes = {
  condition: oneOf(
    'satisfied',
    'objectiveStatusKnown',
    'objectiveMeasureKnown',
    'completed',
    'activityProgressKnown',
    'attempted',
    'attemptLimitExceeded',
    'timeLimitExceeded',
    'outsideAvailableTimeRange',
    'never',
  ),
  operator,
}

export const rollupAction = oneOf('satisfied', 'notSatisfied', 'completed', 'incomplete')

const rollupRequirement = oneOf('always', 'ifAttempted', 'ifNotSkipped', 'ifNotSuspended')

export const rollupConsiderationsAttributes = {
  requiredForSatisfied: rollupRequirement,
  requiredForNotSatisfied: rollupRequirement,
  requiredForCompleted: rollupRequirement,
  requiredForIncomplete: rollupRequirement,
  measureSatisfactionIfActive: boolean,
}

export const objectiveAttributes = { objectiveID: identifier, satisfiedByMeasure: boolean }

export const measure = decimal(-1, 1)

/** imsss:mapInfo */
export const mapAttributes = {
  targetObjectiveID: identifier,
  readSatisfiedStatus: boolean,
  readNormalizedMeasure: boolean,
  writeSatisfiedStatus: boolean,
  writeNormalizedMeasure: boolean,
}

/** adlseq:mapInfo, 4th Edition */
export const extendedMapAttributes = {
  targetObjectiveID: identifier,
  readRawScore: boolean,
  readMinScore: boolean,
  readMaxScore: boolean,
  readCompletionStatus: boolean,
  readProgressMeasure: boolean,
  writeRawScore: boolean,
  writeMinScore: boolean,
  writeMaxScore: boolean,
  writeCompletionStatus: boolean,
  writeProgressMeasure: boolean,
}

const timing = oneOf('never', 'once', 'onEachNewAttempt')

export const randomizationAttributes = {
  randomizationTiming: timing,
  selectCount: count,
  reorderChildren: boolean,
  selectionTiming: timing,
}

export const deliveryAttributes = {
  tracked: boolean,
  completionSetByContent: boolean,
  objectiveSetByContent: boolean,
}

export const fraction = decimal(0, 1)

export const completionThresholdAttributes = {
  completedByMeasure: boolean,
  minProgressMeasure: fraction,
  progressWeight: fraction,
}

export const dataMapAttributes = {
  targetID: identifier,
  readSharedData: boolean,
  writeSharedData: boolean,
}

/** Tools write it with other white space, too. */
export const timeLimitAction: ValueType<string> = {
  says: 'one of "exit,message", "exit,no message", "continue,message", "continue,no message"',
  parse(written) {
    const tidy = written
      .toLowerCase()
      .replace(/\s*,\s*/, ',')
      .replace(/\s+/, ' ')
    return /^(exit|continue),(no )?message$/.test(tidy) ? tidy : undefined
  },
}

export const hideLmsUi = oneOf(
  'continue',
  'previous',
  'exit',
  'exitAll',
  'abandon',
  'abandonAll',
  'suspendAll',
)

export const organizationAttributes = {
  objectivesGlobalToSystem: boolean,
  sharedDataGlobalToSystem: boolean,
}

export type Attributes = Readonly<Record<string, ValueType<unknown>>>
