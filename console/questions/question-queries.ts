import { queryOptions } from '@tanstack/react-query'
import type { QuestionDetail, QuestionList } from '../../src/questions/wire.ts'
import { get, type Query } from '../api/client.ts'
import type { Language } from '../language/language.ts'

/** Which answers count, as it stands in the address. */
export interface QuestionFilter {
  readonly which?: string | undefined
  readonly version?: string | undefined
}

export const queryOf = ({ which, version }: QuestionFilter): Query => ({ which, version })

/** The server words questions in the page's language, so that it is part of the key. */
export const questionsQuery = (packageId: string, filter: QuestionFilter, language: Language) =>
  queryOptions({
    queryKey: ['questions', packageId, queryOf(filter), language],
    queryFn: ({ signal }) =>
      get<QuestionList>(`/packages/${packageId}/questions`, queryOf(filter), signal),
  })

export const questionQuery = (
  { packageId, question }: { packageId: string; question: string },
  filter: QuestionFilter,
  language: Language,
) =>
  queryOptions({
    queryKey: ['questions', packageId, 'one', question, queryOf(filter), language],
    queryFn: ({ signal }) =>
      get<QuestionDetail>(`/packages/${packageId}/questions/${question}`, queryOf(filter), signal),
  })
