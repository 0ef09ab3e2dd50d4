import { newUuid } from '../../../src/base/ids.ts'
import { startServer, type TestServer } from '../../support/server.ts'
import { type Json, statementOf, type XapiClient, xapiClient } from '../../support/xapi-client.ts'

let server: TestServer
let xapi: XapiClient
beforeAll(async () => {
  server = await startServer()
  xapi = xapiClient(server)
})
afterAll(() => server.stop())

const person = (agent: unknown, headers: Record<string, string> = {}) =>
  xapi.send(
    'GET',
    `/xapi/agents?${new URLSearchParams({ agent: JSON.stringify(agent) })}`,
    undefined,
    headers,
  )

const newAgent = (): Json => ({ account: { homePage: 'https://example.vn', name: newUuid() } })

describe('2.4 GET /xapi/agents', () => {
  test('is a Person with each property in a list, also for an agent that nobody knows', async () => {
    const account = { homePage: 'https://example.vn', name: newUuid() }
    const identifiers = [
      { mbox: 'mailto:An@Example.vn' },
      { mbox_sha1sum: 'ebd31e95054c018b10727ccffd2ef2ec3a016ee9' },
      { openid: 'https://an.example.vn/' },
      { account },
    ]
    for (const agent of identifiers) {
      const [name, value] = Object.entries(agent)[0]!
      const { status, headers, body } = await person({ objectType: 'Agent', ...agent })
      expect(status).toBe(200)
      expect(headers.get('content-type')).toMatch(/^application\/json/)
      expect(headers.get('etag')).toMatch(/^"[0-9a-f]{40}"$/)
      expect(body).toEqual({ objectType: 'Person', [name]: [value] })
    }
  })

  test('has the names that statements gave it, wherever in them, the latest first', async () => {
    const agent = newAgent()
    const named = (name: string) => ({ objectType: 'Agent', name, ...agent })
    const places: ((name: string) => Json)[] = [
      (name) => ({ actor: named(name) }),
      (name) => ({ object: named(name) }),
      (name) => ({ actor: { objectType: 'Group', member: [named(name)] } }),
      (name) => ({ context: { instructor: named(name) } }),
      (name) => ({ context: { team: { objectType: 'Group', member: [named(name)] } } }),
      (name) => ({
        object: { objectType: 'SubStatement', ...statementOf({ actor: named(name) }) },
      }),
    ]
    const names = places.map((_place, index) => `Tên ${index}`)
    for (const [index, place] of places.entries())
      await xapi.post(statementOf(place(names[index]!)))
    await xapi.post(statementOf({ actor: named(names[2]!) }))
    const expected = [names[2], names[5], names[4], names[3], names[1], names[0]]
    expect((await person(agent)).body.name).toEqual(expected)
    expect((await person(named('Tên khác'))).body.name).toEqual([...expected, 'Tên khác'])
  })

  test('keeps the last twenty names', async () => {
    const agent = newAgent()
    const names = Array.from({ length: 30 }, (_, index) => `Tên ${index}`)
    await xapi.post(names.map((name) => statementOf({ actor: { name, ...agent } })))
    expect((await person(agent)).body.name).toEqual(names.slice(10).reverse())
  })

  test('is one person however the address is spelled', async () => {
    const user = newUuid()
    await xapi.post(statementOf({ actor: { name: 'An', mbox: `mailto:${user}@Example.VN` } }))
    expect((await person({ mbox: `mailto:${user}@example.vn` })).body.name).toEqual(['An'])
  })

  test('learns nothing from a refused statement, one sent again, or a key without define', async () => {
    const agent = newAgent()
    const named = (name: string, id = newUuid()) => statementOf({ id, actor: { name, ...agent } })
    const id = newUuid()
    await xapi.post(named('An', id))
    expect((await xapi.post([named('Bình'), statementOf({ id })])).status).toBe(409)
    const writer = await server.credential('statements/write')
    await xapi.post(named('Chi'), { Authorization: writer })
    await xapi.post(statementOf({ ...named('Dung'), id }))
    expect((await person(agent)).body.name).toEqual(['An'])
  })

  test.each([
    ['no agent', '', 'agent'],
    ['text that is no JSON', 'agent=An', 'agent'],
    ['an agent without identifier', 'agent={"name":"An"}', 'agent'],
    ['two identifiers', 'agent={"mbox":"mailto:a@b.vn","openid":"http://a"}', 'agent'],
    ['a Group', 'agent={"objectType":"Group","mbox":"mailto:a@b.vn"}', 'agent'],
    ['a Person', 'agent={"objectType":"Person","mbox":["mailto:a@b.vn"]}', 'agent'],
    ['agent twice', 'agent={"openid":"http://a"}&agent={"openid":"http://a"}', 'agent'],
    ['an unknown parameter', 'agent={"openid":"http://a"}&Agent=x', 'Agent'],
  ])('refuses %s', async (_name, query, pointer) => {
    expect(await xapi.send('GET', `/xapi/agents?${query}`)).toMatchObject({
      status: 400,
      body: { code: 'invalid-query', pointer, clause: 'xAPI-Communication 2.4' },
    })
  })

  test('needs a version and a scope to read, and has no other method', async () => {
    expect((await person(newAgent(), { 'X-Experience-API-Version': '' })).status).toBe(400)
    const writer = await server.credential('statements/write')
    expect((await person(newAgent(), { Authorization: writer })).status).toBe(403)
    const { status, headers } = await xapi.send('POST', '/xapi/agents', {})
    expect([status, headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS'])
  })
})
