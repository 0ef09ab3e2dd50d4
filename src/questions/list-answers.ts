import type { PageRequest } from '../base/page.ts'
import { Problem } from '../base/problem.ts'
import type { PackageReader } from '../content/index.ts'
import type { RegistrationReader } from '../registrations/index.ts'
import { courseReader, definitionIn, nameQuestion } from './list-questions.ts'
import type { Question } from './question.ts'
import type { ListedAnswer, QuestionReader } from './store.ts'
import type { AnswerItem, AnswerList } from './wire.ts'
import { type Languages, labelOf } from './word-question.ts'

export type AnswerStore = QuestionReader &
  Pick<PackageReader, 'packageVersion'> &
  Pick<RegistrationReader, 'findRegistration'>

/** What one learner answered, oldest first. Trials have no answers. @throws Problem `registration-not-found` */
export const listAnswers =
  (store: AnswerStore) =>
  async (id: string, page: PageRequest, languages: Languages): Promise<AnswerList> => {
    const registration = await store.findRegistration(id)
    if (!registration) {
      throw new Problem('registration-not-found', `There is no registration ${id}.`)
    }
    const { items, cursor } = await store.queryAnswers(registration.id, page)
    const questions = new Map(
      (await store.listQuestions(registration.package)).map((one) => [one.key, one]),
    )
    const courses = courseReader(store)
    const describe = async (answer: ListedAnswer): Promise<AnswerItem> => {
      const question = questions.get(answer.question)!
      const scope = { versions: [answer.version] }
      const names = await nameQuestion(question, { scope, courses, languages })
      return { question: names, ...answerItem(answer, question, languages) }
    }
    return {
      registration: registration.id,
      items: await Promise.all(items.map(describe)),
      ...(cursor !== undefined && { cursor }),
    }
  }

function answerItem(
  answer: ListedAnswer,
  question: Question,
  languages: Languages,
): Omit<AnswerItem, 'question'> {
  const { definition } = definitionIn(question, [answer.version])
  const { text } = answer
  return {
    attempt: answer.attempt,
    at: answer.at.toISOString(),
    response: text ?? null,
    label: (text !== undefined && labelOf(text, definition, languages)) || null,
    result: answer.result,
    points: answer.points ?? null,
    credit: answer.credit ?? null,
    latencySeconds: answer.latency === undefined ? null : answer.latency / 100,
    isLast: answer.isLast,
    statement: answer.statement,
  }
}
