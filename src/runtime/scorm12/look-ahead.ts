import type { Attempt } from '../attempt.ts'
import type { Activity, Course } from '../course.ts'
import type { ContentsEntry, Control, ControlState, LookAhead } from '../navigation.ts'
import { admission } from './admission.ts'
import { nextActivity, previousActivity } from './navigation.ts'

/** The table of contents with prerequisites, next and previous, and one way to leave, which is always open. */
export function lookAhead(course: Course, attempt: Attempt): LookAhead {
  const from = attempt.current ?? attempt.lastOpened ?? ''
  const leads = (activity: string | undefined): ControlState => ({
    isShown: true,
    isAllowed: activity !== undefined,
  })
  const controls: Record<Control, ControlState> = {
    continue: leads(nextActivity(course, attempt, from)),
    previous: leads(previousActivity(course, attempt, from)),
    exit: unknown,
    exitAll: unknown,
    abandon: unknown,
    abandonAll: unknown,
    suspendAll: { isShown: true, isAllowed: true },
  }
  return { controls, contents: course.activities.map((one) => entryOf(course, attempt, one)) }
}

const unknown: ControlState = { isShown: false, isAllowed: false }

function entryOf(course: Course, attempt: Attempt, activity: Activity): ContentsEntry {
  const asked = admission(course, attempt, activity.id)
  return {
    activity: activity.id,
    title: activity.title,
    isShown: activity.isVisible,
    isAllowed: asked.admitted && activity.href !== undefined,
    ...(!asked.admitted && { refusal: { code: asked.reason, missing: asked.missing } }),
    isCurrent: activity.id === attempt.current,
    children: activity.children.map((child) => entryOf(course, attempt, child)),
  }
}
