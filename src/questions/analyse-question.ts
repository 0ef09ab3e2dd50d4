import { Problem } from '../base/problem.ts'
import { tallyItems } from './item-statistics.ts'
import {
  courseReader,
  definitionIn,
  figuresItem,
  nameQuestion,
  type QuestionStore,
  type Selection,
  scopeOf,
  selectionItem,
} from './list-questions.ts'
import { noResponse, type QuestionDefinition } from './question.ts'
import { readLearners } from './read-sheets.ts'
import { type ResponseFigures, type ResponseTally, tallyResponses } from './response-statistics.ts'
import type { CountedItem, OptionItem, QuestionDetail, ResponseItem } from './wire.ts'
import { isRight, type Languages, labelOf, optionsOf } from './word-question.ts'

/** Responses that are listed one by one; the rest is counted together. */
const responsesListed = 50

/**
 * One question: its figures, how often each response was given, and by whom of the best, the middle and the last third.
 * @throws Problem `package-not-found`, `question-not-found`
 */
export const analyseQuestion =
  (store: QuestionStore) =>
  async (
    { package: packageId, question: id }: { readonly package: string; readonly question: string },
    selection: Selection,
    languages: Languages,
  ): Promise<QuestionDetail> => {
    const scope = await scopeOf(store, packageId, selection)
    const question = await store.findQuestion(id)
    if (question?.package !== packageId) throw notThere(id)
    const [firsts, chosen] = [tallyItems(question.key), tallyItems(question.key)]
    const responses = tallyResponses(question.key)
    await readLearners(store, { ...scope, ...selection }, (marks) => {
      if (!marks.chosen.questions.includes(question.key)) return
      firsts.add(marks.first)
      chosen.add(marks.chosen)
      responses.add(marks.chosen)
    })
    const figures = chosen.figures().get(question.key)
    if (!figures) throw notThere(id)
    const { definition } = definitionIn(question, scope.versions)
    const courses = courseReader(store)
    return {
      ...selectionItem(packageId, selection),
      ...(await nameQuestion(question, { scope, courses, languages })),
      ...figuresItem(figures, firsts.figures().get(question.key)),
      correctResponses: definition.correctResponses ?? [],
      ...responseItems(responses, {
        texts: await store.listResponses(question.key),
        definition,
        languages,
      }),
    }
  }

const notThere = (id: string): Problem =>
  new Problem('question-not-found', `There are no answers to a question ${id} here.`)

interface Wording {
  /** Of the responses, by number. */
  readonly texts: ReadonlyMap<number, string>
  readonly definition: QuestionDefinition
  readonly languages: Languages
}

function responseItems(
  tally: ResponseTally,
  { texts, definition, languages }: Wording,
): Pick<QuestionDetail, 'responses' | 'otherResponses' | 'withoutResponse' | 'options'> {
  const all = tally.figures()
  const listed = all.filter(({ number }) => texts.has(number)).slice(0, responsesListed)
  const sum = (figures: readonly ResponseFigures[]) =>
    figures.reduce((count, one) => count + one.count, 0)
  const withoutResponse = sum(all.filter(({ number }) => number === noResponse))
  return {
    responses: listed.map((figures): ResponseItem => {
      const response = texts.get(figures.number)!
      return {
        response,
        label: labelOf(response, definition, languages) ?? null,
        ...countedItem(figures, isRight(response, definition)),
      }
    }),
    otherResponses: sum(all) - sum(listed) - withoutResponse,
    withoutResponse,
    options: optionItems(tally, { texts, definition, languages }),
  }
}

/**
 * How often each option was among what learners chose; those that nobody chose are there too. An option that is right can be
 * part of a response that is wrong, so the definition says which are right.
 */
function optionItems(
  tally: ResponseTally,
  { texts, definition, languages }: Wording,
): OptionItem[] {
  const options = optionsOf(definition)
  if (options.length === 0) return []
  const places = new Map(options.map(({ id }, index) => [id, index]))
  const figures = tally.figures((number) => {
    const chosen = new Set((texts.get(number) ?? '').split('[,]'))
    return [...chosen].flatMap((id) => places.get(id) ?? [])
  })
  const right = new Set(definition.correctResponses?.flatMap((pattern) => pattern.split('[,]')))
  return options.map(({ id }, index) => {
    const own = figures.find(({ number }) => number === index)
    const isCorrect = definition.correctResponses ? right.has(id) : undefined
    return {
      id,
      label: labelOf(id, definition, languages) ?? id,
      ...(own
        ? { ...countedItem(own, isCorrect), ...(isCorrect !== undefined && { isCorrect }) }
        : nobody(isCorrect)),
    }
  })
}

const nobody = (isCorrect: boolean | undefined): CountedItem => ({
  count: 0,
  share: 0,
  isCorrect: isCorrect ?? null,
  thirds: null,
})

/** What the course judged goes before what its definition says: a judge may accept more than the patterns list. */
const countedItem = (
  { count, share, isCorrect, thirds }: ResponseFigures,
  byDefinition: boolean | undefined,
): CountedItem => ({ count, share, isCorrect: isCorrect ?? byDefinition ?? null, thirds })
