import fc from 'fast-check'
import { newUuid } from '../../../src/base/ids.ts'
import { startServer, type TestServer } from '../../support/server.ts'
import { statementOf, type XapiClient, xapiClient } from '../../support/xapi-client.ts'

let server: TestServer
let xapi: XapiClient
beforeAll(async () => {
  server = await startServer()
  xapi = xapiClient(server)
})
afterAll(() => server.stop())

describe('3.2 error codes: GET /xapi/statements refuses', () => {
  const id = newUuid()
  test.each([
    ['foo=1', 'foo'],
    ['StatementId=x', 'StatementId'],
    ['Agent={}', 'Agent'],
    ['verb=http://a&verb=http://b', 'verb'],
    ['statementId=1', 'statementId'],
    [`statementId=${id}&limit=1`, 'limit'],
    [`statementId=${id}&voidedStatementId=${id}`, 'voidedStatementId'],
    [`voidedStatementId=${id}&agent=x`, 'agent'],
    ['agent=x', 'agent'],
    ['agent={}', 'agent'],
    ['agent=null', 'agent'],
    [`agent=${encodeURIComponent('{"objectType":"Group","member":[]}')}`, 'agent'],
    [`agent=${encodeURIComponent('{"mbox":"mailto:a@b.vn","foo":1}')}`, 'agent'],
    ['verb=passed', 'verb'],
    ['activity=lesson', 'activity'],
    ['registration=1', 'registration'],
    ['related_agents=1', 'related_agents'],
    ['related_activities=True', 'related_activities'],
    ['ascending=', 'ascending'],
    ['attachments=yes', 'attachments'],
    ['since=yesterday', 'since'],
    ['until=2026-02-30T00:00:00Z', 'until'],
    ['limit=-1', 'limit'],
    ['limit=1.5', 'limit'],
    ['limit=', 'limit'],
    ['format=xml', 'format'],
    ['cursor=abc', 'cursor'],
  ])('%s', async (query, pointer) => {
    const answer = await xapi.send('GET', `/xapi/statements?${query}`)
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-query', pointer } })
    expect(answer.headers.get('x-experience-api-consistent-through')).toBeTruthy()
  })

  test('another method, and says which are possible', async () => {
    const answer = await xapi.send('DELETE', '/xapi/statements')
    expect(answer.status).toBe(405)
    expect(answer.headers.get('allow')).toContain('PUT')
  })
})

describe('3.2 error codes: no input makes a server error', () => {
  test('bodies of every kind', async () => {
    const nested = `${'['.repeat(50_000)}${']'.repeat(50_000)}`
    const bodies = [
      'null',
      '1',
      '"x"',
      '[null]',
      '[[]]',
      '{}',
      '[{}]',
      '{"actor":[]}',
      nested,
      `{"__proto__":1}`,
      '\ufeff[]',
      '[1e999]',
      `${JSON.stringify(statementOf()).slice(0, -1)},"result":{"extensions":{"http://a":${nested}}}}`,
      JSON.stringify(statementOf({ actor: { mbox: 'mailto:\u0000@b.vn' } })),
      JSON.stringify(statementOf({ result: { response: '\ud800' } })),
    ]
    for (const body of bodies)
      expect([body.slice(0, 60), (await xapi.post(body)).status]).toEqual([
        body.slice(0, 60),
        expect.any(Number),
      ])
    for (const body of bodies) expect((await xapi.post(body)).status).toBeLessThan(500)
  })

  test('statements with anything anywhere', async () => {
    const paths = [
      'id',
      'actor',
      'verb',
      'object',
      'result',
      'context',
      'timestamp',
      'stored',
      'authority',
      'version',
      'attachments',
    ]
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...paths),
        fc.jsonValue({ maxDepth: 3 }),
        async (path, value) => {
          const { status } = await xapi.post(statementOf({ [path]: value }))
          return status === 200 || status === 400
        },
      ),
      { numRuns: 150 },
    )
  })

  test('parameters with anything in them', async () => {
    const names = [
      'statementId',
      'voidedStatementId',
      'agent',
      'verb',
      'activity',
      'registration',
      'since',
      'until',
      'limit',
      'format',
      'cursor',
      'x',
    ]
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...names),
        fc.string({ unit: 'binary' }),
        async (name, value) => {
          const { status } = await xapi.get({ [name]: value })
          return status < 500
        },
      ),
      { numRuns: 150 },
    )
    for (const query of ['%', '%ff', 'agent=%zz', '&&&', '=', 'verb=http://a%00b'])
      expect((await xapi.send('GET', `/xapi/statements?${query}`)).status).toBeLessThan(500)
  })

  test('a statement with U+0000 in its text comes back as it was', async () => {
    const sent = statementOf({ id: newUuid(), result: { response: 'a\u0000b' } })
    expect((await xapi.post(sent)).status).toBe(200)
    expect((await xapi.get({ statementId: String(sent.id) })).body.result).toEqual(sent.result)
  })
})

