import type { SQLInputValue } from 'node:sqlite'
import { pageOf, readCursor } from '../../base/page.ts'
import type {
  AnswerResult,
  KeptAnswer,
  Question,
  QuestionDefinition,
  Sheet,
  SheetKey,
} from '../../questions/question.ts'
import type {
  CatchUp,
  ListedAnswer,
  QuestionReader,
  QuestionWriter,
  SheetFilter,
} from '../../questions/store.ts'
import { columnBytes, marksOfColumns } from '../sheet-columns.ts'
import type { Connection } from './connection.ts'
import { bytesOfUuid } from './statement-row.ts'

interface QuestionRow {
  key: number
  id: string
  package: string
  activity: string
}

interface AnswerRow {
  seq: number
  registration: string
  attempt: number
  version: string
  question: number
  at: number
  response: number
  result: AnswerResult
  credit: number | null
  points: number | null
  latency: number | null
}

interface ListedRow extends AnswerRow {
  /** Hexadecimal, without dashes. */
  statement: string
  text: string | null
  is_last: number
}

interface SheetRow extends SheetKey {
  first: Uint8Array
  last: Uint8Array | null
}

export const questionReader = (connection: Connection): QuestionReader => ({
  async findQuestion(id) {
    const row = connection.get<QuestionRow>('SELECT * FROM question WHERE id = ?', id)
    return row && questionOf(row, definitionsOf(connection, row.key))
  },
  async listQuestions(packageId) {
    const rows = connection.all<QuestionRow>(
      'SELECT * FROM question WHERE package = ? ORDER BY key',
      packageId,
    )
    return rows.map((row) => questionOf(row, definitionsOf(connection, row.key)))
  },
  async listResponses(question) {
    const rows = connection.all<{ number: number; response: string }>(
      'SELECT number, response FROM question_response WHERE question = ?',
      question,
    )
    return new Map(rows.map(({ number, response }) => [number, response]))
  },
  async querySheets(filter, { limit, cursor }) {
    const { conditions, values } = sheetConditions(filter, cursor)
    const rows = connection.all<SheetRow>(
      `SELECT package, learner, registration, attempt, version, first, ${filter.withLast ? 'last' : 'NULL AS last'}
       FROM answer_sheet WHERE ${conditions.join(' AND ')}
       ORDER BY learner, registration, attempt, version LIMIT ?`,
      ...values,
      limit + 1,
    )
    const page = pageOf(rows, limit, (last) => [
      last.learner,
      last.registration,
      last.attempt,
      last.version,
    ])
    return { ...page, items: page.items.map(sheetOf) }
  },
  async queryAnswers(registration, { limit, cursor }) {
    const after = cursor === undefined ? [-1, -1] : readCursor(cursor, ['number', 'number'])
    const rows = connection.all<ListedRow>(
      `SELECT a.*, lower(hex(s.id)) AS statement, r.response AS text, a.is_last
       FROM (SELECT *, lead(seq) OVER (PARTITION BY attempt, version, question ORDER BY at, seq) IS NULL AS is_last
             FROM answer WHERE registration = ?) a
       JOIN statement s ON s.seq = a.seq
       LEFT JOIN question_response r ON r.question = a.question AND r.number = a.response
       WHERE (a.at, a.seq) > (?, ?) ORDER BY a.at, a.seq LIMIT ?`,
      registration,
      ...after,
      limit + 1,
    )
    const page = pageOf(rows, limit, (last) => [last.at, last.seq])
    return { ...page, items: page.items.map(listedOf) }
  },
  listCatchUps: async () =>
    connection.all<{ [Name in keyof CatchUp]: CatchUp[Name] }>(
      'SELECT verb, position, through FROM answer_catch_up ORDER BY verb',
    ),
})

export const questionWriter = (
  connection: Connection,
): Omit<QuestionWriter, 'findRegistration'> => ({
  findRegistrationIn: async (packageId, learner) =>
    connection.get<{ id: string }>(
      `SELECT id FROM registration WHERE learner = ? AND is_trial = 0 AND +package = ?
       ORDER BY created_at DESC, id DESC LIMIT 1`,
      learner,
      packageId,
    )?.id,
  async voidedAmong(statements) {
    const isVoided = (id: string) =>
      connection.get('SELECT 1 FROM statement WHERE id = ? AND voided = 1', bytesOfUuid(id))
    return new Set(statements.filter((id) => isVoided(id) !== undefined))
  },
  async findAnswer(statement) {
    const row = connection.get<AnswerRow>(
      'SELECT a.* FROM statement s JOIN answer a ON a.seq = s.seq WHERE s.id = ?',
      bytesOfUuid(statement),
    )
    return row && answerOf(row)
  },
  async questionKey({ id, package: packageId, activity }, most) {
    const known = connection.get<{ key: number }>('SELECT key FROM question WHERE id = ?', id)
    if (known) return known.key
    const { count } = connection.get<{ count: number }>(
      'SELECT count(*) AS count FROM question WHERE package = ?',
      packageId,
    )!
    if (count >= most) return undefined
    return connection.get<{ key: number }>(
      'INSERT INTO question (id, package, activity) VALUES (?, ?, ?) RETURNING key',
      id,
      packageId,
      activity,
    )!.key
  },
  async findDefinition(question, version) {
    const row = connection.get<{ definition: string }>(
      'SELECT definition FROM question_definition WHERE question = ? AND version = ?',
      question,
      version,
    )
    return row && (JSON.parse(row.definition) as QuestionDefinition)
  },
  async putDefinition(question, version, definition) {
    connection.run(
      `INSERT INTO question_definition (question, version, definition) VALUES (?, ?, ?)
       ON CONFLICT DO UPDATE SET definition = excluded.definition WHERE definition <> excluded.definition`,
      question,
      version,
      JSON.stringify(definition),
    )
  },
  async responseNumber(question, response, most) {
    const known = connection.get<{ number: number }>(
      'SELECT number FROM question_response WHERE question = ? AND response = ?',
      question,
      response,
    )
    if (known) return known.number
    const { last } = connection.get<{ last: number | null }>(
      'SELECT max(number) AS last FROM question_response WHERE question = ?',
      question,
    )!
    const number = (last ?? 0) + 1
    if (number > most) return undefined
    connection.run('INSERT INTO question_response VALUES (?, ?, ?)', question, number, response)
    return number
  },
  ...answerWriter(connection),
})

