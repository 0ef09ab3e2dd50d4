import type { QuestionItem } from '../../src/questions/wire.ts'

export const questionOrders = [
  'course',
  'hardest',
  'easiest',
  'weakest',
  'strongest',
  'slowest',
  'most',
] as const
export type QuestionOrder = (typeof questionOrders)[number]

const keys: Record<Exclude<QuestionOrder, 'course'>, (item: QuestionItem) => number | null> = {
  hardest: ({ difficulty }) => difficulty,
  easiest: ({ difficulty }) => (difficulty === null ? null : -difficulty),
  weakest: ({ discrimination }) => discrimination,
  strongest: ({ discrimination }) => (discrimination === null ? null : -discrimination),
  slowest: ({ medianLatencySeconds: s }) => (s === null ? null : -s),
  most: ({ answered }) => -answered,
}

export const orderOf = (text: string | undefined): QuestionOrder =>
  questionOrders.find((one) => one === text) ?? 'course'

/** Those without the figure come last; equal ones stay as the server gave them. */
export function sortQuestions(
  items: readonly QuestionItem[],
  order: QuestionOrder,
): readonly QuestionItem[] {
  if (order === 'course') return items
  const key = keys[order]
  const place = (item: QuestionItem) => key(item) ?? Number.POSITIVE_INFINITY
  return items.toSorted((a, b) => compare(place(a), place(b)))
}

const compare = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1)
