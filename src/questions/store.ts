import type { Page, PageRequest } from '../base/page.ts'
import type { Registration } from '../registrations/index.ts'
import type { Seq } from '../xapi/index.ts'
import type {
  AnswerPlace,
  KeptAnswer,
  Question,
  QuestionDefinition,
  Sheet,
  SheetKey,
} from './question.ts'

export interface SheetFilter {
  readonly package: string
  /** Id of a package version. */
  readonly version?: string
  readonly attempt?: number
  /** Whether `last` is wanted. */
  readonly withLast: boolean
}

/** Statements from before answers were kept that are still to be read. */
export interface CatchUp {
  /** IRI. */
  readonly verb: string
  /** Exclusive. */
  readonly position: Seq
  /** Inclusive. */
  readonly through: Seq
}

/** An answer in a list. */
export interface ListedAnswer extends KeptAnswer {
  /** Id of its statement. */
  readonly statement: string
  /** The text of its response; absent without one, or where it is one of the many others. */
  readonly text?: string
  /** Whether the learner answered this question later in this attempt; then it is not the last one. */
  readonly isLast: boolean
}

export interface QuestionReader {
  findQuestion(id: string): Promise<Question | undefined>
  /** In the order in which they were met first. */
  listQuestions(packageId: string): Promise<readonly Question[]>
  /** The texts of a question's responses by their numbers. */
  listResponses(question: number): Promise<ReadonlyMap<number, string>>
  /** A page of sheets; those of one learner follow each other, the earlier registration and attempt need not come first. */
  querySheets(filter: SheetFilter, page: PageRequest): Promise<Page<Sheet>>
  /** A registration's answers, oldest first. */
  queryAnswers(registration: string, page: PageRequest): Promise<Page<ListedAnswer>>
  /** Empty once everything is read. */
  listCatchUps(): Promise<readonly CatchUp[]>
}

export interface QuestionWriter {
  findRegistration(id: string): Promise<Registration | undefined>
  /** The id of the learner's newest registration on any version of the package that is no trial. */
  findRegistrationIn(packageId: string, learner: string): Promise<string | undefined>
  /** Those of the statements that are stored and voided. */
  voidedAmong(statements: readonly string[]): Promise<ReadonlySet<string>>
  findAnswer(statement: string): Promise<KeptAnswer | undefined>
  /** The key of a question, which is added unless the package has `most` already; undefined then. */
  questionKey(
    named: Pick<Question, 'id' | 'package' | 'activity'>,
    most: number,
  ): Promise<number | undefined>
  findDefinition(question: number, version: string): Promise<QuestionDefinition | undefined>
  putDefinition(question: number, version: string, definition: QuestionDefinition): Promise<void>
  /** The number of a response, from 1, which is added unless the question has `most` already; undefined then. */
  responseNumber(question: number, response: string, most: number): Promise<number | undefined>
  /** @returns false, with nothing written, if the statement's answer is there. */
  insertAnswer(answer: KeptAnswer): Promise<boolean>
  deleteAnswer(seq: Seq): Promise<void>
  /** The answers at a place, oldest first: by time, then by seq. */
  answersAt(place: AnswerPlace): Promise<readonly KeptAnswer[]>
  findSheet(key: SheetKey): Promise<Sheet | undefined>
  /** Writes a sheet in place of the one with its key; one without answers is deleted. */
  putSheet(sheet: Sheet): Promise<void>
  /** Deletes it once its position reaches its end. */
  putCatchUp(catchUp: CatchUp): Promise<void>
}
