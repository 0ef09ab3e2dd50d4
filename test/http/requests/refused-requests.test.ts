import { newUuid } from '../../../src/base/ids.ts'
import { validators } from '../../../src/base/validator.ts'
import { startServer, type TestServer } from '../../support/server.ts'
import { statementOf } from '../../support/xapi-client.ts'
import { requestLog } from './request-log.ts'

let server: TestServer
let log: ReturnType<typeof requestLog>
const version = { 'X-Experience-API-Version': '1.0.3' }
const wrong = statementOf({ actor: { mbox: 'an@example.vn' } })

beforeAll(async () => {
  server = await startServer()
  log = requestLog(server)
})
afterAll(() => server.stop())

const post = (body: unknown, headers: Record<string, string> = {}) =>
  server.request('POST', '/xapi/statements', body, { ...version, ...headers })

const basic = (key: string, secret: string) =>
  `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`
const keyOf = (authorization: string) =>
  Buffer.from(authorization.slice('Basic '.length), 'base64').toString().split(':')[0]!

test('a refused statement is kept with who, why, where and its body', async () => {
  const body = JSON.stringify([statementOf(), wrong], null, 2)
  const response = await post(body, {
    ...{ 'Content-Type': 'application/json', 'User-Agent': 'Storyline/3' },
    Origin: 'https://rise.example.vn',
  })
  expect(response.status).toBe(400)
  const kept = await log.kept(response)
  expect(kept).toMatchObject({
    ...{ area: 'xapi', method: 'POST', path: '/xapi/statements', endpoint: '/xapi/statements' },
    ...{ status: 400, code: 'invalid-statement', pointer: '/1/actor/mbox', version: '1.0.3' },
    clause: expect.stringContaining('xAPI-Data'),
    source: { kind: 'credential', id: keyOf(server.authorization), name: 'test' },
    ...{ origin: 'https://rise.example.vn', userAgent: 'Storyline/3' },
    ...{ bytes: Buffer.byteLength(body), isPersonal: true, hasBody: true, canReplay: true },
  })
  expect(kept.body).toMatchObject({ text: body, isWhole: true })
  const line = body.split('\n')[kept.body.place.line - 1]!
  expect(line.slice(kept.body.place.column - 1)).toContain('"an@example.vn"')
  expect(kept.headers).toContainEqual({ name: 'authorization', value: 'Basic •••' })
})

