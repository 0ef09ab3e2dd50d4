import type { Filter } from 'mongodb'
import { pageOf, readCursor } from '../../base/page.ts'
import type { Sheet, SheetKey } from '../../questions/question.ts'
import type { QuestionReader, QuestionWriter } from '../../questions/store.ts'
import { columnBytes, marksOfColumns } from '../sheet-columns.ts'
import { collection } from './collection.ts'
import { hashOf } from './hash-of.ts'
import type { View } from './view.ts'

/** A learner's first and last answers of one attempt. */
interface SheetRow extends SheetKey {
  /** Hash of the key. */
  _id: string
  /** Columns, as sheet-columns.ts writes them. */
  first: Uint8Array
  last?: Uint8Array
}

/** What they are listed by, within a package. */
const order = ['learner', 'registration', 'attempt', 'version'] as const

export const sheets = collection<SheetRow>('answerSheets', [
  { keys: { package: 1, learner: 1, registration: 1, attempt: 1, version: 1 } },
])

export const sheetReader = (view: View): Pick<QuestionReader, 'querySheets'> => ({
  async querySheets({ package: packageId, version, attempt, withLast }, { limit, cursor }) {
    const rows = await view.in(sheets).find(
      {
        package: packageId,
        ...(version !== undefined && { version }),
        ...(attempt !== undefined && { attempt }),
        ...(cursor !== undefined && { $or: after(cursor) }),
      },
      {
        sort: { learner: 1, registration: 1, attempt: 1, version: 1 },
        limit: limit + 1,
        ...(!withLast && { fields: { last: 0 } }),
      },
    )
    const page = pageOf(rows, limit, (row) => order.map((name) => row[name]))
    return { ...page, items: page.items.map(sheetOf) }
  },
})

export const sheetWriter = (view: View): Pick<QuestionWriter, 'findSheet' | 'putSheet'> => ({
  async findSheet(key) {
    const row = await view.in(sheets).findOne({ _id: idOf(key) })
    return row && sheetOf(row)
  },
  async putSheet({ first, last, ...key }) {
    const _id = idOf(key)
    if (first.questions.length === 0) {
      await view.in(sheets).remove({ _id })
      return
    }
    const columns = { first: columnBytes(first), ...(last && { last: columnBytes(last) }) }
    await view.in(sheets).put({ _id, ...key, ...columns })
  },
})

/** Those that come later in the order: later in one place, and the same in all before it. */
function after(cursor: string): Filter<SheetRow>[] {
  const keys = readCursor(cursor, ['string', 'string', 'number', 'string'])
  return order.map((name, place) => ({
    ...Object.fromEntries(order.slice(0, place).map((same, index) => [same, keys[index]])),
    [name]: { $gt: keys[place] },
  })) as Filter<SheetRow>[]
}

const idOf = ({ package: packageId, learner, registration, attempt, version }: SheetKey): string =>
  hashOf(packageId, learner, registration, String(attempt), version)

const sheetOf = ({ _id, first, last, ...key }: SheetRow): Sheet => ({
  ...key,
  first: marksOfColumns(first),
  ...(last && { last: marksOfColumns(last) }),
})
