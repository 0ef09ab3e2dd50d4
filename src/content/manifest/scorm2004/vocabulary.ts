import { boolean, count, decimal, duration, oneOf, text, type ValueType } from './value-types.ts'

/**
 * The attributes of the SCORM 2004 vocabularies with their types: what the reader reads them with, and what the check of the
 * manifest compares it with [SN 3, CAM 5.1; imsss_v1p0, adlseq_v1p3, adlcp_v1p3, adlnav_v1p3]. Names are in lower case.
 */
export const controlModeAttributes = {
  choice: boolean,
  choiceexit: boolean,
  flow: boolean,
  forwardonly: boolean,
  usecurrentattemptobjectiveinfo: boolean,
  usecurrentattemptprogressinfo: boolean,
}

export const constrainedChoiceAttributes = { preventactivation: boolean, constrainchoice: boolean }

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
  referencedobjective: text,
  measurethreshold: decimal(-1, 1),
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
  attemptlimit: count,
  attemptabsolutedurationlimit: duration,
  attemptexperienceddurationlimit: duration,
  activityabsolutedurationlimit: duration,
  activityexperienceddurationlimit: duration,
  begintimelimit: text,
  endtimelimit: text,
}

export const rollupRulesAttributes = {
  rollupobjectivesatisfied: boolean,
  rollupprogresscompletion: boolean,
  objectivemeasureweight: decimal(0, 1),
}

export const rollupRuleAttributes = {
  childactivityset: oneOf('all', 'any', 'none', 'atLeastCount', 'atLeastPercent'),
  minimumcount: count,
  minimumpercent: decimal(0, 1),
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
  requiredforsatisfied: rollupRequirement,
  requiredfornotsatisfied: rollupRequirement,
  requiredforcompleted: rollupRequirement,
  requiredforincomplete: rollupRequirement,
  measuresatisfactionifactive: boolean,
}

export const objectiveAttributes = { objectiveid: text, satisfiedbymeasure: boolean }

export const measure = decimal(-1, 1)

/** imsss:mapInfo */
export const mapAttributes = {
  targetobjectiveid: text,
  readsatisfiedstatus: boolean,
  readnormalizedmeasure: boolean,
  writesatisfiedstatus: boolean,
  writenormalizedmeasure: boolean,
}

/** adlseq:mapInfo, 4th Edition */
export const extendedMapAttributes = {
  targetobjectiveid: text,
  readrawscore: boolean,
  readminscore: boolean,
  readmaxscore: boolean,
  readcompletionstatus: boolean,
  readprogressmeasure: boolean,
  writerawscore: boolean,
  writeminscore: boolean,
  writemaxscore: boolean,
  writecompletionstatus: boolean,
  writeprogressmeasure: boolean,
}

const timing = oneOf('never', 'once', 'onEachNewAttempt')

export const randomizationAttributes = {
  randomizationtiming: timing,
  selectcount: count,
  reorderchildren: boolean,
  selectiontiming: timing,
}

export const deliveryAttributes = {
  tracked: boolean,
  completionsetbycontent: boolean,
  objectivesetbycontent: boolean,
}

export const fraction = decimal(0, 1)

export const completionThresholdAttributes = {
  completedbymeasure: boolean,
  minprogressmeasure: fraction,
  progressweight: fraction,
}

export const dataMapAttributes = {
  targetid: text,
  readshareddata: boolean,
  writeshareddata: boolean,
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
  objectivesglobaltosystem: boolean,
  shareddataglobaltosystem: boolean,
}

export type Attributes = Readonly<Record<string, ValueType<unknown>>>
