/** What is played: the part of a package that the runtime needs, as a plain value. Made from the manifest at import. */
export interface Course {
  readonly standard: Standard
  /** The organization's identifier in the manifest. */
  readonly id: string
  readonly title: string
  readonly activities: readonly Activity[]
}

export type Standard = 'scorm12'

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
  /** `adlcp:maxtimeallowed`, a CMITimespan. */
  readonly maxTimeAllowed?: string
  /** `adlcp:timelimitaction`. */
  readonly timeLimitAction?: string
  /** `adlcp:datafromlms`. */
  readonly dataFromLms?: string
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
