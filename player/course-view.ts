import {
  type Activity,
  activitiesOf,
  type Completion,
  type ContentsEntry,
  type LookAhead,
  type NavigationRequest,
  type Refusal,
  type Success,
} from '../src/runtime/index.ts'
import type { CoursePlay } from './play-course.ts'

/** What the page shows of the course at one moment, computed once per change: words come from it in any language. */
export interface CourseView {
  readonly title: string
  readonly controls: LookAhead['controls']
  /** The shown entries of the table of contents, as a tree. */
  readonly rows: readonly ContentsRow[]
  /** What Next and Previous would open; absent also where they lead out of the course. */
  readonly next?: Activity
  readonly previous?: Activity
  readonly isCurrentDone: boolean
  /** Titles by activity id, for sentences about what must be done first. */
  readonly titles: ReadonlyMap<string, string>
}

export interface ContentsRow {
  readonly activity: string
  readonly title: string
  readonly kind: 'root' | 'cluster' | 'lesson'
  readonly completion: Completion
  readonly success: Success
  readonly isAllowed: boolean
  /** Why it cannot be chosen. */
  readonly refusal?: Refusal
  /** The attempts on it are used up. */
  readonly isUsedUp: boolean
  readonly isCurrent: boolean
  readonly children: readonly ContentsRow[]
}

/** Looks ahead from where the learner is. */
export function viewOf(play: CoursePlay): CourseView {
  const { engine, course } = play
  const attempt = play.attempt()
  const current = play.current()
  const { controls, contents } = engine.lookAhead(course, attempt)
  const activities = new Map(activitiesOf(course).map((activity) => [activity.id, activity]))
  const view = { play, activities, current: current?.id }
  const isCurrentDone =
    current !== undefined &&
    engine.activityProgress(course, attempt, current.id).completion === 'completed'
  const beyond = (to: 'continue' | 'previous') => {
    const activity = controls[to].isAllowed ? play.peek({ to }).opens : undefined
    // Where a file cannot be shown, a step that leads to the same file leads nowhere.
    const leads = controls[to].isAllowed && (play.isOpen() || activity !== current || !current)
    return { activity, control: { ...controls[to], isAllowed: leads } }
  }
  const { activity: next, control: forward } = beyond('continue')
  const { activity: previous, control: back } = beyond('previous')
  return {
    title: course.title,
    controls: { ...controls, continue: forward, previous: back },
    rows: rowsOf(view, contents),
    ...(next && { next }),
    ...(previous && { previous }),
    isCurrentDone,
    titles: new Map([...activities].map(([id, { title }]) => [id, title])),
  }
}

interface Looking {
  readonly play: CoursePlay
  readonly activities: ReadonlyMap<string, Activity>
  readonly current: string | undefined
}

/** In SCORM 2004 an item that hides itself does not hide what is in it [CAM 3.4.1.9]; in 1.2 it does. */
const rowsOf = (looking: Looking, entries: readonly ContentsEntry[]): ContentsRow[] =>
  entries.flatMap((entry) => {
    if (entry.isShown) return [rowOf(looking, entry)]
    return looking.play.course.standard === 'scorm12' ? [] : rowsOf(looking, entry.children)
  })

function rowOf(looking: Looking, entry: ContentsEntry): ContentsRow {
  const { engine, course, attempt } = { ...looking.play, attempt: looking.play.attempt() }
  const activity = looking.activities.get(entry.activity)
  const { completion, success, runs } =
    activity === undefined
      ? engine.courseProgress(course, attempt)
      : engine.activityProgress(course, attempt, entry.activity)
  const children = rowsOf(looking, entry.children)
  const limit = activity?.sequencing?.limits?.attemptLimit
  return {
    activity: entry.activity,
    title: entry.title,
    kind: activity === undefined ? 'root' : activity.kind === 'cluster' ? 'cluster' : 'lesson',
    completion,
    success: judgedSuccess({ completion, success, children }),
    isAllowed: entry.isAllowed,
    ...(entry.refusal && { refusal: entry.refusal }),
    isUsedUp: limit !== undefined && runs >= limit,
    isCurrent: entry.activity === looking.current,
    children,
  }
}

/**
 * SCORM 2004 takes what has lessons for not satisfied as soon as one of them was attempted [RB.1.2]. To a learner it is failed
 * once it has come to an end, or a lesson in it is.
 */
export function judgedSuccess(of: {
  readonly completion: Completion
  readonly success: Success
  readonly children: readonly ContentsRow[]
}): Success {
  if (of.success !== 'failed' || of.children.length === 0) return of.success
  const isOver = of.completion === 'completed' || lessonsOf(of.children).some(isFailed)
  return isOver ? 'failed' : 'unknown'
}

const isFailed = ({ success }: ContentsRow): boolean => success === 'failed'

/** The lessons of a table of contents, in its order. */
export const lessonsOf = (rows: readonly ContentsRow[]): ContentsRow[] =>
  rows.flatMap((row) => [...(row.kind === 'lesson' ? [row] : []), ...lessonsOf(row.children)])

/** The row of an activity, wherever it stands in the tree. */
export function rowNamed(rows: readonly ContentsRow[], activity: string): ContentsRow | undefined {
  for (const row of rows) {
    const found = row.activity === activity ? row : rowNamed(row.children, activity)
    if (found !== undefined) return found
  }
  return undefined
}

/** Whether the learner may ask for it, and if not, why: as far as can be known before the open lesson has gone away. */
export function refusalOf(
  view: CourseView,
  request: NavigationRequest,
): { readonly refusal: Refusal | undefined; readonly row?: ContentsRow } | undefined {
  if (request.to === 'choice') {
    const row = rowNamed(view.rows, request.activity)
    if (row === undefined || row.isAllowed) return undefined
    return { refusal: row.refusal, row }
  }
  if (request.to === 'start' || request.to === 'resumeAll' || request.to === 'jump') {
    return undefined
  }
  const { isAllowed, refusal } = view.controls[request.to]
  return isAllowed ? undefined : { refusal }
}
