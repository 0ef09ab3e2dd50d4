import type { Grant, GrantPlace, Role } from '../../src/access/role.ts'
import { newUuid } from '../../src/base/ids.ts'
import { type Chapter, freshStore } from './engine.ts'
import {
  account,
  allPages,
  classOf,
  day,
  insertSchool,
  organisation,
  person,
  version,
} from './school.ts'

const everywhere: GrantPlace = { kind: 'installation' }

const grant = (of: string, role: Role, place: GrantPlace, date = 1): Grant => ({
  id: newUuid(),
  account: of,
  role,
  place,
  createdAt: day(date),
  createdBy: 'setup',
})

export const accounts: Chapter = (engine) => {
  const store = freshStore(engine)
  const an = account('an@truong.edu.vn')
  const binh = account('binh@truong.edu.vn', { name: 'Trần Bình' })

  test('an account without password, of a learner, closed, comes back as written', async () => {
    const { passwordHash: _, ...open } = account('chi@truong.edu.vn')
    const chi = person('chi')
    await insertSchool(store.storage, { people: [chi] })
    const closed = { ...open, person: chi.id, disabledAt: day(4), lastSignInAt: day(3) }
    await store.storage.transact(async (tx) => {
      await tx.insertAccount(open)
      await tx.replaceAccount({ ...closed, createdAt: day(9) })
    })
    await store.reopen()
    expect(await store.storage.findAccount(open.id)).toEqual(closed)
  })

  test('isAccountTaken() knows addresses that fold alike and learners of other accounts', async () => {
    const chi = person('chi')
    await insertSchool(store.storage, { people: [chi] })
    await store.storage.transact(async (tx) => {
      await tx.insertAccount({ ...an, person: chi.id })
      expect(await tx.isAccountTaken({ ...an, person: chi.id })).toBe(false)
      expect(await tx.isAccountTaken(binh)).toBe(false)
      expect(await tx.isAccountTaken({ ...binh, emailFold: an.emailFold })).toBe(true)
      expect(await tx.isAccountTaken({ ...binh, person: chi.id })).toBe(true)
    })
  })

  test('accounts are listed by address, and found by a part of name or address', async () => {
    await store.storage.transact(async (tx) => {
      for (const one of [binh, an, account('zoe@example.vn')]) await tx.insertAccount(one)
    })
    const found = async (q?: string) =>
      (
        await allPages((page) => store.storage.listAccounts(q === undefined ? {} : { q }, page))
      ).map(({ email }) => email)
    expect(await found()).toEqual(['an@truong.edu.vn', 'binh@truong.edu.vn', 'zoe@example.vn'])
    expect(await found('TRUONG')).toEqual(['an@truong.edu.vn', 'binh@truong.edu.vn'])
    expect(await found('bình')).toEqual(['binh@truong.edu.vn'])
    expect(await found('_')).toEqual([])
  })

  test('roles come oldest first, with what their places are called now', async () => {
    const [place, one, course] = [organisation('TINH'), classOf('K1'), version('An toàn')]
    await insertSchool(store.storage, {
      organisations: [place],
      classes: [one],
      versions: [course],
    })
    const grants = [
      grant(an.id, 'auditor', { kind: 'organisation', id: place.id }, 1),
      grant(an.id, 'lecturer', { kind: 'class', id: one.id }, 2),
      grant(an.id, 'producer', { kind: 'package', id: course.package }, 3),
      grant(an.id, 'administrator', everywhere, 4),
      grant(an.id, 'producer', { kind: 'own' }, 5),
    ]
    const other = grant(binh.id, 'lecturer', { kind: 'class', id: one.id }, 1)
    await store.storage.transact(async (tx) => {
      for (const user of [an, binh]) await tx.insertAccount(user)
      for (const added of [...grants.toReversed(), other]) {
        expect(await tx.insertGrant(added)).toBe(true)
      }
      await tx.replaceClass({ ...one, name: 'Lớp mới' })
    })
    const names = [place.name, 'Lớp mới', 'An toàn', undefined, undefined]
    const named = grants.map((added, n) => ({
      ...added,
      ...(names[n] !== undefined && { placeName: names[n] }),
    }))
    expect(await store.storage.grantsOf([an.id])).toEqual(named)
    expect(await store.storage.grantsOf([])).toEqual([])
    expect(
      (await store.storage.grantsAt({ kind: 'class', id: one.id })).map(({ id }) => id),
    ).toEqual([other.id, grants[1]!.id])
    expect(await store.storage.grantsAt(everywhere)).toEqual([grants[3]])
  })

  test('an account has a role at a place once, and loses it once', async () => {
    const first = grant(an.id, 'auditor', everywhere)
    await store.storage.transact(async (tx) => {
      for (const user of [an, binh]) await tx.insertAccount(user)
      expect(await tx.insertGrant(first)).toBe(true)
      expect(await tx.insertGrant(grant(an.id, 'auditor', everywhere, 2))).toBe(false)
      expect(await tx.insertGrant(grant(an.id, 'producer', everywhere))).toBe(true)
      expect(await tx.deleteGrant(binh.id, first.id)).toBeUndefined()
      expect(await tx.deleteGrant(an.id, first.id)).toEqual(first)
      expect(await tx.deleteGrant(an.id, first.id)).toBeUndefined()
      expect((await tx.grantsOf([an.id])).map(({ role }) => role)).toEqual(['producer'])
    })
  })

  test('countAccountsWith() counts open accounts whose role holds everywhere', async () => {
    const place = organisation('TINH')
    await insertSchool(store.storage, { organisations: [place] })
    await store.storage.transact(async (tx) => {
      for (const user of [an, binh]) {
        await tx.insertAccount(user)
        await tx.insertGrant(grant(user.id, 'auditor', everywhere))
      }
      expect(await tx.countAccountsWith('auditor')).toBe(2)
      expect(await tx.countAccountsWith('administrator')).toBe(0)
      await tx.replaceAccount({ ...binh, disabledAt: day(2) })
      await tx.insertGrant(grant(an.id, 'auditor', { kind: 'organisation', id: place.id }))
      expect(await tx.countAccountsWith('auditor')).toBe(1)
    })
  })

  test('an account has one link, the newest, and it is found by its token', async () => {
    const link = (tokenHash: string, of = an.id) => ({ account: of, tokenHash, expiresAt: day(5) })
    await store.storage.transact(async (tx) => {
      for (const user of [an, binh]) await tx.insertAccount(user)
      for (const one of [link('first'), link('second'), link('other', binh.id)]) {
        await tx.replaceAccountLink(one)
      }
      expect(await tx.findAccountLink('first')).toBeUndefined()
      expect(await tx.findAccountLink('second')).toEqual(link('second'))
      await tx.deleteAccountLink(an.id)
      expect(await tx.findAccountLink('second')).toBeUndefined()
      expect(await tx.findAccountLink('other')).toEqual(link('other', binh.id))
    })
  })

  test('a second factor is replaced, and taken away', async () => {
    const factor = { secret: 's', isConfirmed: false, lastStep: 0, recovery: [] }
    const confirmed = { secret: 't', isConfirmed: true, lastStep: 58_000_000, recovery: ['a', 'b'] }
    await store.storage.transact(async (tx) => {
      await tx.insertAccount(an)
      expect(await tx.findSecondFactor(an.id)).toBeUndefined()
      await tx.putSecondFactor(an.id, factor)
      expect(await tx.findSecondFactor(an.id)).toEqual(factor)
      await tx.putSecondFactor(an.id, confirmed)
    })
    await store.reopen()
    expect(await store.storage.findSecondFactor(an.id)).toEqual(confirmed)
    await store.storage.transact((tx) => tx.putSecondFactor(an.id, undefined))
    expect(await store.storage.findSecondFactor(an.id)).toBeUndefined()
  })

  test('somebody at an identity provider is one account', async () => {
    const identity = { issuer: 'https://id.example.vn', subject: 'an' }
    await store.storage.transact(async (tx) => {
      for (const user of [an, binh]) await tx.insertAccount(user)
      await tx.insertIdentity(identity, an.id)
    })
    expect((await store.storage.findAccountByIdentity(identity))?.id).toBe(an.id)
    const elsewhere = { ...identity, issuer: 'https://other.example.vn' }
    expect(await store.storage.findAccountByIdentity(elsewhere)).toBeUndefined()
    await expect(
      store.storage.transact((tx) => tx.insertIdentity(identity, binh.id)),
    ).rejects.toThrow()
  })

  test('sessions are listed last seen first, and end together save one', async () => {
    const session = (idHash: string, lastSeenAt: Date) => ({
      id: `id of ${idHash}`,
      idHash,
      account: an.id,
      network: '203.0.113.7',
      browser: 'Firefox',
      createdAt: day(1),
      lastSeenAt,
    })
    await store.storage.transact(async (tx) => {
      for (const user of [an, binh]) await tx.insertAccount(user)
      for (const one of [session('a', day(1)), session('b', day(3)), session('c', day(2))]) {
        await tx.insertSession(one)
      }
      await tx.insertSession({ ...session('d', day(1)), account: binh.id })
    })
    const hashes = async () => (await store.storage.listSessions(an.id)).map(({ idHash }) => idHash)
    expect(await hashes()).toEqual(['b', 'c', 'a'])
    expect(await store.storage.transact((tx) => tx.deleteSessionsOf(an.id, 'c'))).toBe(2)
    expect(await hashes()).toEqual(['c'])
    expect(await store.storage.transact((tx) => tx.deleteSessionsOf(an.id))).toBe(1)
    expect(await store.storage.listSessions(binh.id)).toHaveLength(1)
  })
}
