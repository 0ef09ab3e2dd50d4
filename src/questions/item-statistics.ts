import { keptMost, type Marks, noResponse } from './question.ts'

/** Learners that it takes before a figure about the question itself, and not about these few people, is given. */
export const learnersMin = 10

/** What is said of a question; shares from 0 to 1, to four decimals. */
export interface ItemFigures {
  /** Learners who answered. */
  readonly answered: number
  /** Of the answers that count as right or wrong, those that are fully right; null where none counts. */
  readonly shareCorrect: number | null
  /** Mean credit, 0 to 1: a high figure is an easy question. Null where no answer counts. */
  readonly facility: number | null
  /**
   * Correlation between the credit for this question and the mean credit of the same learner's other answers, -1 to 1
   * (corrected point-biserial). Null with fewer than `learnersMin` learners who have both, or where all are alike.
   */
  readonly discrimination: number | null
  /** Hundredths of a second; null where no latency is known. */
  readonly medianLatency: number | null
  readonly distinctResponses: number
}

/** Sums over learners; a sum does not depend on the order in which learners are added. */
export interface ItemTally {
  add(marks: Marks): void
  /** By key of the question, those that somebody answered. */
  figures(): ReadonlyMap<number, ItemFigures>
}

interface Sums {
  readonly question: number
  answered: number
  counted: number
  right: number
  credit: number
  /** Of learners who have a rest: how many, and sums of credit x, rest r and their products. */
  pairs: number
  x: number
  r: number
  xx: number
  rr: number
  xr: number
  readonly latencies: number[]
  /** By number of the response whether somebody gave it; the last place is for all those that are not kept apart. */
  readonly responses: Uint8Array
}

const newSums = (question: number): Sums => ({
  question,
  answered: 0,
  counted: 0,
  right: 0,
  credit: 0,
  pairs: 0,
  x: 0,
  r: 0,
  xx: 0,
  rr: 0,
  xr: 0,
  latencies: [],
  responses: new Uint8Array(keptMost.responsesOfQuestion + 2),
})

/** @param only the one question that figures are wanted of; of all unless given */
export function tallyItems(only?: number): ItemTally {
  const items = new Map<number, Sums>()
  // Sheets name their questions in one order, so that the place of a question is mostly that of the sheet before.
  const places: Sums[] = []
  const sumsOf = (question: number, place: number): Sums => {
    if (places[place]?.question === question) return places[place]
    const sums = items.get(question) ?? newSums(question)
    items.set(question, sums)
    places[place] = sums
    return sums
  }
  return {
    add(marks) {
      const total = totalOf(marks)
      if (only !== undefined) {
        const index = marks.questions.indexOf(only)
        if (index >= 0) addMark(sumsOf(only, 0), marks, { index, total })
        return
      }
      for (let index = 0; index < marks.questions.length; index++) {
        addMark(sumsOf(marks.questions[index]!, index), marks, { index, total })
      }
    },
    figures: () => new Map([...items].map(([question, sums]) => [question, figuresOf(sums)])),
  }
}

/** Credits of one learner's answers that count. */
interface Total {
  readonly credit: number
  readonly count: number
}

export function totalOf({ credits }: Marks): Total {
  let credit = 0
  let count = 0
  for (const one of credits) {
    // The comparison is false for `NaN`, which is no credit.
    if (one >= 0) {
      credit += one
      count++
    }
  }
  return { credit, count }
}

function addMark(
  sums: Sums,
  marks: Marks,
  { index, total }: { index: number; total: Total },
): void {
  sums.answered++
  const response = marks.responses[index]!
  if (response !== noResponse) {
    sums.responses[Math.min(response, sums.responses.length - 1)] = 1
  }
  const latency = marks.latencies[index]!
  if (latency >= 0) sums.latencies.push(latency)
  const x = marks.credits[index]!
  if (!(x >= 0)) return
  sums.counted++
  sums.credit += x
  if (x === 1) sums.right++
  if (total.count < 2) return
  const r = (total.credit - x) / (total.count - 1)
  sums.pairs++
  sums.x += x
  sums.r += r
  sums.xx += x * x
  sums.rr += r * r
  sums.xr += x * r
}

const figuresOf = (sums: Sums): ItemFigures => ({
  answered: sums.answered,
  shareCorrect: shareOf(sums.right, sums.counted),
  facility: shareOf(sums.credit, sums.counted),
  discrimination: correlation(sums),
  medianLatency: median(sums.latencies),
  distinctResponses: sums.responses.reduce((sum, one) => sum + one, 0),
})

export const shareOf = (part: number, all: number): number | null =>
  all === 0 ? null : toFourDecimals(part / all)

const toFourDecimals = (value: number): number => Math.round(value * 10_000) / 10_000

/** Below this a variance is what rounding left of none. */
const varianceMin = 1e-9

function correlation({ pairs, x, r, xx, rr, xr }: Sums): number | null {
  if (pairs < learnersMin) return null
  const varianceX = xx / pairs - (x / pairs) ** 2
  const varianceR = rr / pairs - (r / pairs) ** 2
  if (varianceX < varianceMin || varianceR < varianceMin) return null
  const covariance = xr / pairs - (x / pairs) * (r / pairs)
  return toFourDecimals(covariance / Math.sqrt(varianceX * varianceR))
}

function median(values: readonly number[]): number | null {
  if (values.length === 0) return null
  const all = Float64Array.from(values)
  const middle = Math.floor(all.length / 2)
  const upper = nth(all, middle)
  // Whatever stands before the middle is not more than it now.
  return all.length % 2 === 1 ? upper : (all.subarray(0, middle).reduce(larger) + upper) / 2
}

const larger = (a: number, b: number): number => (a > b ? a : b)

/** The value that sorting would put at `place`, which stands there afterwards, none before it being more (Hoare's selection). */
function nth(values: Float64Array, place: number): number {
  let [low, high] = [0, values.length - 1]
  while (low < high) {
    const pivot = values[(low + high) >> 1]!
    let [left, right] = [low, high]
    while (left <= right) {
      while (values[left]! < pivot) left++
      while (values[right]! > pivot) right--
      if (left > right) break
      const swapped = values[left]!
      values[left++] = values[right]!
      values[right--] = swapped
    }
    if (place <= right) high = right
    else if (place >= left) low = left
    else break
  }
  return values[place]!
}
