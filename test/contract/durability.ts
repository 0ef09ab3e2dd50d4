import { idsOf, preparedStatement } from '../support/prepared-statements.ts'
import { type Chapter, type FreshStore, freshStore, standingClock, testIf } from './engine.ts'

export const durability: Chapter = (engine) => {
  const store = freshStore(engine)
  const insert = (storage: FreshStore['storage'], agent: string) => {
    const statement = preparedStatement({ agent })
    return storage.transact((tx) => tx.insertStatements([statement])).then(() => statement.id)
  }

  test('what was acknowledged is there after closing and opening again', async () => {
    const ids = await Promise.all(
      ['lan', 'mai', 'nga'].map((agent) => insert(store.storage, agent)),
    )
    await store.reopen()
    const { items } = await store.storage.queryStatements({ ascending: true }, { limit: 10 })
    expect(idsOf(items)).toEqual(ids)
  })

  test('what was acknowledged is there after a crash, in every list', async () => {
    const acknowledged: string[] = []
    for (let n = 0; n < 20; n++) {
      acknowledged.push(...(await Promise.all([1, 2, 3].map(() => insert(store.storage, 'lan')))))
      if (n % 5 !== 4) continue
      const found = await engine.crash(store.place)
      const survivor = await engine.open(found, standingClock())
      try {
        const filter = { agent: 'lan', ascending: true }
        const { items } = await survivor.queryStatements(filter, { limit: 1000 })
        expect(idsOf(items)).toEqual(acknowledged)
        await insert(survivor, 'after the crash')
      } finally {
        await survivor.close()
        await found.remove()
      }
    }
  })

  testIf(
    engine.capabilities.severalProcesses,
    'two that have the store open at once write and read together',
    async () => {
      const other = await engine.open(store.place, store.clock)
      try {
        const ids: string[] = []
        for (let round = 0; round < 20; round++) {
          const agent = `learner ${round}`
          const written = Promise.all([insert(store.storage, agent), insert(other, agent)])
          ids.push(...(await written))
          const bound = await other.consistentThrough()
          const { items } = await store.storage.queryStatements({ agent }, { limit: 10 })
          expect(items).toHaveLength(2)
          ids.push(await insert(store.storage, 'late'))
          const late = await other.queryStatements({ agent: 'late', since: bound }, { limit: 1 })
          expect(idsOf(late.items)).toEqual(ids.slice(-1))
        }
        const { items } = await other.queryStatements({}, { limit: 1000 })
        expect(idsOf(items).sort()).toEqual(ids.sort())
      } finally {
        await other.close()
      }
    },
  )
}
