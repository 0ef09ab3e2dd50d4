import { newUuid } from '../../src/base/ids.ts'
import { preparedStatement } from '../support/prepared-statements.ts'
import { type Chapter, freshStore, testIf } from './engine.ts'

/** What statements say of activities and agents, and the files that they bring. */
export const learned: Chapter = (engine) => {
  const store = freshStore(engine)
  const defining = (activity: string, vi: string) => ({
    ...preparedStatement(),
    definitions: [{ activity, definition: { name: { vi } } }],
  })
  const naming = (agent: string, name: string) => ({
    ...preparedStatement(),
    names: [{ agent, name }],
  })
  const insert = (...statements: ReturnType<typeof preparedStatement>[]) =>
    store.storage.transact((tx) => tx.insertStatements(statements))
  const nameOf = async (activity: string) =>
    (await store.storage.findDefinitions([activity])).get(activity)?.name?.vi

  test('findDefinitions() merges what new statements said, and leaves out what is not known', async () => {
    await insert(defining('a', 'Một'), defining('b', 'Hai'))
    await insert({
      ...preparedStatement(),
      definitions: [{ activity: 'a', definition: { name: { en: 'One' }, type: 'http://t' } }],
    })
    expect(
      Object.fromEntries(await store.storage.findDefinitions(['a', 'b', 'lesson', 'c'])),
    ).toEqual({
      a: { name: { vi: 'Một', en: 'One' }, type: 'http://t' },
      b: { name: { vi: 'Hai' } },
    })
  })

  test('the last word wins, also when it was said before', async () => {
    for (const vi of ['Một', 'Hai', 'Một', 'Hai', 'Hai']) {
      await insert(defining('a', vi))
      expect(await nameOf('a')).toBe(vi)
    }
    for (const name of ['An', 'Bình', 'An']) await insert(naming('x', name))
    expect(await store.storage.findAgentNames('x')).toEqual(['An', 'Bình'])
    expect(await store.storage.findAgentNames('nobody')).toEqual([])
  })

  test('a statement that is stored already teaches nothing', async () => {
    const statement = defining('a', 'Một')
    await insert(statement)
    await insert({ ...statement, ...{ definitions: defining('a', 'Hai').definitions } })
    expect(await nameOf('a')).toBe('Một')
  })

  testIf(
    engine.capabilities.atomicity,
    'what is rolled back was never said, whatever else is in the group',
    async () => {
      await insert(defining('a', 'Một'), naming('x', 'An'))
      const fail = store.storage.transact(async (tx) => {
        await tx.insertStatements([defining('a', 'Hai'), naming('x', 'Bình'), defining('b', 'B')])
        throw new Error('no')
      })
      const after = insert(defining('a', 'Hai'), naming('x', 'Bình'))
      await expect(fail).rejects.toThrow('no')
      await after
      expect([await nameOf('a'), await nameOf('b')]).toEqual(['Hai', undefined])
      expect(await store.storage.findAgentNames('x')).toEqual(['Bình', 'An'])
      await store.reopen()
      expect(await nameOf('a')).toBe('Hai')
    },
  )

  testIf(
    engine.capabilities.severalProcesses,
    'two processes do not take an old word for the last',
    async () => {
      const other = await engine.open(store.place, store.clock)
      const insertThere = (statement: ReturnType<typeof preparedStatement>) =>
        other.transact((tx) => tx.insertStatements([statement]))
      try {
        for (const vi of ['Một', 'Hai']) {
          await insert(defining('a', 'Một'), naming('x', 'An'))
          await insertThere(defining('a', vi))
          await insertThere(naming('x', 'Bình'))
          await insert(defining('a', 'Một'), naming('x', 'An'))
          expect(await nameOf('a')).toBe('Một')
          expect(await store.storage.findAgentNames('x')).toEqual(['An', 'Bình'])
        }
      } finally {
        await other.close()
      }
    },
  )

  describe('files', () => {
    const fileOf = (sha2: string, content: string, contentType = 'text/plain') => ({
      sha2,
      contentType,
      content: Buffer.from(content),
    })
    const bringing = (...files: ReturnType<typeof fileOf>[]) => ({ ...preparedStatement(), files })

    test('of one statement come by their hashes, in whatever order they were sent', async () => {
      const [one] = await insert(bringing(fileOf('cc', 'c'), fileOf('aa', 'a'), fileOf('bb', 'b')))
      const files = await store.storage.listAttachments([one!.seq])
      expect(files.map(({ sha2 }) => sha2)).toEqual(['aa', 'bb', 'cc'])
    })

    test('come back to the byte, each once, in the order of the statements asked for', async () => {
      const [one, two, three] = await insert(
        bringing(fileOf('AA', 'a\u0000\r\n'), fileOf('bb', 'b', 'image/png')),
        bringing(fileOf('aa', 'a\u0000\r\n', 'text/html'), fileOf('cc', '')),
        bringing(),
      )
      expect(await store.storage.listAttachments([one!.seq, two!.seq, three!.seq])).toEqual([
        { sha2: 'AA', contentType: 'text/plain' },
        { sha2: 'bb', contentType: 'image/png' },
        { sha2: 'cc', contentType: 'text/plain' },
      ])
      expect(await store.storage.listAttachments([two!.seq])).toEqual([
        { sha2: 'aa', contentType: 'text/html' },
        { sha2: 'cc', contentType: 'text/plain' },
      ])
      expect(await store.storage.listAttachments([three!.seq])).toEqual([])
      expect(`${await store.storage.readAttachment('aA')}`).toBe('a\u0000\r\n')
      expect(await store.storage.readAttachment('cc')).toEqual(Buffer.alloc(0))
      expect(await store.storage.readAttachment('dd')).toBeUndefined()
    })

    testIf(
      engine.capabilities.atomicity,
      'are stored with their statement or not at all, and are there after a crash',
      async () => {
        await expect(
          store.storage.transact(async (tx) => {
            await tx.insertStatements([bringing(fileOf('aa', 'a'))])
            throw new Error('no')
          }),
        ).rejects.toThrow('no')
        expect(await store.storage.readAttachment('aa')).toBeUndefined()
        const large = fileOf('bb', 'x'.repeat(3_000_000))
        const [stored] = await insert({ ...bringing(large), id: newUuid() })
        const found = await engine.crash(store.place)
        const recovered = await engine.open(found, store.clock)
        try {
          expect(await recovered.listAttachments([stored!.seq])).toHaveLength(1)
          expect((await recovered.readAttachment('bb'))!.equals(large.content)).toBe(true)
        } finally {
          await recovered.close()
          await found.remove()
        }
      },
    )
  })
}
