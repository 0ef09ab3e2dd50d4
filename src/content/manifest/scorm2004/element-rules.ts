import { boolean, type ValueType } from './value-types.ts'
import {
  type Attributes,
  combination,
  completionThresholdAttributes,
  constrainedChoiceAttributes,
  controlModeAttributes,
  dataMapAttributes,
  deliveryAttributes,
  exitAction,
  extendedMapAttributes,
  hideLmsUi,
  limitAttributes,
  mapAttributes,
  measure,
  objectiveAttributes,
  organizationAttributes,
  postConditionAction,
  preConditionAction,
  randomizationAttributes,
  rollupAction,
  rollupConditionAttributes,
  rollupConsiderationsAttributes,
  rollupRuleAttributes,
  rollupRulesAttributes,
  ruleConditionAttributes,
  timeLimitAction,
} from './vocabulary.ts'

/** What a schema lets an element be. */
export interface ElementRule {
  readonly attributes?: Attributes
  readonly required?: readonly string[]
  /** Whether attributes that are not listed are wrong; the vocabularies that others extend let any stand there. */
  readonly isClosed?: boolean
  /** In the order in which they must stand. */
  readonly children?: readonly ChildRule[]
  /** Those of other vocabularies, behind all others. */
  readonly inAnyOrder?: readonly ChildRule[]
  readonly text?: ValueType<unknown>
  /** What becomes of a value or an element that is wrong, as a sentence. */
  readonly consequence?: string
}

export interface ChildRule {
  readonly name: string
  /** Without a rule, what is inside is not looked at. */
  readonly rule?: ElementRule
  readonly min?: 1
  readonly max?: 1
}

const closed = (attributes: Attributes, more: ElementRule = {}): ElementRule => ({
  attributes,
  isClosed: true,
  ...more,
})

const ruleLost = 'The rule is left out.'

const ruleWith = (actions: ValueType<unknown>): ElementRule => ({
  isClosed: true,
  children: [
    {
      name: 'ruleConditions',
      max: 1,
      rule: closed(
        { conditionCombination: combination },
        {
          children: [
            {
              name: 'ruleCondition',
              min: 1,
              rule: closed(ruleConditionAttributes, {
                required: ['condition'],
                consequence: ruleLost,
              }),
            },
          ],
        },
      ),
    },
    { name: 'ruleAction', min: 1, max: 1, rule: action(actions) },
  ],
  consequence: ruleLost,
})

const action = (actions: ValueType<unknown>): ElementRule =>
  closed({ action: actions }, { required: ['action'], consequence: ruleLost })

const rollupRule: ElementRule = closed(rollupRuleAttributes, {
  children: [
    {
      name: 'rollupConditions',
      min: 1,
      max: 1,
      rule: closed(
        { conditionCombination: combination },
        {
          children: [
            {
              name: 'rollupCondition',
              min: 1,
              rule: closed(rollupConditionAttributes, {
                required: ['condition'],
                consequence: ruleLost,
              }),
            },
          ],
        },
      ),
    },
    { name: 'rollupAction', min: 1, max: 1, rule: action(rollupAction) },
  ],
})

const mapLost = 'The map is left out.'

const objective = (required: readonly string[]): ElementRule =>
  closed(objectiveAttributes, {
    required,
    children: [
      { name: 'minNormalizedMeasure', max: 1, rule: { text: measure } },
      {
        name: 'mapInfo',
        // ADL's attributes stand here in packages of tools that know one map only.
        rule: closed(
          { ...mapAttributes, ...extendedMapAttributes },
          { required: ['targetObjectiveID'], consequence: mapLost },
        ),
      },
    ],
    consequence: 'The objective is left out.',
  })

const objectives: ElementRule = {
  isClosed: true,
  children: [
    { name: 'primaryObjective', min: 1, max: 1, rule: objective([]) },
    { name: 'objective', rule: objective(['objectiveID']) },
  ],
}

/** adlseq:objectives, which the check tells from those of imsss. */
export const extendedObjectivesRule: ElementRule = {
  isClosed: true,
  children: [
    {
      name: 'objective',
      min: 1,
      rule: closed(
        { objectiveID: objectiveAttributes.objectiveID },
        {
          required: ['objectiveID'],
          children: [
            {
              name: 'mapInfo',
              min: 1,
              rule: closed(extendedMapAttributes, {
                required: ['targetObjectiveID'],
                consequence: mapLost,
              }),
            },
          ],
          consequence: 'Its maps are left out.',
        },
      ),
    },
  ],
}

