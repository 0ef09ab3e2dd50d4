import { documentOf } from '../../src/xapi/documents/document.ts'
import type { DocumentFilter, DocumentKey, Updated } from '../../src/xapi/documents/store.ts'
import { type Chapter, freshStore, testIf } from './engine.ts'

const context = { resource: 'state', agent: 'mailto:an@example.vn', activity: 'http://a' } as const

const keyOf = (changes: Partial<DocumentKey> = {}): DocumentKey => ({
  ...context,
  registration: '',
  id: 'one',
  ...changes,
})

/** Keys that differ from `keyOf()` in one part each. */
const otherKeys = [
  keyOf({ resource: 'agent-profile' }),
  keyOf({ agent: 'mailto:An@example.vn' }),
  keyOf({ activity: 'http://A' }),
  keyOf({ registration: '6e5f9ac1-7a3f-4a6b-9d1f-0b8a1c2d3e4f' }),
  keyOf({ id: 'One' }),
  keyOf({ id: '' }),
  keyOf({ id: 'one\u0000' }),
  keyOf({ id: 'một' }),
]

const text = (contents: string) => documentOf('text/plain', Buffer.from(contents))

export const documents: Chapter = (engine) => {
  const store = freshStore(engine)
  const put = (key: DocumentKey, contents = text('x')): Promise<Updated> =>
    store.storage.transact((tx) => tx.putDocument(key, contents))
  const contentsOf = async (key: DocumentKey) =>
    (await store.storage.findDocument(key))?.bytes.toString()
  const idsOf = async (filter: DocumentFilter, since?: Updated) =>
    (await store.storage.listDocuments(filter, since)).map(({ id }) => id)

  test.each([
    ['no bytes', Buffer.alloc(0)],
    ['every byte', Buffer.from(Array.from({ length: 256 }, (_, index) => index))],
    ['a million bytes', Buffer.alloc(1_000_000, 'hocba')],
  ])('a document of %s comes back as written', async (_name, bytes) => {
    const contents = documentOf('text/plain; charset=ISO-8859-1; x="\u00e9"', bytes)
    const updated = await put(keyOf(), contents)
    await store.reopen()
    expect(await store.storage.findDocument(keyOf())).toEqual({ ...contents, updated })
  })

  test('a document that does not exist is not found, by its key or its etag', async () => {
    expect(await store.storage.findDocument(keyOf())).toBeUndefined()
    const etag = await store.storage.transact((tx) => tx.findDocumentEtag(keyOf()))
    expect(etag).toBeUndefined()
  })

  test('every part of a key counts, to the letter', async () => {
    const keys = [keyOf(), ...otherKeys]
    for (const [index, key] of keys.entries()) await put(key, text(`${index}`))
    for (const [index, key] of keys.entries()) expect(await contentsOf(key)).toBe(`${index}`)
  })

  test('a key has one document, without a registration too, however many write it at once', async () => {
    await Promise.all(Array.from({ length: 30 }, (_, index) => put(keyOf(), text(`${index}`))))
    expect(await contentsOf(keyOf())).toBe('29')
    expect(await store.storage.listDocuments(context)).toHaveLength(1)
  })

  test('updated is the time, and increases with each change although the clock stands still or goes back', async () => {
    const times = [await put(keyOf()), await put(keyOf()), await put(keyOf(), text('y'))]
    store.clock.advance(-60_000)
    times.push(await put(keyOf()))
    await store.reopen()
    times.push(await put(keyOf()))
    expect(Math.floor(times[0]! / 1000)).toBe(Date.parse('2026-03-02T08:00:00.000Z'))
    expect(times).toEqual([...new Set(times)].sort((a, b) => a - b))
    expect((await store.storage.findDocument(keyOf()))?.updated).toBe(times.at(-1))
  })

  test('a callback that compares before it writes loses no update', async () => {
    await put(keyOf(), text('0'))
    const seen = await Promise.all(
      Array.from({ length: 30 }, () =>
        store.storage.transact(async (tx) => {
          const found = await tx.findDocument(keyOf())
          const next = text(`${Number(found!.bytes.toString()) + 1}`)
          await tx.putDocument(keyOf(), next)
          return tx.findDocumentEtag(keyOf()).then((etag) => etag === next.etag)
        }),
      ),
    )
    expect(seen.every(Boolean)).toBe(true)
    expect(await contentsOf(keyOf())).toBe('30')
  })

  testIf(
    engine.capabilities.atomicity,
    'what a failed callback wrote or deleted is as it was',
    async () => {
      await put(keyOf(), text('kept'))
      const failing = store.storage.transact(async (tx) => {
        await tx.putDocument(keyOf(), text('lost'))
        await tx.putDocument(keyOf({ id: 'new' }), text('lost'))
        await tx.deleteDocuments(context)
        throw new Error('no')
      })
      await expect(failing).rejects.toThrow('no')
      expect(await contentsOf(keyOf())).toBe('kept')
      expect(await idsOf(context)).toEqual(['one'])
    },
  )

  test('deleteDocument() deletes that document only', async () => {
    for (const key of [keyOf(), ...otherKeys]) await put(key)
    await store.storage.transact((tx) => tx.deleteDocument(keyOf()))
    await store.storage.transact((tx) => tx.deleteDocument(keyOf()))
    expect(await store.storage.findDocument(keyOf())).toBeUndefined()
    for (const key of otherKeys) expect(await contentsOf(key)).toBe('x')
  })

  describe('many', () => {
    const [first, second] = ['11111111-1111-4111-8111-111111111111', '2']
    let times: Updated[]
    beforeEach(async () => {
      times = []
      for (const key of [
        keyOf({ id: 'b' }),
        keyOf({ id: 'a', registration: first! }),
        keyOf({ id: 'b', registration: first! }),
        keyOf({ id: 'c', registration: second! }),
        keyOf({ id: 'd', activity: 'http://a/2' }),
        keyOf({ id: 'e', agent: 'mailto:be@example.vn' }),
        keyOf({ id: 'f', resource: 'activity-profile' }),
      ])
        times.push(await put(key))
    })

    test('listDocuments() lists each id once, with its latest time', async () => {
      expect(await store.storage.listDocuments(context)).toEqual([
        { id: 'a', updated: times[1] },
        { id: 'b', updated: times[2] },
        { id: 'c', updated: times[3] },
      ])
      expect(await idsOf({ ...context, registration: first! })).toEqual(['a', 'b'])
      expect(await idsOf({ ...context, registration: '' })).toEqual(['b'])
      expect(await idsOf({ ...context, agent: 'mailto:nobody@example.vn' })).toEqual([])
    })

    test('listDocuments() lists what changed after a time, that time itself excluded', async () => {
      expect(await idsOf(context, times[0])).toEqual(['a', 'b', 'c'])
      expect(await idsOf(context, times[1])).toEqual(['b', 'c'])
      expect(await idsOf(context, times[3]! - 1)).toEqual(['c'])
      expect(await idsOf(context, times[3])).toEqual([])
      await put(keyOf({ id: 'a', registration: first! }))
      expect(await idsOf(context, times.at(-1))).toEqual(['a'])
    })

    test('deleteDocuments() deletes those of a registration, or all of the context', async () => {
      const remove = (filter: DocumentFilter) =>
        store.storage.transact((tx) => tx.deleteDocuments(filter))
      await remove({ ...context, registration: first! })
      expect(await idsOf(context)).toEqual(['b', 'c'])
      await remove(context)
      expect(await idsOf(context)).toEqual([])
      expect(await idsOf({ ...context, activity: 'http://a/2' })).toEqual(['d'])
      expect(await idsOf({ ...context, agent: 'mailto:be@example.vn' })).toEqual(['e'])
      expect(await idsOf({ ...context, resource: 'activity-profile' })).toEqual(['f'])
    })
  })
}
