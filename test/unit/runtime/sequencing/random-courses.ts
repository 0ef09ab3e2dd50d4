import fc from 'fast-check'
import type {
  Activity,
  Course,
  NavigationRequest,
  RollupRule,
  Sequencing,
  SequencingRules,
} from '../../../../src/runtime/index.ts'
import { defaultSequencing } from '../../../../src/runtime/sequencing/definition.ts'
import type { RunReport } from '../../../../src/runtime/sequencing/index.ts'
import { map, primary } from './learning.ts'

/** Names as packages may have them; a course uses each once. */
export const names = ['a', 'b', '__proto__', 'd', 'constructor', 'f', 'g', 'h', 'i', 'j', 'k', 'l']
const globals = ['one', '__proto__']

const ruleConditions = [
  'satisfied',
  'objectiveStatusKnown',
  'objectiveMeasureKnown',
  'objectiveMeasureGreaterThan',
  'completed',
  'activityProgressKnown',
  'attempted',
  'attemptLimitExceeded',
  'timeLimitExceeded',
  'always',
] as const

const rule = <Action extends string>(...actions: Action[]) =>
  fc.record({
    combination: fc.constantFrom('all' as const, 'any' as const),
    conditions: fc.array(
      fc.record(
        {
          condition: fc.constantFrom(...ruleConditions),
          isNot: fc.boolean(),
          measureThreshold: fc.constantFrom(-0.5, 0, 0.5),
          objective: fc.constantFrom('other', 'missing'),
        },
        { requiredKeys: ['condition', 'isNot', 'measureThreshold'] },
      ),
      { minLength: 1, maxLength: 2 },
    ),
    action: fc.constantFrom(...actions),
  })

const few = <T>(one: fc.Arbitrary<T>) => fc.array(one, { maxLength: 2 })
const rarely = <T>(one: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 4, arbitrary: fc.constant<T[]>([]) }, { weight: 1, arbitrary: few(one) })

const rules: fc.Arbitrary<SequencingRules> = fc.record({
  pre: rarely(rule('skip', 'disabled', 'hiddenFromChoice', 'stopForwardTraversal')),
  exit: rarely(rule('exit')),
  post: rarely(rule('exitParent', 'exitAll', 'retry', 'retryAll', 'continue', 'previous')),
})

const rollupRule: fc.Arbitrary<RollupRule> = fc.record({
  childActivitySet: fc.constantFrom('all', 'any', 'none', 'atLeastCount', 'atLeastPercent'),
  minimumCount: fc.nat(3),
  minimumPercent: fc.constantFrom(0, 0.5, 1),
  combination: fc.constantFrom('all', 'any'),
  conditions: fc.array(
    fc.record({
      condition: fc.constantFrom(
        'satisfied',
        'completed',
        'attempted',
        'objectiveMeasureKnown',
        'never',
      ),
      isNot: fc.boolean(),
    }),
    { minLength: 1, maxLength: 2 },
  ),
  action: fc.constantFrom('satisfied', 'notSatisfied', 'completed', 'incomplete'),
})

const flags = fc.record({
  readSatisfiedStatus: fc.boolean(),
  readNormalizedMeasure: fc.boolean(),
  writeSatisfiedStatus: fc.boolean(),
  writeNormalizedMeasure: fc.boolean(),
  readCompletionStatus: fc.boolean(),
  writeCompletionStatus: fc.boolean(),
})
const maps = few(fc.tuple(fc.constantFrom(...globals), flags).map(([to, some]) => map(to, some)))

const objectives = fc
  .tuple(fc.boolean(), maps, maps)
  .map(([satisfiedByMeasure, own, others]) => [
    primary({ id: 'main', satisfiedByMeasure, minNormalizedMeasure: 0.5, maps: own }),
    primary({ id: 'other', isPrimary: false, maps: others }),
  ])

const sometimes = (weight: number) =>
  fc.oneof({ weight, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) })
const timing = fc.constantFrom('never' as const, 'once' as const, 'onEachNewAttempt' as const)
const required = fc.constantFrom('always', 'ifAttempted', 'ifNotSkipped', 'ifNotSuspended')

