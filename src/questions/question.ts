import type { LanguageMap } from '../xapi/index.ts'

/** What is known of a question, in xAPI's words [xAPI-Data 2.4.4.1, Appendix C]. */
export interface QuestionDefinition {
  /** The lesson that it is in: an identifier of the manifest, or the IRI of its parent activity. */
  readonly item?: string
  /** What the statement calls it. */
  readonly itemName?: LanguageMap
  readonly type?: string
  readonly name?: LanguageMap
  readonly text?: LanguageMap
  readonly correctResponses?: readonly string[]
  readonly components?: Readonly<Partial<Record<ComponentList, readonly QuestionComponent[]>>>
}

/** An option, a step, one side of a pair [xAPI-Data 2.4.4.1, Appendix C]. */
export interface QuestionComponent {
  readonly id: string
  readonly description?: LanguageMap
}

export type ComponentList = 'choices' | 'scale' | 'source' | 'target' | 'steps'

export interface Question {
  readonly key: number
  readonly id: string
  readonly package: string
  /** IRI. */
  readonly activity: string
  /** By package version. */
  readonly definitions: ReadonlyMap<string, QuestionDefinition>
}

export type AnswerResult = 'correct' | 'wrong' | 'neutral' | 'points'

/** What a statement says that a learner answered. */
export interface GivenAnswer {
  readonly activity: string
  readonly definition: QuestionDefinition | undefined
  readonly attempt: number
  readonly at: Date
  readonly response?: string
  readonly result: AnswerResult
  /** 0 to 1; absent: it counts neither as right nor as wrong. */
  readonly credit?: number
  readonly points?: number
  /** Hundredths of a second. */
  readonly latency?: number
}

/** Where first and last are looked for: a learner's answers to a question within one attempt. */
export interface AnswerPlace {
  readonly registration: string
  readonly attempt: number
  /** Id of the package version that was being taken. */
  readonly version: string
  /** Key of the question. */
  readonly question: number
}

/** An answer as it is kept. */
export interface KeptAnswer extends AnswerPlace {
  /** Of its statement. */
  readonly seq: number
  readonly at: Date
  /** Number of the response among those of its question, `noResponse` or `otherResponse`. */
  readonly response: number
  readonly result: AnswerResult
  readonly credit?: number
  readonly points?: number
  readonly latency?: number
}

/** The learner gave none, or the course did not tell it. */
export const noResponse = 0
/** One of the many that are not kept apart any more. */
export const otherResponse = 65_535

/** Beyond these nothing new is kept: what a course sends by mistake must not fill the disk. */
export const keptMost = {
  questionsOfPackage: 1_000,
  responsesOfQuestion: 500,
  /** Of a learner in one attempt: the first ones and the last one stay. */
  answersToQuestion: 200,
  responseCharacters: 1_000,
  definitionCharacters: 20_000,
} as const

/** Answers to several questions, one place in each array per question; times are milliseconds, `NaN` is none. */
export interface Marks {
  readonly questions: Uint32Array
  readonly responses: Uint32Array
  readonly times: Float64Array
  readonly credits: Float32Array
  /** Hundredths of a second. */
  readonly latencies: Float32Array
}

export interface SheetKey {
  readonly package: string
  readonly learner: string
  readonly registration: string
  readonly attempt: number
  readonly version: string
}

/** One learner's first and last answers in one attempt. */
export interface Sheet extends SheetKey {
  readonly first: Marks
  /** Absent where it is the same as `first`. */
  readonly last?: Marks
}
