import fc from 'fast-check'
import { defaultSequencing, type Sequencing } from '../../../../src/runtime/index.ts'

/** A random sequencing definition as the course has it; `sequencingXml` writes it as a manifest does. */
const conditions = [
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
] as const
const pre = ['skip', 'disabled', 'hiddenFromChoice', 'stopForwardTraversal'] as const
const post = ['exitParent', 'exitAll', 'retry', 'retryAll', 'continue', 'previous'] as const
const requirements = ['always', 'ifAttempted', 'ifNotSkipped', 'ifNotSuspended'] as const
const timings = ['never', 'once', 'onEachNewAttempt'] as const
const kinds = [
  'SatisfiedStatus',
  'NormalizedMeasure',
  'RawScore',
  'MinScore',
  'MaxScore',
  'CompletionStatus',
  'ProgressMeasure',
] as const

const hundredths = (min: number, max: number) =>
  fc.integer({ min: min * 100, max: max * 100 }).map((n) => n / 100)

const flags = <Name extends string>(names: readonly Name[]) =>
  fc.record(Object.fromEntries(names.map((name) => [name, fc.boolean()]))) as fc.Arbitrary<
    Record<Name, boolean>
  >

const rulesOf = <Action extends string>(actions: readonly Action[]) =>
  fc.array(
    fc.record({
      combination: fc.constantFrom('all' as const, 'any' as const),
      conditions: fc.array(
        fc.record(
          {
            condition: fc.constantFrom(...conditions),
            isNot: fc.boolean(),
            objective: fc.constantFrom('o0', 'o1'),
            measureThreshold: hundredths(-1, 1),
          },
          { requiredKeys: ['condition', 'isNot', 'measureThreshold'] },
        ),
        { minLength: 1, maxLength: 3 },
      ),
      action: fc.constantFrom(...actions),
    }),
    { maxLength: 3 },
  )

const maps = fc.uniqueArray(fc.constantFrom('g0', 'g1', 'g2'), { maxLength: 2 }).chain((targets) =>
  fc.tuple(
    ...targets.map((target) =>
      flags(kinds.flatMap((kind) => [`read${kind}`, `write${kind}`] as const)).map((map) => ({
        target,
        ...map,
      })),
    ),
  ),
)

const objective = (id: string, isPrimary: boolean) =>
  fc.record({
    id: fc.constant(id),
    isPrimary: fc.constant(isPrimary),
    satisfiedByMeasure: fc.boolean(),
    minNormalizedMeasure: hundredths(-1, 1),
    maps,
  })

const rollupRule = fc.record({
  childActivitySet: fc.constantFrom('all', 'any', 'none', 'atLeastCount', 'atLeastPercent'),
  minimumCount: fc.nat(9),
  minimumPercent: hundredths(0, 1),
  combination: fc.constantFrom('all', 'any'),
  conditions: fc.array(
    fc.record({
      condition: fc.constantFrom('satisfied', 'completed', 'attempted', 'never'),
      isNot: fc.boolean(),
    }),
    { minLength: 1, maxLength: 2 },
  ),
  action: fc.constantFrom('satisfied', 'notSatisfied', 'completed', 'incomplete'),
})

/** Selection with randomization, and rollup rules with their controls, come in one element each: both or none. */
export const anySequencing = fc
  .tuple(
    fc.record(
      {
        controlMode: flags([
          'choice',
          'choiceExit',
          'flow',
          'forwardOnly',
          'useCurrentAttemptObjectiveInfo',
          'useCurrentAttemptProgressInfo',
        ]),
        constrainedChoice: flags(['preventActivation', 'constrainChoice']),
        rules: fc.record({ pre: rulesOf(pre), exit: rulesOf(['exit']), post: rulesOf(post) }),
        limits: fc.record(
          {
            attemptLimit: fc.nat(99),
            attemptAbsoluteDurationLimit: fc.constantFrom('PT1H', 'P1DT0.5S'),
          },
          { requiredKeys: [] },
        ),
        rollupConsiderations: fc.record({
          requiredForSatisfied: fc.constantFrom(...requirements),
          requiredForNotSatisfied: fc.constantFrom(...requirements),
          requiredForCompleted: fc.constantFrom(...requirements),
          requiredForIncomplete: fc.constantFrom(...requirements),
          measureSatisfactionIfActive: fc.boolean(),
        }),
        objectives: fc.tuple(objective('o0', true), objective('o1', false)),
        deliveryControls: flags(['tracked', 'completionSetByContent', 'objectiveSetByContent']),
      },
      { requiredKeys: [] },
    ),
    fc.option(
      fc.record({
        selection: fc.record(
          { timing: fc.constantFrom(...timings), count: fc.nat(3) },
          { requiredKeys: ['timing'] },
        ),
        randomization: fc.record({
          timing: fc.constantFrom(...timings),
          reorderChildren: fc.boolean(),
        }),
      }),
      { nil: {} },
    ),
    fc.option(
      fc.record({
        rollupRules: fc.array(rollupRule, { maxLength: 3 }),
        rollupControls: fc.record({
          rollupObjectiveSatisfied: fc.boolean(),
          rollupProgressCompletion: fc.boolean(),
          objectiveMeasureWeight: hundredths(0, 1),
        }),
      }),
      { nil: {} },
    ),
  )
  .map((groups) => Object.assign({}, ...groups) as Sequencing)

