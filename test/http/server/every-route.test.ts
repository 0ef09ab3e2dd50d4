import { problemStatus } from '../../../src/base/problem.ts'
import { type RawAnswer, type RawRequest, rawRequest } from '../../support/raw-request.ts'
import { startServer, type TestServer } from '../../support/server.ts'
import { evilBodies, evilQueries, exampleOf, type JsonSchema } from './evil-input.ts'

/**
 * Every operation, resource and page with every method and every kind of caller, and with everything that injections are made
 * of. The list comes from the OpenAPI document, so what is added is crawled without a change here.
 */

const password = 'correct horse battery staple'
let server: TestServer
let callers: Record<Caller, Record<string, string>>
let operations: readonly Described[]
let schemas: Readonly<Record<string, JsonSchema>>

type Caller = 'nobody' | 'liar' | 'lowScope' | 'session' | 'crossSiteSession'

interface Described {
  readonly path: string
  readonly method: string
  readonly isPublic: boolean
  readonly scope: string | undefined
  readonly query: readonly string[]
  readonly bodySchema: string | undefined
}

beforeAll(async () => {
  server = await startServer({ env: { HOCBA_LOG_LEVEL: 'silent' } })
  const claim = { name: 'An', email: 'an@example.vn', password, token: tokenOf(server) }
  const response = await server.request('POST', '/api/v1/setup', claim)
  expect(response.status).toBe(201)
  const cookie = response.headers.get('set-cookie')!.split(';')[0]!
  callers = {
    nobody: {},
    liar: { Authorization: `Basic ${Buffer.from('nobody:nothing').toString('base64')}` },
    lowScope: { Authorization: await server.credential('state') },
    session: { Cookie: cookie, Origin: server.url, 'Sec-Fetch-Site': 'same-origin' },
    crossSiteSession: { Cookie: cookie, Origin: server.contentUrl, 'Sec-Fetch-Site': 'cross-site' },
  }
  ;({ operations, schemas } = await describedOperations())
})
afterAll(() => server.stop())

const tokenOf = ({ setupUrl }: TestServer): string => new URL(setupUrl!).hash.slice(1)

async function describedOperations() {
  const document = (await (await fetch(`${server.url}/api/v1/openapi.json`)).json()) as {
    // biome-ignore lint/suspicious/noExplicitAny: a document, looked into freely.
    paths: Record<string, Record<string, any>>
    components: { schemas: Record<string, JsonSchema> }
  }
  const found: Described[] = []
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const ref: string | undefined =
        operation.requestBody?.content['application/json']?.schema.$ref
      found.push({
        path: `/api/v1${path.replaceAll(/\{number\}/g, '1').replaceAll(/\{\w+\}/g, anId)}`,
        method: method.toUpperCase(),
        isPublic: operation.security?.length === 0,
        scope: operation['x-scope'],
        query: operation.parameters
          .filter((parameter: { in: string }) => parameter.in === 'query')
          .map(({ name }: { name: string }) => name),
        bodySchema: ref?.split('/').at(-1),
      })
    }
  }
  expect(found.length).toBeGreaterThan(20)
  return { operations: found, schemas: document.components.schemas }
}

const anId = '00000000-0000-4000-8000-000000000000'
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

const otherAppPaths = [
  ...['/', '/library', '/assets/', '/assets/none.js', '/favicon.ico', '/healthz', '/readyz'],
  ...['/%00', '/%zz', '/assets/%00', '/assets/..%2f..%2fpackage.json', '/..%5c..%5cpackage.json'],
  ...[
    '/api/v1',
    '/api/v1/openapi.json',
    '/api/v1/none',
    '/api/v1/learners/%00',
    '/api/v1/learners/%zz',
  ],
]
const xapiPaths = [
  ...['', '/', '/about', '/statements', '/activities', '/activities/state', '/activities/profile'],
  ...['/agents', '/agents/profile', '/none', '/statements/%00', '//statements'],
].map((path) => `/xapi${path}`)
const contentPaths = [
  ...['/', '/_player', '/_player/', '/_player/assets/none.js', '/_player/..%2f..%2fpackage.json'],
  ...['/_c/', '/_c/x', '/_c/x/y', '/_c/x.y/%00', '/_c/%zz/x', '/_c/x.y/..%2f..%2fhocba.db'],
  ...['/_rt', '/_rt/none', '/_rt/sessions', '/_rt/sessions/resume', '/_rt/sessions/takeover'],
  ...['/_rt/commits', '/api/v1/learners', '/xapi/statements', '/setup'],
]

