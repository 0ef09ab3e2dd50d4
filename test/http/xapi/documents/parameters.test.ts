import {
  contextOf,
  type DocumentClient,
  documentClient,
  documentPaths,
  idName,
} from '../../../support/document-client.ts'
import { startServer, type TestServer } from '../../../support/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

const { state, agentProfile, activityProfile } = documentPaths
const clauses = {
  [state]: 'xAPI-Communication 2.3',
  [agentProfile]: 'xAPI-Communication 2.6',
  [activityProfile]: 'xAPI-Communication 2.7',
}

describe.each(Object.values(documentPaths))('parameters of %s', (path) => {
  let send: DocumentClient
  beforeAll(() => {
    send = documentClient(server, '1.0.3')
  })
  const methods = ['GET', 'PUT', 'POST', 'DELETE'] as const
  const request = (method: string) => (method === 'GET' ? {} : { body: { a: 1 } })
  const isRefused = async (
    method: string,
    parameters: Record<string, string> | string,
    pointer: string,
  ) => {
    const { status, json } = await send(method, path, parameters, request(method))
    expect({ status, code: json.code, pointer: json.pointer, clause: json.clause }).toEqual({
      status: 400,
      code: 'invalid-query',
      pointer,
      clause: clauses[path],
    })
  }
  const context = contextOf(path)
  const address = { ...context, [idName(path)]: 'a' }
  const names = Object.keys(address)

  test.each(methods)('%s needs each', async (method) => {
    for (const name of Object.keys(context)) {
      const { [name]: _, ...rest } = address
      await isRefused(method, rest, name)
      await isRefused(method, { ...address, [name]: '' }, name)
    }
  })

  const needingId = path === state ? ['PUT', 'POST'] : ['PUT', 'POST', 'DELETE']
  test.each(needingId)('%s needs an id', (method) => isRefused(method, context, idName(path)))

  test.each(methods)('%s takes no empty id, which could be taken for none', (method) =>
    isRefused(method, { ...context, [idName(path)]: '' }, idName(path)),
  )

  test.each(methods)('%s takes no others, none in another case and none twice', async (method) => {
    await isRefused(method, { ...address, foo: '1' }, 'foo')
    for (const name of names) {
      const upper = name.charAt(0).toUpperCase() + name.slice(1)
      await isRefused(method, { ...address, [upper]: address[name]! }, upper)
      await isRefused(
        method,
        `${new URLSearchParams(address)}&${new URLSearchParams({ [name]: address[name]! })}`,
        name,
      )
    }
  })

  test.each(methods)('%s takes no "since" beside an id', (method) =>
    isRefused(method, { ...address, since: '2026-01-01T00:00:00Z' }, 'since'),
  )

  test('"since" must be a timestamp, and for many only where they are read', async () => {
    await isRefused('GET', { ...context, since: 'yesterday' }, 'since')
    if (path === state) await isRefused('DELETE', { ...context, since: '2026-01-01' }, 'since')
    const inVersion2 = documentClient(server, '2.0.0')
    const day = { ...context, since: '2026-01-01' }
    expect((await send('GET', path, day)).status).toBe(200)
    expect((await inVersion2('GET', path, day)).status).toBe(400)
  })

  if (path !== activityProfile)
    test.each([
      'not JSON',
      'true',
      'null',
      '[]',
      '{}',
      '{"name":"An"}',
      '{"mbox":"an@example.vn"}',
      '{"mbox":"mailto:an@example.vn","openid":"http://an.example.vn"}',
      '{"account":{"name":"an"}}',
      '{"objectType":"agent","mbox":"mailto:an@example.vn"}',
      '{"objectType":"Group","member":[{"mbox":"mailto:an@example.vn"}]}',
    ])('agent %s is refused', async (agent) => {
      for (const method of methods) await isRefused(method, { ...address, agent }, 'agent')
    })

  if (path !== agentProfile)
    test.each(['course', '/course/1', 'http:', 'http://a b'])(
      'activityId %s is refused',
      async (activityId) => {
        for (const method of methods)
          await isRefused(method, { ...address, activityId }, 'activityId')
      },
    )

  test('"registration" is a UUID, and belongs to states', async () => {
    const registration = path === state ? 'true' : '6e5f9ac1-7a3f-4a6b-9d1f-0b8a1c2d3e4f'
    for (const method of methods)
      await isRefused(method, { ...address, registration }, 'registration')
  })

  test('a request without a version or a credential is refused first', async () => {
    const noVersion = await send('GET', path, {}, { headers: { 'X-Experience-API-Version': '' } })
    expect([noVersion.status, noVersion.json.code]).toEqual([400, 'invalid-version-header'])
    const noKey = await documentClient(server, '1.0.3', 'Basic eDp5')('GET', path, {})
    expect([noKey.status, noKey.headers.get('x-experience-api-version')]).toEqual([401, '1.0.3'])
  })
})

describe('scopes', () => {
  const rights = async (...scopes: Parameters<TestServer['credential']>) => {
    const send = documentClient(server, '1.0.3', await server.credential(...scopes))
    const found: string[] = []
    for (const path of Object.values(documentPaths)) {
      const address = { ...contextOf(path), [idName(path)]: 'a' }
      for (const method of ['GET', 'PUT', 'POST', 'DELETE']) {
        const { status, text } = await send(method, path, address, {
          headers: method === 'PUT' ? { 'If-Match': '*' } : {},
          ...(method !== 'GET' && { body: { a: 1 } }),
        })
        if (status === 403) expect(JSON.parse(text).facts.scope).toMatch(/^(state|profile)$/)
        else found.push(`${method} ${path}`)
      }
    }
    return found
  }
  const allOf = (paths: string[], methods = ['GET', 'PUT', 'POST', 'DELETE']) =>
    paths.flatMap((path) => methods.map((method) => `${method} ${path}`))

  test('say who may do what', async () => {
    expect(await rights('all')).toEqual(allOf(Object.values(documentPaths)))
    expect(await rights('all/read')).toEqual(allOf(Object.values(documentPaths), ['GET']))
    expect(await rights('state')).toEqual(allOf([state]))
    expect(await rights('profile')).toEqual(allOf([agentProfile, activityProfile]))
    expect(await rights('statements/write', 'statements/read', 'define')).toEqual([])
  })
})