const attributes = (values: object, defaults: object = {}): string =>
  Object.entries(values)
    .filter(([name, value]) => value !== undefined && value !== (defaults as never)[name])
    .map(([name, value]) => ` ${name}="${value}"`)
    .join('')

const isNotAs = (isNot: boolean) => (isNot ? 'not' : undefined)

type Rules = NonNullable<Sequencing['rules']>

const ruleXml = (kind: 'pre' | 'exit' | 'post', rule: Rules[typeof kind][number]): string => {
  const inner = rule.conditions.map(
    ({ condition, isNot, objective: referencedObjective, measureThreshold }) =>
      `<imsss:ruleCondition${attributes({ condition, operator: isNotAs(isNot), referencedObjective, measureThreshold })}/>`,
  )
  return `<imsss:${kind}ConditionRule><imsss:ruleConditions${attributes({ conditionCombination: rule.combination })}>${inner.join('')}</imsss:ruleConditions><imsss:ruleAction action="${rule.action}"/></imsss:${kind}ConditionRule>`
}

const rollupXml = ({ rollupRules = [], rollupControls }: Sequencing): string => {
  const rules = rollupRules.map(({ conditions: all, combination, action, ...rest }) => {
    const inner = all.map(
      ({ condition, isNot }) =>
        `<imsss:rollupCondition${attributes({ condition, operator: isNotAs(isNot) })}/>`,
    )
    return `<imsss:rollupRule${attributes(rest)}><imsss:rollupConditions${attributes({ conditionCombination: combination })}>${inner.join('')}</imsss:rollupConditions><imsss:rollupAction action="${action}"/></imsss:rollupRule>`
  })
  const controls = attributes(rollupControls ?? {}, defaultSequencing.rollupControls)
  return `<imsss:rollupRules${controls}>${rules.join('')}</imsss:rollupRules>`
}

type Objectives = NonNullable<Sequencing['objectives']>

const extendedKinds = kinds.slice(2)

const mapXml = (prefix: string, map: Objectives[number]['maps'][number]): string => {
  const isWanted = (name: string) =>
    extendedKinds.some((kind) => name.endsWith(kind)) === (prefix === 'adlseq')
  const values = Object.entries(map).filter(([name]) => name !== 'target' && isWanted(name))
  return `<${prefix}:mapInfo targetObjectiveID="${map.target}"${attributes(Object.fromEntries(values))}/>`
}

const objectivesXml = (objectives: Objectives): string =>
  objectives
    .map(({ id, isPrimary, satisfiedByMeasure, minNormalizedMeasure, maps: all }) => {
      const name = isPrimary ? 'primaryObjective' : 'objective'
      const inner = all.map((map) => mapXml('imsss', map)).join('')
      return `<imsss:${name}${attributes({ objectiveID: id, satisfiedByMeasure })}><imsss:minNormalizedMeasure>${minNormalizedMeasure}</imsss:minNormalizedMeasure>${inner}</imsss:${name}>`
    })
    .join('')

const extendedXml = (objectives: Objectives): string => {
  const inner = objectives
    .filter(({ maps: all }) => all.length > 0)
    .map(
      ({ id, maps: all }) =>
        `<adlseq:objective objectiveID="${id}">${all.map((map) => mapXml('adlseq', map)).join('')}</adlseq:objective>`,
    )
  return inner.length === 0 ? '' : `<adlseq:objectives>${inner.join('')}</adlseq:objectives>`
}

/** What stands inside imsss:sequencing for the definition. Defaults are left out where the schema lets them be. */
export function sequencingXml(given: Sequencing): string {
  const { controlMode, constrainedChoice, rules, limits, rollupControls, objectives } = given
  const { selection, randomization, deliveryControls, rollupConsiderations } = given
  const defaults = defaultSequencing
  const all = (kind: 'pre' | 'exit' | 'post') =>
    (rules?.[kind] ?? []).map((rule) => ruleXml(kind, rule)).join('')
  return [
    controlMode && `<imsss:controlMode${attributes(controlMode, defaults.controlMode)}/>`,
    rules &&
      `<imsss:sequencingRules>${all('pre')}${all('exit')}${all('post')}</imsss:sequencingRules>`,
    limits && `<imsss:limitConditions${attributes(limits)}/>`,
    rollupControls && rollupXml(given),
    objectives && `<imsss:objectives>${objectivesXml(objectives)}</imsss:objectives>`,
    selection &&
      `<imsss:randomizationControls${attributes({ randomizationTiming: randomization?.timing, selectCount: selection.count, reorderChildren: randomization?.reorderChildren, selectionTiming: selection.timing })}/>`,
    deliveryControls &&
      `<imsss:deliveryControls${attributes(deliveryControls, defaults.deliveryControls)}/>`,
    constrainedChoice &&
      `<adlseq:constrainedChoiceConsiderations${attributes(constrainedChoice, defaults.constrainedChoice)}/>`,
    rollupConsiderations &&
      `<adlseq:rollupConsiderations${attributes(rollupConsiderations, defaults.rollupConsiderations)}/>`,
    objectives && extendedXml(objectives),
  ]
    .filter((group) => group !== undefined)
    .join('\n')
}
