import { newUuid } from '../../src/base/ids.ts'
import type { IndexedPerson, Person } from '../../src/people/index.ts'
import { type Chapter, freshStore } from './engine.ts'

const person = (sketch: Partial<IndexedPerson> = {}): IndexedPerson => ({
  id: newUuid(),
  name: 'Nguyễn Văn An',
  createdAt: new Date('2026-03-02T08:00:00.000Z'),
  searchText: ' nguyen van an',
  sortKey: 'a',
  ...sketch,
})

const shown = ({ codeFold, searchText, sortKey, ...rest }: IndexedPerson): Person => rest

export const people: Chapter = (engine) => {
  const store = freshStore(engine)
  const insert = (...persons: IndexedPerson[]) =>
    store.storage.transact(async (tx) => {
      for (const one of persons) await tx.insertPerson(one)
    })

  test('a person comes back as written, with and without code and address', async () => {
    const bare = person()
    const full = person({ code: 'HV-01', codeFold: 'hv-01', email: 'an@truong.edu.vn' })
    await insert(bare, full)
    await store.reopen()
    expect(await store.storage.findPerson(bare.id)).toEqual(shown(bare))
    expect(await store.storage.findPerson(full.id)).toEqual(shown(full))
    expect(await store.storage.findPerson(newUuid())).toBeUndefined()
  })

  test('findPeople() finds those that exist', async () => {
    const [an, binh, chi] = [person(), person(), person()]
    await insert(an, binh, chi)
    const found = await store.storage.findPeople([an.id, newUuid(), chi.id])
    expect(found.map(({ id }) => id).sort()).toEqual([an.id, chi.id].sort())
    expect(await store.storage.findPeople([])).toEqual([])
  })

  test('a code belongs to one person; many have none', async () => {
    await insert(person({ code: 'HV-01', codeFold: 'hv-01' }), person(), person())
    const taken = (codeFold: string) => store.storage.transact((tx) => tx.hasCode(codeFold))
    expect(await taken('hv-01')).toBe(true)
    expect(await taken('hv-02')).toBe(false)
    await expect(insert(person({ code: 'hv-01', codeFold: 'hv-01' }))).rejects.toThrow()
  })

  test('searchPeople() finds whom every token begins a word of', async () => {
    const an = person({ searchText: ' nguyen van an hv-01' })
    const van = person({ searchText: ' tran thi van', sortKey: 'b' })
    await insert(an, van)
    const found = async (...tokens: string[]) =>
      (await store.storage.searchPeople(tokens, { limit: 10 })).items.map(({ id }) => id)
    expect(await found()).toEqual([an.id, van.id])
    expect(await found('van')).toEqual([an.id, van.id])
    expect(await found('an', 'ng')).toEqual([an.id])
    expect(await found('guyen')).toEqual([])
    for (const none of ['%', '.*', '$ne', 'v\0n']) expect(await found(none)).toEqual([])
    await insert(person({ searchText: ' a\0b' }))
    expect(await found('a\0b')).toHaveLength(1)
  })

  test('searchPeople() pages in the order of sort keys, each person once', async () => {
    const all = ['d', 'a', 'b', 'b', 'b', 'c', 'e'].map((sortKey) => person({ sortKey }))
    await insert(...all)
    const ids: string[] = []
    let cursor: string | undefined
    do {
      const request = { limit: 2, ...(cursor !== undefined && { cursor }) }
      const page = await store.storage.searchPeople([], request)
      expect(page.items.length).toBeLessThanOrEqual(2)
      ids.push(...page.items.map(({ id }) => id))
      cursor = page.cursor
    } while (cursor !== undefined)
    const keys = ids.map((id) => all.find((one) => one.id === id)?.sortKey)
    expect(keys).toEqual(['a', 'b', 'b', 'b', 'c', 'd', 'e'])
    expect(new Set(ids).size).toBe(7)
  })

  test('a cursor from elsewhere is refused', async () => {
    const wrong = store.storage.searchPeople([], { limit: 2, cursor: 'nonsense' })
    await expect(wrong).rejects.toMatchObject({ code: 'invalid-request' })
  })
}
