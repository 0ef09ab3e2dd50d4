import fc from 'fast-check'
import type { ContentsEntry, Control, Course } from '../../../../src/runtime/index.ts'
import {
  begin,
  decisions,
  lookAhead,
  objectivesOf,
  process,
  record,
  statusOf,
  type Tracked,
  treeOf,
} from '../../../../src/runtime/sequencing/index.ts'
import { randomCourse, type Step, walk } from './random-courses.ts'

const runs = { numRuns: 150 }

function take(course: Course, tracked: Tracked, { report, request }: Step) {
  const tree = treeOf(course)
  const { current } = tracked.state
  const before =
    report === undefined || current === undefined
      ? tracked
      : record(tree, tracked, { activity: current, report })
  return process(tree, before, request)
}

const beginning = (course: Course) => begin(treeOf(course), { seed: 'a seed' })

/** Every state that the walk comes through. */
function* statesOf(course: Course, steps: readonly Step[]): Generator<Tracked> {
  let tracked = beginning(course)
  yield tracked
  for (const step of steps) {
    tracked = take(course, tracked, step).tracked
    yield tracked
  }
}

const entriesOf = (list: readonly ContentsEntry[]): ContentsEntry[] =>
  list.flatMap((one) => [one, ...entriesOf(one.children)])

describe('over random courses and walks', () => {
  test('what is delivered is an available leaf and the only active one, and its ancestors are active', () => {
    fc.assert(
      fc.property(randomCourse, walk, (course, steps) => {
        const tree = treeOf(course)
        let tracked = beginning(course)
        for (const step of steps) {
          const outcome = take(course, tracked, step)
          tracked = outcome.tracked
          const active = [...tree.activities.keys()].filter(
            (id) => statusOf(tree, tracked, id).isActive,
          )
          for (const id of active)
            expect(active).toEqual(
              expect.arrayContaining([...(tree.activities.get(id)?.path ?? [])]),
            )
          expect(
            active.filter((id) => tree.activities.get(id)?.children.length === 0).length,
          ).toBeLessThan(2)
          const { delivered, refusal, hasEnded } = outcome
          if (delivered) expect(active).toContain(delivered.activity)
          if (hasEnded) expect([active, tracked.state.current]).toEqual([[], undefined])
          expect(
            [delivered, refusal, hasEnded || undefined].filter((one) => one !== undefined).length,
          ).toBeLessThan(2)
        }
      }),
      runs,
    )
  })

  test('the state survives JSON at any point and goes on in the same way', () => {
    fc.assert(
      fc.property(randomCourse, walk, (course, steps) => {
        let kept = beginning(course)
        let restored = kept
        for (const step of steps) {
          const one = take(course, kept, step)
          const other = take(course, JSON.parse(JSON.stringify(restored)), step)
          expect(JSON.stringify(other)).toBe(JSON.stringify(one))
          kept = one.tracked
          restored = other.tracked
        }
      }),
      runs,
    )
  })

  test('processing changes no value that it was given', () => {
    const frozen = (value: unknown): void => {
      if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return
      Object.freeze(value)
      Object.values(value).forEach(frozen)
    }
    fc.assert(
      fc.property(randomCourse, walk, (course, steps) => {
        for (const tracked of statesOf(course, steps)) frozen(tracked)
      }),
      runs,
    )
  })

  test('look-ahead offers exactly what processing then accepts', () => {
    fc.assert(
      fc.property(randomCourse, walk, (course, steps) => {
        const tree = treeOf(course)
        for (const [at, tracked] of [...statesOf(course, steps)].entries()) {
          const { report } = steps[at] ?? {}
          const given = report === undefined ? {} : { report }
          const { controls, contents } = lookAhead(tree, tracked, given)
          const refusal = (request: Step['request']) =>
            take(course, tracked, { ...given, request }).refusal
          for (const { activity, refusal: foreseen } of entriesOf(contents))
            expect([activity, foreseen]).toEqual([activity, refusal({ to: 'choice', activity })])
          for (const to of Object.keys(controls) as Control[]) {
            expect([to, controls[to].refusal]).toEqual([to, refusal({ to })])
          }
        }
      }),
      { numRuns: 100 },
    )
  })

  test('decisions are those of the table, with its facts', () => {
    fc.assert(
      fc.property(randomCourse, walk, (course, steps) => {
        let tracked = beginning(course)
        for (const step of steps) {
          const outcome = take(course, tracked, step)
          tracked = outcome.tracked
          for (const { decision, facts } of outcome.decisions) {
            const known: readonly string[] = decisions[decision as keyof typeof decisions]
            expect(known).toEqual(expect.arrayContaining(Object.keys(facts ?? {})))
          }
        }
      }),
      runs,
    )
  })

  test('statuses and objectives can be asked for at any point', () => {
    fc.assert(
      fc.property(randomCourse, walk, (course, steps) => {
        const tree = treeOf(course)
        for (const tracked of statesOf(course, steps))
          for (const id of [...tree.activities.keys(), 'missing']) {
            for (const { score } of objectivesOf(tree, tracked, id))
              if (score.scaled !== undefined) expect(Math.abs(score.scaled)).toBeLessThanOrEqual(1)
            if (id !== 'missing')
              expect(statusOf(tree, tracked, id).attempts).toBeGreaterThanOrEqual(0)
          }
      }),
      runs,
    )
  })
})
