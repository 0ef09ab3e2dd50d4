import { item2004 } from '../../../support/small-course-2004.ts'
import { read, readItem } from './read-manifest.ts'

describe('a group that is there has the default for each value that is not', () => {
  test.each([
    [
      '<imsss:controlMode/>',
      {
        controlMode: {
          choice: true,
          choiceExit: true,
          flow: false,
          forwardOnly: false,
          useCurrentAttemptObjectiveInfo: true,
          useCurrentAttemptProgressInfo: true,
        },
      },
    ],
    ['<imsss:sequencingRules/>', { rules: { pre: [], exit: [], post: [] } }],
    ['<imsss:limitConditions/>', { limits: {} }],
    [
      '<imsss:rollupRules/>',
      {
        rollupRules: [],
        rollupControls: {
          rollupObjectiveSatisfied: true,
          rollupProgressCompletion: true,
          objectiveMeasureWeight: 1,
        },
      },
    ],
    [
      '<imsss:objectives><imsss:primaryObjective/></imsss:objectives>',
      {
        objectives: [
          { isPrimary: true, satisfiedByMeasure: false, minNormalizedMeasure: 1, maps: [] },
        ],
      },
    ],
    [
      '<imsss:randomizationControls/>',
      {
        selection: { timing: 'never' },
        randomization: { timing: 'never', reorderChildren: false },
      },
    ],
    [
      '<imsss:deliveryControls/>',
      {
        deliveryControls: {
          tracked: true,
          completionSetByContent: false,
          objectiveSetByContent: false,
        },
      },
    ],
    [
      '<adlseq:constrainedChoiceConsiderations/>',
      { constrainedChoice: { preventActivation: false, constrainChoice: false } },
    ],
    [
      '<adlseq:rollupConsiderations/>',
      {
        rollupConsiderations: {
          requiredForSatisfied: 'always',
          requiredForNotSatisfied: 'always',
          requiredForCompleted: 'always',
          requiredForIncomplete: 'always',
          measureSatisfactionIfActive: true,
        },
      },
    ],
    ['', {}],
  ])('%s', (group, expected) => {
    expect(readItem(group)).toMatchObject({ codes: [] })
    expect(readItem(group).sequencing).toEqual(expected)
  })
})