/** imsss:sequencing [imsss_v1p0], with ADL's extensions [adlseq_v1p3] behind its own groups. */
export const sequencingRule: ElementRule = {
  children: [
    { name: 'controlMode', max: 1, rule: closed(controlModeAttributes) },
    {
      name: 'sequencingRules',
      max: 1,
      rule: {
        isClosed: true,
        children: [
          { name: 'preConditionRule', rule: ruleWith(preConditionAction) },
          { name: 'exitConditionRule', rule: ruleWith(exitAction) },
          { name: 'postConditionRule', rule: ruleWith(postConditionAction) },
        ],
      },
    },
    { name: 'limitConditions', max: 1, rule: closed(limitAttributes) },
    { name: 'auxiliaryResources', max: 1 },
    {
      name: 'rollupRules',
      max: 1,
      rule: closed(rollupRulesAttributes, { children: [{ name: 'rollupRule', rule: rollupRule }] }),
    },
    { name: 'objectives', max: 1, rule: objectives },
    { name: 'randomizationControls', max: 1, rule: closed(randomizationAttributes) },
    { name: 'deliveryControls', max: 1, rule: closed(deliveryAttributes) },
  ],
  inAnyOrder: [
    {
      name: 'constrainedChoiceConsiderations',
      max: 1,
      rule: closed(constrainedChoiceAttributes),
    },
    { name: 'rollupConsiderations', max: 1, rule: closed(rollupConsiderationsAttributes) },
  ],
}

const presentation: ElementRule = {
  children: [
    {
      name: 'navigationInterface',
      max: 1,
      rule: {
        children: [
          {
            name: 'hideLMSUI',
            rule: { text: hideLmsUi, consequence: 'The button is not hidden.' },
          },
        ],
      },
    },
  ],
}

const data: ElementRule = {
  children: [
    {
      name: 'map',
      min: 1,
      rule: closed(dataMapAttributes, {
        required: ['targetID'],
        consequence: 'The store is left out.',
      }),
    },
  ],
}

const sequencing: ChildRule = { name: 'sequencing', max: 1, rule: sequencingRule }

const completionThreshold: ChildRule = {
  name: 'completionThreshold',
  max: 1,
  rule: closed(completionThresholdAttributes),
}

const item: ElementRule = {
  attributes: { isvisible: boolean },
  children: [{ name: 'title', max: 1 }, { name: 'item' }, { name: 'metadata', max: 1 }],
  inAnyOrder: [
    sequencing,
    completionThreshold,
    { name: 'presentation', max: 1, rule: presentation },
    { name: 'data', max: 1, rule: data },
    { name: 'dataFromLMS', max: 1 },
    {
      name: 'timeLimitAction',
      max: 1,
      rule: { text: timeLimitAction, consequence: 'It is ignored.' },
    },
  ],
}

const organization: ElementRule = {
  attributes: organizationAttributes,
  children: [
    { name: 'title', max: 1 },
    { name: 'item', rule: item },
    { name: 'metadata', max: 1 },
  ],
  inAnyOrder: [sequencing, completionThreshold],
}

const file: ElementRule = { children: [{ name: 'metadata', max: 1 }] }

const resource: ElementRule = {
  children: [{ name: 'metadata', max: 1 }, { name: 'file', rule: file }, { name: 'dependency' }],
}

/** The manifest [imscp_v1p1; CAM 3.4], and below it every element whose form a learner may come to notice. */
export const manifestRule: ElementRule = {
  children: [
    { name: 'metadata', max: 1 },
    {
      name: 'organizations',
      max: 1,
      rule: { children: [{ name: 'organization', rule: organization }] },
    },
    {
      name: 'resources',
      max: 1,
      rule: { children: [{ name: 'resource', rule: resource }] },
    },
    { name: 'manifest' },
  ],
  inAnyOrder: [
    {
      name: 'sequencingCollection',
      max: 1,
      rule: { children: [{ name: 'sequencing', min: 1, rule: sequencingRule }] },
    },
  ],
}

/** Rules that hold inside elements of the same name: an item in an item, a manifest in a manifest. */
export const nestedRules: Readonly<Record<string, ElementRule>> = { item, manifest: manifestRule }
