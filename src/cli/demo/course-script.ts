/** What a learner meets in a sample course: enough to go through it as its own pages would. */
export interface CourseScript {
  /** Folder of the course in sample-packages. */
  readonly folder: string
  readonly scos: Readonly<Record<string, ScoScript>>
}

export interface ScoScript {
  /** The pages in order, by the names that the course keeps as lesson_location; the questions are on the page `quiz`. */
  readonly pages: readonly string[]
  readonly quiz?: QuizScript
}

export interface QuizScript {
  readonly id: string
  /** Percent. */
  readonly mastery: number
  /** Whether the SCO reports passed or failed; if not, a done quiz means completed. */
  readonly isGraded: boolean
  readonly questions: readonly QuestionScript[]
}

export interface QuestionScript {
  readonly id: string
  /** As SCORM 1.2 calls it. */
  readonly type:
    | 'choice'
    | 'true-false'
    | 'numeric'
    | 'fill-in'
    | 'matching'
    | 'sequencing'
    | 'likert'
  readonly objective: string
  /** The response that is right; absent where none is (likert). */
  readonly right?: string
  /** Responses that learners give as well. */
  readonly others: readonly string[]
}