describe('3.3 versions', () => {
  const ask = (version: string, path = '/xapi/statements?limit=1') =>
    xapi.send('GET', path, undefined, { 'X-Experience-API-Version': version })

  test.each([
    ['1.0', '1.0.3'],
    ['1.0.0', '1.0.3'],
    ['1.0.99', '1.0.3'],
    ['2.0', '2.0.0'],
    ['2.0.0', '2.0.0'],
  ])('a request in %s is answered in %s', async (version, answered) => {
    const { status, headers } = await ask(version)
    expect([status, headers.get('x-experience-api-version')]).toEqual([200, answered])
  })

  test.each(['', '0.9', '0.95', '1', '1.1.0', '2.1.0', '3.0.0', 'x', '1.0.3, 1.0.3'])(
    'a request in "%s" is refused',
    async (version) => {
      const { status, headers, body } = await ask(version)
      expect([status, body.code, headers.get('x-experience-api-version')]).toEqual([
        400,
        'invalid-version-header',
        '2.0.0',
      ])
    },
  )

  test('About needs neither version nor credential, and names the versions', async () => {
    const { status, body } = await xapi.send('GET', '/xapi/about', undefined, {
      'X-Experience-API-Version': '',
      Authorization: '',
    })
    expect([status, body.version]).toEqual([200, ['1.0.3', '2.0.0']])
  })

  test('a statement of 2.0 is refused in 1.0.3, stored in 2.0, and read in both', async () => {
    const sent = statementOf({
      id: newUuid(),
      context: {
        contextAgents: [{ objectType: 'contextAgent', agent: { mbox: 'mailto:t@example.vn' } }],
      },
    })
    expect((await xapi.post(sent)).status).toBe(400)
    expect((await xapiClient(server, '2.0.0').post(sent)).status).toBe(200)
    expect((await xapi.get({ statementId: String(sent.id) })).body).toMatchObject({
      ...sent,
      version: '2.0.0',
    })
  })
})

describe('4.0 authentication', () => {
  const withKey = (Authorization: string, method = 'GET', body?: unknown) =>
    xapi.send(
      method,
      `/xapi/statements${method === 'PUT' ? `?statementId=${newUuid()}` : ''}`,
      body,
      { Authorization },
    )

  test.each(['', 'Basic', 'Basic !!!', 'Basic bm90OnJpZ2h0', 'Bearer x'])(
    '"%s" is not let in, and is told how',
    async (authorization) => {
      for (const method of ['GET', 'POST']) {
        const { status, headers, body } = await withKey(
          authorization,
          method,
          method === 'POST' ? statementOf() : undefined,
        )
        expect([status, body.code]).toEqual([401, 'unauthenticated'])
        expect(headers.get('www-authenticate')).toMatch(/^Basic realm=/)
        expect(headers.get('x-experience-api-version')).toBe('1.0.3')
        expect(headers.get('x-experience-api-consistent-through')).toBeTruthy()
      }
    },
  )

  test('each scope opens what it names', async () => {
    const tries = async (authorization: string) => [
      (await withKey(authorization)).status,
      (await withKey(authorization, 'POST', statementOf())).status,
      (await withKey(authorization, 'PUT', statementOf())).status,
    ]
    expect(await tries(await server.credential('statements/read'))).toEqual([200, 403, 403])
    expect(await tries(await server.credential('all/read'))).toEqual([200, 403, 403])
    expect(await tries(await server.credential('statements/write'))).toEqual([403, 200, 204])
    expect(
      await tries(await server.credential('statements/write', 'statements/read/mine')),
    ).toEqual([200, 200, 204])
    expect(await tries(await server.credential('state'))).toEqual([403, 403, 403])
  })

  test('statements/read/mine shows a credential only its own statements', async () => {
    const Authorization = await server.credential('statements/write', 'statements/read/mine')
    const [others] = (await xapi.post(statementOf())).body
    const [own] = (await xapi.post(statementOf(), { Authorization })).body
    const found = (await xapi.get({}, { Authorization })).body.statements
    expect(found.map(({ id }: { id: string }) => id)).toEqual([own])
    expect((await xapi.get({ statementId: own }, { Authorization })).status).toBe(200)
    expect((await xapi.get({ statementId: others }, { Authorization })).status).toBe(404)
  })
})

describe('addresses', () => {
  test.each([
    '/xapi/statements',
    '/xapi/statements/',
    '/xAPI/statements',
    '/xapi//statements',
    '/XAPI/Statements/',
  ])('%s is the Statement resource', async (path) => {
    expect((await xapi.send('GET', `${path}?limit=1`)).status).toBe(200)
  })

  test.each(['/xapi', '/xapi/', '/xAPI'])('%s explains itself to anyone', async (path) => {
    const { status, body } = await xapi.send('GET', path, undefined, {
      Authorization: '',
      'X-Experience-API-Version': '',
    })
    expect([status, body.endpoint]).toEqual([200, `${server.url}/xapi/`])
  })

  test('what is not there is 404, with the version', async () => {
    const { status, headers } = await xapi.send('GET', '/xapi/nothing')
    expect([status, headers.get('x-experience-api-version')]).toEqual([404, '1.0.3'])
  })
})

describe('other origins', () => {
  const origin = 'https://content.example.vn'

  test('a preflight is answered without a credential', async () => {
    for (const path of ['/xapi/statements', '/xapi/', '/xapi/activities/state']) {
      const { status, headers } = await xapi.send('OPTIONS', path, undefined, {
        Authorization: '',
        'X-Experience-API-Version': '',
        Origin: origin,
        'Access-Control-Request-Method': 'POST',
      })
      expect([status, headers.get('access-control-allow-origin')]).toEqual([204, origin])
      expect(headers.get('access-control-allow-headers')).toContain('X-Experience-API-Version')
      expect(headers.get('access-control-allow-methods')).toContain('PUT')
    }
  })

  test('answers and errors alike may be read', async () => {
    for (const path of ['/xapi/statements', '/xapi/statements?foo=1', '/xapi/nothing']) {
      const { headers } = await xapi.send('GET', path, undefined, { Origin: origin })
      expect([path, headers.get('access-control-allow-origin')]).toEqual([path, origin])
      expect(headers.get('access-control-allow-credentials')).toBe('true')
      expect(headers.get('vary')).toContain('Origin')
      expect(headers.get('access-control-expose-headers')).toContain(
        'X-Experience-API-Consistent-Through',
      )
    }
  })
})
