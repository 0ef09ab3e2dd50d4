import type { KeptAnswer, Marks, Sheet } from './question.ts'

/** One answer as a sheet has it. */
export interface Mark {
  readonly question: number
  readonly response: number
  /** Milliseconds. */
  readonly time: number
  /** `NaN` is none, as for `latency`. */
  readonly credit: number
  readonly latency: number
}

export const markOf = (answer: KeptAnswer): Mark => ({
  question: answer.question,
  response: answer.response,
  time: answer.at.getTime(),
  credit: answer.credit ?? Number.NaN,
  latency: answer.latency ?? Number.NaN,
})

export const markAt = (marks: Marks, index: number): Mark => ({
  question: marks.questions[index]!,
  response: marks.responses[index]!,
  time: marks.times[index]!,
  credit: marks.credits[index]!,
  latency: marks.latencies[index]!,
})

export function marksOf(marks: readonly Mark[]): Marks {
  return {
    questions: Uint32Array.from(marks, ({ question }) => question),
    responses: Uint32Array.from(marks, ({ response }) => response),
    times: Float64Array.from(marks, ({ time }) => time),
    credits: Float32Array.from(marks, ({ credit }) => credit),
    latencies: Float32Array.from(marks, ({ latency }) => latency),
  }
}

export const noMarks: Marks = marksOf([])

/**
 * A sheet with the first and last answers to some questions in place of what it had of them; a question without answers
 * leaves it. It depends on the answers alone, in whatever order they came.
 * @param edges per question the answers at its place, oldest first
 */
export function withAnswers(
  { first, last, ...key }: Sheet,
  edges: ReadonlyMap<number, readonly KeptAnswer[]>,
): Sheet {
  const put = (marks: Marks, at: 0 | -1): Marks => {
    const others = Array.from(marks.questions, (_, index) => markAt(marks, index)).filter(
      ({ question }) => !edges.has(question),
    )
    const changed = [...edges.values()].flatMap((answers) => {
      const answer = answers.at(at)
      return answer ? [markOf(answer)] : []
    })
    return marksOf([...others, ...changed].sort((a, b) => a.question - b.question))
  }
  const [firsts, lasts] = [put(first, 0), put(last ?? first, -1)]
  return { ...key, first: firsts, ...(!isSame(firsts, lasts) && { last: lasts }) }
}

const isSame = (one: Marks, other: Marks): boolean =>
  (['times', 'responses', 'credits', 'latencies'] as const).every((column) =>
    one[column].every((value, index) => Object.is(value, other[column][index])),
  )

/** What one learner answered first, or last, in all of their sheets together. */
export function marksOfLearner(sheets: readonly Sheet[], which: 'first' | 'last'): Marks {
  const of = (sheet: Sheet) => (which === 'last' ? (sheet.last ?? sheet.first) : sheet.first)
  if (sheets.length === 1) return of(sheets[0]!)
  const chosen = new Map<number, Mark>()
  for (const sheet of sheets) {
    const marks = of(sheet)
    for (let index = 0; index < marks.questions.length; index++) {
      const mark = markAt(marks, index)
      const kept = chosen.get(mark.question)
      const isBetter = !kept || (which === 'first' ? mark.time < kept.time : mark.time >= kept.time)
      if (isBetter) chosen.set(mark.question, mark)
    }
  }
  return marksOf([...chosen.values()])
}