describe('a group has the values that are written', () => {
  test('control mode', () => {
    const group = `<imsss:controlMode choice="0" choiceExit="false" flow="TRUE" forwardOnly="1"
      useCurrentAttemptObjectiveInfo="false" useCurrentAttemptProgressInfo="false"/>`
    expect(readItem(group).sequencing.controlMode).toEqual({
      choice: false,
      choiceExit: false,
      flow: true,
      forwardOnly: true,
      useCurrentAttemptObjectiveInfo: false,
      useCurrentAttemptProgressInfo: false,
    })
  })

  test('rules, in their order, with conditions', () => {
    const group = `<imsss:sequencingRules>
      <imsss:preConditionRule>
        <imsss:ruleConditions conditionCombination="any">
          <imsss:ruleCondition condition="satisfied" operator="not" referencedObjective=" o "/>
          <imsss:ruleCondition condition="objectiveMeasureLessThan" measureThreshold="-0.5"/>
        </imsss:ruleConditions>
        <imsss:ruleAction action="skip"/>
      </imsss:preConditionRule>
      <imsss:exitConditionRule>
        <imsss:ruleConditions><imsss:ruleCondition condition="always"/></imsss:ruleConditions>
        <imsss:ruleAction action="exit"/>
      </imsss:exitConditionRule>
      <imsss:postConditionRule>
        <imsss:ruleConditions><imsss:ruleCondition condition="Completed"/></imsss:ruleConditions>
        <imsss:ruleAction action="retryall"/>
      </imsss:postConditionRule>
    </imsss:sequencingRules>
    <imsss:objectives><imsss:primaryObjective/><imsss:objective objectiveID="o"/></imsss:objectives>`
    const { sequencing, codes } = readItem(group)
    expect(codes).toEqual([])
    expect(sequencing.rules).toEqual({
      pre: [
        {
          combination: 'any',
          conditions: [
            { condition: 'satisfied', isNot: true, objective: 'o', measureThreshold: 0 },
            { condition: 'objectiveMeasureLessThan', isNot: false, measureThreshold: -0.5 },
          ],
          action: 'skip',
        },
      ],
      exit: [
        {
          combination: 'all',
          conditions: [{ condition: 'always', isNot: false, measureThreshold: 0 }],
          action: 'exit',
        },
      ],
      post: [
        {
          combination: 'all',
          conditions: [{ condition: 'completed', isNot: false, measureThreshold: 0 }],
          action: 'retryAll',
        },
      ],
    })
  })

  test('limits, selection, randomization and delivery', () => {
    const group = `<imsss:limitConditions attemptLimit="3" attemptAbsoluteDurationLimit="PT1H30M"/>
      <imsss:randomizationControls randomizationTiming="once" selectCount="1" reorderChildren="true" selectionTiming="onEachNewAttempt"/>
      <imsss:deliveryControls tracked="false" completionSetByContent="true" objectiveSetByContent="true"/>`
    const items = item2004('c', {
      children: item2004('d'),
      inner: `<imsss:sequencing>${group}</imsss:sequencing>`,
    })
    const { course, codes } = read({ items })
    expect(codes).toEqual([])
    expect(course.activities[0]?.sequencing).toEqual({
      limits: { attemptLimit: 3, attemptAbsoluteDurationLimit: 'PT1H30M' },
      selection: { timing: 'onEachNewAttempt', count: 1 },
      randomization: { timing: 'once', reorderChildren: true },
      deliveryControls: {
        tracked: false,
        completionSetByContent: true,
        objectiveSetByContent: true,
      },
    })
  })

  test('rollup rules and controls', () => {
    const group = `<imsss:rollupRules rollupObjectiveSatisfied="false" rollupProgressCompletion="false" objectiveMeasureWeight="0.25">
      <imsss:rollupRule childActivitySet="atLeastPercent" minimumCount="2" minimumPercent="0.5">
        <imsss:rollupConditions>
          <imsss:rollupCondition condition="attempted" operator="not"/>
          <imsss:rollupCondition condition="never"/>
        </imsss:rollupConditions>
        <imsss:rollupAction action="notSatisfied"/>
      </imsss:rollupRule>
    </imsss:rollupRules>`
    expect(readItem(group).sequencing).toEqual({
      rollupRules: [
        {
          childActivitySet: 'atLeastPercent',
          minimumCount: 2,
          minimumPercent: 0.5,
          combination: 'any',
          conditions: [
            { condition: 'attempted', isNot: true },
            { condition: 'never', isNot: false },
          ],
          action: 'notSatisfied',
        },
      ],
      rollupControls: {
        rollupObjectiveSatisfied: false,
        rollupProgressCompletion: false,
        objectiveMeasureWeight: 0.25,
      },
    })
  })

  test("ADL's considerations", () => {
    const group = `<adlseq:constrainedChoiceConsiderations preventActivation="true" constrainChoice="true"/>
      <adlseq:rollupConsiderations requiredForSatisfied="ifAttempted" requiredForIncomplete="ifNotSuspended" measureSatisfactionIfActive="false"/>`
    expect(readItem(group).sequencing).toEqual({
      constrainedChoice: { preventActivation: true, constrainChoice: true },
      rollupConsiderations: {
        requiredForSatisfied: 'ifAttempted',
        requiredForNotSatisfied: 'always',
        requiredForCompleted: 'always',
        requiredForIncomplete: 'ifNotSuspended',
        measureSatisfactionIfActive: false,
      },
    })
  })
})

