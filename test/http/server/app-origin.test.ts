import { problemStatus } from '../../../src/base/problem.ts'
import { rawRequest } from '../../support/raw-request.ts'
import { startServer, type TestServer } from '../../support/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

describe('the app origin', () => {
  test('prints a set-up link while there is no administrator', () => {
    expect(server.setupUrl).toMatch(/^http:\/\/localhost:\d+\/setup#[0-9a-f]{64}$/)
  })

  test('answers health and readiness', async () => {
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
  })

  test('answers an unknown address of the API with a problem and a request id', async () => {
    const response = await server.request('GET', '/api/v1/nothing')
    expect(response.status).toBe(404)
    expect(await response.json()).toEqual({
      code: 'not-found',
      message: 'Nothing is at /api/v1/nothing.',
      requestId: response.headers.get('x-request-id'),
    })
  })

  test.each([
    ['GET', '/api/v1/learners?colour=red', undefined, 'colour'],
    ['GET', '/api/v1/learners?limit=1&limit=2', undefined, 'limit'],
    ['GET', '/api/v1/learners?limit=0', undefined, 'limit'],
    ['GET', '/api/v1/registrations?since=02/03/2026', undefined, 'since'],
    ['GET', '/api/v1/registrations?since=foo%202020', undefined, 'since'],
    ['GET', '/api/v1/registrations?since=2026-03-02T00:00:00', undefined, 'since'],
    ['GET', '/api/v1/registrations?since=2026-02-30T00:00:00Z', undefined, 'since'],
    ['POST', '/api/v1/learners', '{"name":', undefined],
    ['POST', '/api/v1/learners', { name: 7 }, '/name'],
    ['POST', '/api/v1/learners', { name: 'An', rank: 1 }, '/rank'],
  ])('refuses %s %s with %p and points to the place', async (method, path, body, pointer) => {
    const response = await server.request(method, path, body)
    expect(response.status).toBe(400)
    const problem = (await response.json()) as { code: string; pointer?: string }
    expect(problem.code).toBe('invalid-request')
    expect(problem.pointer).toBe(pointer)
  })

  test('refuses a body over the limit without reading it', async () => {
    const body = Buffer.alloc(server.config.requestBytesMax + 1, 0x20)
    const response = await server.request('POST', '/api/v1/learners', body).catch(() => undefined)
    // The connection may be cut while the client still sends: both mean that it was not taken.
    if (response) expect(response.status).toBe(problemStatus['body-too-large'])
  })

  test('asks for sign-in, and for the scope', async () => {
    const anonymous = await fetch(`${server.url}/api/v1/learners`)
    expect(anonymous.status).toBe(401)
    expect(await challengeOf({})).toBe('Basic realm="hocba", charset="UTF-8"')
    expect(await challengeOf({ Authorization: `Basic ${btoa('no:body')}` })).toMatch(/^Basic /)
    // A browser that is told of Basic opens a dialogue of its own.
    expect(await challengeOf({ 'Sec-Fetch-Mode': 'cors' })).toBe('Session realm="hocba"')
    expect(await challengeOf({ 'User-Agent': 'Mozilla/5.0 (X11)' })).toBe('Session realm="hocba"')
    const writer = await server.credential('statements/write')
    const refused = await server.request('GET', '/api/v1/learners', undefined, {
      Authorization: writer,
    })
    expect(refused.status).toBe(403)
    expect(await refused.json()).toMatchObject({
      code: 'forbidden',
      facts: { scope: 'learners/read' },
    })
  })

  test('sends the security headers that docs/operating.md lists', async () => {
    const { headers } = await fetch(`${server.url}/healthz-not/..%2f`)
    expect(headers.get('content-security-policy')).toContain("script-src 'self'")
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('x-powered-by')).toBeNull()
  })
})

const challengeOf = async (headers: Record<string, string>) => {
  const sent = { method: 'GET', path: '/api/v1/learners', headers }
  const { status, headers: answered } = await rawRequest(server.url, sent)
  return status === 401 && answered['www-authenticate']
}

describe('the OpenAPI document', () => {
  test('describes every operation, and every reference in it leads somewhere', async () => {
    const response = await fetch(`${server.url}/api/v1/openapi.json`)
    const text = await response.text()
    const document = JSON.parse(text) as {
      openapi: string
      paths: Record<string, Record<string, { operationId: string; responses: object }>>
      components: { schemas: Record<string, object> }
    }
    expect(document.openapi).toBe('3.1.0')
    const ids = Object.values(document.paths).flatMap((path) =>
      Object.values(path).map(({ operationId }) => operationId),
    )
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toEqual(expect.arrayContaining(['signIn', 'listLearners']))
    for (const [, ref] of text.matchAll(/"\$ref":"#\/([^"]+)"/g)) {
      const target = ref!
        .split('/')
        .reduce<unknown>(
          (value, key) => (value as Record<string, unknown> | undefined)?.[key],
          document,
        )
      expect([ref, target]).toEqual([ref, expect.anything()])
    }
  })
})