/** What is wrong with an answer, in words; nothing if it is as every answer must be. */
function wrongWith({ status, headers, text }: RawAnswer, method: string): string | undefined {
  if (status >= 500) return `status ${status}: ${text}`
  if (!headers['x-request-id']) return 'no X-Request-Id'
  if (status < 400 || method === 'HEAD') return undefined
  const problem = JSON.parse(text) as { code: string; message: string; requestId: string }
  if (!Object.hasOwn(problemStatus, problem.code)) return `unknown code ${problem.code}`
  if (problemStatus[problem.code as keyof typeof problemStatus] !== status) {
    return `${problem.code} with the status ${status}`
  }
  if (!problem.message) return 'no message'
  return problem.requestId === headers['x-request-id'] ? undefined : 'another request id'
}

interface Sent extends RawRequest {
  readonly origin?: string
  /** In words, if the answer is not one of these. */
  readonly expected?: readonly number[]
}

/** Sends all, a few at a time; @returns what was wrong, in words. */
async function crawl(requests: Iterable<Sent>): Promise<string[]> {
  const findings: string[] = []
  const queue = requests[Symbol.iterator]()
  const work = async () => {
    for (let next = queue.next(); !next.done; next = queue.next()) {
      const { origin = server.url, expected, ...request } = next.value
      const name = `${request.method} ${request.path.slice(0, 200)} ${String(request.body ?? '').slice(0, 80)}`
      const answer = await rawRequest(origin, request).catch((error: Error) => error)
      if (answer instanceof Error) {
        findings.push(`${name}: ${answer.message}`)
        continue
      }
      const wrong = wrongWith(answer, request.method)
      if (wrong) findings.push(`${name}: ${wrong}`)
      else if (expected && !expected.includes(answer.status)) {
        findings.push(`${name}: ${answer.status} instead of ${expected.join(' or ')}`)
      }
    }
  }
  await Promise.all(Array.from({ length: 8 }, work))
  return findings
}

/** The status that an operation's own method gets from a caller who may not use it. */
function refusalOf(operation: Described, caller: Caller): readonly number[] | undefined {
  if (operation.isPublic || caller === 'session') return undefined
  if (caller === 'crossSiteSession') return [403]
  if (caller === 'lowScope') return operation.scope ? [403] : [401]
  return [401]
}

describe('every route, method and caller', () => {
  test('operations of /api/v1 ask for sign-in, scope and origin, and name the methods that they have', async () => {
    const requests = operations.flatMap((operation) =>
      methods.flatMap((method) =>
        (Object.keys(callers) as Caller[])
          // The session is needed to the end.
          .filter((caller) => !(operation.path.endsWith('/sign-out') && caller === 'session'))
          .map((caller) => {
            const isOwn = method === operation.method
            const refusal = isOwn ? refusalOf(operation, caller) : undefined
            const { path } = operation
            return { method, path, headers: callers[caller], ...(refusal && { expected: refusal }) }
          }),
      ),
    )
    expect(requests.length).toBeGreaterThan(700)
    expect(await crawl(requests)).toEqual([])
  })

  test('pages, /xapi, the player, /_rt and course files answer every method with an answer or a problem', async () => {
    const requests = [
      ...[...otherAppPaths, ...xapiPaths].map((path) => ({ path, origin: server.url })),
      ...contentPaths.map((path) => ({ path, origin: server.contentUrl })),
    ].flatMap((target) =>
      methods.flatMap((method) =>
        Object.values(callers).map((headers) => ({
          ...target,
          method,
          headers: { 'X-Experience-API-Version': '1.0.3', ...headers },
        })),
      ),
    )
    expect(await crawl(requests)).toEqual([])
  })

  test('a method that a path does not have is refused with those that it has', async () => {
    const answer = await rawRequest(server.url, { method: 'DELETE', path: '/api/v1/learners' })
    expect([answer.status, answer.headers.allow]).toEqual([405, 'GET, HEAD, POST'])
    expect(JSON.parse(answer.text).code).toBe('method-not-allowed')
  })

  test.each(['http://a:99999999/api/v1/learners', 'http://[/', 'x:y', '*'])(
    'the request target %s is refused',
    async (path) => {
      const headers = { Authorization: server.authorization }
      expect((await rawRequest(server.url, { method: 'GET', path, headers })).status).toBe(400)
    },
  )

  test('a request target in absolute form is taken', async () => {
    const headers = { Authorization: server.authorization }
    const path = `${server.url}/api/v1/learners?limit=1`
    expect((await rawRequest(server.url, { method: 'GET', path, headers })).status).toBe(200)
  })

  test.each([{ Range: 'bytes=9999999-' }, { 'If-Match': '"x"' }, { 'If-None-Match': '*' }])(
    'a page asked for with %p is answered',
    async (headers) => {
      expect(await crawl([{ method: 'GET', path: '/', headers }])).toEqual([])
    },
  )
})

const json = { 'Content-Type': 'application/json' }

