import { newUuid } from '../../src/base/ids.ts'
import { idsOf, preparedStatement, type StatementSketch } from '../support/prepared-statements.ts'
import { type Chapter, freshStore, testIf } from './engine.ts'

/** xAPI-Data 2.3.2 and xAPI-Communication 2.1.4. */
export const voiding: Chapter = (engine) => {
  const store = freshStore(engine)
  const insert = (...sketches: StatementSketch[]) =>
    store.storage.transact((tx) => tx.insertStatements(sketches.map(preparedStatement)))
  const ids = async (filter = {}) =>
    idsOf((await store.storage.queryStatements(filter, { limit: 1000 })).items)

  const orders: Record<
    string,
    (target: StatementSketch, voider: StatementSketch) => Promise<void>
  > = {
    'target first': async (target, voider) => {
      await insert(target)
      await insert(voider)
    },
    'voiding statement first': async (target, voider) => {
      await insert(voider)
      await insert(target)
    },
    'in one batch, target first': async (target, voider) => {
      await insert(target, voider)
    },
    'in one batch, voiding statement first': async (target, voider) => {
      await insert(voider, target)
    },
    'in one group': async (target, voider) => {
      await Promise.all([insert(voider), insert(target)])
    },
  }

  test.each(Object.keys(orders))('a voided statement is in no list: %s', async (order) => {
    const [id, voider] = [newUuid(), newUuid()]
    await orders[order]!(
      { id, agent: 'lan', activity: 'quiz', registration: 'r' },
      { id: voider, agent: 'teacher', voids: id },
    )
    expect(await ids()).toEqual([voider])
    expect(await store.storage.findStatement(id, false)).toBeUndefined()
    expect(await store.storage.findStatement(id, true)).toMatchObject({ id })
    expect(await store.storage.findStatement(voider, true)).toBeUndefined()
  })

  test.each(Object.keys(orders))(
    'a voided statement is found through its voiding one by every key: %s',
    async (order) => {
      const [id, voider] = [newUuid(), newUuid()]
      await orders[order]!(
        { id, agent: 'lan', activity: 'quiz', registration: 'r', verb: 'failed' },
        { id: voider, agent: 'teacher', voids: id },
      )
      const filters = [
        { agent: 'lan' },
        { agent: 'teacher' },
        { activity: 'quiz' },
        { registration: 'r' },
        { verb: 'failed' },
        { verb: 'voided' },
        { agent: 'lan', activity: 'quiz', verb: 'failed', registration: 'r' },
      ]
      for (const filter of filters) expect(await ids(filter)).toEqual([voider])
    },
  )

  test.each(Object.keys(orders))('a voiding statement cannot be voided: %s', async (order) => {
    const [target, voider, second] = [newUuid(), newUuid(), newUuid()]
    await insert({ id: target })
    await orders[order]!({ id: voider, voids: target }, { id: second, voids: voider })
    expect((await ids()).sort()).toEqual([voider, second].sort())
    expect(await store.storage.findStatement(voider, false)).toMatchObject({ id: voider })
    expect(await store.storage.findStatement(target, true)).toMatchObject({ id: target })
  })

  test('voiding twice is like voiding once', async () => {
    const id = newUuid()
    await insert({ id, agent: 'lan' }, { voids: id }, { voids: id })
    expect(await ids({ agent: 'lan' })).toHaveLength(2)
  })

  test('a voided statement that is sent again changes nothing', async () => {
    const id = newUuid()
    await insert({ id, agent: 'lan' }, { voids: id })
    expect(await insert({ id, agent: 'lan' })).toEqual([])
    expect(await store.storage.findStatement(id, false)).toBeUndefined()
  })

  testIf(
    engine.capabilities.atomicity,
    'a voiding statement that is rolled back voids nothing',
    async () => {
      const id = newUuid()
      await insert({ id })
      const failing = store.storage.transact(async (tx) => {
        await tx.insertStatements([preparedStatement({ voids: id })])
        throw new Error('no')
      })
      await expect(failing).rejects.toThrow('no')
      expect(await ids()).toEqual([id])
    },
  )

  test('a voided reference leaves its target as it is', async () => {
    const [target, referrer, voider] = [newUuid(), newUuid(), newUuid()]
    await insert(
      { id: target, agent: 'lan' },
      { id: referrer, refersTo: target },
      { id: voider, voids: referrer },
    )
    expect(await ids({ agent: 'lan' })).toEqual([voider, target])
  })
}
