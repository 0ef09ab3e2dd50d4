/** What a learner meets in a sample course: enough to go through it as its own pages would. */
export interface CourseScript {
  /** What can be launched, by the item's identifier in the manifest, in the order of the course. */
  readonly scos: Readonly<Record<string, ScoScript>>
}

export interface ScoScript {
  /** The pages in order, by the names that the course keeps as lesson_location; the questions are on the page `quiz`. */
  readonly pages: readonly string[]
  readonly quiz?: QuizScript
  /** A page that knows no LMS. */
  readonly isAsset?: true
}

export interface QuizScript {
  readonly id: string
  /** Percent. */
  readonly mastery: number
  /** Whether the learner passes or fails by it: the SCO says so, or the manifest has a mastery score. */
  readonly isGraded: boolean
  /** The lesson_status that the SCO sets after the last question. */
  readonly statusAfter: (isPassed: boolean) => string
  readonly questions: readonly QuestionScript[]
}

export interface QuestionScript {
  readonly id: string
  /** As SCORM 1.2 calls it. */
  readonly type: string
  readonly objective: string
  /** The response that is right; absent where none is (likert). */
  readonly right?: string
  /** Responses that learners give as well. */
  readonly others: readonly string[]
}

/** How a learner's story with a course goes; `retried` failed first and passed then. */
export type Outcome = 'passed' | 'retried' | 'failed' | 'middle' | 'none'
