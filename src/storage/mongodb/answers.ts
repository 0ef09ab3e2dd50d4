import type { Filter } from 'mongodb'
import { pageOf, readCursor } from '../../base/page.ts'
import type { AnswerPlace, AnswerResult, KeptAnswer } from '../../questions/question.ts'
import type { ListedAnswer, QuestionReader, QuestionWriter } from '../../questions/store.ts'
import type { Seq } from '../../xapi/statements/store.ts'
import { collection } from './collection.ts'
import { registrations } from './rows.ts'
import { bytesOfUuid, statements, uuidOfBytes } from './statement-row.ts'
import type { View } from './view.ts'

interface AnswerRow {
  /** Position of its statement. */
  _id: Seq
  registration: string
  attempt: number
  version: string
  question: number
  at: Date
  response: number
  result: AnswerResult
  credit?: number
  points?: number
  latency?: number
}

/** A registration has thousands at most: in the order of time they are sorted when a list is asked for. */
export const answers = collection<AnswerRow>('answers', [
  { keys: { registration: 1, attempt: 1, version: 1, question: 1, at: 1, _id: 1 } },
])

/** Finds the texts of responses. @returns them by question and number, with a space between. */
type ReadTexts = (
  wanted: readonly { readonly question: number; readonly number: number }[],
) => Promise<ReadonlyMap<string, string>>

export const answerReader = (
  view: View,
  readTexts: ReadTexts,
): Pick<QuestionReader, 'queryAnswers'> => ({
  async queryAnswers(registration, { limit, cursor }) {
    const filter: Filter<AnswerRow> = { registration }
    if (cursor !== undefined) {
      const [time, seq] = readCursor(cursor, ['number', 'number']) as [number, number]
      const at = new Date(time)
      filter.$or = [{ at: { $gt: at } }, { at, _id: { $gt: seq } }]
    }
    const rows = await view.in(answers).find(filter, { sort: { at: 1, _id: 1 }, limit: limit + 1 })
    const page = pageOf(rows, limit, (last) => [last.at.getTime(), last._id])
    return { ...page, items: await listed(view, page.items, readTexts) }
  },
})

type Writes = 'findAnswer' | 'insertAnswer' | 'deleteAnswer' | 'answersAt'

export const answerWriter = (view: View): Pick<QuestionWriter, Writes> => ({
  async findAnswer(statement) {
    const _id = bytesOfUuid(statement)
    const found = await view.in(statements).findOne({ _id }, { fields: { at: 1 } })
    const row = found?.at !== undefined && (await view.in(answers).findOne({ _id: found.at }))
    return row ? answerOf(row) : undefined
  },
  async insertAnswer({ seq, ...answer }) {
    if (await view.in(answers).findOne({ _id: seq }, { fields: { _id: 1 } })) return false
    await view.in(answers).insert({ _id: seq, ...answer })
    return true
  },
  async deleteAnswer(seq) {
    await view.in(answers).remove({ _id: seq })
  },
  async answersAt({ registration, attempt, version, question }) {
    const place = { registration, attempt, version, question }
    const rows = await view.in(answers).find(place, { sort: { at: 1, _id: 1 } })
    return rows.map(answerOf)
  },
})

async function listed(
  view: View,
  rows: readonly AnswerRow[],
  readTexts: ReadTexts,
): Promise<ListedAnswer[]> {
  if (rows.length === 0) return []
  const ids = await statementIds(
    view,
    rows.map(({ _id }) => _id),
  )
  const texts = await readTexts(
    rows.map(({ question, response: number }) => ({ question, number })),
  )
  const last = await lastOnes(view, rows)
  return rows.flatMap((row) => {
    const text = texts.get(`${row.question} ${row.response}`)
    const statement = ids.get(row._id)
    if (statement === undefined) return []
    const known = { statement, ...(text !== undefined && { text }), isLast: last.has(row._id) }
    return { ...answerOf(row), ...known }
  })
}

/** Those of the answers of this registration after which no other comes in the same place. */
async function lastOnes(view: View, rows: readonly AnswerRow[]): Promise<ReadonlySet<Seq>> {
  const { registration } = rows[0]!
  const question = { $in: [...new Set(rows.map((row) => row.question))] }
  const all = await view.in(answers).find(
    { registration, question },
    {
      sort: { attempt: 1, version: 1, question: 1, at: 1, _id: 1 },
      fields: { attempt: 1, version: 1, question: 1 },
    },
  )
  const placeOf = ({ attempt, version, question }: Omit<AnswerPlace, 'registration'>) =>
    `${attempt} ${version} ${question}`
  return new Set(new Map(all.map((row) => [placeOf(row), row._id])).values())
}

/** Ids of statements by their positions; voided ones too. */
async function statementIds(view: View, all: readonly Seq[]): Promise<ReadonlyMap<Seq, string>> {
  const seqs = { $in: [...all] }
  const rows = await view
    .in(statements)
    .find({ $or: [{ seq: seqs }, { voidedSeq: seqs }] }, { fields: { at: 1 } })
  return new Map(rows.map(({ _id, at }) => [at!, uuidOfBytes(_id)]))
}

/** Responses of these questions that some answer gives, as question and number with a space between. It reads all answers. */
export async function responsesInUse(
  view: View,
  questions: readonly number[],
): Promise<ReadonlySet<string>> {
  if (questions.length === 0) return new Set()
  const rows = await view
    .in(answers)
    .aggregate<{ _id: { question: number; response: number } }>([
      { $match: { question: { $in: [...new Set(questions)] } } },
      { $group: { _id: { question: '$question', response: '$response' } } },
    ])
  return new Set(rows.map(({ _id }) => `${_id.question} ${_id.response}`))
}

export async function voidedAmong(view: View, ids: readonly string[]): Promise<Set<string>> {
  const voided = { at: { $exists: true }, seq: { $exists: false } } as const
  const rows = await view
    .in(statements)
    .find({ _id: { $in: ids.map(bytesOfUuid) }, ...voided }, { fields: { _id: 1 } })
  return new Set(rows.map(({ _id }) => uuidOfBytes(_id)))
}

export async function findRegistrationIn(
  view: View,
  packageId: string,
  learner: string,
): Promise<string | undefined> {
  const row = await view
    .in(registrations)
    .findOne(
      { learner, isTrial: false, package: packageId },
      { sort: { createdAt: -1, _id: -1 }, fields: { _id: 1 } },
    )
  return row?._id
}

const answerOf = ({ _id, ...row }: AnswerRow): KeptAnswer => ({ seq: _id, ...row })
