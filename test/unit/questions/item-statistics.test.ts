import fc from 'fast-check'
import { marksOf } from '../../../src/questions/answer-sheet.ts'
import { learnersMin, tallyItems } from '../../../src/questions/item-statistics.ts'
import type { Marks } from '../../../src/questions/question.ts'

const none = Number.NaN

/** A learner's credits for questions 1, 2, 3 ...; undefined: not answered. */
const learner = (...credits: (number | undefined)[]): Marks =>
  marksOf(
    credits.flatMap((credit, index) =>
      credit === undefined
        ? []
        : [{ question: index + 1, response: 1, time: 0, credit, latency: none }],
    ),
  )

const figuresOf = (learners: readonly Marks[]) => {
  const tally = tallyItems()
  for (const marks of learners) tally.add(marks)
  return tally.figures()
}

describe('tallyItems()', () => {
  test('counts, shares and the median are those computed by hand', () => {
    const answer = (credit: number, latency: number, response: number) =>
      marksOf([{ question: 7, response, time: 0, credit, latency }])
    const figures = figuresOf([
      answer(1, 400, 1),
      answer(0, 1_000, 2),
      answer(0.5, 600, 2),
      answer(none, 200, 0),
    ])
    expect(figures.get(7)).toEqual({
      answered: 4,
      shareCorrect: 0.3333,
      facility: 0.5,
      discrimination: null,
      medianLatency: 500,
      distinctResponses: 2,
    })
  })

  test('an answer that counts as neither right nor wrong has no share', () => {
    expect(figuresOf([learner(none)]).get(1)).toMatchObject({
      answered: 1,
      shareCorrect: null,
      facility: null,
      medianLatency: null,
    })
  })

  test('discrimination is the correlation with the mean of the other answers', () => {
    // Question 1: right for the six best. Rests (mean of questions 2 and 3) are 1 1 1 1 .5 .5 | .5 .5 0 0.
    const learners = [
      learner(1, 1, 1),
      learner(1, 1, 1),
      learner(1, 1, 1),
      learner(1, 1, 1),
      learner(1, 1, 0),
      learner(1, 0, 1),
      learner(0, 1, 0),
      learner(0, 0, 1),
      learner(0, 0, 0),
      learner(0, 0, 0),
    ]
    // n 10: mean x .6, mean r .6; cov = 5/10 - .36 = .14; var x = .24; var r = (4 + 4 x .25)/10 - .36 = .14.
    expect(figuresOf(learners).get(1)!.discrimination).toBeCloseTo(0.14 / Math.sqrt(0.24 * 0.14), 4)
  })

  test('discrimination is null with few learners, without a rest, and where all are alike', () => {
    const many = (marks: Marks) => Array.from({ length: learnersMin }, () => marks)
    const mixed = [...many(learner(1, 1)), ...many(learner(0, 0))]
    expect(figuresOf(mixed).get(1)!.discrimination).toBe(1)
    expect(figuresOf(mixed.slice(5, 14)).get(1)!.discrimination).toBeNull()
    expect(figuresOf(many(learner(1, 0))).get(1)!.discrimination).toBeNull()
    const alone = [...many(learner(1)), ...many(learner(0))]
    expect(figuresOf(alone).get(1)!.discrimination).toBeNull()
  })

  test('the median is what sorting finds', () => {
    const latencies = fc.array(fc.nat(50), { minLength: 1, maxLength: 80 })
    fc.assert(
      fc.property(latencies, (all) => {
        const sorted = all.toSorted((a, b) => a - b)
        const at = (place: number) => sorted[Math.floor(place)]!
        const expected = (at((all.length - 1) / 2) + at(all.length / 2)) / 2
        const marks = all.map((latency) =>
          marksOf([{ question: 1, response: 0, time: 0, credit: none, latency }]),
        )
        expect(figuresOf(marks).get(1)!.medianLatency).toBe(expected)
      }),
    )
  })

  test('figures do not depend on the order of learners', () => {
    const credit = fc.constantFrom(0, 0.25, 0.5, 1, none, undefined)
    const learners = fc.array(fc.tuple(credit, credit, credit), { minLength: 1, maxLength: 60 })
    fc.assert(
      fc.property(
        learners.chain((all) =>
          fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
        ),
        ([all, shuffled]) => {
          const before = figuresOf(all.map((credits) => learner(...credits)))
          const after = figuresOf(shuffled.map((credits) => learner(...credits)))
          for (const [question, figures] of before) {
            const { discrimination, ...rest } = after.get(question)!
            expect({ ...rest, discrimination: figures.discrimination }).toEqual(figures)
            if (figures.discrimination === null) expect(discrimination).toBeNull()
            else expect(discrimination).toBeCloseTo(figures.discrimination, 3)
          }
        },
      ),
    )
  })
})
