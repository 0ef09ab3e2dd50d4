import type { Seq, StatementFilter } from '../../src/xapi/statements/store.ts'
import { idsOf, preparedStatement } from '../support/prepared-statements.ts'
import { type Chapter, freshStore } from './engine.ts'

export const paging: Chapter = (engine) => {
  const store = freshStore(engine)

  /** 300 statements of three agents, five verbs and seven activities, oldest first; a fourth agent has two of them. */
  async function fill() {
    const statements = Array.from({ length: 300 }, (_, n) =>
      preparedStatement({
        agent: n === 40 || n === 250 ? 'rare' : `agent ${n % 3}`,
        verb: `verb ${n % 5}`,
        activity: `activity ${n % 7}`,
        registration: `registration ${n % 2}`,
        relatedAgents: ['everyone'],
      }),
    )
    const stored = await store.storage.transact((tx) => tx.insertStatements(statements))
    return { statements, seqs: stored.map(({ seq }) => seq) }
  }

  async function* pages(filter: StatementFilter, limit: number) {
    let from: Seq | undefined
    do {
      const page = await store.storage.queryStatements(filter, { limit, ...(from && { from }) })
      yield page
      from = page.cursor
    } while (from)
  }

  const filters: StatementFilter[] = [
    {},
    { agent: 'agent 1' },
    { agent: 'rare' },
    { agent: 'everyone', relatedAgents: true },
    { verb: 'verb 2' },
    { activity: 'activity 3', relatedActivities: true },
    { registration: 'registration 1' },
    { agent: 'agent 2', verb: 'verb 4' },
    { agent: 'agent 0', authority: 'authority' },
    { agent: 'everyone', relatedAgents: true, authority: 'authority' },
    { agent: 'everyone', relatedAgents: true, activity: 'activity 6' },
    { agent: 'rare', verb: 'verb 0', registration: 'registration 0' },
    { authority: 'authority', agent: 'agent 0', verb: 'verb 1', activity: 'activity 5' },
  ]

  const matches =
    (filter: StatementFilter) =>
    ({ keys }: ReturnType<typeof preparedStatement>): boolean =>
      (!filter.agent ||
        (filter.relatedAgents ? keys.relatedAgents : keys.agents).includes(filter.agent)) &&
      (!filter.verb || keys.verb === filter.verb) &&
      (!filter.activity || keys.relatedActivities.includes(filter.activity)) &&
      (!filter.registration || keys.registration === filter.registration)

  test.each(filters)('pages give each statement once, in either order: %j', async (filter) => {
    const { statements } = await fill()
    const expected = idsOf(statements.filter(matches(filter)))
    for (const ascending of [true, false]) {
      const wanted = ascending ? expected : expected.toReversed()
      for (const limit of [1, 7, 1000]) {
        if (limit === 1 && expected.length > 50) continue
        const found: string[] = []
        for await (const page of pages({ ...filter, ascending }, limit)) {
          expect(page.items.length).toBeLessThanOrEqual(limit)
          found.push(...idsOf(page.items))
        }
        expect(found).toEqual(wanted)
      }
    }
  })

  test('a page that ends with the last statement has no cursor', async () => {
    await fill()
    const page = await store.storage.queryStatements({ agent: 'rare' }, { limit: 2 })
    expect(page.items).toHaveLength(2)
    expect(page).not.toHaveProperty('cursor')
  })

  test('a page ends before it is too large for memory, and the next goes on', async () => {
    const large = Array.from({ length: 5 }, () =>
      preparedStatement({ agent: 'large', content: 'x'.repeat(12_000_000) }),
    )
    const small = Array.from({ length: 3 }, () => preparedStatement({ agent: 'large' }))
    const statements = [...small, ...large]
    await store.storage.transact((tx) => tx.insertStatements(statements))
    for (const filter of [{}, { agent: 'large' }, { agent: 'large', verb: 'answered' }]) {
      const sizes: number[] = []
      const found: string[] = []
      for await (const { items } of pages(filter, 100)) {
        sizes.push(items.reduce((sum, { json }) => sum + json.byteLength, 0))
        found.push(...idsOf(items))
      }
      expect(Math.max(...sizes)).toBeLessThan(50_000_000)
      expect(found).toEqual(idsOf(statements).toReversed())
    }
  })

  test('since is exclusive and until inclusive, with every filter and order', async () => {
    const { statements, seqs } = await fill()
    for (const filter of filters) {
      const expected = idsOf(statements.filter((s, n) => n > 20 && n <= 260 && matches(filter)(s)))
      for (const ascending of [true, false]) {
        const page = await store.storage.queryStatements(
          { ...filter, ascending, since: seqs[20]!, until: seqs[260]! },
          { limit: 1000 },
        )
        expect(idsOf(page.items)).toEqual(ascending ? expected : expected.toReversed())
      }
    }
  })

  test('pages already given are not disturbed by statements that arrive', async () => {
    const { statements } = await fill()
    const found: string[] = []
    for await (const page of pages({ agent: 'agent 1' }, 9)) {
      found.push(...idsOf(page.items))
      await store.storage.transact((tx) =>
        tx.insertStatements([preparedStatement({ agent: 'agent 1' })]),
      )
    }
    expect(found).toEqual(idsOf(statements.filter(matches({ agent: 'agent 1' }))).toReversed())
  })

  test('a key that no statement has finds nothing', async () => {
    await fill()
    const page = await store.storage.queryStatements(
      { agent: 'nobody', verb: 'verb 1' },
      { limit: 10 },
    )
    expect(page).toEqual({ items: [] })
  })

  test('a key of one kind does not find those of another', async () => {
    await fill()
    for (const filter of [{ agent: 'verb 1' }, { activity: 'agent 1' }, { verb: 'activity 1' }]) {
      expect((await store.storage.queryStatements(filter, { limit: 10 })).items).toEqual([])
    }
  })

  test('two keys that never meet find nothing, however often each occurs', async () => {
    const statements = Array.from({ length: 9000 }, (_, n) =>
      preparedStatement(n % 2 ? { agent: 'lan', activity: 'a' } : { agent: 'mai', activity: 'b' }),
    )
    for (let from = 0; from < statements.length; from += 1000) {
      const some = statements.slice(from, from + 1000)
      await store.storage.transact((tx) => tx.insertStatements(some))
    }
    for (const ascending of [true, false]) {
      const page = await store.storage.queryStatements(
        { agent: 'lan', activity: 'b', ascending },
        { limit: 10 },
      )
      expect(page).toEqual({ items: [] })
    }
  })
}
