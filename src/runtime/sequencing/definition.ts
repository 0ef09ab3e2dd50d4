/**
 * What a package declares about one activity's sequencing: the Sequencing Definition Model [SN 3], with ADL's extensions
 * of the 3rd and 4th Edition. The manifest reader leaves out a group that the package leaves out, and fills in the
 * standard's default for each value that is missing inside a group; `defaultSequencing` has the rest.
 */
export interface Sequencing {
  readonly controlMode?: ControlMode
  readonly constrainedChoice?: ConstrainedChoice
  readonly rules?: SequencingRules
  readonly limits?: LimitConditions
  readonly rollupRules?: readonly RollupRule[]
  readonly rollupControls?: RollupControls
  readonly rollupConsiderations?: RollupConsiderations
  /** The primary objective first, if the package declares one. */
  readonly objectives?: readonly ObjectiveDefinition[]
  readonly selection?: SelectionControls
  readonly randomization?: RandomizationControls
  readonly deliveryControls?: DeliveryControls
}

/** [SN 3.2] */
export interface ControlMode {
  readonly choice: boolean
  readonly choiceExit: boolean
  readonly flow: boolean
  readonly forwardOnly: boolean
  readonly useCurrentAttemptObjectiveInfo: boolean
  readonly useCurrentAttemptProgressInfo: boolean
}

/** adlseq:constrainedChoiceConsiderations [SN 3.3] */
export interface ConstrainedChoice {
  readonly preventActivation: boolean
  readonly constrainChoice: boolean
}

/** [SN 3.4], each list in the order of the manifest. */
export interface SequencingRules {
  readonly pre: readonly SequencingRule<PreConditionAction>[]
  readonly exit: readonly SequencingRule<'exit'>[]
  readonly post: readonly SequencingRule<PostConditionAction>[]
}

export interface SequencingRule<Action extends string> {
  readonly combination: 'all' | 'any'
  readonly conditions: readonly RuleCondition[]
  readonly action: Action
}

export type PreConditionAction = 'skip' | 'disabled' | 'hiddenFromChoice' | 'stopForwardTraversal'

export type PostConditionAction =
  | 'exitParent'
  | 'exitAll'
  | 'retry'
  | 'retryAll'
  | 'continue'
  | 'previous'

export interface RuleCondition {
  readonly condition: RuleConditionName
  readonly isNot: boolean
  /** Objective of the activity; absent: the primary objective. */
  readonly objective?: string
  /** -1 to 1; for the objectiveMeasure conditions. */
  readonly measureThreshold: number
}

export type RuleConditionName =
  | 'satisfied'
  | 'objectiveStatusKnown'
  | 'objectiveMeasureKnown'
  | 'objectiveMeasureGreaterThan'
  | 'objectiveMeasureLessThan'
  | 'completed'
  | 'activityProgressKnown'
  | 'attempted'
  | 'attemptLimitExceeded'
  | 'timeLimitExceeded'
  | 'outsideAvailableTimeRange'
  | 'always'

/** [SN 3.5] */
export interface LimitConditions {
  readonly attemptLimit?: number
  /** xs:duration, as written; also what `cmi.max_time_allowed` answers. */
  readonly attemptAbsoluteDurationLimit?: string
}

/** [SN 3.7] */
export interface RollupRule {
  readonly childActivitySet: 'all' | 'any' | 'none' | 'atLeastCount' | 'atLeastPercent'
  readonly minimumCount: number
  /** 0 to 1 */
  readonly minimumPercent: number
  readonly combination: 'all' | 'any'
  readonly conditions: readonly {
    readonly condition: RollupConditionName
    readonly isNot: boolean
  }[]
  readonly action: 'satisfied' | 'notSatisfied' | 'completed' | 'incomplete'
}

export type RollupConditionName =
  | 'satisfied'
  | 'objectiveStatusKnown'
  | 'objectiveMeasureKnown'
  | 'completed'
  | 'activityProgressKnown'
  | 'attempted'
  | 'attemptLimitExceeded'
  | 'timeLimitExceeded'
  | 'outsideAvailableTimeRange'
  | 'never'

/** Attributes of imsss:rollupRules [SN 3.7.2] */
export interface RollupControls {
  readonly rollupObjectiveSatisfied: boolean
  readonly rollupProgressCompletion: boolean
  /** 0 to 1 */
  readonly objectiveMeasureWeight: number
}

