import type { Activity, NavigationRequest, Refusal } from '../src/runtime/index.ts'
import { type AfterFinish, afterFinish } from './after-finish.ts'
import { announceFinish } from './announce-finish.ts'
import { type ContentsRow, type CourseView, lessonsOf, refusalOf } from './course-view.ts'
import { showToast } from './page/toast.ts'
import type { CoursePlay } from './play-course.ts'
import type { PlayerPage } from './player-page.ts'
import { refusalText } from './refusal-text.ts'

const reasonMs = 5_000

export interface RequestParts {
  readonly page: PlayerPage
  /** The course as it is played now: another one after each new session. */
  readonly course: () => CoursePlay
  /** What the learner may do, as of this moment. */
  readonly freshView: () => CourseView
  readonly follow: (request: NavigationRequest) => void
  readonly leave: () => void
}

/** Where the learner wants to go, and where a lesson leads that has finished; what cannot be says why. */
export interface LessonRequests {
  go(request: NavigationRequest): void
  /** What follows the lesson by itself. */
  whatFollows(activity: Activity): AfterFinish
  /** The lesson's script has called Finish. */
  followFinish(activity: Activity): void
  /** Takes away the notice that says what follows a Finish, or why something cannot be. */
  cancel(): void
}

export const lessonRequests = (parts: RequestParts): LessonRequests => new Requests(parts)

class Requests implements LessonRequests {
  readonly #parts: RequestParts
  #cancelNotice: () => void = () => undefined

  constructor(parts: RequestParts) {
    this.#parts = parts
  }

  go(request: NavigationRequest): void {
    const { course, follow, freshView } = this.#parts
    const refused = refusalOf(freshView(), request)
    if (this.#isAtOpenLesson(request)) course().focus()
    else if (refused !== undefined) this.#explain(refused)
    else {
      const refusal = this.#isLessonRunning() ? course().peek(request).refusal : undefined
      if (refusal === undefined) follow(request)
      else this.#explain({ refusal }, () => follow(request))
    }
  }

  whatFollows(activity: Activity): AfterFinish {
    const play = this.#parts.course()
    const { next, rows } = this.#parts.freshView()
    return afterFinish({
      engine: play.engine,
      course: play.course,
      attempt: play.attempt(),
      activity: activity.id,
      next,
      isMulti: lessonsOf(rows).length > 1,
    })
  }

  followFinish(activity: Activity): void {
    const { page, course, follow, leave } = this.#parts
    this.cancel()
    this.#cancelNotice = announceFinish(this.whatFollows(activity), page.texts(), {
      onRequest: follow,
      onGo: (request) => this.go(request),
      onLeave: leave,
      onStay: () => course().focus(),
    })
  }

  cancel(): void {
    this.#cancelNotice()
  }

  /** Then it may yet report what a refused request waits for, perhaps only when it is closed. */
  #isLessonRunning(): boolean {
    const { current, activities } = this.#parts.course().attempt()
    return current !== undefined && activities[current]?.run === 'running'
  }

  /** SCORM 2004 would begin a new attempt on the lesson in which the learner is, without its bookmark. */
  #isAtOpenLesson(request: NavigationRequest): boolean {
    const course = this.#parts.course()
    if (course.course.standard === 'scorm12' || request.to !== 'choice') return false
    const run = course.attempt().activities[request.activity]?.run
    return course.isOpen() && course.current()?.id === request.activity && run !== 'finished'
  }

  /** Says why something cannot be; `onInsist` does it all the same, and ends the open lesson. */
  #explain(
    refused: { readonly refusal: Refusal | undefined; readonly row?: ContentsRow },
    onInsist?: () => void,
  ): void {
    if (refused.refusal === undefined) return
    const { page, freshView } = this.#parts
    const isUsedUp = refused.row?.isUsedUp === true
    const about = { refusal: refused.refusal, isUsedUp, titles: freshView().titles }
    this.cancel()
    const texts = page.texts()
    this.#cancelNotice = showToast({
      title: refusalText(about, texts),
      ...(onInsist && { action: { label: texts.insist, onChoose: onInsist } }),
      durationMs: reasonMs,
    })
  }
}
