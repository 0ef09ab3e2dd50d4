import { learnersMin, shareOf, totalOf } from './item-statistics.ts'
import type { Marks } from './question.ts'

/** What one learner answered to the question, and how well they answered all questions together. */
interface Taker {
  readonly response: number
  readonly credit: number
  /** Mean credit; `NaN` where nothing counts. */
  readonly ability: number
}

/** How often one response was given. */
export interface ResponseFigures {
  readonly number: number
  readonly count: number
  /** Of all who answered. */
  readonly share: number
  /** Whether the course judged it right, most of the time; null where it judges none. */
  readonly isCorrect: boolean | null
  /** Share of it within each third of the learners by their result over all questions; null with too few learners. */
  readonly thirds: Thirds | null
}

export interface Thirds {
  readonly top: number
  readonly middle: number
  readonly bottom: number
}

export interface ResponseTally {
  add(marks: Marks): void
  /** The most frequent first. @param groups lets several responses count as one, e.g. all that contain an option. */
  figures(groups?: (response: number) => readonly number[]): readonly ResponseFigures[]
}

/** Counts the responses to one question. */
export function tallyResponses(question: number): ResponseTally {
  const takers: Taker[] = []
  return {
    add(marks) {
      const index = marks.questions.indexOf(question)
      if (index < 0) return
      const { credit, count } = totalOf(marks)
      takers.push({
        response: marks.responses[index]!,
        credit: marks.credits[index]!,
        ability: credit / count,
      })
    },
    figures: (groups = (response) => [response]) => figuresOf(takers, groups),
  }
}

/** How much of something the top, the middle and the bottom third have. */
type Weights = readonly [top: number, middle: number, bottom: number]

interface Count {
  count: number
  judged: number
  right: number
  thirds: Weights
}

function figuresOf(
  takers: readonly Taker[],
  groups: (response: number) => readonly number[],
): ResponseFigures[] {
  const counts = new Map<number, Count>()
  const thirds = thirdsOf(takers)
  for (const taker of takers) {
    const weights = thirds?.get(taker.ability) ?? noWeights
    for (const number of groups(taker.response)) {
      const count = counts.get(number) ?? { count: 0, judged: 0, right: 0, thirds: noWeights }
      counts.set(number, count)
      count.count++
      if (taker.credit >= 0) count.judged++
      if (taker.credit === 1) count.right++
      count.thirds = plus(count.thirds, weights)
    }
  }
  const third = takers.filter(({ ability }) => ability >= 0).length / 3
  const figures = [...counts].map(([number, { count, judged, right, thirds: sums }]) => ({
    number,
    count,
    share: shareOf(count, takers.length)!,
    isCorrect: judged === 0 ? null : right * 2 > judged,
    thirds: thirds ? sharesOf(sums, third) : null,
  }))
  return figures.sort((a, b) => b.count - a.count || a.number - b.number)
}

const noWeights: Weights = [0, 0, 0]

const plus = (one: Weights, other: Weights): Weights => [
  one[0] + other[0],
  one[1] + other[1],
  one[2] + other[2],
]

/**
 * By result, how much of a learner who has it belongs to each third. Learners with the same result share the places that they
 * take together, so that no order among them counts. Undefined with too few learners, or where all have the same result.
 */
function thirdsOf(takers: readonly Taker[]): ReadonlyMap<number, Weights> | undefined {
  const able = takers.filter(({ ability }) => ability >= 0)
  const sorted = Float64Array.from(able, ({ ability }) => ability).sort()
  if (sorted.length < learnersMin || sorted[0] === sorted.at(-1)) return undefined
  const third = sorted.length / 3
  const weights = new Map<number, Weights>()
  for (let from = 0; from < sorted.length; ) {
    const ability = sorted[from]!
    let to = from
    while (sorted[to] === ability) to++
    const within = (start: number) =>
      Math.max(0, Math.min(to, start + third) - Math.max(from, start)) / (to - from)
    weights.set(ability, [within(2 * third), within(third), within(0)])
    from = to
  }
  return weights
}

const sharesOf = ([top, middle, bottom]: Weights, third: number): Thirds => ({
  top: shareOf(top, third)!,
  middle: shareOf(middle, third)!,
  bottom: shareOf(bottom, third)!,
})
