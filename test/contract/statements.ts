import { newUuid } from '../../src/base/ids.ts'
import { seqOf, storedOf } from '../../src/xapi/statements/seq.ts'
import { idsOf, preparedStatement, type StatementSketch } from '../support/prepared-statements.ts'
import { type Chapter, freshStore } from './engine.ts'

const someDocument = {
  resource: 'state',
  agent: 'an',
  activity: 'lesson',
  registration: '',
  id: 'one',
} as const

export const statements: Chapter = (engine) => {
  const store = freshStore(engine)
  const apart = engine.microsecondsApart
  const insert = (...sketches: StatementSketch[]) =>
    store.storage.transact((tx) => tx.insertStatements(sketches.map(preparedStatement)))
  const all = async () => (await store.storage.queryStatements({}, { limit: 1000 })).items

  test('insertStatements() answers with the statements as stored, in order', async () => {
    const sent = [preparedStatement(), preparedStatement(), preparedStatement()]
    const stored = await store.storage.transact((tx) => tx.insertStatements(sent))
    expect(idsOf(stored)).toEqual(idsOf(sent))
    for (const { id, seq, json } of stored) {
      const found = await store.storage.findStatement(id, false)
      expect([found?.id, found?.seq, found?.json]).toEqual([id, seq, json])
    }
  })

  test('a statement comes back as the text that was sent, with stored at its end', async () => {
    const statement = {
      ...preparedStatement(),
      json: '{"name":"Học bạ \\u0000 𝄞", "x":1.0,"end":"}"}',
    }
    const [stored] = await store.storage.transact((tx) => tx.insertStatements([statement]))
    const found = await store.storage.findStatement(statement.id, false)
    expect(found!.json.toString()).toBe(
      `{"name":"Học bạ \\u0000 𝄞", "x":1.0,"end":"}","stored":"${storedOf(stored!.seq)}"}`,
    )
  })

  test('a statement without timestamp gets one, equal to stored', async () => {
    const [stored] = await insert({ needsTimestamp: true })
    const json = JSON.parse(stored!.json.toString())
    expect(json.timestamp).toBe(json.stored)
    expect(seqOf(json.stored)).toBe(stored!.seq)
  })

  test('stored is the time, unique and increasing, also while the clock stands or goes back', async () => {
    const [first] = await insert({})
    expect(first!.seq).toBe(store.clock().getTime() * 1000)
    const [, third] = await insert({}, {})
    store.clock.advance(-60_000)
    const [fourth] = await insert({})
    store.clock.advance(120_000)
    const [fifth] = await insert({})
    expect([third!.seq, fourth!.seq]).toEqual([first!.seq + 2 * apart, first!.seq + 3 * apart])
    expect(fifth!.seq).toBe(first!.seq + 60_000_000)
  })

  test('the order goes on after the store was opened again with a clock set back', async () => {
    const [first] = await insert({})
    store.clock.advance(-3_600_000)
    await store.reopen()
    const [second] = await insert({})
    expect(second!.seq).toBe(first!.seq + apart)
  })

  test('an equal statement that is stored already changes nothing', async () => {
    const id = newUuid()
    await insert({ id, content: 'one' })
    const before = await all()
    const other = newUuid()
    expect(idsOf(await insert({ id, content: 'one' }, { id: other }))).toEqual([other])
    expect((await all()).slice(1)).toEqual(before)
  })

  test('another statement under the same id fails the whole batch', async () => {
    const id = newUuid()
    await insert({ id, content: 'one' })
    const before = await all()
    await expect(insert({}, { id, content: 'two' }, {})).rejects.toMatchObject({
      code: 'statement-conflict',
      detail: { facts: { id } },
    })
    expect(await all()).toEqual(before)
  })

  test('the same id twice in one batch is stored once if equal, and refused if not', async () => {
    const id = newUuid()
    expect(await insert({ id, content: 'one' }, { id, content: 'one' })).toHaveLength(1)
    const other = newUuid()
    await expect(insert({ id: other }, { id: other, content: 'two' })).rejects.toMatchObject({
      code: 'statement-conflict',
    })
    expect(await all()).toHaveLength(1)
  })

  test('of concurrent writers of one id with different content exactly one succeeds', async () => {
    const id = newUuid()
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, n) => insert({ id, content: `version ${n}` })),
    )
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await all()).toHaveLength(1)
  })

  test('a batch of a thousand statements with many keys each is stored in full', async () => {
    const relatedActivities = Array.from({ length: 50 }, (_, n) => `part ${n}`)
    const sketches = Array.from({ length: 1000 }, () => ({ relatedActivities }))
    expect(await insert(...sketches)).toHaveLength(1000)
    const page = await store.storage.queryStatements(
      { activity: 'part 49', relatedActivities: true },
      { limit: 2000 },
    )
    expect(page.items).toHaveLength(1000)
  })

  describe('consistentThrough()', () => {
    test('reaches the newest statement, and the present when nobody writes', async () => {
      const [stored] = await insert({})
      expect(await store.storage.consistentThrough()).toBeGreaterThanOrEqual(stored!.seq)
      store.clock.advance(5_000)
      expect(await store.storage.consistentThrough()).toBe(store.clock().getTime() * 1000 - 1)
    })

    test('is never reached by a statement that is stored later, even if the clock goes back', async () => {
      for (const step of [0, 1, -500, 0, 20, -1]) {
        store.clock.advance(step)
        const bound = await store.storage.consistentThrough()
        const [stored] = await insert({})
        expect(stored!.seq).toBeGreaterThan(bound)
      }
    })

    test('stays below the statements of a transaction that is open', async () => {
      const { bound, stored } = await store.storage.transact(async (tx) => {
        const [stored] = await tx.insertStatements([preparedStatement()])
        let bound: number | undefined
        void store.storage.consistentThrough().then((known) => {
          bound = known
        })
        // Only calls of `tx` may be awaited: they keep the transaction open until the bound is known.
        while (bound === undefined) await tx.findDocumentEtag(someDocument)
        return { stored: stored!, bound }
      })
      expect(bound).toBeLessThan(stored.seq)
    })
  })
}