describe('objectives', () => {
  const objectives = `<imsss:objectives>
    <imsss:primaryObjective objectiveID=" p " satisfiedByMeasure="true">
      <imsss:minNormalizedMeasure> 0.6 </imsss:minNormalizedMeasure>
      <imsss:mapInfo targetObjectiveID=" g " readSatisfiedStatus="false" writeSatisfiedStatus="true"/>
    </imsss:primaryObjective>
    <imsss:objective objectiveID="s"/>
  </imsss:objectives>`
  const extended = `<adlseq:objectives><adlseq:objective objectiveID="p">
    <adlseq:mapInfo targetObjectiveID="g" readRawScore="false" writeCompletionStatus="true"/>
    <adlseq:mapInfo targetObjectiveID="h" writeProgressMeasure="true"/>
  </adlseq:objective></adlseq:objectives>`

  test("have the maps of imsss and ADL's joined by target", () => {
    const { sequencing, codes } = readItem(objectives + extended)
    expect(codes).toEqual([])
    expect(sequencing.objectives).toMatchObject([
      {
        id: 'p',
        isPrimary: true,
        satisfiedByMeasure: true,
        minNormalizedMeasure: 0.6,
        maps: [
          {
            target: 'g',
            readSatisfiedStatus: false,
            readNormalizedMeasure: true,
            writeSatisfiedStatus: true,
            writeNormalizedMeasure: false,
            readRawScore: false,
            readCompletionStatus: true,
            writeCompletionStatus: true,
          },
          {
            target: 'h',
            readSatisfiedStatus: false,
            readNormalizedMeasure: false,
            readProgressMeasure: true,
            writeProgressMeasure: true,
          },
        ],
      },
      { id: 's', isPrimary: false, maps: [] },
    ])
  })

  test.each(['<x:objectives xmlns:x="urn:x">', '<imsss:objectives>'])(
    'of ADL are known under a wrong prefix: %s',
    (opening) => {
      const closing = `</${/[\w:]+/.exec(opening)?.[0]}>`
      const wrong = extended
        .replace('<adlseq:objectives>', opening)
        .replace('</adlseq:objectives>', closing)
      expect(readItem(objectives + wrong).sequencing.objectives?.[0]?.maps).toHaveLength(2)
    },
  )

  test('before the 4th Edition read only status and measure', () => {
    const [primary] =
      readItem(objectives, { schemaversion: '2004 3rd Edition' }).sequencing.objectives ?? []
    expect(primary?.maps).toMatchObject([{ readNormalizedMeasure: true, readRawScore: false }])
  })

  test('are the same however the spaces of their ids are written', () => {
    const group = `<imsss:sequencingRules><imsss:preConditionRule>
        <imsss:ruleConditions><imsss:ruleCondition condition="satisfied" referencedObjective="  %20a%20%20b%20"/></imsss:ruleConditions>
        <imsss:ruleAction action="skip"/>
      </imsss:preConditionRule></imsss:sequencingRules>
      <imsss:objectives><imsss:primaryObjective objectiveID="a%20b"/></imsss:objectives>`
    const { sequencing, codes } = readItem(group)
    expect(codes).toEqual([])
    expect(sequencing.rules?.pre[0]?.conditions[0]?.objective).toBe('a%20b')
    expect(sequencing.objectives?.[0]?.id).toBe('a%20b')
  })
})

describe('a sequencing collection', () => {
  const rest = `<imsss:sequencingCollection><imsss:sequencing ID="shared">
    <imsss:controlMode flow="true" choice="false"/>
    <imsss:limitConditions attemptLimit="2"/>
    <imsss:objectives><imsss:primaryObjective objectiveID="shared"/></imsss:objectives>
  </imsss:sequencing></imsss:sequencingCollection>`

  test('gives the groups that the item has not itself', () => {
    const inner = `<imsss:sequencing IDRef=" shared "><imsss:limitConditions attemptLimit="5"/>
      <adlseq:objectives><adlseq:objective objectiveID="shared"><adlseq:mapInfo targetObjectiveID="g"/></adlseq:objective></adlseq:objectives></imsss:sequencing>`
    const { course, codes } = read({ items: item2004('a', { inner }), rest })
    expect(codes).toEqual([])
    expect(course.activities[0]?.sequencing).toMatchObject({
      controlMode: { flow: true, choice: false },
      limits: { attemptLimit: 5 },
      objectives: [{ id: 'shared', maps: [{ target: 'g' }] }],
    })
  })

  test('that is not there is told', () => {
    const inner =
      '<imsss:sequencing IDRef="gone"><imsss:controlMode flow="true"/></imsss:sequencing>'
    const { course, codes } = read({ items: item2004('a', { inner }), rest })
    expect(codes).toEqual(['reference-dangling'])
    expect(course.activities[0]?.sequencing).toMatchObject({ controlMode: { flow: true } })
  })
})
