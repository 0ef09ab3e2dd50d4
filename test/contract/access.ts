import type { Account } from '../../src/access/account.ts'
import { foldEmail } from '../../src/access/account.ts'
import type { Credential } from '../../src/access/credential.ts'
import { newUuid } from '../../src/base/ids.ts'
import { type Chapter, freshStore } from './engine.ts'

const start = new Date('2026-03-02T08:00:00.000Z')
const later = (minutes: number) => new Date(start.getTime() + minutes * 60_000)

const account = (email: string): Account => ({
  id: newUuid(),
  name: 'Nguyễn Văn An',
  email,
  emailFold: foldEmail(email),
  passwordHash: 'hash',
  createdAt: start,
})

const sessionOf = (account: Account, idHash: string, createdAt = start, lastSeenAt = start) => ({
  id: `id of ${idHash}`,
  idHash,
  account: account.id,
  network: '203.0.113.7',
  browser: 'Firefox',
  createdAt,
  lastSeenAt,
})

const credential = (key: string, createdAt = start): Credential => ({
  key,
  name: `Khóa ${key}`,
  secretHash: `hash of ${key}`,
  scopes: ['statements/write', 'state'],
  createdAt,
  createdBy: 'cli',
})

export const access: Chapter = (engine) => {
  const store = freshStore(engine)

  test('an account is found by id and by folded address, as it was written', async () => {
    const an = account('An@Truong.edu.vn')
    expect(await store.storage.hasAccounts()).toBe(false)
    await store.storage.transact((tx) => tx.insertAccount(an))
    await store.reopen()
    expect(await store.storage.hasAccounts()).toBe(true)
    expect(await store.storage.findAccount(an.id)).toEqual(an)
    expect(await store.storage.findAccountByEmail('an@truong.edu.vn')).toEqual(an)
    expect(await store.storage.findAccountByEmail('An@Truong.edu.vn')).toBeUndefined()
  })

  test('two accounts cannot share an address', async () => {
    await store.storage.transact((tx) => tx.insertAccount(account('an@truong.edu.vn')))
    const second = store.storage.transact((tx) => tx.insertAccount(account('AN@truong.edu.vn')))
    await expect(second).rejects.toThrow()
  })

  test('there is one set-up link, the newest, and it can be taken once', async () => {
    const first = { tokenHash: 'first', expiresAt: later(30) }
    const second = { tokenHash: 'second', expiresAt: later(60) }
    await store.storage.transact((tx) => tx.replaceSetupLink(first))
    await store.storage.transact((tx) => tx.replaceSetupLink(second))
    expect(await store.storage.findSetupLink()).toEqual(second)
    const take = (tokenHash: string) => store.storage.transact((tx) => tx.takeSetupLink(tokenHash))
    expect(await take('first')).toBeUndefined()
    expect(await take('second')).toEqual(second)
    expect(await take('second')).toBeUndefined()
    expect(await store.storage.findSetupLink()).toBeUndefined()
  })

  test('a session is found with its account until it is deleted', async () => {
    const an = account('an@truong.edu.vn')
    const session = sessionOf(an, 'a')
    await store.storage.transact(async (tx) => {
      await tx.insertAccount(an)
      await tx.insertSession(session)
      await tx.touchSession('a', later(5))
    })
    expect(await store.storage.findSession('a')).toEqual({
      session: { ...session, lastSeenAt: later(5) },
      account: { ...an, lastSignInAt: start },
      grants: [],
    })
    await store.storage.transact((tx) => tx.deleteSession('a'))
    expect(await store.storage.findSession('a')).toBeUndefined()
  })

  test('ended sessions go by either age, the others stay', async () => {
    const an = account('an@truong.edu.vn')
    await store.storage.transact(async (tx) => {
      await tx.insertAccount(an)
      const insert = (idHash: string, createdAt: Date, lastSeenAt: Date) =>
        tx.insertSession(sessionOf(an, idHash, createdAt, lastSeenAt))
      await insert('old', later(-100), later(10))
      await insert('idle', start, start)
      await insert('used', start, later(10))
      await tx.deleteEndedSessions({ createdBefore: later(-50), seenBefore: later(5) })
    })
    expect(await store.storage.findSession('old')).toBeUndefined()
    expect(await store.storage.findSession('idle')).toBeUndefined()
    expect(await store.storage.findSession('used')).toBeDefined()
  })

  test('an account is remembered with the addresses it signed in from', async () => {
    const an = account('an@truong.edu.vn')
    await store.storage.transact(async (tx) => {
      await tx.insertAccount(an)
      await tx.rememberSignIn(an.id, '203.0.113.7', start)
      await tx.rememberSignIn(an.id, '203.0.113.7', later(1))
    })
    expect(await store.storage.hasSignedInFrom(an.id, '203.0.113.7')).toBe(true)
    expect(await store.storage.hasSignedInFrom(an.id, '203.0.113.8')).toBe(false)
    expect(await store.storage.hasSignedInFrom('', '203.0.113.7')).toBe(false)
  })

  test('a revoked credential is not found, and is revoked once', async () => {
    await store.storage.transact(async (tx) => {
      await tx.insertCredential(credential('k'))
      await tx.touchCredential('k', later(3))
    })
    expect(await store.storage.findCredential('k')).toEqual({
      ...credential('k'),
      lastUsedAt: later(3),
    })
    const revoke = () => store.storage.transact((tx) => tx.revokeCredential('k', later(4)))
    expect(await revoke()).toBe(true)
    expect(await revoke()).toBe(false)
    expect(await store.storage.findCredential('k')).toBeUndefined()
    expect(await store.storage.listCredentials({ limit: 10 })).toEqual({ items: [] })
  })

  test('a credential keeps its limits and the secret before, and loses them when it is replaced', async () => {
    const limited: Credential = {
      ...credential('k'),
      expiresAt: later(60),
      previousSecret: { hash: 'hash before', until: later(30) },
      filter: {
        activities: ['https://example.vn/a'],
        agents: [{ account: { homePage: 'https://example.vn', name: 'an' } }],
        registrations: [newUuid()],
      },
      allowedOrigins: ['https://rise.example.vn'],
      requestsPerMinuteMax: 100,
    }
    await store.storage.transact((tx) => tx.insertCredential(limited))
    await store.reopen()
    expect(await store.storage.findCredential('k')).toEqual(limited)
    expect(await store.storage.listCredentials({ limit: 1 })).toEqual({ items: [limited] })
    const plain = { ...credential('k'), name: 'Khác', secretHash: 'new', scopes: ['all'] as const }
    const seen = await store.storage.transact(async (tx) => {
      await tx.touchCredential('k', later(3))
      await tx.replaceCredential({ ...plain, createdAt: later(9), createdBy: 'x' })
      return tx.findCredential('k')
    })
    expect(seen).toEqual({ ...plain, lastUsedAt: later(3) })
    expect(await store.storage.findCredential('k')).toEqual(seen)
  })

  test('a revoked credential cannot be replaced', async () => {
    await store.storage.transact(async (tx) => {
      await tx.insertCredential(credential('k'))
      await tx.revokeCredential('k', later(1))
      await tx.replaceCredential({ ...credential('k'), secretHash: 'new' })
    })
    expect(await store.storage.findCredential('k')).toBeUndefined()
  })

  test('credentials are listed newest first, page by page, each once', async () => {
    await store.storage.transact(async (tx) => {
      for (let n = 0; n < 7; n += 1) {
        await tx.insertCredential(credential(`k${n}`, later(Math.floor(n / 2))))
      }
    })
    const keys: string[] = []
    let cursor: string | undefined
    do {
      const request = { limit: 3, ...(cursor !== undefined && { cursor }) }
      const page = await store.storage.listCredentials(request)
      keys.push(...page.items.map(({ key }) => key))
      cursor = page.cursor
    } while (cursor !== undefined)
    expect(keys).toEqual(['k6', 'k5', 'k4', 'k3', 'k2', 'k1', 'k0'])
  })
}
