import type { CreatedCredential, RotatedCredential } from '../../../src/access/index.ts'
import { validators } from '../../../src/base/validator.ts'
import { codeOf, eachWithAccessServer } from './access-server.ts'

const hour = 3_600_000
const basic = ({ key, secret }: { key: string; secret: string }) => ({
  authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`,
})

describe('limits of credentials', () => {
  const context = eachWithAccessServer({ requestsPerMinuteMax: 1_000 })
  let headers: Record<string, string>
  beforeEach(async () => {
    headers = { cookie: await context.server.setUp(), origin: context.server.url }
  })
  const call = (method: string, path: string, body?: unknown, as = headers) =>
    context.server.call(method, path, { headers: as, ...(body !== undefined && { body }) })
  const create = async (body: object): Promise<CreatedCredential> => {
    const answer = await call('POST', '/credentials', { name: 'A', ...body })
    const created = (await answer.json()) as CreatedCredential
    expect([answer.status, created]).toEqual([201, created])
    return created
  }
  const use = (credential: { key: string; secret: string }, more = {}) =>
    call('GET', '/credentials', undefined, { ...basic(credential), ...more })
  const reader = (body: object = {}) => create({ scopes: ['credentials/read'], ...body })
  const listed = async (key: string) => {
    const { items } = (await (await call('GET', '/credentials')).json()) as {
      items: { key: string }[]
    }
    return items.find((item) => item.key === key)
  }
  const inHours = (hours: number) =>
    new Date(context.server.clock().getTime() + hours * hour).toISOString()

  test('one that has expired is refused with the time, but only to who has its secret', async () => {
    const credential = await reader({ expiresAt: inHours(1) })
    expect((await use(credential)).status).toBe(200)
    expect(await listed(credential.key)).toMatchObject({ state: 'active', expiresAt: inHours(1) })
    context.server.clock.advance(hour)
    const answer = await use(credential)
    expect(answer.status).toBe(401)
    expect(await answer.json()).toMatchObject({
      code: 'credential-expired',
      message: `This credential expired at ${inHours(0)}.`,
    })
    expect(await codeOf(await use({ ...credential, secret: 'x' }))).toBe('unauthenticated')
    expect(await listed(credential.key)).toMatchObject({ state: 'expired' })
  })

  test('the secret before a rotation works until the overlap is over', async () => {
    const before = await reader()
    const answer = await call('POST', `/credentials/${before.key}/rotate?overlapHours=2`)
    expect(answer.status).toBe(200)
    const after = (await answer.json()) as RotatedCredential
    const isRotated = validators()('api/credential-rotated')
    expect([isRotated(after), isRotated.explain()]).toEqual([true, []])
    expect(after).toMatchObject({ key: before.key, previousSecretUntil: inHours(2) })
    expect(after.secret).not.toBe(before.secret)
    expect([(await use(before)).status, (await use(after)).status]).toEqual([200, 200])
    context.server.clock.advance(2 * hour - 1)
    expect((await use(before)).status).toBe(200)
    expect(await listed(before.key)).toHaveProperty('previousSecretUntil')
    context.server.clock.advance(1)
    expect(await codeOf(await use(before))).toBe('credential-expired')
    expect((await use(after)).status).toBe(200)
    expect(await listed(before.key)).not.toHaveProperty('previousSecretUntil')
  })

  test('a rotation without overlap ends the secret before at once, as does a second rotation', async () => {
    const first = await reader()
    expect((await use(first)).status).toBe(200)
    const rotate = async (hours: number) => {
      const answer = await call('POST', `/credentials/${first.key}/rotate?overlapHours=${hours}`)
      return (await answer.json()) as RotatedCredential
    }
    const second = await rotate(0)
    expect(second).not.toHaveProperty('previousSecretUntil')
    expect((await use(first)).status).toBe(401)
    const third = await rotate(1)
    expect((await use(second)).status).toBe(200)
    await rotate(1)
    expect([(await use(second)).status, (await use(third)).status]).toEqual([401, 200])
    expect((await call('POST', `/credentials/${first.key}/rotate?overlapHours=721`)).status).toBe(
      400,
    )
    expect(await codeOf(await call('POST', `/credentials/none/rotate`))).toBe('not-found')
  })

  test('a change counts at once, and what it does not name stays', async () => {
    const limits = {
      expiresAt: inHours(24),
      allowedOrigins: ['https://rise.example.vn'],
      filter: { activities: ['https://example.vn/a'] },
      requestsPerMinuteMax: 5,
    }
    const { key, secret } = await reader(limits)
    expect((await use({ key, secret })).status).toBe(403)
    const change = (body: object) => call('PATCH', `/credentials/${key}`, body)
    const answer = await change({ filter: null, name: ' B ' })
    const changed = await answer.json()
    const isCredential = validators()('api/credential')
    expect([isCredential(changed), isCredential.explain()]).toEqual([true, []])
    const { filter: _filter, ...rest } = limits
    expect(changed).toMatchObject({ key, name: 'B', scopes: ['credentials/read'], ...rest })
    expect(changed).not.toHaveProperty('filter')
    expect((await use({ key, secret })).status).toBe(200)
    expect((await change({ scopes: ['statements/read'] })).status).toBe(200)
    expect((await use({ key, secret })).status).toBe(403)
    expect((await change({})).status).toBe(400)
    expect((await call('PATCH', '/credentials/none', { name: 'x' })).status).toBe(404)
  })

  test('are refused with a pointer where they cannot be meant', async () => {
    for (const [body, pointer] of [
      [{ expiresAt: inHours(-1) }, '/expiresAt'],
      [{ expiresAt: 'tomorrow' }, '/expiresAt'],
      [{ expiresAt: '2027-13-45T00:00:00Z' }, '/expiresAt'],
      [{ allowedOrigins: ['https://a.vn', 'https://a.vn/path'] }, '/allowedOrigins/1'],
      [{ allowedOrigins: ['null'] }, '/allowedOrigins/0'],
      [{ filter: {} }, '/filter'],
      [{ filter: { activities: ['no iri'] } }, '/filter/activities/0'],
      [{ filter: { agents: [{ name: 'An' }] } }, '/filter/agents/0/name'],
      [{ filter: { registrations: ['1'] } }, '/filter/registrations/0'],
      [
        { filter: { activities: Array.from({ length: 21 }, (_, n) => `a:${n}`) } },
        '/filter/activities',
      ],
      [{ requestsPerMinuteMax: 0 }, '/requestsPerMinuteMax'],
    ] as const) {
      const answer = await call('POST', '/credentials', { name: 'A', ...body })
      expect([answer.status, await answer.json()]).toMatchObject([400, { pointer }])
    }
  })

  test('who may do less cannot get hold of a credential that may do more', async () => {
    const strong = await create({ scopes: ['all'] })
    const weak = await create({ scopes: ['credentials/write', 'statements/write'] })
    const own = await create({ scopes: ['statements/write'] })
    for (const [method, path, body] of [
      ['POST', '/rotate', undefined],
      ['PATCH', '', { name: 'x' }],
    ] as const) {
      const onStrong = await call(method, `/credentials/${strong.key}${path}`, body, basic(weak))
      expect([onStrong.status, await codeOf(onStrong)]).toEqual([403, 'forbidden'])
      const onOwn = await call(method, `/credentials/${own.key}${path}`, body, basic(weak))
      expect(onOwn.status).toBe(200)
    }
    const raised = await call('PATCH', `/credentials/${own.key}`, { scopes: ['all'] }, basic(weak))
    expect(raised.status).toBe(403)
  })

  test('who has an end, origins or a rate makes, changes and gets hold of nothing beyond them', async () => {
    const scopes = ['credentials/write', 'statements/read']
    const [within, free] = [
      { scopes, expiresAt: inHours(1), allowedOrigins: ['https://a.vn'], requestsPerMinuteMax: 60 },
      await create({ scopes }),
    ]
    const limited = await create(within)
    const refused = async (method: string, path: string, body?: unknown) => {
      const answer = await call(method, path, body, basic(limited))
      return [answer.status, ((await answer.json()) as { facts?: unknown }).facts]
    }
    const forbidden = (limit: string) => [403, { limit }]
    const self = `/credentials/${limited.key}`
    const name = 'B'
    for (const expiresAt of [undefined, inHours(2)]) {
      const wanted = { ...within, name, expiresAt }
      expect(await refused('POST', '/credentials', wanted)).toEqual(forbidden('expiresAt'))
    }
    const other = { ...within, name, allowedOrigins: ['https://a.vn', 'https://b.vn'] }
    expect(await refused('POST', '/credentials', other)).toEqual(forbidden('allowedOrigins'))
    expect(await refused('PATCH', self, { expiresAt: null })).toEqual(forbidden('expiresAt'))
    expect(await refused('PATCH', self, { requestsPerMinuteMax: 61 })).toEqual(
      forbidden('requestsPerMinuteMax'),
    )
    expect(await refused('POST', `/credentials/${free.key}/rotate`)).toEqual(forbidden('expiresAt'))
    for (const [path, body] of [
      ['/credentials', { ...within, name }],
      [`${self}/rotate`, undefined],
    ] as const) {
      expect((await call('POST', path, body, basic(limited))).ok).toBe(true)
    }
  })

  test('pages of other origins cannot use it; programs can', async () => {
    const credential = await reader({ allowedOrigins: ['https://rise.example.vn/'] })
    expect((await use(credential, { origin: 'https://rise.example.vn' })).status).toBe(200)
    expect((await use(credential)).status).toBe(200)
    for (const origin of ['https://evil.example', 'http://rise.example.vn', 'null']) {
      const answer = await use(credential, { origin })
      expect([answer.status, await codeOf(answer)]).toEqual([403, 'origin-not-allowed'])
    }
  })

  test('more requests in a minute than it may make are refused until they grow back', async () => {
    const credential = await reader({ requestsPerMinuteMax: 3 })
    const statuses = async (count: number) => {
      const answers = await Promise.all(Array.from({ length: count }, () => use(credential)))
      return answers.map(({ status }) => status).sort()
    }
    expect(await statuses(5)).toEqual([200, 200, 200, 429, 429])
    const answer = await use(credential)
    expect(answer.headers.get('retry-after')).toBe('20')
    expect(await answer.json()).toMatchObject({ code: 'rate-limited', limit: 3 })
    context.server.clock.advance(20_000)
    expect(await statuses(2)).toEqual([200, 429])
    expect((await use(await reader())).status).toBe(200)
  })
})

describe('the check of a credential', () => {
  const context = eachWithAccessServer()

  test('reads the store once in five seconds, whatever comes in, and again after a change', async () => {
    const { server } = context
    const headers = { cookie: await server.setUp(), origin: server.url }
    const made = await server.call('POST', '/credentials', { headers, body: { name: 'A' } })
    const credential = (await made.json()) as CreatedCredential
    let reads = 0
    const { findCredential } = server.storage
    server.storage.findCredential = (key) => {
      reads += 1
      return findCredential(key)
    }
    const check = () => server.authenticateProgram(basic(credential))
    for (let n = 0; n < 2_000; n++) expect((await check())?.id).toBe(credential.key)
    expect(reads).toBe(1)
    server.clock.advance(5_000)
    await check()
    expect(reads).toBe(2)
    const path = `/credentials/${credential.key}`
    await server.call('PATCH', path, { headers, body: { scopes: ['state'] } })
    expect((await check())?.scopes).toEqual(['state'])
    expect(reads).toBe(3)
    await server.call('POST', `${path}/rotate?overlapHours=0`, { headers })
    await expect(check()).rejects.toMatchObject({ code: 'credential-expired' })
    await server.call('DELETE', path, { headers })
    expect(await check()).toBeUndefined()
  })

  test('does not remember what it read while a change was made', async () => {
    const { server } = context
    const headers = { cookie: await server.setUp(), origin: server.url }
    const made = await server.call('POST', '/credentials', { headers, body: { name: 'A' } })
    const credential = (await made.json()) as CreatedCredential
    const { findCredential } = server.storage
    const gate = Promise.withResolvers<void>()
    server.storage.findCredential = async (key) => {
      const found = await findCredential(key)
      await gate.promise
      return found
    }
    const early = server.authenticateProgram(basic(credential))
    await server.call('DELETE', `/credentials/${credential.key}`, { headers })
    gate.resolve()
    await early
    expect(await server.authenticateProgram(basic(credential))).toBeUndefined()
  })
})