/** adlseq:rollupConsiderations [SN 3.8] */
export interface RollupConsiderations {
  readonly requiredForSatisfied: RollupRequirement
  readonly requiredForNotSatisfied: RollupRequirement
  readonly requiredForCompleted: RollupRequirement
  readonly requiredForIncomplete: RollupRequirement
  readonly measureSatisfactionIfActive: boolean
}

export type RollupRequirement = 'always' | 'ifAttempted' | 'ifNotSkipped' | 'ifNotSuspended'

/** [SN 3.9] */
export interface ObjectiveDefinition {
  /** Trimmed. Absent only for a primary objective that has none. */
  readonly id?: string
  /** Whether it is the one that contributes to rollup. At most one of an activity. */
  readonly isPrimary: boolean
  readonly satisfiedByMeasure: boolean
  /** -1 to 1 */
  readonly minNormalizedMeasure: number
  readonly maps: readonly ObjectiveMap[]
}

/** imsss:mapInfo together with adlseq:objectives' mapInfo for the same target [SN 3.10]. */
export interface ObjectiveMap {
  /** Global objective's id, trimmed. */
  readonly target: string
  readonly readSatisfiedStatus: boolean
  readonly readNormalizedMeasure: boolean
  readonly writeSatisfiedStatus: boolean
  readonly writeNormalizedMeasure: boolean
  readonly readRawScore: boolean
  readonly readMinScore: boolean
  readonly readMaxScore: boolean
  readonly readCompletionStatus: boolean
  readonly readProgressMeasure: boolean
  readonly writeRawScore: boolean
  readonly writeMinScore: boolean
  readonly writeMaxScore: boolean
  readonly writeCompletionStatus: boolean
  readonly writeProgressMeasure: boolean
}

/** [SN 3.11] */
export interface SelectionControls {
  readonly timing: RandomTiming
  /** How many children are selected; absent: all. */
  readonly count?: number
}

/** [SN 3.12] */
export interface RandomizationControls {
  readonly timing: RandomTiming
  readonly reorderChildren: boolean
}

export type RandomTiming = 'never' | 'once' | 'onEachNewAttempt'

/** [SN 3.13] */
export interface DeliveryControls {
  readonly tracked: boolean
  readonly completionSetByContent: boolean
  readonly objectiveSetByContent: boolean
}

/** adlcp:completionThreshold. In the 3rd Edition its text: then `completedByMeasure` is true and the weight 1. */
export interface CompletionThreshold {
  readonly completedByMeasure: boolean
  /** 0 to 1 */
  readonly minProgressMeasure: number
  /** 0 to 1 */
  readonly progressWeight: number
}

/** adlcp:map of adlcp:data, 4th Edition: a store of `adl.data`. */
export interface DataMap {
  readonly target: string
  readonly readSharedData: boolean
  readonly writeSharedData: boolean
}

/** adlnav:hideLMSUI */
export type HideLmsUi =
  | 'continue'
  | 'previous'
  | 'exit'
  | 'exitAll'
  | 'abandon'
  | 'abandonAll'
  | 'suspendAll'

export const defaultControlMode: ControlMode = {
  choice: true,
  choiceExit: true,
  flow: false,
  forwardOnly: false,
  useCurrentAttemptObjectiveInfo: true,
  useCurrentAttemptProgressInfo: true,
}

/** What holds for each group that a package leaves out. */
export const defaultSequencing = {
  controlMode: defaultControlMode,
  constrainedChoice: { preventActivation: false, constrainChoice: false },
  rules: { pre: [], exit: [], post: [] },
  limits: {},
  rollupRules: [],
  rollupControls: {
    rollupObjectiveSatisfied: true,
    rollupProgressCompletion: true,
    objectiveMeasureWeight: 1,
  },
  rollupConsiderations: {
    requiredForSatisfied: 'always',
    requiredForNotSatisfied: 'always',
    requiredForCompleted: 'always',
    requiredForIncomplete: 'always',
    measureSatisfactionIfActive: true,
  },
  objectives: [],
  selection: { timing: 'never' },
  randomization: { timing: 'never', reorderChildren: false },
  deliveryControls: { tracked: true, completionSetByContent: false, objectiveSetByContent: false },
} as const satisfies Required<Sequencing>
