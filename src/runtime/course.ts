import type {
  CompletionThreshold,
  DataMap,
  HideLmsUi,
  Sequencing,
} from './sequencing/definition.ts'

/** What is played: the part of a package that the runtime needs, as a plain value. Made from the manifest at import. */
export interface Course {
  readonly standard: Standard
  /** The organization's identifier in the manifest. */
  readonly id: string
  readonly title: string
  readonly activities: readonly Activity[]
  /** How exactly calls are judged; absent: tolerant. */
  readonly profile?: Profile
  /** SCORM 2004 only. The organization is the root of the activity tree, under `id`, which no activity has. */
  readonly scorm2004?: OrganizationSettings
  /** What the manifest's metadata says of the course; absent where it says nothing. */
  readonly about?: CourseDescription
}

/** For people to read; nothing in the runtime depends on it. */
export interface CourseDescription {
  readonly description?: string
  /** A language tag, as written. */
  readonly language?: string
  /** How long learning usually takes: an ISO 8601 duration, as written. */
  readonly typicalDuration?: string
}

/**
 * `conformant`: each call answers the code that the standard gives it. `tolerant`: what authoring tools commonly write against
 * the letter of the standard is accepted, and reported as a finding, so that learners lose nothing.
 */
export type Profile = 'conformant' | 'tolerant'

/** What a SCORM 2004 organization declares for itself, as the root activity, and for the whole course. */
export interface OrganizationSettings {
  readonly edition: Scorm2004Edition
  readonly sequencing?: Sequencing
  readonly completionThreshold?: CompletionThreshold
  /** Whether its global objectives are the learner's in all courses; default true [CAM adlseq]. */
  readonly objectivesGlobalToSystem: boolean
  /** The same for the stores of `adl.data`, 4th Edition; default true. */
  readonly sharedDataGlobalToSystem: boolean
}

export type Standard = 'scorm12' | 'scorm2004'

export type Scorm2004Edition = '2nd' | '3rd' | '4th'

/** An item of the manifest. A cluster has children and cannot be launched; a SCO talks to the API, an asset does not. */
export interface Activity {
  /** The item's identifier, trimmed; unique in the course. */
  readonly id: string
  readonly title: string
  readonly kind: 'sco' | 'asset' | 'cluster'
  /** Path in the package with the item's parameters merged in, percent-encoded as a URL; absent for a cluster. */
  readonly href?: string
  /** False if the manifest hides the item from the table of contents. */
  readonly isVisible: boolean
  readonly children: readonly Activity[]
  /** `adlcp:prerequisites` (aicc_script). */
  readonly prerequisites?: string
  /** `adlcp:masteryscore`, as written. */
  readonly masteryScore?: string
  /** `adlcp:maxtimeallowed`, a CMITimespan. SCORM 2004 has it in `sequencing.limits`. */
  readonly maxTimeAllowed?: string
  /** `adlcp:timelimitaction` (1.2), `adlcp:timeLimitAction` (2004). */
  readonly timeLimitAction?: string
  /** `adlcp:datafromlms` (1.2), `adlcp:dataFromLMS` (2004). */
  readonly dataFromLms?: string
  /** SCORM 2004, with the sequencing collection it refers to merged in. */
  readonly sequencing?: Sequencing
  /** SCORM 2004. */
  readonly completionThreshold?: CompletionThreshold
  /** SCORM 2004: what the package asks the player not to show while the activity is open. */
  readonly hideLmsUi?: readonly HideLmsUi[]
  /** SCORM 2004 4th Edition: the stores of `adl.data`. */
  readonly data?: readonly DataMap[]
}

export interface Learner {
  /** Opaque id; what `cmi.core.student_id` answers. */
  readonly id: string
  /** Full name as the learner writes it; what `cmi.core.student_name` answers. */
  readonly name: string
}

/** How the attempt is taken. */
export interface AttemptMode {
  readonly credit: 'credit' | 'no-credit'
  readonly lessonMode: 'normal' | 'browse' | 'review'
}

/** Every activity of the course in the order of the manifest, parents before children. */
export function activitiesOf(course: Course): Activity[] {
  const walk = (activities: readonly Activity[]): Activity[] =>
    activities.flatMap((activity) => [activity, ...walk(activity.children)])
  return walk(course.activities)
}

/** What can be opened: the SCOs and assets, in the order of the manifest, hidden ones included. */
export const launchablesOf = (course: Course): Activity[] =>
  activitiesOf(course).filter(({ kind }) => kind !== 'cluster')

const activitiesById = new WeakMap<Course, ReadonlyMap<string, Activity>>()

/** The activity with this id; undefined for the organization, which is no item of the manifest. */
export function activityNamed(course: Course, id: string): Activity | undefined {
  const known = activitiesById.get(course)
  if (known) return known.get(id)
  const made = new Map(activitiesOf(course).map((activity) => [activity.id, activity]))
  activitiesById.set(course, made)
  return made.get(id)
}