/** Mostly what courses have, so that walks get somewhere; each group may also be absent. */
const sequencing: fc.Arbitrary<Sequencing> = fc.record(
  {
    controlMode: fc.record({
      choice: sometimes(8),
      choiceExit: sometimes(8),
      flow: sometimes(8),
      forwardOnly: sometimes(6).map((is) => !is),
      useCurrentAttemptObjectiveInfo: fc.boolean(),
      useCurrentAttemptProgressInfo: fc.boolean(),
    }),
    constrainedChoice: fc.record({
      preventActivation: sometimes(3).map((is) => !is),
      constrainChoice: fc.boolean(),
    }),
    rules,
    limits: fc.record({ attemptLimit: fc.integer({ min: 1, max: 4 }) }, { requiredKeys: [] }),
    rollupRules: few(rollupRule),
    rollupConsiderations: fc.record({
      requiredForSatisfied: required,
      requiredForNotSatisfied: required,
      requiredForCompleted: required,
      requiredForIncomplete: required,
      measureSatisfactionIfActive: fc.boolean(),
    }),
    objectives,
    selection: fc.record({ timing, count: fc.nat(3) }),
    randomization: fc.record({ timing, reorderChildren: fc.boolean() }),
    deliveryControls: fc.record({
      tracked: sometimes(4),
      completionSetByContent: fc.boolean(),
      objectiveSetByContent: fc.boolean(),
    }),
  },
  { requiredKeys: [] },
)

/** Trees of up to twelve activities, three deep. */
export const randomCourse: fc.Arbitrary<Course> = fc
  .tuple(
    fc.array(fc.tuple(fc.nat(2), sequencing), { minLength: 4, maxLength: names.length }),
    sequencing,
    fc.constantFrom('2nd' as const, '3rd' as const, '4th' as const),
    fc.boolean(),
  )
  .map(([declared, root, edition, objectivesGlobalToSystem]) => ({
    standard: 'scorm2004',
    id: 'course',
    title: 'Course',
    activities: treeFrom(declared),
    scorm2004: {
      edition,
      objectivesGlobalToSystem,
      sharedDataGlobalToSystem: true,
      sequencing: {
        ...root,
        controlMode: { ...defaultSequencing.controlMode, flow: true, ...root.controlMode },
      },
    },
  }))

/** Each declared activity stands as deep as its number says, under the last one that is less deep. */
function treeFrom(declared: readonly (readonly [number, Sequencing])[]): Activity[] {
  type Growing = Omit<Activity, 'children'> & { children: Growing[] }
  const roots: Growing[] = []
  const open: Growing[] = []
  declared.forEach(([depth, own], at) => {
    const id = names[at] ?? ''
    const one: Growing = {
      id,
      title: id,
      kind: 'sco',
      isVisible: true,
      children: [],
      sequencing: own,
    }
    open.length = Math.min(depth, open.length)
    ;(open.at(-1)?.children ?? roots).push(one)
    open.push(one)
  })
  return roots
}

const activity = fc.constantFrom(
  'course',
  'missing',
  ...names,
  ...names.slice(0, 5),
  ...names.slice(0, 5),
)
const plain = (...requests: Exclude<NavigationRequest['to'], 'choice' | 'jump'>[]) =>
  fc.constantFrom(...requests).map((to): NavigationRequest => ({ to }))

export const request: fc.Arbitrary<NavigationRequest> = fc.oneof(
  { weight: 4, arbitrary: plain('start', 'continue') },
  { weight: 2, arbitrary: plain('previous', 'exit', 'suspendAll', 'resumeAll') },
  { weight: 1, arbitrary: plain('exitAll', 'abandon', 'abandonAll') },
  {
    weight: 4,
    arbitrary: fc.record({ to: fc.constantFrom('choice' as const, 'jump' as const), activity }),
  },
)

const success = fc.constantFrom('passed' as const, 'failed' as const, 'unknown' as const)
const score = fc.record({ scaled: fc.constantFrom(-1, 0, 0.5, 1) })

export const report: fc.Arbitrary<RunReport> = fc.record(
  {
    completion: fc.constantFrom('completed', 'incomplete', 'notAttempted', 'unknown'),
    success,
    progressMeasure: fc.constantFrom(0, 0.5, 1),
    score,
    objectives: few(fc.record({ id: fc.constantFrom('other', 'main', 'missing'), success, score })),
    isSuspended: fc.boolean(),
  },
  { requiredKeys: ['objectives', 'isSuspended'] },
)

export interface Step {
  readonly report?: RunReport
  readonly request: NavigationRequest
}

/** A learner who begins, and goes about. */
export const walk = fc
  .array(fc.record({ report, request }, { requiredKeys: ['request'] }), {
    minLength: 1,
    maxLength: 20,
  })
  .map((steps): Step[] => [{ request: { to: 'start' } }, ...steps])
