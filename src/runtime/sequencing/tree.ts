import type { Activity, Course, Profile, Scorm2004Edition } from '../course.ts'
import type {
  CompletionThreshold,
  ControlMode,
  HideLmsUi,
  ObjectiveDefinition,
  Sequencing,
} from './definition.ts'
import { defaultSequencing } from './definition.ts'

/** The activity tree [SN 2.1]: what a course declares, with every default filled in. It never changes during an attempt. */
export interface ActivityTree {
  readonly root: string
  readonly edition: Scorm2004Edition
  /** How the course is to be judged; it decides where Continue is offered. */
  readonly profile: Profile
  /** False: a new attempt on the whole course begins with nothing known of its global objectives. */
  readonly objectivesGlobalToSystem: boolean
  /** Every activity by id, the root included, in the order of the manifest, parents before children. */
  readonly activities: ReadonlyMap<string, TreeActivity>
}

export interface TreeActivity {
  readonly id: string
  readonly title: string
  readonly kind: Activity['kind']
  readonly isVisible: boolean
  readonly parent?: string
  /** All children, in the order of the manifest, whatever was selected in an attempt. */
  readonly children: readonly string[]
  /** Ids from the root down to the activity itself. */
  readonly path: readonly string[]
  readonly sequencing: Required<Sequencing>
  /** The primary objective first; every activity has one, which may have no id [SN 3.9]. */
  readonly objectives: readonly TreeObjective[]
  readonly completionThreshold: CompletionThreshold
  readonly hideLmsUi: readonly HideLmsUi[]
}

export interface TreeObjective extends ObjectiveDefinition {
  /** What the tracking keeps it under: its id, or `''` for a primary objective without one. */
  readonly key: string
}

const trees = new WeakMap<Course, ActivityTree>()

/** The tree of a SCORM 2004 course; the same value for the same course. Its root is the organization, with the id `course.id`. */
export function treeOf(course: Course): ActivityTree {
  const known = trees.get(course)
  if (known !== undefined) return known
  const tree = makeTree(course)
  trees.set(course, tree)
  return tree
}

function makeTree(course: Course): ActivityTree {
  const activities = new Map<string, TreeActivity>()
  const { scorm2004 } = course
  const sequencing = scorm2004?.sequencing
  const root: Activity = {
    id: course.id,
    title: course.title,
    kind: 'cluster',
    isVisible: true,
    children: course.activities,
    sequencing: {
      ...sequencing,
      controlMode: rootControls(course, sequencing?.controlMode ?? defaultSequencing.controlMode),
    },
    ...(scorm2004?.completionThreshold && { completionThreshold: scorm2004.completionThreshold }),
  }
  const add = (activity: Activity, above: readonly string[]): void => {
    const one = treeActivity(activity, above)
    activities.set(one.id, one)
    for (const child of activity.children) add(child, one.path)
  }
  add(root, [])
  return {
    root: course.id,
    edition: scorm2004?.edition ?? '4th',
    profile: course.profile ?? 'tolerant',
    objectivesGlobalToSystem: scorm2004?.objectivesGlobalToSystem ?? true,
    activities,
  }
}

/**
 * A course of one content starts with it and has no table of contents, although an organization that declares nothing
 * allows choice and no flow: there is nothing to choose.
 */
function rootControls(course: Course, declared: ControlMode): ControlMode {
  const [only, ...others] = course.activities
  const isSingle = only !== undefined && others.length === 0 && only.children.length === 0
  return isSingle && declared.choice && !declared.flow
    ? { ...declared, choice: false, flow: true }
    : declared
}

function treeActivity(activity: Activity, above: readonly string[]): TreeActivity {
  const sequencing: Required<Sequencing> = { ...defaultSequencing, ...activity.sequencing }
  const parent = above.at(-1)
  return {
    id: activity.id,
    title: activity.title,
    kind: activity.kind,
    isVisible: activity.isVisible,
    ...(parent !== undefined && { parent }),
    children: activity.children.map(({ id }) => id),
    path: [...above, activity.id],
    sequencing,
    objectives: withPrimary(sequencing.objectives),
    completionThreshold: activity.completionThreshold ?? noThreshold,
    hideLmsUi: activity.hideLmsUi ?? [],
  }
}

const noThreshold: CompletionThreshold = {
  completedByMeasure: false,
  minProgressMeasure: 1,
  progressWeight: 1,
}

const undeclaredPrimary: ObjectiveDefinition = {
  isPrimary: true,
  satisfiedByMeasure: false,
  minNormalizedMeasure: 1,
  maps: [],
}

function withPrimary(declared: readonly ObjectiveDefinition[]): TreeObjective[] {
  const primary = declared.find(({ isPrimary }) => isPrimary) ?? undeclaredPrimary
  const others = declared.filter((one) => one !== primary && one.id !== undefined)
  return [primary, ...others].map((one) => ({ ...one, key: one.id ?? '' }))
}
