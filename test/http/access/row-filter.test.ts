import { newUuid } from '../../../src/base/ids.ts'
import type { RowFilter, Scope } from '../../../src/base/principal.ts'
import { startServer, type TestServer } from '../../support/server.ts'
import {
  type Json,
  referringTo,
  statementOf,
  voiding,
  xapiClient,
} from '../../support/xapi-client.ts'

const course = 'https://example.vn/courses/1'
const other = 'https://example.vn/courses/10'
const part = { object: { id: `${course}/quiz` }, context: inside(course) }
const an = { mbox: 'mailto:an@example.vn' }
const binh = { mbox: 'mailto:binh@example.vn' }

function inside(activity: string): Json {
  return { contextActivities: { parent: [{ id: activity }] } }
}

const about = (id: string, more: Json = {}) => statementOf({ object: { id }, ...more })

describe('a credential with a row filter', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startServer()
  })
  afterAll(() => server.stop())

  async function limitedTo(filter: RowFilter, ...scopes: Scope[]) {
    const body = { name: 'A', filter, scopes: scopes.length > 0 ? scopes : ['all'] }
    const answer = await server.request('POST', '/api/v1/credentials', body)
    const { key, secret } = (await answer.json()) as { key: string; secret: string }
    const Authorization = `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`
    const { send } = xapiClient(server)
    const call = (method: string, path: string, content?: unknown) =>
      send(method, path, content, { Authorization })
    return {
      call,
      post: (statements: unknown) => call('POST', '/xapi/statements', statements),
      get: (parameters: Record<string, string>) =>
        call('GET', `/xapi/statements?${new URLSearchParams(parameters)}`),
      api: (path: string) => server.request('GET', path, undefined, { Authorization }),
    }
  }
  const everything = () => xapiClient(server)
  const refusedAt = (pointer: string) => ({
    status: 403,
    body: { code: 'outside-row-filter', pointer },
  })

  test('finds the statements inside it, page by page, and no other by whatever query', async () => {
    const registration = newUuid()
    const context = { registration }
    const [a, b, c] = (
      await everything().post([
        about(course, { context }),
        about(other, { context }),
        about(other, { context: { ...context, ...inside(course) } }),
      ])
    ).body
    const limited = await limitedTo({ activities: [course, `${course}/none`] })
    const first = await limited.get({ registration, limit: '1' })
    expect(first.body.statements).toMatchObject([{ id: c }])
    const second = await limited.call('GET', first.body.more)
    expect([second.body.statements[0].id, second.body.more]).toEqual([a, ''])
    expect((await limited.get({ registration, activity: other })).body.statements).toMatchObject([
      { id: c },
    ])
    expect((await limited.get({ statementId: a })).status).toBe(200)
    expect(await limited.get({ statementId: b })).toMatchObject({
      status: 404,
      body: { code: 'statement-not-found' },
    })
    const rows = await limited.api(`/api/v1/statements?registration=${registration}`)
    expect(((await rows.json()) as { items: unknown[] }).items).toHaveLength(2)
  })

  test('cannot use another key’s page link to see more', async () => {
    const registration = newUuid()
    const context = { registration }
    await everything().post([about(other, { context }), about(other, { context })])
    const { body } = await everything().get({ registration, limit: '1' })
    const limited = await limitedTo({ activities: [course] })
    expect((await limited.call('GET', body.more)).body.statements).toEqual([])
  })

  test('sees a voided statement only inside, and voids only there', async () => {
    const [a, b] = (await everything().post([about(course), about(other)])).body
    const limited = await limitedTo({ activities: [course] })
    expect(await limited.post(voiding(b))).toMatchObject(refusedAt('/object/id'))
    expect(await limited.post(voiding(newUuid()))).toMatchObject(refusedAt('/object/id'))
    expect((await limited.post(voiding(a))).status).toBe(200)
    expect((await limited.get({ voidedStatementId: a })).status).toBe(200)
    await everything().post(voiding(b))
    expect((await limited.get({ voidedStatementId: b })).status).toBe(404)
  })

  test('writes about its activities and what lies below them, with them in the context', async () => {
    const limited = await limitedTo({ activities: [course] })
    expect((await limited.post([about(course), statementOf(part)])).status).toBe(200)
    const before = (await everything().get({ limit: '1' })).body.statements[0].id
    for (const [statement, pointer] of [
      [about(other), '/object/id'],
      [about(other, { context: inside(course) }), '/object/id'],
      [about(`${course}/quiz`), '/context/contextActivities'],
      [statementOf({ object: { objectType: 'Agent', ...an } }), '/context/contextActivities'],
    ] as const) {
      expect(await limited.post(statement)).toMatchObject(refusedAt(pointer))
      expect(await limited.post([about(course), statement])).toMatchObject(
        refusedAt(`/1${pointer}`),
      )
    }
    expect((await everything().get({ limit: '1' })).body.statements[0].id).toBe(before)
  })

  test('may refer to what is inside or comes along', async () => {
    const limited = await limitedTo({ activities: [course] })
    const id = newUuid()
    const reference = newUuid()
    expect(
      (await limited.post([referringTo(id, { id: reference }), about(course, { id })])).status,
    ).toBe(200)
    expect((await limited.get({ statementId: reference })).status).toBe(200)
    expect((await limited.post(referringTo(id))).status).toBe(200)
  })

  test('limited to agents writes with them as actors only', async () => {
    const chi = { mbox: 'mailto:chi@example.vn' }
    const limited = await limitedTo({ agents: [{ mbox: 'mailto:chi@EXAMPLE.vn' }] })
    expect((await limited.post(statementOf({ actor: chi }))).status).toBe(200)
    const group = { objectType: 'Group', member: [chi, binh] }
    for (const actor of [binh, group]) {
      const object = { objectType: 'Agent', ...chi }
      expect(await limited.post(statementOf({ actor, object }))).toMatchObject(refusedAt('/actor'))
    }
    const found = await limited.get({})
    expect(found.body.statements.length).toBeGreaterThan(0)
    for (const { actor } of found.body.statements) expect(actor.mbox).toBe(chi.mbox)
    expect((await limited.get({ agent: JSON.stringify(binh) })).body.statements).toEqual([])
  })

  test('limited to registrations writes and finds statements of theirs', async () => {
    const registration = newUuid()
    const limited = await limitedTo({ registrations: [registration.toUpperCase()] })
    expect((await limited.post(statementOf({ context: { registration } }))).status).toBe(200)
    for (const context of [{}, { registration: newUuid() }]) {
      expect(await limited.post(statementOf({ context }))).toMatchObject(
        refusedAt('/context/registration'),
      )
    }
    expect((await limited.get({})).body.statements).toHaveLength(1)
  })

  test('reaches documents, agents and activities by parameters inside it', async () => {
    const registration = newUuid()
    const limited = await limitedTo({ activities: [course], agents: [an] })
    const state = (activityId: string, agent: Json) =>
      `/xapi/activities/state?${new URLSearchParams({ activityId, agent: JSON.stringify(agent), stateId: 's', registration })}`
    for (const activity of [course, `${course}/quiz`, `${course}?attempt=1`]) {
      expect((await limited.call('PUT', state(activity, an), { a: 1 })).status).toBe(204)
      expect((await limited.call('GET', state(activity, { name: 'An', ...an }))).status).toBe(200)
    }
    for (const method of ['GET', 'PUT', 'POST', 'DELETE']) {
      const content = method === 'PUT' || method === 'POST' ? { a: 1 } : undefined
      const call = (path: string) => limited.call(method, path, content)
      expect(await call(state(other, an))).toMatchObject(refusedAt('activityId'))
      expect(await call(state(course, binh))).toMatchObject(refusedAt('agent'))
    }
    expect(
      await limited.call('GET', `/xapi/activities/profile?activityId=${course}`),
    ).toMatchObject(refusedAt('agent'))
    expect(await limited.call('GET', `/xapi/activities?activityId=${other}`)).toMatchObject(
      refusedAt('activityId'),
    )
    const byAgent = await limitedTo({ agents: [an] })
    const person = (agent: Json) => `/xapi/agents?agent=${JSON.stringify(agent)}`
    expect((await byAgent.call('GET', person(an))).status).toBe(200)
    expect(await byAgent.call('GET', person(binh))).toMatchObject(refusedAt('agent'))
  })

  test('is as limited in the alternate request syntax', async () => {
    const answer = await server.request('POST', '/api/v1/credentials', {
      name: 'A',
      filter: { activities: [course] },
      scopes: ['state'],
    })
    const { key, secret } = (await answer.json()) as { key: string; secret: string }
    const statusOf = async (activityId: string) => {
      const form = new URLSearchParams({
        Authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`,
        'X-Experience-API-Version': '1.0.3',
        activityId,
        agent: JSON.stringify(an),
      })
      const path = `${server.url}/xapi/activities/state?method=GET`
      return (await fetch(path, { method: 'POST', body: form })).status
    }
    expect([await statusOf(course), await statusOf(other)]).toEqual([200, 403])
  })

  test('reaches nothing else of /api/v1, whatever its scopes', async () => {
    const limited = await limitedTo({ activities: [course] })
    for (const path of ['/learners', '/packages', '/registrations', '/credentials', '/me']) {
      const answer = await limited.api(`/api/v1${path}`)
      expect([path, answer.status, ((await answer.json()) as Json).code]).toEqual([
        path,
        403,
        'outside-row-filter',
      ])
    }
  })
})

describe('a credential with allowed origins, at /xapi', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startServer()
  })
  afterAll(() => server.stop())

  test('answers pages of those origins, and lets no other page read even the refusal', async () => {
    const allowed = 'https://rise.example.vn'
    const body = { name: 'A', allowedOrigins: [allowed] }
    const made = await server.request('POST', '/api/v1/credentials', body)
    const { key, secret } = (await made.json()) as { key: string; secret: string }
    const Authorization = `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`
    const get = (Origin: string, headers = {}) =>
      xapiClient(server).get({}, { Authorization, Origin, ...headers })
    const echo = ({ headers }: { headers: Headers }) => headers.get('access-control-allow-origin')
    const right = await get(allowed)
    expect([right.status, echo(right)]).toEqual([200, allowed])
    const wrong = await get('https://evil.example')
    expect([wrong.status, wrong.body.code]).toEqual([403, 'origin-not-allowed'])
    expect([...wrong.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual(
      [],
    )
    expect((await get('')).status).toBe(200)
    const open = await get('https://evil.example', { Authorization: server.authorization })
    expect([open.status, echo(open)]).toEqual([200, 'https://evil.example'])
    const asked = { Origin: 'https://evil.example', 'Access-Control-Request-Method': 'POST' }
    const preflight = await fetch(`${server.url}/xapi/statements`, {
      method: 'OPTIONS',
      headers: asked,
    })
    expect(preflight.status).toBe(204)
  })
})
