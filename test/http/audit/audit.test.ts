import { DatabaseSync } from 'node:sqlite'
import type { AuditItem } from '../../../src/audit/index.ts'
import { startServer, type TestServer } from '../../support/server.ts'
import { smallCourse } from '../../support/small-course.ts'
import { isOnSqlite } from '../../support/storage-of-tests.ts'
import { type Cast, castOf } from '../access/cast.ts'

describe('the audit log', () => {
  let server: TestServer
  let cast: Cast
  beforeAll(async () => {
    server = await startServer({ env: { HOCBA_TRUST_PROXY: 'true' } })
    cast = await castOf(server)
  }, 120_000)
  afterAll(() => server.stop())

  const log = async (query: string): Promise<AuditItem[]> => {
    const answer = await server.request('GET', `/api/v1/audit?${query}`)
    return ((await answer.json()) as { items: AuditItem[] }).items
  }
  const as = (role: string) => (method: string, path: string, body?: unknown) =>
    fetch(`${server.url}/api/v1${path}`, {
      method,
      headers: { cookie: cast.cookies[role]!, origin: server.url },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })

  test('has who changed what, before and after, with the id of the request', async () => {
    const answer = await as('administrator')('PATCH', `/organisations/${cast.below}`, {
      name: 'Mới',
    })
    const [entry] = await log(`about=${cast.below}`)
    expect(entry).toMatchObject({
      kind: 'change',
      operation: 'changeOrganisation',
      actor: { kind: 'account', id: cast.accounts.administrator, name: 'Vai administrator' },
      requestId: answer.headers.get('x-request-id'),
      details: { before: { name: 'Phòng A1' }, after: { name: 'Mới' } },
    })
  })

  test('has the address that the proxy was called from, whatever the client says that it is', async () => {
    const headers = { 'X-Forwarded-For': '198.51.100.1, 203.0.113.9' }
    await server.request('POST', '/api/v1/organisations', { code: 'QUA-PROXY', name: 'x' }, headers)
    expect((await log('operation=createOrganisation'))[0]).toMatchObject({ network: '203.0.113.9' })
  })

  test('has who opened a course in the place of its learner, and not that learners opened theirs', async () => {
    const path = `/registrations/${cast.own.registration}/launch-links`
    for (const role of ['class-manager', 'learner']) {
      expect((await as(role)('POST', path)).status).toBe(201)
    }
    expect(await log('operation=createLaunchLink')).toMatchObject([
      {
        actor: { id: cast.accounts['class-manager'] },
        about: [cast.own.registration, cast.own.learner],
      },
    ])
  })

  test('says which key was made, and what it could do before it was changed', async () => {
    const create = { name: 'Công cụ soạn bài', scopes: ['statements/read'] }
    const made = await server.request('POST', '/api/v1/credentials', create)
    const { key } = (await made.json()) as { key: string }
    await server.request('PATCH', `/api/v1/credentials/${key}`, { scopes: ['all/read'] })
    await server.request('DELETE', `/api/v1/credentials/${key}`)
    expect((await log(`about=${key}`)).map(({ details }) => details)).toEqual([
      { before: { ...create, scopes: ['all/read'] } },
      { before: create, after: { ...create, scopes: ['all/read'] } },
      { after: create },
    ])
  })

  test('has an entry of each operation that changed something, and none of what failed', async () => {
    const operations = new Set((await log('limit=500')).map(({ operation }) => operation))
    expect([...operations].sort()).toEqual(
      expect.arrayContaining([
        ...['changeOrganisation', 'claimAccountLink', 'createAccount', 'createClass'],
        ...['createLearner', 'createOrganisation', 'enrolLearners', 'importPackage'],
      ]),
    )
    const before = (await log('limit=500')).length
    expect(
      (await as('administrator')('POST', '/organisations', { code: 'SO-A', name: 'x' })).status,
    ).toBe(409)
    expect((await as('learner')('POST', '/organisations', { code: 'Z', name: 'x' })).status).toBe(
      403,
    )
    expect(await log('limit=500')).toHaveLength(before)
  })

  test('has what an auditor read, before they see it, and nobody else’s reading', async () => {
    await as('administrator')('GET', `/learners/${cast.own.learner}`)
    await as('auditor')('GET', `/learners/${cast.own.learner}`)
    await as('auditor')('GET', '/registrations?limit=7')
    const entries = await log('kind=read')
    expect(entries.map(({ operation, about, details }) => [operation, about, details])).toEqual([
      ['listRegistrations', [], { asked: { limit: 7 } }],
      ['getLearner', [cast.own.learner], {}],
    ])
    expect(new Set(entries.map(({ actor }) => actor.id))).toEqual(new Set([cast.accounts.auditor]))
  })

  test('has a policy, a version and a webhook as they were before and as they are after', async () => {
    const admin = as('administrator')
    const course = cast.own.package
    const detailsOf = async (about: string, operation: string) =>
      (await log(`about=${about}&operation=${operation}`))[0]?.details
    const path = `/packages/${course}/policy`
    const policy = (await (await admin('GET', path)).json()) as object
    await admin('PUT', path, { ...policy, attemptsMax: 3 })
    expect(await detailsOf(course, 'putPackagePolicy')).toEqual({
      before: policy,
      after: { ...policy, attemptsMax: 3 },
    })
    const zip = new Uint8Array(smallCourse({ title: 'An, sửa lại' }))
    await server.request('POST', `/api/v1/packages?package=${course}&fileName=an-2.zip`, zip)
    expect(await detailsOf(course, 'importPackage')).toMatchObject({
      before: { version: 1, title: 'An' },
      after: { version: 2, title: 'An, sửa lại', fileName: 'an-2.zip', profile: 'tolerant' },
    })

    const answer = await admin('POST', '/webhooks', { name: 'w', url: 'http://127.0.0.1:9/x' })
    const { id } = (await answer.json()) as { id: string }
    const webhook = { kind: 'webhook', name: 'w', url: 'http://127.0.0.1:9/x', state: 'active' }
    await admin('PATCH', `/webhooks/${id}`, { name: 'phòng đào tạo', state: 'paused' })
    await admin('DELETE', `/webhooks/${id}`)
    const after = { ...webhook, name: 'phòng đào tạo', state: 'paused' }
    expect(await detailsOf(id, 'createWebhook')).toEqual({ after: webhook })
    expect(await detailsOf(id, 'changeWebhook')).toEqual({ before: webhook, after })
    expect(await detailsOf(id, 'deleteWebhook')).toEqual({ before: after })
  })

  test('holds no secret', async () => {
    const secrets: string[] = []
    const keep = async (answer: Response, ...names: string[]) => {
      const body = (await answer.json()) as Record<string, unknown>
      secrets.push(...names.map((name) => String(body[name])))
      return body
    }
    const admin = as('administrator')
    const credential = await keep(await admin('POST', '/credentials', { name: 'x' }), 'secret')
    await keep(await admin('POST', `/credentials/${credential.key}/rotate`), 'secret')
    const password = 'bốn con mèo leo cây'
    const newPassword = 'bảy con gấu trúc lười'
    expect((await admin('POST', '/me/password', { password, newPassword })).status).toBe(204)
    await keep(await admin('POST', '/me/second-factor', { password: newPassword }), 'secret')
    const webhook = {
      name: 'w',
      url: 'http://127.0.0.1:9/x',
      secret: 'whsec_dGhpcyBpcyBhIHNlY3JldCE=',
    }
    await admin('POST', '/webhooks', webhook)
    const text = JSON.stringify(await log('limit=500'))
    for (const secret of [...secrets, password, newPassword, webhook.secret]) {
      expect(text).not.toContain(secret)
    }
    expect(secrets.every((secret) => secret.length > 20)).toBe(true)
  })

  // MongoDB has no triggers: there, the verifiable log shows what was changed.
  ;(isOnSqlite ? test : test.skip)('is never changed, by the engine’s own refusal', () => {
    const database = new DatabaseSync(`${server.config.dataFolder}/hocba.db`)
    expect(() => database.exec('DELETE FROM audit_entry')).toThrow('never deleted')
    expect(() => database.exec("UPDATE audit_entry SET actor = ''")).toThrow('never changed')
    database.close()
  })

  test('is paged and bounded by time', async () => {
    const answer = await server.request('GET', '/api/v1/audit?limit=2')
    const page = (await answer.json()) as { items: AuditItem[]; cursor: string }
    const next = await log(`limit=2&cursor=${page.cursor}`)
    expect([...page.items, ...next]).toEqual(await log('limit=4'))
    expect(await log('until=2020-01-01T00:00:00Z')).toEqual([])
    expect((await server.request('GET', '/api/v1/audit?kind=x')).status).toBe(400)
  })
})
