import { marksOfLearner } from './answer-sheet.ts'
import type { Marks, Sheet } from './question.ts'
import type { QuestionReader, SheetFilter } from './store.ts'

/** Sheets that are read before other requests get their turn. */
const sheetsPerPage = 250

export interface LearnerMarks {
  readonly first: Marks
  /** Of the answers that were asked for. */
  readonly chosen: Marks
}

/** Calls `take` with the answers of each learner of a package, one learner after the other. */
export async function readLearners(
  store: Pick<QuestionReader, 'querySheets'>,
  {
    filter,
    which,
  }: { readonly filter: Omit<SheetFilter, 'withLast'>; readonly which: 'first' | 'last' },
  take: (marks: LearnerMarks) => void,
): Promise<void> {
  let cursor: string | undefined
  let group: Sheet[] = []
  const takeGroup = () => {
    if (group.length > 0) take(marksOf(group, which))
    group = []
  }
  do {
    const request = { limit: sheetsPerPage, ...(cursor !== undefined && { cursor }) }
    const page = await store.querySheets({ ...filter, withLast: which === 'last' }, request)
    for (const sheet of page.items) {
      if (group[0] && group[0].learner !== sheet.learner) takeGroup()
      group.push(sheet)
    }
    cursor = page.cursor
    await new Promise((resolve) => setImmediate(resolve))
  } while (cursor !== undefined)
  takeGroup()
}

function marksOf(sheets: readonly Sheet[], which: 'first' | 'last'): LearnerMarks {
  const first = marksOfLearner(sheets, 'first')
  return { first, chosen: which === 'first' ? first : marksOfLearner(sheets, 'last') }
}
