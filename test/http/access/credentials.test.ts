import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { CreatedCredential } from '../../../src/access/index.ts'
import { an, codeOf, eachWithAccessServer } from './access-server.ts'

const basic = ({ key, secret }: { key: string; secret: string }) => ({
  authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`,
})

describe('credentials', () => {
  const context = eachWithAccessServer()
  let headers: Record<string, string>
  beforeEach(async () => {
    headers = { cookie: await context.server.setUp(), origin: context.server.url }
  })
  const create = async (body: object, as = headers): Promise<CreatedCredential> => {
    const answer = await context.server.call('POST', '/credentials', { body, headers: as })
    expect(answer.status).toBe(201)
    return (await answer.json()) as CreatedCredential
  }
  const list = async (as = headers, query = '') =>
    context.server.call('GET', `/credentials${query}`, { headers: as })

  test('may do what an authoring tool needs unless told otherwise', async () => {
    expect(await create({ name: '  Storyline ' })).toEqual({
      key: expect.stringMatching(/^[0-9a-f]{32}$/),
      secret: expect.stringMatching(/^[\w-]{43}$/),
      endpoint: `${context.server.url}/xapi/`,
      name: 'Storyline',
      scopes: ['statements/write', 'statements/read/mine', 'state', 'profile', 'define'],
    })
  })

  test('are listed without their secrets', async () => {
    const { key, secret } = await create({ name: 'A', scopes: ['all/read'] })
    const text = await (await list()).text()
    expect(JSON.parse(text).items).toEqual([
      {
        key,
        name: 'A',
        scopes: ['all/read'],
        state: 'active',
        createdAt: context.server.clock().toISOString(),
      },
    ])
    expect(text).not.toContain(secret)
  })

  test('work on /api/v1 as far as their scopes go', async () => {
    const reader = await create({ name: 'A', scopes: ['credentials/read'] })
    expect((await list(basic(reader))).status).toBe(200)
    const answer = await context.server.call('POST', '/credentials', {
      body: { name: 'B' },
      headers: basic(reader),
    })
    expect(answer.status).toBe(403)
    expect(await answer.json()).toMatchObject({
      code: 'forbidden',
      facts: { scope: 'credentials/write' },
    })
    expect((await context.server.call('GET', '/me', { headers: basic(reader) })).status).toBe(401)
  })

  test('cannot pass on a scope that they lack', async () => {
    const maker = await create({ name: 'A', scopes: ['credentials/write', 'statements/write'] })
    await create({ name: 'B', scopes: ['statements/write'] }, basic(maker))
    const answer = await context.server.call('POST', '/credentials', {
      body: { name: 'C', scopes: ['statements/write', 'all'] },
      headers: basic(maker),
    })
    expect(answer.status).toBe(403)
    expect(await answer.json()).toMatchObject({ facts: { scope: 'all' } })
  })

  test('cannot revoke one that has a scope that they lack', async () => {
    const writer = await create({ name: 'A', scopes: ['credentials/write', 'state'] })
    const [more, less] = [
      await create({ name: 'B', scopes: ['state', 'statements/write'] }),
      await create({ name: 'C', scopes: ['state'] }),
    ]
    const revoke = (key: string) =>
      context.server.call('DELETE', `/credentials/${key}`, { headers: basic(writer) })
    const refused = await revoke(more.key)
    expect(refused.status).toBe(403)
    expect(await refused.json()).toMatchObject({ facts: { scope: 'statements/write' } })
    expect(await context.server.authenticateProgram(basic(more))).toMatchObject({ id: more.key })
    expect((await revoke(less.key)).status).toBe(204)
    expect((await revoke(less.key)).status).toBe(404)
  })

  test('have only scopes that exist', async () => {
    const body = { name: 'A', scopes: ['statements/delete'] }
    const answer = await context.server.call('POST', '/credentials', { body, headers })
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ pointer: '/scopes/0' })
  })

  test('are worth nothing from the moment they are revoked', async () => {
    const credential = await create({ name: 'A', scopes: ['all'] })
    expect((await list(basic(credential))).status).toBe(200)
    const revoke = () =>
      context.server.call('DELETE', `/credentials/${credential.key}`, { headers })
    expect((await revoke()).status).toBe(204)
    expect((await list(basic(credential))).status).toBe(401)
    expect(await codeOf(await revoke())).toBe('not-found')
  })

  test('that another process revokes are worth nothing after five seconds', async () => {
    const credential = await create({ name: 'A' })
    const check = () => context.server.authenticateProgram(basic(credential))
    expect(await check()).toMatchObject({ kind: 'credential', id: credential.key })
    const { storage, clock } = context.server
    await storage.transact((tx) => tx.revokeCredential(credential.key, clock()))
    clock.advance(5_000)
    expect(await check()).toBeUndefined()
  })

  test('are refused with a wrong secret, and in any other form', async () => {
    const { key, secret } = await create({ name: 'A' })
    const check = (authorization?: string) => context.server.authenticateProgram({ authorization })
    const encoded = Buffer.from(`${key}:${secret}`).toString('base64')
    expect(await check(`basic ${encoded}`)).toBeDefined()
    for (const header of [
      undefined,
      '',
      encoded,
      `Bearer ${encoded}`,
      basic({ key, secret: `${secret}x` }).authorization,
      basic({ key, secret: '' }).authorization,
      basic({ key: secret, secret: key }).authorization,
      `Basic ${Buffer.from(key).toString('base64')}`,
      'Basic %%%',
    ]) {
      expect(await check(header)).toBeUndefined()
    }
  })

  test('show when they were used last, to the minute', async () => {
    const credential = await create({ name: 'A' })
    const { clock, storage } = context.server
    const use = async () => {
      await context.server.authenticateProgram(basic(credential))
      await storage.transact(async () => {})
      return (await storage.findCredential(credential.key))?.lastUsedAt
    }
    const first = clock()
    expect(await use()).toEqual(first)
    clock.advance(59_000)
    expect(await use()).toEqual(first)
    clock.advance(1_000)
    expect(await use()).toEqual(clock())
  })

  test('and every other secret are nowhere in the data folder', async () => {
    const { secret } = await create({ name: 'A' })
    const session = headers.cookie!.split('=')[1]!
    for (const file of await readdir(context.server.folder)) {
      const bytes = await readFile(join(context.server.folder, file))
      for (const word of [secret, session, an.password]) expect(bytes.includes(word)).toBe(false)
    }
  })

  test('are listed page by page', async () => {
    for (const name of ['A', 'B', 'C']) {
      context.server.clock.advance(1)
      await create({ name })
    }
    const first = (await (await list(headers, '?limit=2')).json()) as {
      items: { name: string }[]
      cursor: string
    }
    const second = (await (await list(headers, `?limit=2&cursor=${first.cursor}`)).json()) as {
      items: { name: string }[]
    }
    expect([...first.items, ...second.items].map(({ name }) => name)).toEqual(['C', 'B', 'A'])
    expect(second).not.toHaveProperty('cursor')
    expect((await list(headers, '?cursor=x')).status).toBe(400)
  })
})
