import fc from 'fast-check'
import { newUuid } from '../../src/base/ids.ts'
import type { StatementFilter } from '../../src/xapi/statements/store.ts'
import { idsOf, preparedStatement, type StatementSketch } from '../support/prepared-statements.ts'
import { type Chapter, freshStore } from './engine.ts'

/** One statement of a random history: whom it is by, and which other one it refers to or voids. */
interface Part {
  readonly agent: string
  readonly verb: string
  readonly activity: string
  readonly target: number
  readonly kind: 'plain' | 'reference' | 'voiding'
}

const count = 9
const history = fc.array(
  fc.record({
    agent: fc.constantFrom('lan', 'mai', 'nga'),
    verb: fc.constantFrom('passed', 'failed'),
    activity: fc.constantFrom('quiz', 'essay'),
    target: fc.nat(count - 1),
    kind: fc.constantFrom('plain', 'reference', 'reference', 'voiding'),
  }) satisfies fc.Arbitrary<Part>,
  { minLength: count, maxLength: count },
)
const arrival = fc.shuffledSubarray(
  Array.from({ length: count }, (_, n) => n),
  { minLength: count, maxLength: count },
)
const batchSizes = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: count, maxLength: count })

const filters: StatementFilter[] = [
  {},
  { agent: 'lan' },
  { agent: 'mai', relatedAgents: true },
  { verb: 'passed' },
  { activity: 'quiz' },
  { activity: 'essay', relatedActivities: true },
  { agent: 'nga', verb: 'failed' },
  { agent: 'lan', activity: 'quiz', verb: 'passed' },
]

export const orderOfArrival: Chapter = (engine) => {
  const store = freshStore(engine)

  test('what is found and what is voided does not depend on the order in which statements arrive', async () => {
    await fc.assert(
      fc.asyncProperty(history, arrival, batchSizes, async (parts, order, sizes) => {
        const run = newUuid()
        const sketches = sketchesOf(parts, run)
        const left = order.map((index) => sketches[index]!)
        for (const size of sizes) {
          const batch = left.splice(0, size).map(preparedStatement)
          await store.storage.transact((tx) => tx.insertStatements(batch))
        }
        for (const filter of filters) {
          const asked = inRun(filter, run)
          const page = await store.storage.queryStatements(asked, { limit: 1000 })
          expect(idsOf(page.items).sort()).toEqual(expectedIds(parts, sketches, filter))
        }
      }),
      { numRuns: 150 },
    )
  })
}

/** Every run has keys and an authority of its own, so that runs share a store. */
const sketchesOf = (parts: readonly Part[], run: string): StatementSketch[] => {
  const ids = parts.map(() => newUuid())
  return parts.map(({ agent, verb, activity, target, kind }, index) => ({
    id: ids[index]!,
    agent: `${run} ${agent}`,
    authority: run,
    verb: `${run} ${verb}`,
    ...(kind === 'plain' && { activity: `${run} ${activity}` }),
    ...(kind === 'reference' && { refersTo: ids[target]! }),
    ...(kind === 'voiding' && { voids: ids[target]! }),
  }))
}

const inRun = (filter: StatementFilter, run: string): StatementFilter => ({
  ...filter,
  authority: run,
  ...(filter.agent && { agent: `${run} ${filter.agent}` }),
  ...(filter.verb && { verb: `${run} ${filter.verb}` }),
  ...(filter.activity && { activity: `${run} ${filter.activity}` }),
})

/** The rules said plainly, over the whole history at once. */
function expectedIds(
  parts: readonly Part[],
  sketches: readonly StatementSketch[],
  filter: StatementFilter,
): string[] {
  const isVoided = (index: number) =>
    parts[index]!.kind !== 'voiding' &&
    parts.some(({ kind, target }) => kind === 'voiding' && target === index)
  /** The statement and all that it refers to, directly and through others. */
  const reach = (index: number, seen = new Set<number>()): Set<number> => {
    if (seen.has(index)) return seen
    seen.add(index)
    return parts[index]!.kind === 'plain' ? seen : reach(parts[index]!.target, seen)
  }
  const meets = (index: number): boolean => {
    const reached = [...reach(index)].map((n) => parts[n]!)
    return (
      (!filter.agent || reached.some(({ agent }) => agent === filter.agent)) &&
      (!filter.verb ||
        reached.some(({ verb, kind }) => kind !== 'voiding' && verb === filter.verb)) &&
      (!filter.activity ||
        reached.some(({ activity, kind }) => kind === 'plain' && activity === filter.activity))
    )
  }
  return sketches.flatMap(({ id }, n) => (!isVoided(n) && meets(n) ? [id!] : [])).sort()
}
