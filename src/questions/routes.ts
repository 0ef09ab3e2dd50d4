import type { Request, Response } from 'express'
import { pageOfQuery, pageParameters } from '../http/list-page.ts'
import type { Call, Operation, QueryParameter } from '../http/operation.ts'
import { languageRanges } from '../xapi/index.ts'
import { analyseQuestion } from './analyse-question.ts'
import { type AnswerStore, listAnswers } from './list-answers.ts'
import { listQuestions, type QuestionStore, type Selection } from './list-questions.ts'
import type { AnswerItem } from './wire.ts'
import { answerTable, questionTable } from './write-table.ts'

export interface QuestionParts {
  readonly store: QuestionStore & AnswerStore
}

const shared = { method: 'get', tag: 'Questions', requires: 'registrations/read' } as const

/** `/api/v1/packages/{id}/questions` and `/api/v1/registrations/{id}/answers`. */
export const questionOperations = ({ store }: QuestionParts): Operation[] => [
  {
    ...shared,
    path: '/packages/{id}/questions',
    id: 'listQuestions',
    reach: { kind: 'whole-package', by: 'id' },
    summary: 'List the questions of a package with difficulty and discrimination',
    query: selectionQuery,
    answer: 'api/question-list',
    handle: ({ params, query }, request) =>
      listQuestions(store)(params.id!, selectionOf(query), languagesOf(request)),
  },
  {
    ...shared,
    path: '/packages/{id}/questions.csv',
    id: 'exportQuestions',
    reach: { kind: 'whole-package', by: 'id' },
    summary: 'Export the questions of a package as a table for spreadsheets',
    query: { ...selectionQuery, separator },
    answer: 'binary',
    answerType: 'text/csv',
    async handle({ params, query }, request, response) {
      const list = await listQuestions(store)(params.id!, selectionOf(query), languagesOf(request))
      sendTable(response, 'questions.csv', questionTable(list.items, separatorOf(query)))
    },
  },
  {
    ...shared,
    path: '/packages/{id}/questions/{question}',
    id: 'getQuestion',
    reach: { kind: 'whole-package', by: 'id' },
    summary: 'Show one question with its responses and who gave them',
    query: selectionQuery,
    answer: 'api/question-detail',
    handle: ({ params, query }, request) =>
      analyseQuestion(store)(
        { package: params.id!, question: params.question! },
        selectionOf(query),
        languagesOf(request),
      ),
  },
  ...answerOperations({ store }),
]

const answerOperations = ({ store }: QuestionParts): Operation[] => [
  {
    ...shared,
    path: '/registrations/{id}/answers',
    id: 'listAnswers',
    reach: { kind: 'registration', by: 'id' },
    summary: 'List what one learner answered, oldest first',
    query: pageParameters(),
    answer: 'api/answer-list',
    handle: ({ params, query }, request) =>
      listAnswers(store)(params.id!, pageOfQuery(query), languagesOf(request)),
  },
  {
    ...shared,
    path: '/registrations/{id}/answers.csv',
    id: 'exportAnswers',
    reach: { kind: 'registration', by: 'id' },
    summary: 'Export what one learner answered as a table for spreadsheets',
    query: { separator },
    answer: 'binary',
    answerType: 'text/csv',
    async handle({ params, query }, request, response) {
      const items: AnswerItem[] = []
      let cursor: string | undefined
      do {
        const page = { limit: 500, ...(cursor !== undefined && { cursor }) }
        const list = await listAnswers(store)(params.id!, page, languagesOf(request))
        items.push(...list.items)
        cursor = list.cursor
      } while (cursor !== undefined && items.length < rowsMax)
      sendTable(response, 'answers.csv', answerTable(items, separatorOf(query)))
    },
  },
]

/** More than one learner's answers can be, as long as no tool has gone wild. */
const rowsMax = 100_000

const selectionQuery: Readonly<Record<string, QueryParameter>> = {
  version: {
    description: 'Only answers to this version of the package, by its number.',
    schema: { type: 'integer', minimum: 1 },
  },
  which: {
    description:
      "Each learner's first or last answer to a question. Difficulty is always of first answers.",
    schema: { type: 'string', enum: ['first', 'last'], default: 'first' },
  },
  attempt: {
    description: 'Only answers of this attempt; of all otherwise.',
    schema: { type: 'integer', minimum: 1 },
  },
}

const separator: QueryParameter = {
  description: 'Sign between columns.',
  schema: { type: 'string', enum: [',', ';'], default: ',' },
}

const selectionOf = ({ version, which, attempt }: Call['query']): Selection => ({
  which: which === 'last' ? 'last' : 'first',
  ...(version !== undefined && { version: version as number }),
  ...(attempt !== undefined && { attempt: attempt as number }),
})

const separatorOf = (query: Call['query']) => (query.separator === ';' ? ';' : ',')

const languagesOf = (request: Request) => languageRanges(request.get('accept-language'))

function sendTable(response: Response, name: string, table: string): void {
  response.set({
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="${name}"`,
    'Cache-Control': 'no-store',
  })
  response.send(table)
}
