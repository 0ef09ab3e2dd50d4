import type { Question, QuestionDefinition } from '../../questions/question.ts'
import type { CatchUp, QuestionReader, QuestionWriter } from '../../questions/store.ts'
import {
  answerReader,
  answers,
  answerWriter,
  findRegistrationIn,
  responsesInUse,
  voidedAmong,
} from './answers.ts'
import { collection } from './collection.ts'
import { hashOf } from './hash-of.ts'
import { sheetReader, sheets, sheetWriter } from './sheets.ts'
import type { View } from './view.ts'
import type { Transaction } from './write-groups.ts'

interface QuestionRow {
  _id: string
  key: number
  package: string
  activity: string
}

/** The last key that was given out: keys are small, since every sheet has one of each of its questions. */
interface LastKeyRow {
  _id: 'question'
  key: number
}

interface DefinitionRow {
  /** Key of the question, a space and the version. */
  _id: string
  question: number
  version: string
  /** JSON: its languages are those of whoever sent it. */
  definition: string
}

interface ResponseRow {
  /** Key of the question, a space and the hash of the text. */
  _id: string
  question: number
  number: number
  text: string
}

interface CatchUpRow {
  /** IRI of the verb. */
  _id: string
  position: number
  through: number
}

const questions = collection<QuestionRow>('questions', [{ keys: { package: 1, key: 1 } }])
const lastKeys = collection<LastKeyRow>('questionKeys')
const definitions = collection<DefinitionRow>('questionDefinitions', [{ keys: { question: 1 } }])
const responses = collection<ResponseRow>('questionResponses', [
  { keys: { question: 1, number: -1 }, isUnique: true },
])
const catchUps = collection<CatchUpRow>('answerCatchUps')

export const questionCollections = [
  questions,
  lastKeys,
  definitions,
  responses,
  answers,
  sheets,
  catchUps,
]

export const questionReader = (view: View): QuestionReader => ({
  async findQuestion(id) {
    const row = await view.in(questions).findOne({ _id: id })
    return row && (await withDefinitions(view, [row]))[0]
  },
  async listQuestions(packageId) {
    const rows = await view.in(questions).find({ package: packageId }, { sort: { key: 1 } })
    return withDefinitions(view, rows)
  },
  async listResponses(question) {
    const rows = await view.in(responses).find({ question })
    return new Map(rows.map(({ number, text }) => [number, text]))
  },
  ...sheetReader(view),
  ...answerReader(view, async (wanted) => {
    const rows = await view.in(responses).find({ $or: [...wanted] })
    return new Map(rows.map(({ question, number, text }) => [`${question} ${number}`, text]))
  }),
  async listCatchUps() {
    const rows = await view.in(catchUps).find({}, { sort: { _id: 1 } })
    return rows.map(({ _id, position, through }) => ({ verb: _id, position, through }))
  },
})

export const questionWriter = ({
  view,
}: Transaction): Omit<QuestionWriter, 'findRegistration'> => ({
  findRegistrationIn: (packageId, learner) => findRegistrationIn(view, packageId, learner),
  voidedAmong: (ids) => voidedAmong(view, ids),
  async questionKey({ id, package: packageId, activity }, most) {
    const known = await view.in(questions).findOne({ _id: id }, { fields: { key: 1 } })
    if (known) return known.key
    if ((await view.in(questions).count({ package: packageId }, most)) >= most) return undefined
    // Two of one package at once meet here, so that neither has counted without the other.
    const options = { upsert: true } as const
    const last = await view.in(lastKeys).change({ _id: 'question' }, { $inc: { key: 1 } }, options)
    const { key } = last!
    await view.in(questions).insert({ _id: id, key, package: packageId, activity })
    return key
  },
  async findDefinition(question, version) {
    const row = await view.in(definitions).findOne({ _id: `${question} ${version}` })
    return row && (JSON.parse(row.definition) as QuestionDefinition)
  },
  async putDefinition(question, version, definition) {
    const _id = `${question} ${version}`
    const json = JSON.stringify(definition)
    // Every answer brings it; a write of the same would make answers to one question wait for each other.
    const before = await view.in(definitions).findOne({ _id })
    if (before?.definition === json) return
    await view.in(definitions).put({ _id, question, version, definition: json })
  },
  async responseNumber(question, text, most) {
    const _id = `${question} ${hashOf(text)}`
    const known = await view.in(responses).findOne({ _id }, { fields: { number: 1 } })
    if (known) return known.number
    const options = { sort: { number: -1 }, fields: { number: 1 } } as const
    const last = await view.in(responses).findOne({ question }, options)
    const number = (last?.number ?? 0) + 1
    if (number > most) return undefined
    await view.in(responses).insert({ _id, question, number, text })
    return number
  },
  ...answerWriter(view),
  ...sheetWriter(view),
  async putCatchUp({ verb, position, through }: CatchUp) {
    if (position >= through) await view.in(catchUps).remove({ _id: verb })
    else await view.in(catchUps).update({ _id: verb }, { $set: { position } })
  },
})

/** Forgets the responses that no answer gives. They are numbered anew only from above, so the last one loses its text alone. */
export async function removeUnusedResponses(
  view: View,
  all: readonly { readonly question: number; readonly number: number }[],
): Promise<void> {
  const used = await responsesInUse(
    view,
    all.map(({ question }) => question),
  )
  for (const { question, number } of all) {
    if (used.has(`${question} ${number}`)) continue
    const options = { sort: { number: -1 }, fields: { number: 1 } } as const
    const last = await view.in(responses).findOne({ question }, options)
    await view.in(responses).remove({ question, number })
    if (last?.number !== number) continue
    await view
      .in(responses)
      .insert({ _id: `${question} erased ${number}`, question, number, text: '' })
  }
}

async function withDefinitions(view: View, rows: readonly QuestionRow[]): Promise<Question[]> {
  const keys = rows.map(({ key }) => key)
  const found = await view.in(definitions).find({ question: { $in: keys } })
  const byQuestion = new Map(keys.map((key) => [key, new Map<string, QuestionDefinition>()]))
  for (const { question, version, definition } of found) {
    byQuestion.get(question)!.set(version, JSON.parse(definition) as QuestionDefinition)
  }
  return rows.map(({ _id, key, package: packageId, activity }) => ({
    key,
    id: _id,
    package: packageId,
    activity,
    definitions: byQuestion.get(key)!,
  }))
}
