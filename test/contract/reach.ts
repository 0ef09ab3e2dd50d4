import { newUuid } from '../../src/base/ids.ts'
import type { Parts, Reach, Target } from '../../src/base/reach.ts'
import { type Chapter, freshStore } from './engine.ts'
import {
  allPages,
  classOf,
  insertSchool,
  organisation,
  person,
  registration,
  version,
} from './school.ts'

const [producer, colleague] = [newUuid(), newUuid()]

/** A tree of organisations, another one beside it, and classes that do not follow its lines. */
const makeSchool = () => {
  const ministry = organisation('BO')
  const province = organisation('TINH', { parent: ministry.id })
  const district = organisation('HUYEN', { parent: province.id })
  const other = organisation('KHAC')
  const an = person('an', { organisation: province.id })
  const binh = person('binh', { organisation: district.id })
  const chi = person('chi', { organisation: other.id })
  const dung = person('dung')
  const p = version('P', { createdBy: producer })
  const p2 = version('P', { package: p.package, number: 2, createdBy: colleague })
  const [q, r] = [version('Q', { createdBy: colleague }), version('R')]
  const k12 = classOf('K12', { organisation: district.id, packages: [p.package] })
  const k13 = classOf('K13', { organisation: other.id, packages: [q.package] })
  const k14 = classOf('K14')
  const on = (learner: { id: string }, one: { id: string; package: string }) =>
    registration({ learner: learner.id, package: one.package, version: one.id })
  const registrations = {
    anP: on(an, p),
    anQ: on(an, q),
    binhQ: on(binh, q),
    chiP: on(chi, p2),
    dungP: on(dung, p),
    trial: registration({ learner: producer, package: p.package, isTrial: true, trialName: 'Thử' }),
    trialOfColleague: registration({ learner: colleague, package: p.package, isTrial: true }),
  }
  return {
    ...{ ministry, province, district, other, an, binh, chi, dung, k12, k13, k14, registrations },
    packages: { p: { id: p.package }, q: { id: q.package }, r: { id: r.package } },
    stored: {
      organisations: [ministry, province, district, other],
      people: [an, binh, chi, dung],
      versions: [p, p2, q, r],
      classes: [k12, k13, k14],
      members: [
        [k12.id, an.id],
        [k12.id, chi.id],
        [k13.id, binh.id],
      ] as const,
      registrations: Object.values(registrations),
    },
  }
}

