import { marksOf } from '../../../src/questions/answer-sheet.ts'
import { tallyResponses } from '../../../src/questions/response-statistics.ts'

/** A learner who gives `response` to question 1, and has `others` of ten other questions right. */
const learner = (response: number, credit: number, others: number) =>
  marksOf([
    { question: 1, response, time: 0, credit, latency: Number.NaN },
    ...Array.from({ length: 10 }, (_, index) => ({
      question: index + 2,
      response: 1,
      time: 0,
      credit: index < others ? 1 : 0,
      latency: Number.NaN,
    })),
  ])

const tallyOf = (...learners: ReturnType<typeof learner>[]) => {
  const tally = tallyResponses(1)
  for (const marks of learners) tally.add(marks)
  return tally
}

describe('tallyResponses()', () => {
  const twelve = [
    ...[10, 10, 9, 9].map((others) => learner(1, 1, others)),
    learner(1, 1, 6),
    ...[6, 6, 6].map((others) => learner(2, 0, others)),
    learner(1, 1, 1),
    ...[1, 0, 0].map((others) => learner(3, 0, others)),
  ]

  test('says how often each response was given, and by which third of the learners', () => {
    expect(tallyOf(...twelve).figures()).toEqual([
      {
        number: 1,
        count: 6,
        share: 0.5,
        isCorrect: true,
        thirds: { top: 1, middle: 0.25, bottom: 0.25 },
      },
      {
        number: 2,
        count: 3,
        share: 0.25,
        isCorrect: false,
        thirds: { top: 0, middle: 0.75, bottom: 0 },
      },
      {
        number: 3,
        count: 3,
        share: 0.25,
        isCorrect: false,
        thirds: { top: 0, middle: 0, bottom: 0.75 },
      },
    ])
  })

  test('learners with equal results share their places, in whatever order they come', () => {
    const equal = (response: number) => learner(response, Number.NaN, 5)
    const tied = [1, 1, 1, 2, 2, 2, 2, 2, 2].map(equal)
    const best = [
      learner(3, Number.NaN, 10),
      learner(3, Number.NaN, 10),
      learner(3, Number.NaN, 10),
    ]
    const figures = tallyOf(...best, ...tied).figures()
    expect(figures).toEqual(tallyOf(...tied.toReversed(), ...best).figures())
    // Four of twelve are a third: the three best and one of the nine, who are 1/3 response 1 and 2/3 response 2.
    expect(figures.find(({ number }) => number === 1)!.thirds).toEqual({
      top: 0.0833,
      middle: 0.3333,
      bottom: 0.3333,
    })
  })

  test('gives no thirds of nine learners, nor where all have the same result', () => {
    expect(tallyOf(...twelve.slice(0, 9)).figures()[0]!.thirds).toBeNull()
    const same = Array.from({ length: 12 }, () => learner(1, 1, 3))
    expect(tallyOf(...same).figures()[0]!.thirds).toBeNull()
  })

  test('counts a response for each of its groups', () => {
    const figures = tallyOf(learner(1, 1, 1), learner(2, 0, 1)).figures((response) =>
      response === 1 ? [10, 11] : [11],
    )
    expect(figures.map(({ number, count }) => [number, count])).toEqual([
      [11, 2],
      [10, 1],
    ])
  })
})