describe('what injections are made of', () => {
  test('in every body of every operation is refused or taken, never an error', async () => {
    const headers = { Authorization: server.authorization, ...json }
    for (const { method, path, bodySchema } of operations) {
      if (!bodySchema) continue
      const bodies = evilBodies(exampleOf(schemas[bodySchema]!))
      expect(await crawl(bodies.map((body) => ({ method, path, headers, body })))).toEqual([])
    }
  }, 180_000)

  test('in every query of every operation is refused or taken, never an error', async () => {
    const headers = { Authorization: server.authorization }
    const requests = operations
      .filter(({ method }) => method === 'GET')
      .flatMap(({ path, query }) => evilQueries(query).map((text) => `${path}?${text}`))
    expect(await crawl(requests.map((path) => ({ method: 'GET', path, headers })))).toEqual([])
  })

  test('in statements and their queries is refused or taken, never an error', async () => {
    const headers = {
      Authorization: server.authorization,
      'X-Experience-API-Version': '1.0.3',
      ...json,
    }
    const statement = {
      id: '7f1d2c0e-6b9d-4f0e-8f5e-0b6f3a1c2d3e',
      actor: { mbox: 'mailto:an@example.vn' },
      verb: { id: 'http://example.vn/verbs/read', display: { vi: 'đọc' } },
      object: { id: 'http://example.vn/a' },
      result: { extensions: { 'http://example.vn/x': 'y' } },
      timestamp: '2026-01-01T00:00:00Z',
    }
    const put = `/xapi/statements?statementId=${statement.id}`
    const parameters = [
      ...['statementId', 'voidedStatementId', 'agent', 'verb', 'activity', 'registration'],
      ...['related_activities', 'related_agents', 'since', 'until', 'limit', 'format'],
      ...['attachments', 'ascending', 'cursor'],
    ]
    const requests = [
      ...evilBodies(statement).flatMap((body) => [
        { method: 'POST', path: '/xapi/statements', body },
        { method: 'PUT', path: put, body },
      ]),
      ...evilQueries(parameters).map((query) => ({
        method: 'GET',
        path: `/xapi/statements?${query}`,
      })),
    ]
    expect(await crawl(requests.map((request) => ({ ...request, headers })))).toEqual([])
  })

  test('in what a player says is refused, never an error', async () => {
    const commit = {
      session: anId,
      token: 'x'.repeat(43),
      entries: [
        {
          n: 1,
          at: '2026-01-01T00:00:00.000Z',
          activity: 'a',
          step: { do: 'set', element: 'cmi.core.exit', value: 'suspend' },
        },
      ],
    }
    const token = { token: 'x'.repeat(43) }
    const requests = [
      ...evilBodies(commit).map((body) => ({ path: '/_rt/commits', body })),
      ...evilBodies({ ticket: 'x'.repeat(43), nonce: anId }).map((body) => ({
        path: '/_rt/sessions',
        body,
      })),
      ...evilBodies(token).map((body) => ({ path: '/_rt/sessions/resume', body })),
      ...evilBodies(token).map((body) => ({ path: '/_rt/sessions/takeover', body })),
    ]
    const origin = server.contentUrl
    expect(await crawl(requests.map((one) => ({ ...one, origin, method: 'POST' })))).toEqual([])
  })

  test('as headers is answered', async () => {
    const values = [
      'x'.repeat(8_000),
      '\u00ff\u00fe',
      '*/*;q=x',
      ',;,;,',
      'Basic',
      'Basic Og==',
      '%00',
    ]
    const names = [
      ...['Authorization', 'Cookie', 'Origin', 'Sec-Fetch-Site', 'Accept', 'Accept-Language'],
      ...['Content-Type', 'If-None-Match', 'If-Match', 'Range', 'If-Range', 'X-Forwarded-For'],
      ...['X-Experience-API-Version', 'X-Request-Id', 'If-Modified-Since'],
    ]
    const targets = [
      { path: '/api/v1/learners', origin: server.url },
      { path: '/xapi/statements', origin: server.url },
      { path: '/', origin: server.url },
      { path: '/_c/x.y/z', origin: server.contentUrl },
      { path: '/_rt/commits', origin: server.contentUrl },
    ]
    const requests = targets.flatMap((target) =>
      names.flatMap((name) =>
        values.flatMap((value) =>
          ['GET', 'POST'].map((method) => ({ ...target, method, headers: { [name]: value } })),
        ),
      ),
    )
    expect(await crawl(requests)).toEqual([])
  })

  test('and afterwards the server still works', async () => {
    expect((await server.request('GET', '/readyz')).status).toBe(200)
    expect(
      await crawl([
        { method: 'GET', path: '/api/v1/me', headers: callers.session, expected: [200] },
      ]),
    ).toEqual([])
  })
})