const answerWriter = (connection: Connection) => ({
  insertAnswer: async (answer: KeptAnswer) =>
    connection.run(
      `INSERT INTO answer (seq, registration, attempt, version, question, at, response, result, credit, points, latency)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
      answer.seq,
      answer.registration,
      answer.attempt,
      answer.version,
      answer.question,
      answer.at.getTime(),
      answer.response,
      answer.result,
      answer.credit ?? null,
      answer.points ?? null,
      answer.latency ?? null,
    ) > 0,
  deleteAnswer: async (seq: number) => {
    connection.run('DELETE FROM answer WHERE seq = ?', seq)
  },
  answersAt: async (place: Pick<KeptAnswer, 'registration' | 'attempt' | 'version' | 'question'>) =>
    connection
      .all<AnswerRow>(
        `SELECT * FROM answer WHERE registration = ? AND attempt = ? AND version = ? AND question = ?
         ORDER BY at, seq`,
        place.registration,
        place.attempt,
        place.version,
        place.question,
      )
      .map(answerOf),
  findSheet: async (key: SheetKey) => {
    const row = connection.get<SheetRow>(
      `SELECT * FROM answer_sheet WHERE ${whereSheet}`,
      ...sheetValues(key),
    )
    return row && sheetOf(row)
  },
  putSheet: async (sheet: Sheet) => {
    if (sheet.first.questions.length === 0) {
      connection.run(`DELETE FROM answer_sheet WHERE ${whereSheet}`, ...sheetValues(sheet))
      return
    }
    connection.run(
      `INSERT INTO answer_sheet (package, learner, registration, attempt, version, first, last)
       VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET first = excluded.first, last = excluded.last`,
      ...sheetValues(sheet),
      columnBytes(sheet.first),
      sheet.last ? columnBytes(sheet.last) : null,
    )
  },
  putCatchUp: async ({ verb, position, through }: CatchUp) => {
    if (position >= through) connection.run('DELETE FROM answer_catch_up WHERE verb = ?', verb)
    else connection.run('UPDATE answer_catch_up SET position = ? WHERE verb = ?', position, verb)
  },
})

const whereSheet =
  'package = ? AND learner = ? AND registration = ? AND attempt = ? AND version = ?'

const sheetValues = (key: SheetKey): SQLInputValue[] => [
  key.package,
  key.learner,
  key.registration,
  key.attempt,
  key.version,
]

function sheetConditions(filter: SheetFilter, cursor: string | undefined) {
  const conditions = ['package = ?']
  const values: SQLInputValue[] = [filter.package]
  if (cursor !== undefined) {
    conditions.push('(learner, registration, attempt, version) > (?, ?, ?, ?)')
    values.push(...readCursor(cursor, ['string', 'string', 'number', 'string']))
  }
  if (filter.version !== undefined) {
    conditions.push('version = ?')
    values.push(filter.version)
  }
  if (filter.attempt !== undefined) {
    conditions.push('attempt = ?')
    values.push(filter.attempt)
  }
  return { conditions, values }
}

function definitionsOf(connection: Connection, question: number): Map<string, QuestionDefinition> {
  const rows = connection.all<{ version: string; definition: string }>(
    'SELECT version, definition FROM question_definition WHERE question = ?',
    question,
  )
  return new Map(
    rows.map(({ version, definition }) => [version, JSON.parse(definition) as QuestionDefinition]),
  )
}

const questionOf = (
  { key, id, package: packageId, activity }: QuestionRow,
  definitions: ReadonlyMap<string, QuestionDefinition>,
): Question => ({ key, id, package: packageId, activity, definitions })

const answerOf = (row: AnswerRow): KeptAnswer => ({
  seq: row.seq,
  registration: row.registration,
  attempt: row.attempt,
  version: row.version,
  question: row.question,
  at: new Date(row.at),
  response: row.response,
  result: row.result,
  ...(row.credit !== null && { credit: row.credit }),
  ...(row.points !== null && { points: row.points }),
  ...(row.latency !== null && { latency: row.latency }),
})

const listedOf = (row: ListedRow): ListedAnswer => ({
  ...answerOf(row),
  statement: row.statement.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
  ...(row.text !== null && { text: row.text }),
  isLast: row.is_last === 1,
})

const sheetOf = ({ first, last, ...row }: SheetRow): Sheet => ({
  package: row.package,
  learner: row.learner,
  registration: row.registration,
  attempt: row.attempt,
  version: row.version,
  first: marksOfColumns(first),
  ...(last !== null && { last: marksOfColumns(last) }),
})
