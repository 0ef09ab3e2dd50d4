import { csvText } from '../transfer/index.ts'
import type { AnswerItem, QuestionList } from './wire.ts'

type Cell = string | number | boolean | null

/** A column of a table: its heading, and what stands in it. */
interface Column<Row> {
  readonly name: string
  readonly read: (row: Row) => Cell
}

const questionColumns: readonly Column<QuestionList['items'][number]>[] = [
  { name: 'id', read: ({ id }) => id },
  { name: 'title', read: ({ title }) => title },
  { name: 'name', read: ({ name }) => name },
  { name: 'item', read: ({ item }) => item?.title ?? null },
  { name: 'type', read: ({ type }) => type },
  { name: 'answered', read: ({ answered }) => answered },
  { name: 'shareCorrect', read: ({ shareCorrect }) => shareCorrect },
  { name: 'difficulty', read: ({ difficulty }) => difficulty },
  { name: 'discrimination', read: ({ discrimination }) => discrimination },
  { name: 'medianLatencySeconds', read: ({ medianLatencySeconds }) => medianLatencySeconds },
  { name: 'distinctResponses', read: ({ distinctResponses }) => distinctResponses },
  { name: 'activity', read: ({ activity }) => activity },
]

const answerColumns: readonly Column<AnswerItem>[] = [
  { name: 'at', read: ({ at }) => at },
  { name: 'attempt', read: ({ attempt }) => attempt },
  { name: 'item', read: ({ question }) => question.item?.title ?? null },
  { name: 'question', read: ({ question }) => question.title },
  { name: 'type', read: ({ question }) => question.type },
  { name: 'response', read: ({ response }) => response },
  { name: 'label', read: ({ label }) => label },
  { name: 'result', read: ({ result }) => result },
  { name: 'points', read: ({ points }) => points },
  { name: 'credit', read: ({ credit }) => credit },
  { name: 'latencySeconds', read: ({ latencySeconds }) => latencySeconds },
  { name: 'isLast', read: ({ isLast }) => isLast },
  { name: 'activity', read: ({ question }) => question.activity },
  { name: 'statement', read: ({ statement }) => statement },
]

export const questionTable = (items: QuestionList['items'], separator: ',' | ';'): string =>
  tableOf(items, questionColumns, separator)

export const answerTable = (items: readonly AnswerItem[], separator: ',' | ';'): string =>
  tableOf(items, answerColumns, separator)

const tableOf = <Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  separator: ',' | ';',
): string =>
  csvText(
    [
      columns.map(({ name }) => name),
      ...rows.map((row) => columns.map(({ read }) => textOf(read(row)))),
    ],
    separator,
  )

const textOf = (cell: Cell): string | number =>
  cell === null ? '' : typeof cell === 'boolean' ? String(cell) : cell
