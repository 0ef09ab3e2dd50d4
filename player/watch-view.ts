import type { JournalStep } from '../src/runtime/index.ts'
import type { CourseView } from './course-view.ts'

/** The view of the course, computed again at most once per change and never inside a call of the course's script. */
export interface WatchedView {
  /** The latest view. */
  read(): CourseView
  /** Where the learner is has changed: the next `read` computes. */
  expire(): void
  /** The course said something: computes when the page has nothing better to do, and tells. */
  expireSoon(step: JournalStep): void
}

export interface WatchOptions {
  readonly compute: () => CourseView
  readonly onChange: () => void
  /** Runs the function when the page is idle. */
  readonly whenIdle: (run: () => void) => void
}

export function watchedView({ compute, onChange, whenIdle }: WatchOptions): WatchedView {
  let view: CourseView | undefined
  let isDue = false
  return {
    read() {
      view ??= compute()
      return view
    },
    expire() {
      view = undefined
    },
    expireSoon(step) {
      if (isDue || !mayMoveSequencing(step)) return
      isDue = true
      whenIdle(() => {
        isDue = false
        view = undefined
        onChange()
      })
    },
  }
}

/** Elements that no rule of sequencing and no state in the contents depends on; courses set them all the time. */
const inert =
  /^cmi\.(suspend_data|location|session_time|comments|interactions|learner_preference|student_preference|core\.(lesson_location|session_time))/

const mayMoveSequencing = (step: JournalStep): boolean =>
  step.do !== 'commit' && (step.do !== 'set' || !inert.test(step.element))

/** Waits for the browser to be idle, but not for long. */
export const whenPageIdles = (run: () => void): void => {
  if ('requestIdleCallback' in window) requestIdleCallback(run, { timeout: 250 })
  else setTimeout(run, 50)
}