test('no secret is kept, in no form', async () => {
  const secret = 'dont-keep-me-9f3a'
  const key = newUuid().replaceAll('-', '')
  const cases = [
    post(wrong, { Authorization: basic(key, secret) }),
    post(wrong, { Cookie: `hocba_session=${secret}`, 'X-Api-Key': secret }),
    post({ ...wrong, password: secret }),
    server.request(
      'GET',
      `/xapi/statements?token=${secret}&Authorization=${secret}`,
      undefined,
      version,
    ),
    server.request('POST', '/api/v1/sign-in', { email: 'an@example.vn', password: secret }),
    server.request('POST', '/api/v1/setup', {
      token: secret,
      name: 'An',
      email: 'a',
      password: secret,
    }),
    post(`Authorization=${secret}&content={"x":1}`, {
      'Content-Type': 'application/x-www-form-urlencoded',
    }),
    server.request(
      'POST',
      '/xapi/statements?method=POST',
      new URLSearchParams({
        Authorization: basic(key, secret),
        'X-Experience-API-Version': '1.0.3',
        content: '{}',
      }).toString(),
      { 'Content-Type': 'application/x-www-form-urlencoded' },
    ),
    fetch(`${server.contentUrl}/_rt/commits`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${secret}${secret}` },
      body: JSON.stringify({ token: secret }),
    }),
  ]
  for (const response of await Promise.all(cases)) {
    expect(response.status).toBeGreaterThanOrEqual(400)
    const kept = JSON.stringify(await log.kept(response))
    expect(kept).not.toContain(secret)
    expect(kept).not.toContain(Buffer.from(`:${secret}`).toString('base64').slice(4, 16))
  }
})

test('bodies of senders that are not known, and of what is not xAPI, are not kept', async () => {
  const unknown = await log.kept(await post(wrong, { Authorization: basic('nobody', 'x') }))
  expect(unknown).toMatchObject({ status: 401, hasBody: false, source: { kind: 'unknown' } })
  expect(unknown.body).toBeUndefined()
  expect(unknown.source.id).toBeUndefined()
  const api = await log.kept(await server.request('POST', '/api/v1/learners', { name: 7 }))
  expect(api).toMatchObject({
    code: 'invalid-request',
    area: 'api',
    hasBody: false,
    canReplay: false,
  })
})

test('a wrong secret names the key that was claimed', async () => {
  const key = keyOf(await server.credential('statements/write'))
  const kept = await log.kept(await post(wrong, { Authorization: basic(key, 'wrong') }))
  expect(kept.source).toEqual({ kind: 'unknown', id: key, name: 'test' })
})

test('what never reaches a rule is kept too: no version, no such path, wrong method, a page of elsewhere', async () => {
  const preflight = {
    Authorization: '',
    Origin: 'https://rise.example.vn',
    'Access-Control-Request-Method': 'POST',
  }
  const found = [
    await post(statementOf(), { 'X-Experience-API-Version': '' }),
    await server.request('POST', '/xapi/statement', statementOf(), version),
    await server.request('PATCH', '/xapi/statements', {}, version),
    await server.request('POST', '/statements', statementOf(), version),
    await server.request('OPTIONS', '/api/v1/learners', undefined, preflight),
  ]
  const codes = await Promise.all(found.map(async (response) => (await log.kept(response)).code))
  expect(codes).toEqual([
    'invalid-version-header',
    'not-found',
    'method-not-allowed',
    'not-found',
    'origin-not-allowed',
  ])
})

test('what succeeds, what a browser asks before sign-in, and pages that are not there are not kept', async () => {
  const notKept = [
    await post(statementOf()),
    await fetch(`${server.url}/api/v1/me`, { headers: { 'Sec-Fetch-Site': 'same-origin' } }),
    await fetch(`${server.url}/wp-login.php`),
    await fetch(`${server.contentUrl}/_c/none`),
    await server.request('OPTIONS', '/xapi/statements', undefined, { Origin: 'https://a.example' }),
  ]
  const last = await post(wrong)
  await log.kept(last)
  for (const response of notKept) {
    const id = response.headers.get('x-request-id')
    expect(await log.get(`/requests/${id}`)).toMatchObject({ code: 'request-not-found' })
  }
})

test('of a large body the beginning is kept', async () => {
  const body = JSON.stringify([wrong, 'x'.repeat(100_000)])
  const kept = await log.kept(await post(body, { 'Content-Type': 'application/json' }))
  expect(kept.body.isWhole).toBe(false)
  expect(Buffer.byteLength(kept.body.text)).toBe(64 * 1024)
  expect(await log.replay(kept.id)).toMatchObject({ code: 'not-replayable' })
})

test('the list is filtered by key, status, code, path, text and time', async () => {
  const authorization = await server.credential('statements/write')
  const key = keyOf(authorization)
  const before = new Date().toISOString()
  await post(wrong, { Authorization: authorization })
  const forbidden = await server.request('GET', '/xapi/statements?limit=1', undefined, {
    ...version,
    Authorization: authorization,
  })
  await log.kept(forbidden)
  const codes = async (query: string) =>
    (await log.get(`/requests?key=${key}&${query}`)).items.map(({ code }: { code: string }) => code)
  expect(await codes('')).toEqual(['forbidden', 'invalid-statement'])
  expect(await codes('status=403')).toEqual(['forbidden'])
  expect(await codes('status=4xx')).toHaveLength(2)
  expect(await codes('status=5xx')).toEqual([])
  expect(await codes('code=invalid-statement')).toEqual(['invalid-statement'])
  expect(await codes('path=limit%3D1')).toEqual(['forbidden'])
  expect(await codes('q=MBOX')).toEqual(['invalid-statement'])
  expect(await codes(`since=${before}`)).toHaveLength(2)
  expect(await codes(`until=${before}`)).toEqual([])
  expect(await log.get('/requests?status=9')).toMatchObject({ code: 'invalid-request' })
  const first = await log.get(`/requests?key=${key}&limit=1`)
  const second = await log.get(`/requests?key=${key}&limit=1&cursor=${first.cursor}`)
  expect([...first.items, ...second.items].map(({ code }) => code)).toEqual(await codes(''))
  const groups = await log.get(`/requests/groups?key=${key}`)
  expect(groups.items).toMatchObject([
    { code: 'forbidden', count: 1, endpoint: '/xapi/statements' },
    { code: 'invalid-statement', count: 1, lastPointer: '/actor/mbox' },
  ])
})

test('who may not read requests does not', async () => {
  const Authorization = await server.credential('statements/read', 'credentials/read')
  for (const path of ['/requests', '/requests/groups', '/sources', `/requests/${newUuid()}`]) {
    const response = await server.request('GET', `/api/v1${path}`, undefined, { Authorization })
    expect([path, response.status]).toEqual([path, 403])
  }
})

test('each answer is what its schema says', async () => {
  const { id } = await log.kept(await post(wrong))
  const isA = validators()
  const answers = {
    'api/request-list': await log.get('/requests'),
    'api/request-groups': await log.get('/requests/groups'),
    'api/request-detail': await log.get(`/requests/${id}`),
    'api/request-verdict': await log.replay(id),
    'api/source-reports': await log.get('/sources'),
  }
  for (const [schema, answer] of Object.entries(answers)) {
    const isValid = isA(schema)
    expect([schema, isValid(answer), isValid.explain()]).toEqual([schema, true, []])
  }
})
