import { uuidOf } from '../base/ids.ts'
import { courseIri, type Registration } from '../registrations/index.ts'
import {
  isActivity,
  type Statement,
  type StatementObserver,
  type StoredStatement,
  voidedVerb,
} from '../xapi/index.ts'
import { noMarks, withAnswers } from './answer-sheet.ts'
import {
  type AnswerPlace,
  type GivenAnswer,
  type KeptAnswer,
  keptMost,
  noResponse,
  otherResponse,
  type SheetKey,
} from './question.ts'
import { activitiesAbove, answerOf, isAnswer } from './read-answer.ts'
import type { QuestionWriter } from './store.ts'

/**
 * Keeps what learners answer, in the transaction that stores the statements that say so, whether our player or another tool
 * sent them, and forgets what is voided.
 * @param appUrl origin of the app, without a slash at the end
 */
export const observeAnswers =
  <W extends QuestionWriter>(appUrl: string): StatementObserver<W> =>
  (tx, stored) =>
    keepAnswers(tx, appUrl, stored)

/** A statement that is stored. */
export interface ReadStatement {
  readonly statement: Statement
  readonly stored: Pick<StoredStatement, 'seq' | 'id'>
}

/** Keeps the answers among statements; those that are kept already change nothing. */
export async function keepAnswers(
  tx: QuestionWriter,
  appUrl: string,
  read: readonly ReadStatement[],
): Promise<void> {
  const changed = new Map<string, Change>()
  const answers = read.filter(({ statement }) => isOurs(statement, appUrl))
  const voids = read.flatMap(({ statement }) => voidedBy(statement))
  if (answers.length + voids.length === 0) return
  const voided = await tx.voidedAmong([...voids, ...answers.map(({ stored }) => stored.id)])
  const registrations = registrationFinder(tx, appUrl)
  for (const one of answers) {
    if (voided.has(one.stored.id)) continue
    const registration = await registrations(one.statement)
    if (registration) await keepAnswer(tx, { ...one, appUrl, registration, changed })
  }
  for (const id of voids) {
    const answer = voided.has(id) ? await tx.findAnswer(id) : undefined
    const registration = answer && (await tx.findRegistration(answer.registration))
    if (!answer || !registration) continue
    await tx.deleteAnswer(answer.seq)
    noteChange(changed, registration, answer)
  }
  for (const change of changed.values()) await rewriteSheet(tx, change)
}

/** A sheet and the questions of it that changed. */
interface Change {
  readonly sheet: SheetKey
  readonly questions: Set<number>
}

function noteChange(
  changed: Map<string, Change>,
  { package: packageId, learner }: Registration,
  { registration, attempt, version, question }: AnswerPlace,
): void {
  const name = `${registration} ${attempt} ${version}`
  const sheet = { package: packageId, learner, registration, attempt, version }
  const change = changed.get(name) ?? { sheet, questions: new Set() }
  change.questions.add(question)
  changed.set(name, change)
}

async function rewriteSheet(tx: QuestionWriter, { sheet, questions }: Change): Promise<void> {
  const edges = new Map<number, readonly KeptAnswer[]>()
  for (const question of questions) {
    const { registration, attempt, version } = sheet
    edges.set(question, await tx.answersAt({ registration, attempt, version, question }))
  }
  const before = (await tx.findSheet(sheet)) ?? { ...sheet, first: noMarks }
  await tx.putSheet(withAnswers(before, edges))
}

interface Keeping extends ReadStatement {
  readonly appUrl: string
  readonly registration: Registration
  readonly changed: Map<string, Change>
}

async function keepAnswer(
  tx: QuestionWriter,
  { statement, stored: { seq }, appUrl, registration, changed }: Keeping,
): Promise<void> {
  const { id, package: packageId, version } = registration
  const course = { appUrl, package: packageId, registration: id }
  const given = answerOf(statement, course, new Date(seq / 1_000))
  if (!given) return
  const question = await tx.questionKey(
    {
      id: uuidOf('question', packageId, given.activity),
      package: packageId,
      activity: given.activity,
    },
    keptMost.questionsOfPackage,
  )
  if (question === undefined) return
  if (given.definition) {
    const known = await tx.findDefinition(question, version)
    await tx.putDefinition(question, version, { ...known, ...given.definition })
  }
  const place = { registration: id, attempt: given.attempt, version, question }
  const isNew = await tx.insertAnswer({ ...(await keptOf(tx, given, place)), seq })
  if (!isNew) return
  await dropMiddle(tx, place)
  noteChange(changed, registration, place)
}

async function keptOf(
  tx: QuestionWriter,
  { at, response, result, credit, points, latency }: GivenAnswer,
  place: AnswerPlace,
): Promise<Omit<KeptAnswer, 'seq'>> {
  const number =
    response === undefined
      ? noResponse
      : await tx.responseNumber(place.question, response, keptMost.responsesOfQuestion)
  return {
    ...place,
    at,
    response: number ?? otherResponse,
    result,
    ...(credit !== undefined && { credit }),
    ...(points !== undefined && { points }),
    ...(latency !== undefined && { latency }),
  }
}

/** The first answers and the last one stay. */
async function dropMiddle(tx: QuestionWriter, place: AnswerPlace): Promise<void> {
  const answers = await tx.answersAt(place)
  if (answers.length > keptMost.answersToQuestion) await tx.deleteAnswer(answers.at(-2)!.seq)
}

/** Whether a statement can be the answer of a learner of ours. */
const isOurs = (statement: Statement, appUrl: string): boolean =>
  statement.actor.account?.homePage === appUrl && isAnswer(statement)

/** The ids of the statements that a statement voids. */
const voidedBy = ({ verb, object }: Statement): string[] =>
  verb.id === voidedVerb && !isActivity(object) && object.objectType === 'StatementRef'
    ? [object.id.toLowerCase()]
    : []

/**
 * Finds the registration that an answer belongs to: the one that its context names, else the learner's newest one on the
 * course that it stands under. Trials and registrations of others are none. Each is read once.
 */
function registrationFinder(tx: QuestionWriter, appUrl: string) {
  const found = new Map<string, Registration | undefined>()
  const prefix = courseIri(appUrl, '')
  return async (statement: Statement): Promise<Registration | undefined> => {
    const learner = statement.actor.account!.name
    const named = statement.context?.registration?.toLowerCase()
    const above = activitiesAbove(statement).find(({ id }) => id.startsWith(prefix))?.id
    const packageId = above?.slice(prefix.length).split(/[/?]/, 1)[0]
    const id = named ?? (packageId ? await tx.findRegistrationIn(packageId, learner) : undefined)
    if (id === undefined) return undefined
    if (!found.has(id)) found.set(id, await tx.findRegistration(id))
    const registration = found.get(id)
    return registration?.learner === learner && !registration.isTrial ? registration : undefined
  }
}
