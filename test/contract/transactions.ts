import { Problem } from '../../src/base/problem.ts'
import { idsOf, preparedStatement } from '../support/prepared-statements.ts'
import { type Chapter, freshStore, testIf } from './engine.ts'

export const transactions: Chapter = (engine) => {
  const store = freshStore(engine)
  const isStored = async (id: string) =>
    (await store.storage.findStatement(id, false)) !== undefined

  test('transact() answers with what its callback returns', async () => {
    expect(await store.storage.transact(async () => 'done')).toBe('done')
  })

  test('transact() makes what was written readable before it answers', async () => {
    const statement = preparedStatement()
    await store.storage.transact((tx) => tx.insertStatements([statement]))
    expect(await isStored(statement.id)).toBe(true)
  })

  testIf(
    engine.capabilities.atomicity,
    'transact() leaves nothing of a callback that throws, and passes its error on',
    async () => {
      const statement = preparedStatement()
      const failing = store.storage.transact(async (tx) => {
        await tx.insertStatements([statement])
        throw new Error('changed my mind')
      })
      await expect(failing).rejects.toThrow('changed my mind')
      expect(await isStored(statement.id)).toBe(false)
    },
  )

  test('a callback that throws at once is rejected like one that throws later', async () => {
    const failing = store.storage.transact(() => {
      throw new Problem('invalid-request', 'No.')
    })
    await expect(failing).rejects.toMatchObject({ code: 'invalid-request' })
  })

  testIf(
    engine.capabilities.atomicity,
    'of concurrent callers only the one that fails loses its writes',
    async () => {
      const kept = Array.from({ length: 50 }, () => preparedStatement())
      const lost = Array.from({ length: 50 }, () => preparedStatement())
      const results = await Promise.allSettled(
        kept.flatMap((statement, index) => [
          store.storage.transact((tx) => tx.insertStatements([statement])),
          store.storage.transact(async (tx) => {
            await tx.insertStatements([lost[index]!])
            throw new Error('no')
          }),
        ]),
      )
      expect(results.map(({ status }) => status)).toEqual(
        kept.flatMap(() => ['fulfilled', 'rejected']),
      )
      const { items } = await store.storage.queryStatements({ ascending: true }, { limit: 1000 })
      expect(idsOf(items)).toEqual(idsOf(kept))
    },
  )

  testIf(
    engine.capabilities.atomicity,
    'keys that a failed caller was the first to use are found when others use them later',
    async () => {
      const write = (agent: string, fails: boolean) =>
        store.storage.transact(async (tx) => {
          await tx.insertStatements([preparedStatement({ agent, activity: `of ${agent}` })])
          if (fails) throw new Error('no')
        })
      await Promise.allSettled([write('lan', true), write('mai', false), write('lan', false)])
      await Promise.allSettled([write('nga', true), write('oanh', true)])
      await Promise.all([write('oanh', false), write('nga', false)])
      for (const agent of ['lan', 'mai', 'nga', 'oanh']) {
        const { items } = await store.storage.queryStatements({ agent }, { limit: 10 })
        expect(items.map(({ json }) => JSON.parse(json.toString()).object)).toEqual([`of ${agent}`])
      }
    },
  )

  test('a callback reads what it has written itself', async () => {
    const statement = preparedStatement()
    const again = await store.storage.transact(async (tx) => {
      await tx.insertStatements([statement])
      return tx.insertStatements([statement])
    })
    expect(again).toEqual([])
  })

  testIf(
    engine.capabilities.atomicity,
    'a callback that awaits something else than tx fails loudly, and only it',
    async () => {
      const [slow, other] = [preparedStatement(), preparedStatement()]
      const results = await Promise.allSettled([
        store.storage.transact(async (tx) => {
          await tx.insertStatements([slow])
          await new Promise((resolve) => setTimeout(resolve, 20))
          await tx.insertStatements([preparedStatement()])
        }),
        store.storage.transact((tx) => tx.insertStatements([other])),
      ])
      expect(results[0]).toMatchObject({
        reason: { message: expect.stringContaining('something other than its tx') },
      })
      expect(results[1]).toMatchObject({ status: 'fulfilled' })
      await new Promise((resolve) => setTimeout(resolve, 40))
      const { items } = await store.storage.queryStatements({}, { limit: 10 })
      expect(idsOf(items)).toEqual([other.id])
    },
  )

  test('a tx that was kept writes nothing once its transaction is over', async () => {
    const kept = await store.storage.transact(async (tx) => ({ tx }))
    await expect(kept.tx.insertStatements([preparedStatement()])).rejects.toThrow('is over')
    await expect(
      store.storage.transact(async () => kept.tx.insertStatements([preparedStatement()])),
    ).rejects.toThrow('is over')
    expect((await store.storage.queryStatements({}, { limit: 10 })).items).toEqual([])
  })

  test('a closed store refuses to write, and finishes what was asked for before', async () => {
    const statement = preparedStatement()
    const asked = store.storage.transact((tx) => tx.insertStatements([statement]))
    const reopened = store.reopen()
    await asked
    await reopened
    expect(await isStored(statement.id)).toBe(true)
    const closing = store.storage
    await store.reopen()
    await expect(closing.transact(async () => 'late')).rejects.toMatchObject({
      code: 'storage-unavailable',
    })
  })
}
