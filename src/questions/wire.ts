import type { AnswerResult } from './question.ts'

/** JSON of /api/v1, as schemas/api/question*.json and answer*.json describe it. Times are ISO 8601, UTC; shares from 0 to 1. */
export interface QuestionNames {
  readonly id: string
  /** IRI of the question. */
  readonly activity: string
  /** The question in words, else its name, else the end of its IRI; in the language that was asked for. */
  readonly title: string
  /** The name that the course gives it, where the title is another. */
  readonly name: string | null
  /** As xAPI calls it: `choice`, `true-false`, ... */
  readonly type: string | null
  /** The lesson that it is in. */
  readonly item: { readonly id: string; readonly title: string } | null
}

export interface QuestionItem extends QuestionNames {
  readonly answered: number
  readonly shareCorrect: number | null
  /** Share of credit in first answers, whichever answers were asked for: high is easy. */
  readonly difficulty: number | null
  readonly discrimination: number | null
  readonly medianLatencySeconds: number | null
  readonly distinctResponses: number
}

export interface QuestionSelection {
  readonly package: string
  /** Number of the package version; null for all. */
  readonly version: number | null
  readonly which: 'first' | 'last'
  readonly attempt: number | null
}

export interface QuestionList extends QuestionSelection {
  /** Learners who answered one question at least. */
  readonly learners: number
  /** Learners that discrimination and thirds take. */
  readonly learnersMin: number
  /** False while statements from before this report are still being read. */
  readonly isComplete: boolean
  readonly items: readonly QuestionItem[]
}

export interface QuestionDetail extends QuestionItem, QuestionSelection {
  readonly correctResponses: readonly string[]
  readonly responses: readonly ResponseItem[]
  /** Learners whose response is none of those listed. */
  readonly otherResponses: number
  readonly withoutResponse: number
  /** The options that learners chose from, in the order of the course; empty where it does not say. */
  readonly options: readonly OptionItem[]
}

export interface CountedItem {
  readonly count: number
  readonly share: number
  readonly isCorrect: boolean | null
  readonly thirds: { readonly top: number; readonly middle: number; readonly bottom: number } | null
}

export interface ResponseItem extends CountedItem {
  /** In xAPI's form. */
  readonly response: string
  /** With the words of its parts where the definition has them. */
  readonly label: string | null
}

export interface OptionItem extends CountedItem {
  readonly id: string
  readonly label: string
}

export interface AnswerItem {
  readonly question: QuestionNames
  readonly attempt: number
  readonly at: string
  readonly response: string | null
  readonly label: string | null
  readonly result: AnswerResult
  readonly points: number | null
  /** 0 to 1. */
  readonly credit: number | null
  readonly latencySeconds: number | null
  /** Whether it is this learner's last one to this question in this attempt. */
  readonly isLast: boolean
  readonly statement: string
}

export interface AnswerList {
  readonly registration: string
  readonly items: readonly AnswerItem[]
  readonly cursor?: string
}
