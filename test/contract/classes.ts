import { newUuid } from '../../src/base/ids.ts'
import type { ClassOverview, IndexedClass } from '../../src/cohorts/class.ts'
import { type EvidenceLevel, noProgress } from '../../src/registrations/index.ts'
import { type Chapter, freshStore } from './engine.ts'
import {
  account,
  allPages,
  classOf,
  day,
  insertSchool,
  organisation,
  person,
  registration,
  version,
} from './school.ts'

const shown = (
  { searchText: _, packages, ...rest }: IndexedClass,
  learners = 0,
): ClassOverview => ({
  ...rest,
  packages: packages.toSorted(),
  learners,
})

export const classes: Chapter = (engine) => {
  const store = freshStore(engine)
  const [p, q] = [version('An toàn'), version('Quy chế')]
  const found = async (id: string) => {
    const one = await store.storage.findClass(id)
    return one && { ...one, packages: one.packages.toSorted() }
  }
  const list = (q: readonly string[] = []) =>
    allPages((page) => store.storage.listClasses({ q, reach: 'everywhere' }, page))

  test('a class comes back as written, with and without days, organisation and packages', async () => {
    const holder = organisation('TINH')
    const bare = classOf('K1')
    const full = classOf('K2', {
      startsOn: '2026-03-02',
      endsOn: '2026-06-30',
      organisation: holder.id,
      packages: [p.package, q.package],
    })
    const an = person('an')
    await insertSchool(store.storage, {
      organisations: [holder],
      versions: [p, q],
      people: [an],
      classes: [bare, full],
      members: [[full.id, an.id]],
    })
    await store.reopen()
    expect(await found(bare.id)).toEqual(shown(bare))
    expect(await found(full.id)).toEqual(shown(full, 1))
    expect(await found(newUuid())).toBeUndefined()
  })

  test('a code belongs to one class, in whatever case; who is refused leaves nothing', async () => {
    const [first, second] = [classOf('K-Đ', { packages: [p.package] }), classOf('K2')]
    await insertSchool(store.storage, { versions: [p, q], classes: [first, second] })
    const twin = classOf('k-đ', { packages: [q.package] })
    await store.storage.transact(async (tx) => {
      expect(await tx.insertClass(twin)).toBe(false)
      expect(await tx.findClass(twin.id)).toBeUndefined()
      const changed = { ...second, code: 'K-đ', packages: [q.package] }
      expect(await tx.replaceClass(changed)).toBe(false)
    })
    expect(await found(second.id)).toEqual(shown(second))
  })

  test('a changed class has its new days, organisation and packages only', async () => {
    const before = classOf('K1', { startsOn: '2026-03-02', packages: [p.package] })
    await insertSchool(store.storage, { versions: [p, q], classes: [before] })
    const { startsOn: _, ...rest } = before
    const after = { ...rest, code: 'K9', endsOn: '2026-04-01', packages: [q.package] }
    await store.storage.transact((tx) => tx.replaceClass({ ...after, createdAt: day(9) }))
    expect(await found(before.id)).toEqual(shown(after))
  })

  test('a deleted class takes enrolments and roles with it, and nobody who learned in it', async () => {
    const [gone, kept] = [classOf('K1', { packages: [p.package] }), classOf('K2')]
    const [an, user] = [person('an'), account('an@truong.edu.vn')]
    const grant = (one: IndexedClass) => ({
      id: newUuid(),
      account: user.id,
      role: 'lecturer' as const,
      place: { kind: 'class' as const, id: one.id },
      createdAt: day(1),
      createdBy: 'setup',
    })
    const stays = grant(kept)
    await insertSchool(store.storage, {
      versions: [p],
      people: [an],
      classes: [gone, kept],
      members: [
        [gone.id, an.id],
        [kept.id, an.id],
      ],
    })
    await store.storage.transact(async (tx) => {
      await tx.insertAccount(user)
      for (const one of [grant(gone), stays]) await tx.insertGrant(one)
      await tx.deleteClass(gone.id)
      expect(await tx.classMembers(gone.id)).toEqual([])
      expect(await tx.classMembers(kept.id)).toEqual([an.id])
    })
    expect(await found(gone.id)).toBeUndefined()
    expect((await store.storage.grantsOf([user.id])).map(({ id }) => id)).toEqual([stays.id])
    expect(await store.storage.findPerson(an.id)).toBeDefined()
  })

  test('classes are listed newest first, each once, also among those made at one time', async () => {
    const all = [1, 3, 2, 2, 2, 5].map((date, n) => classOf(`K${n}`, { createdAt: day(date) }))
    await insertSchool(store.storage, { classes: all })
    const listed = await list()
    expect(listed.map(({ createdAt }) => createdAt.getUTCDate())).toEqual([5, 3, 2, 2, 2, 1])
    expect(new Set(listed.map(({ id }) => id)).size).toBe(6)
  })

  test('classes are found by words of which every one begins one of theirs', async () => {
    const [one, other] = [
      classOf('K1', { searchText: ' k1 chuyen vien chinh' }),
      classOf('K2', { searchText: ' k2 chuyen vien' }),
    ]
    await insertSchool(store.storage, { classes: [one, other] })
    const ids = async (...q: string[]) => (await list(q)).map(({ id }) => id)
    expect(await ids('chuy', 'chinh')).toEqual([one.id])
    expect((await ids('vien')).toSorted()).toEqual([one.id, other.id].toSorted())
    expect(await ids('huyen')).toEqual([])
    expect(await ids('%')).toEqual([])
  })

  test('learners of a class come by sort key, page by page, with when they came', async () => {
    const people = ['d', 'b', 'b', 'a', 'c'].map((sortKey) => person('x', { sortKey }))
    const home = organisation('H1')
    const coded = person('y', {
      ...{ sortKey: 'e', code: 'HV-1', codeFold: 'hv-1' },
      organisation: home.id,
    })
    const [one, other] = [classOf('K1'), classOf('K2')]
    await insertSchool(store.storage, {
      organisations: [home],
      people: [...people, coded],
      classes: [one, other],
      members: [...people, coded].map(({ id }) => [one.id, id] as const),
    })
    const members = await allPages((page) =>
      store.storage.listClassMembers({ class: one.id }, page),
    )
    const keyOf = new Map([...people, coded].map(({ id, sortKey }) => [id, sortKey]))
    expect(members.map((member) => keyOf.get(member.person)).join('')).toBe('abbcde')
    expect(new Set(members.map((member) => member.person)).size).toBe(6)
    expect(members.at(-1)).toEqual({
      person: coded.id,
      name: 'y',
      code: 'HV-1',
      organisation: { id: home.id, name: home.name },
      enrolledAt: day(2),
    })
    expect(members[0]).not.toHaveProperty('code')
    expect(await store.storage.listClassMembers({ class: other.id }, { limit: 2 })).toEqual({
      items: [],
    })
  })

  test('a learner is in a class once, and leaves it once', async () => {
    const [an, one] = [person('an'), classOf('K1')]
    await insertSchool(store.storage, { people: [an], classes: [one] })
    await store.storage.transact(async (tx) => {
      expect(await tx.insertClassMember(one.id, an.id, day(3))).toBe(true)
      expect(await tx.insertClassMember(one.id, an.id, day(4))).toBe(false)
      expect(await tx.classMembers(one.id)).toEqual([an.id])
    })
    expect(
      (await store.storage.listClassMembers({ class: one.id }, { limit: 2 })).items[0]?.enrolledAt,
    ).toEqual(day(3))
    await store.storage.transact(async (tx) => {
      expect(await tx.deleteClassMember(one.id, an.id)).toBe(true)
      expect(await tx.deleteClassMember(one.id, an.id)).toBe(false)
    })
    expect((await found(one.id))?.learners).toBe(0)
  })

  test('progress comes by learner and package, and a class names its packages by their ids', async () => {
    const people = [person('an'), person('binh'), person('chi')]
    const versions = ['A', 'B', 'C', 'D'].map((title) => version(title))
    const ids = versions.map((one) => one.package)
    const one = classOf('K1', { packages: ids })
    const pairs = versions.flatMap((at) => people.map((who) => ({ at, who })))
    await insertSchool(store.storage, {
      versions,
      people,
      classes: [one],
      members: people.map((who) => [one.id, who.id]),
      registrations: pairs.map(({ at, who }, n) =>
        registration({
          ...{ learner: who.id, package: at.package, version: at.id },
          createdAt: day(1 + ((n * 5) % 12)),
        }),
      ),
    })
    const progress = await store.storage.classProgress(
      one.id,
      people.map(({ id }) => id),
    )
    const keys = progress.map((item) => `${item.person} ${item.package}`)
    expect(keys).toHaveLength(12)
    expect(keys).toEqual(keys.toSorted())
    expect((await store.storage.findClass(one.id))?.packages).toEqual(ids.toSorted())
  })

  test('progress is that of the registration with the newest activity, on packages of the class', async () => {
    const [an, binh] = [person('an'), person('binh')]
    const p2 = version('An toàn', { package: p.package, number: 2 })
    const one = classOf('K1', { packages: [p.package] })
    const figures = {
      ...noProgress,
      completion: 'completed',
      success: 'passed',
      score: { scaled: 0.75, raw: 75 },
      progress: 1,
      lastActivityAt: day(8),
      activities: [],
    } as const
    const on = (learner: string, at: typeof p, sketch: object = {}) =>
      registration({ learner, package: at.package, version: at.id, ...sketch })
    const newest = on(an.id, p, { progress: figures, evidence: 'attested' })
    const unbegun = on(binh.id, p)
    await insertSchool(store.storage, {
      versions: [p, p2, q],
      people: [an, binh],
      classes: [one],
      members: [
        [one.id, an.id],
        [one.id, binh.id],
      ],
      registrations: [
        on(an.id, p2, { createdAt: day(7), evidence: 'reported' }),
        newest,
        on(an.id, q, { evidence: 'corroborated' }),
        unbegun,
        on(binh.id, p, { isTrial: true, createdAt: day(9), evidence: 'reported' }),
      ],
    })
    const progress = await store.storage.classProgress(one.id, [an.id, binh.id])
    expect(progress).toHaveLength(2)
    expect(progress).toEqual(
      expect.arrayContaining([
        {
          person: an.id,
          package: p.package,
          registration: newest.id,
          completion: 'completed',
          success: 'passed',
          evidence: 'attested',
          score: 0.75,
          progress: 1,
          lastActivityAt: day(8),
        },
        {
          person: binh.id,
          package: p.package,
          registration: unbegun.id,
          completion: 'not-attempted',
          success: 'unknown',
          evidence: 'none',
          progress: 0,
        },
      ]),
    )
    expect(await store.storage.classProgress(one.id, [])).toEqual([])
    const with_ = async (evidence: EvidenceLevel) =>
      (
        await allPages((page) => store.storage.listClassMembers({ class: one.id, evidence }, page))
      ).map((member) => member.person)
    expect(await with_('attested')).toEqual([an.id])
    expect(await with_('reported')).toEqual([])
    expect(await with_('corroborated')).toEqual([])
    expect(await store.storage.countClassEvidence(one.id)).toEqual(
      new Map([
        ['attested', 1],
        ['none', 1],
      ]),
    )
    expect(await store.storage.countClassEvidence(newUuid())).toEqual(new Map())
    await store.storage.transact(async (tx) => {
      expect(await tx.isRegisteredOn(an.id, q.package)).toBe(true)
      expect(await tx.isRegisteredOn(binh.id, q.package)).toBe(false)
    })
  })

  test('a try-out registers nobody', async () => {
    const one = registration({ isTrial: true })
    await insertSchool(store.storage, { registrations: [one] })
    await store.storage.transact(async (tx) => {
      expect(await tx.isRegisteredOn(one.learner, one.package)).toBe(false)
    })
  })

  test('titles are those that packages have now', async () => {
    const renamed = version('An toàn lao động', { package: p.package, number: 2 })
    await insertSchool(store.storage, { versions: [p, renamed, q] })
    const titles = await store.storage.packageTitles([p.package, newUuid()])
    expect(titles).toEqual(new Map([[p.package, 'An toàn lao động']]))
  })
}