export const reach: Chapter = (engine) => {
  const store = freshStore(engine)
  let school: ReturnType<typeof makeSchool>
  beforeEach(async () => {
    school = makeSchool()
    await insertSchool(store.storage, school.stored)
  })

  const things = (kind: Target['kind']): Record<string, { readonly id: string }> => {
    const { an, binh, chi, dung, k12, k13, k14, ministry, province, district, other } = school
    if (kind === 'registration') return school.registrations
    if (kind === 'learner') return { an, binh, chi, dung }
    if (kind === 'class') return { k12, k13, k14 }
    if (kind === 'organisation') return { ministry, province, district, other }
    return school.packages
  }
  /** Names of what is inside. */
  const inside = async (kind: Target['kind'], within: Reach) => {
    const names: string[] = []
    for (const [name, { id }] of Object.entries(things(kind))) {
      if (await store.storage.isInside(within, { kind, id })) names.push(name)
    }
    return names
  }

  test('people of an organisation are those at home in it or below it, with their registrations', async () => {
    const within = { peopleOf: [school.province.id] }
    expect(await inside('learner', within)).toEqual(['an', 'binh'])
    expect(await inside('registration', within)).toEqual(['anP', 'anQ', 'binhQ'])
    expect(await inside('organisation', within)).toEqual(['province', 'district'])
    expect(await inside('class', within)).toEqual([])
    expect(await inside('package', within)).toEqual([])
    expect(await inside('whole-package', within)).toEqual([])
  })

  test('classes of an organisation are those of it or below it, with who learns what in them', async () => {
    const within = { classesOf: [school.province.id] }
    expect(await inside('class', within)).toEqual(['k12'])
    expect(await inside('learner', within)).toEqual(['an', 'chi'])
    expect(await inside('package', within)).toEqual(['p'])
    expect(await inside('registration', within)).toEqual(['anP', 'chiP'])
    expect(await inside('organisation', within)).toEqual(['province', 'district'])
    expect(await inside('whole-package', within)).toEqual([])
  })

  test('a class has its learners on its packages, and not what they learn elsewhere', async () => {
    const within = { class: [school.k12.id] }
    expect(await inside('class', within)).toEqual(['k12'])
    expect(await inside('learner', within)).toEqual(['an', 'chi'])
    expect(await inside('package', within)).toEqual(['p'])
    expect(await inside('registration', within)).toEqual(['anP', 'chiP'])
    expect(await inside('organisation', within)).toEqual([])
    expect(await inside('registration', { class: [school.k14.id] })).toEqual([])
  })

  test('a package is inside with everybody who is registered on it, trials apart', async () => {
    const within = { package: [school.packages.p.id] }
    expect(await inside('package', within)).toEqual(['p'])
    expect(await inside('whole-package', within)).toEqual(['p'])
    expect(await inside('learner', within)).toEqual(['an', 'chi', 'dung'])
    expect(await inside('registration', within)).toEqual(['anP', 'chiP', 'dungP'])
    expect(await inside('class', within)).toEqual([])
  })

  test('uploads are the packages whose first version an account uploaded', async () => {
    expect(await inside('package', { uploadsOf: [producer] })).toEqual(['p'])
    expect(await inside('whole-package', { uploadsOf: [colleague] })).toEqual(['q'])
    expect(await inside('registration', { uploadsOf: [producer] })).toEqual([])
  })

  test('try-outs are inside for who began them only', async () => {
    expect(await inside('registration', { trialsOf: [producer] })).toEqual(['trial'])
    expect(await inside('registration', { person: [producer] })).toEqual([])
  })

  test("a person's own are their registrations, nothing else", async () => {
    const within = { person: [school.an.id] }
    expect(await inside('registration', within)).toEqual(['anP', 'anQ'])
    for (const kind of ['learner', 'package', 'whole-package', 'class', 'organisation'] as const) {
      expect(await inside(kind, within)).toEqual([])
    }
  })

  test('several parts together are their sum; no part, or an unknown id, is nothing', async () => {
    const parts: Parts = { class: [school.k12.id], person: [school.dung.id], peopleOf: [newUuid()] }
    expect(await inside('registration', parts)).toEqual(['anP', 'chiP', 'dungP'])
    const two = { peopleOf: [school.district.id, school.other.id] }
    expect(await inside('learner', two)).toEqual(['binh', 'chi'])
    expect(await inside('registration', {})).toEqual([])
    expect(await inside('registration', { class: [] })).toEqual([])
    expect(await inside('registration', { class: [newUuid()] })).toEqual([])
    expect(await inside('learner', 'everywhere')).toEqual(['an', 'binh', 'chi', 'dung'])
  })

  test('what moves takes its place at once', async () => {
    await store.storage.transact(async (tx) => {
      await tx.replacePerson({ ...school.binh, organisation: school.other.id })
      await tx.replaceOrganisation({ ...school.district, parent: school.other.id })
      await tx.deleteClassMember(school.k12.id, school.chi.id)
    })
    expect(await inside('learner', { peopleOf: [school.province.id] })).toEqual(['an'])
    expect(await inside('learner', { peopleOf: [school.other.id] })).toEqual(['binh', 'chi'])
    expect(await inside('class', { classesOf: [school.province.id] })).toEqual([])
    expect(await inside('class', { classesOf: [school.other.id] })).toEqual(['k12', 'k13'])
    expect(await inside('registration', { class: [school.k12.id] })).toEqual(['anP'])
  })

  test('lists show what is inside and nothing else, over all of their pages', async () => {
    const { storage } = store
    const lists: Partial<Record<Target['kind'], (within: Reach) => Promise<{ id: string }[]>>> = {
      learner: (within) => allPages((page) => storage.searchPeople([], page, within)),
      class: (within) => allPages((page) => storage.listClasses({ q: [], reach: within }, page)),
      package: (within) => allPages((page) => storage.listPackages({ reach: within }, page)),
      organisation: async (within) => [...(await storage.listOrganisations(within))],
      registration: async (within) => {
        const query = (isTrial: boolean) =>
          allPages((page) => storage.queryRegistrations({ isTrial, reach: within }, page))
        return [...(await query(false)), ...(await query(true))]
      },
    }
    const { province, other, k12, k13, packages, an } = school
    const reaches: Reach[] = [
      'everywhere',
      {},
      { peopleOf: [province.id], classesOf: [province.id] },
      { peopleOf: [other.id] },
      { class: [k12.id, k13.id] },
      { package: [packages.p.id], person: [an.id] },
      { uploadsOf: [producer], trialsOf: [producer] },
    ]
    for (const within of reaches) {
      for (const [kind, list] of Object.entries(lists)) {
        const listed = (await list(within)).map(({ id }) => id)
        const named = things(kind as Target['kind'])
        const expected = (await inside(kind as Target['kind'], within)).map((one) => named[one]!.id)
        expect({ kind, within, ids: listed.sort() }).toEqual({ kind, within, ids: expected.sort() })
      }
    }
  })

  test('exists() knows organisations, classes, packages and learners', async () => {
    const { province, k12, packages, an } = school
    const there = [
      ['organisation', province.id],
      ['class', k12.id],
      ['package', packages.p.id],
      ['learner', an.id],
    ] as const
    for (const [kind, id] of there) {
      expect(await store.storage.exists(kind, id)).toBe(true)
      expect(await store.storage.exists(kind, newUuid())).toBe(false)
    }
    expect(await store.storage.exists('class', an.id)).toBe(false)
  })
}
