import type { RowKeys } from '../../src/xapi/statements/store.ts'
import { idsOf, preparedStatement, type StatementSketch } from '../support/prepared-statements.ts'
import { type Chapter, freshStore } from './engine.ts'

export const rowFilter: Chapter = (engine) => {
  const store = freshStore(engine)
  const insert = async (...sketches: StatementSketch[]) =>
    idsOf(
      await store.storage.transact((tx) => tx.insertStatements(sketches.map(preparedStatement))),
    )
  const found = async (within: RowKeys, filter = {}) =>
    idsOf((await store.storage.queryStatements({ ...filter, within }, { limit: 1000 })).items)

  test('a reader within some activities finds what is about one of them or in its context', async () => {
    const [a, b, , inContext] = await insert(
      { activity: 'a' },
      { activity: 'b' },
      { activity: 'c' },
      { activity: 'c', relatedActivities: ['a'] },
    )
    expect(await found({ activities: ['a', 'b', 'nowhere'] })).toEqual([inContext, b, a])
    expect(await found({ activities: ['nowhere'] })).toEqual([])
  })

  test('one key of each list is asked for, beside what the query asks for', async () => {
    const registration = '11111111-2222-4333-8444-555555555555'
    const [inside] = await insert(
      { activity: 'a', agent: 'an', verb: 'passed', registration },
      { activity: 'a', agent: 'binh', registration },
      { activity: 'b', agent: 'an', registration },
      { activity: 'a', agent: 'an' },
      { activity: 'a', agent: 'an', verb: 'failed', registration },
    )
    const within = { activities: ['a', 'x'], agents: ['an', 'chi'], registrations: [registration] }
    expect(await found(within, { verb: 'passed' })).toEqual([inside])
    expect(await found(within, { verb: 'passed', agent: 'binh' })).toEqual([])
  })

  test('a statement with several of the keys comes once, and pages go on in both directions', async () => {
    const activities = Array.from({ length: 20 }, (_, n) => `part ${n}`)
    const sketches = Array.from({ length: 300 }, (_, n) => ({
      activity: n % 3 === 0 ? 'elsewhere' : `part ${n % 20}`,
      relatedActivities: [`part ${(n * 7) % 40}`],
    }))
    const ids = await insert(...sketches)
    const inside = ids.filter((_, n) => n % 3 !== 0 || (n * 7) % 40 < 20)
    for (const ascending of [true, false]) {
      const pages: string[] = []
      let from: number | undefined
      do {
        const page = await store.storage.queryStatements(
          { within: { activities }, ascending },
          { limit: 7, ...(from !== undefined && { from }) },
        )
        pages.push(...idsOf(page.items))
        from = page.cursor
      } while (from !== undefined)
      expect(ascending ? pages : pages.reverse()).toEqual(inside)
    }
  })

  test('one statement is found by its id where it is inside, voided or not', async () => {
    const [id, voided] = await insert({ activity: 'a' }, { activity: 'a' })
    await insert({ voids: voided! })
    for (const [one, isVoided] of [
      [id!, false],
      [voided!, true],
    ] as const) {
      const find = (within: RowKeys) => store.storage.findStatement(one, isVoided, within)
      expect((await find({ activities: ['b', 'a'] }))?.id).toBe(one)
      expect(await find({ activities: ['b'] })).toBeUndefined()
      expect(await find({ activities: ['a'], agents: ['binh'] })).toBeUndefined()
    }
  })

  test('what refers to a statement inside is inside, whichever came first', async () => {
    const target = preparedStatement({ activity: 'a' })
    const [early] = await insert({ refersTo: target.id })
    expect(await found({ activities: ['a'] })).toEqual([])
    await store.storage.transact((tx) => tx.insertStatements([target]))
    const [late] = await insert({ refersTo: target.id })
    expect(await found({ activities: ['a'] })).toEqual([late, target.id, early])
    expect(await store.storage.findStatement(early!, false, { activities: ['a'] })).toBeDefined()
  })
}
