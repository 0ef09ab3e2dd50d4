import type {
  Activity,
  Course,
  LookAhead,
  NavigationRequest,
  ObjectiveDefinition,
  ObjectiveMap,
  OrganizationSettings,
  RollupRule,
  RuleCondition,
  Sequencing,
  SequencingRules,
  SharedState,
} from '../../../../src/runtime/index.ts'
import {
  defaultControlMode,
  defaultSequencing,
} from '../../../../src/runtime/sequencing/definition.ts'
import {
  begin,
  lookAhead,
  type Outcome,
  objectivesOf,
  process,
  type RunReport,
  record,
  statusOf,
  type Tracked,
  treeOf,
} from '../../../../src/runtime/sequencing/index.ts'

/** Activities for tests: a name, what differs from the defaults, and children. Clusters flow and allow choice unless told. */
type Declared = Partial<{ [K in keyof Sequencing]: Partial<Sequencing[K]> | Sequencing[K] }> &
  Partial<Pick<Activity, 'completionThreshold' | 'hideLmsUi' | 'isVisible'>>

export const content = (id: string, declared: Declared = {}): Activity =>
  activity(id, { ...declared }, [])

export const cluster = (id: string, declared: Declared, ...children: Activity[]): Activity =>
  activity(id, { ...declared, controlMode: { flow: true, ...declared.controlMode } }, children)

function activity(id: string, declared: Declared, children: Activity[]): Activity {
  const { completionThreshold, hideLmsUi, isVisible = true, ...sequencing } = declared
  return {
    id,
    title: id,
    kind: children.length > 0 ? 'cluster' : 'sco',
    ...(children.length === 0 && { href: `${id}.html` }),
    isVisible,
    children,
    sequencing: sequencingOf(sequencing),
    ...(completionThreshold && { completionThreshold }),
    ...(hideLmsUi && { hideLmsUi }),
  }
}

const sequencingOf = (declared: object): Sequencing =>
  Object.fromEntries(
    Object.entries(declared).map(([group, value]) => {
      const standard = defaultSequencing[group as keyof Sequencing]
      return [group, Array.isArray(value) ? value : { ...standard, ...value }]
    }),
  )

export function course(
  declared: Declared & Partial<Omit<OrganizationSettings, 'sequencing'>>,
  ...activities: Activity[]
): Course {
  const { edition = '4th', objectivesGlobalToSystem = true, ...more } = declared
  const { completionThreshold, hideLmsUi: _, isVisible: __, ...groups } = more
  const { sharedDataGlobalToSystem = true, ...sequencing } = groups
  return {
    standard: 'scorm2004',
    id: 'course',
    title: 'Course',
    activities,
    scorm2004: {
      edition,
      objectivesGlobalToSystem,
      sharedDataGlobalToSystem,
      sequencing: sequencingOf({
        ...sequencing,
        controlMode: { ...defaultControlMode, flow: true, ...sequencing.controlMode },
      }),
      ...(completionThreshold && { completionThreshold }),
    },
  }
}

type Condition = RuleCondition['condition']

const conditions = (names: readonly (Condition | `not ${Condition}`)[]): RuleCondition[] =>
  names.map((name) => ({
    condition: name.replace('not ', '') as Condition,
    isNot: name.startsWith('not '),
    measureThreshold: 0.5,
  }))

/** `rules({ pre: [['skip', 'satisfied']] })`: an action and the conditions that must all hold. */
export function rules(
  given: Partial<
    Record<'pre' | 'exit' | 'post', [string, ...(Condition | `not ${Condition}`)[]][]>
  >,
): { rules: SequencingRules } {
  const list = (kind: 'pre' | 'exit' | 'post') =>
    (given[kind] ?? []).map(([action, ...names]) => ({
      combination: 'all' as const,
      conditions: conditions(names),
      action: action as never,
    }))
  return { rules: { pre: list('pre'), exit: list('exit'), post: list('post') } }
}

export const rollup = (
  action: RollupRule['action'],
  childActivitySet: RollupRule['childActivitySet'],
  names: readonly (RollupRule['conditions'][number]['condition'] | 'not satisfied')[],
  more: Partial<RollupRule> = {},
): RollupRule => ({
  childActivitySet,
  minimumCount: 0,
  minimumPercent: 0,
  combination: 'any',
  conditions: names.map((name) => ({
    condition: name.replace('not ', '') as 'satisfied',
    isNot: name.startsWith('not '),
  })),
  action,
  ...more,
})

export const map = (target: string, flags: Partial<ObjectiveMap>): ObjectiveMap => ({
  target,
  readSatisfiedStatus: false,
  readNormalizedMeasure: false,
  writeSatisfiedStatus: false,
  writeNormalizedMeasure: false,
  readRawScore: false,
  readMinScore: false,
  readMaxScore: false,
  readCompletionStatus: false,
  readProgressMeasure: false,
  writeRawScore: false,
  writeMinScore: false,
  writeMaxScore: false,
  writeCompletionStatus: false,
  writeProgressMeasure: false,
  ...flags,
})

export const primary = (declared: Partial<ObjectiveDefinition> = {}): ObjectiveDefinition => ({
  isPrimary: true,
  satisfiedByMeasure: false,
  minNormalizedMeasure: 1,
  maps: [],
  ...declared,
})

export const objective = (id: string, ...maps: ObjectiveMap[]): ObjectiveDefinition =>
  primary({ id, isPrimary: false, maps })

/** What the content does not have to say itself. */
export const setByContent = {
  deliveryControls: { tracked: true, completionSetByContent: true, objectiveSetByContent: true },
}

/** A learner's way through a course, step by step. */
export class Learning {
  readonly tree: ReturnType<typeof treeOf>
  tracked: Tracked
  last: Outcome | undefined

  constructor(course: Course, given: { seed?: string; shared?: SharedState } = {}) {
    this.tree = treeOf(course)
    this.tracked = begin(this.tree, { seed: given.seed ?? 'a seed', ...given })
  }

  go(request: NavigationRequest): this {
    this.last = process(this.tree, this.tracked, request)
    this.tracked = this.last.tracked
    return this
  }

  start = (): this => this.go({ to: 'start' })
  next = (): this => this.go({ to: 'continue' })
  back = (): this => this.go({ to: 'previous' })
  choose = (activity: string): this => this.go({ to: 'choice', activity })

  /** What the current activity reports. */
  report(report: Partial<RunReport>): this {
    const said = { objectives: [], isSuspended: false, ...report }
    const activity = this.tracked.state.current ?? ''
    this.tracked = record(this.tree, this.tracked, { activity, report: said })
    return this
  }

  /** What the last request came to: an activity, an exception's code, `ended` or `nothing`. */
  get came(): string {
    const { delivered, refusal, hasEnded } = this.last ?? {}
    return refusal?.code ?? delivered?.activity ?? (hasEnded === true ? 'ended' : 'nothing')
  }

  get decided(): string[] {
    return (this.last?.decisions ?? []).map(({ process: name, decision }) => `${name} ${decision}`)
  }

  status = (activity: string) => statusOf(this.tree, this.tracked, activity)
  objectives = (activity: string) => objectivesOf(this.tree, this.tracked, activity)
  look = (report?: RunReport): LookAhead =>
    lookAhead(this.tree, this.tracked, report === undefined ? {} : { report })

  get shared() {
    return this.tracked.shared.objectives
  }
}
