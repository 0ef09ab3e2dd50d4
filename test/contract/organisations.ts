import { newUuid } from '../../src/base/ids.ts'
import { type Chapter, freshStore } from './engine.ts'
import { account, classOf, day, insertSchool, organisation, person } from './school.ts'

export const organisations: Chapter = (engine) => {
  const store = freshStore(engine)
  const top = organisation('BO')
  const below = organisation('TINH', { parent: top.id, createdAt: day(3) })

  test('an organisation comes back as written, with and without one above it', async () => {
    await insertSchool(store.storage, { organisations: [top, below] })
    await store.reopen()
    expect(await store.storage.findOrganisation(top.id)).toEqual(top)
    expect(await store.storage.findOrganisation(below.id)).toEqual(below)
    expect(await store.storage.findOrganisation(newUuid())).toBeUndefined()
  })

  test('a code belongs to one organisation, in whatever case and normal form', async () => {
    const [first, second] = [organisation('Sở-1'), organisation('B')]
    await store.storage.transact(async (tx) => {
      expect(await tx.insertOrganisation(first)).toBe(true)
      expect(await tx.insertOrganisation(organisation('SỞ-1'.normalize('NFD')))).toBe(false)
      expect(await tx.insertOrganisation(second)).toBe(true)
      expect(await tx.replaceOrganisation({ ...second, code: 'sở-1' })).toBe(false)
      expect(await tx.findOrganisation(second.id)).toEqual(second)
      expect(await tx.replaceOrganisation({ ...first, code: 'SỞ-1' })).toBe(true)
    })
    expect(await store.storage.findOrganisation(first.id)).toEqual({ ...first, code: 'SỞ-1' })
  })

  test('a changed organisation keeps when it was made, and may go to the top', async () => {
    await insertSchool(store.storage, { organisations: [top, below] })
    const { parent: _, ...atTop } = below
    const changed = { ...atTop, name: 'Tên mới', createdAt: day(9) }
    await store.storage.transact((tx) => tx.replaceOrganisation(changed))
    expect(await store.storage.findOrganisation(below.id)).toEqual({
      ...changed,
      createdAt: day(3),
    })
  })

  test('a list is in the order of codes, each with who is at home exactly there', async () => {
    const people = [
      person('an', { organisation: below.id }),
      person('binh', { organisation: below.id }),
      person('chi'),
    ]
    const organisations = [top, below, organisation('an')]
    await insertSchool(store.storage, { organisations, people })
    const listed = await store.storage.listOrganisations('everywhere')
    expect(listed.map(({ code, learners }) => [code, learners])).toEqual([
      ['an', 0],
      ['BO', 0],
      ['TINH', 2],
    ])
    expect(listed[2]).toEqual({ ...below, learners: 2 })
  })

  test('an organisation is in use by who is below it, at home in it, held by it, or has a role there', async () => {
    const [parent, child, home, holder, place, free] = ['1', '2', '3', '4', '5', '6'].map((code) =>
      organisation(code),
    ) as [typeof top, typeof top, typeof top, typeof top, typeof top, typeof top]
    await insertSchool(store.storage, {
      organisations: [parent, { ...child, parent: parent.id }, home, holder, place, free],
      people: [person('an', { organisation: home.id })],
      classes: [classOf('K1', { organisation: holder.id })],
    })
    const user = account('an@truong.edu.vn')
    await store.storage.transact(async (tx) => {
      await tx.insertAccount(user)
      await tx.insertGrant({
        id: newUuid(),
        account: user.id,
        role: 'auditor',
        place: { kind: 'organisation', id: place.id },
        createdAt: day(1),
        createdBy: 'setup',
      })
      for (const one of [parent, home, holder, place]) {
        expect(await tx.isOrganisationInUse(one.id)).toBe(true)
      }
      for (const one of [child, free]) expect(await tx.isOrganisationInUse(one.id)).toBe(false)
      await tx.deleteOrganisation(free.id)
      await tx.deleteOrganisation(child.id)
      expect(await tx.isOrganisationInUse(parent.id)).toBe(false)
    })
    expect(await store.storage.findOrganisation(free.id)).toBeUndefined()
    expect(await store.storage.findOrganisation(parent.id)).toEqual(parent)
  })

  test("a learner's home comes and goes with the learner", async () => {
    const an = person('an', { organisation: top.id })
    await insertSchool(store.storage, { organisations: [top], people: [an] })
    expect((await store.storage.findPerson(an.id))?.organisation).toBe(top.id)
    const { organisation: _, ...homeless } = an
    await store.storage.transact((tx) => tx.replacePerson(homeless))
    expect(await store.storage.findPerson(an.id)).not.toHaveProperty('organisation')
  })
}
