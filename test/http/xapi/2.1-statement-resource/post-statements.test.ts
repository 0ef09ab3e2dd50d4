import { newUuid } from '../../../../src/base/ids.ts'
import { startServer, type TestServer } from '../../../support/server.ts'
import { statementOf, type XapiClient, xapiClient } from '../../../support/xapi-client.ts'

let server: TestServer
let xapi: XapiClient
beforeAll(async () => {
  server = await startServer({
    env: { HOCBA_STATEMENTS_PER_REQUEST_MAX: '20', HOCBA_REQUEST_BYTES_MAX: '100000' },
  })
  xapi = xapiClient(server)
})
afterAll(() => server.stop())

const read = async (id: string) => (await xapi.get({ statementId: id })).body

describe('POST /xapi/statements', () => {
  test('stores one statement and answers its id in an array', async () => {
    const { status, body } = await xapi.post(statementOf())
    expect([status, body.length]).toEqual([200, 1])
    expect(await read(body[0])).toMatchObject(statementOf({ id: body[0], version: '1.0.0' }))
  })

  test('stores a batch and answers the ids in its order', async () => {
    const ids = Array.from({ length: 20 }, newUuid)
    const { status, body } = await xapi.post(ids.map((id) => statementOf({ id })))
    expect([status, body]).toEqual([200, ids])
    const found = await Promise.all(ids.map(read))
    const stored = found.map((statement) => statement.stored)
    expect([...new Set(stored)].sort()).toEqual(stored)
  })

  test('answers an empty batch with no ids', async () => {
    expect(await xapi.post([])).toMatchObject({ status: 200, body: [] })
  })

  test('sets stored, authority, version and a missing timestamp', async () => {
    const sent = statementOf({
      id: newUuid(),
      stored: '2001-01-01T00:00:00Z',
      authority: { mbox: 'mailto:x@example.vn' },
    })
    await xapi.post(sent)
    const statement = await read(String(sent.id))
    expect(statement.timestamp).toBe(statement.stored)
    expect(Math.abs(Date.parse(statement.stored) - Date.now())).toBeLessThan(10_000)
    expect(statement.authority).toMatchObject({
      objectType: 'Agent',
      account: { homePage: server.url },
    })
    expect(statement.version).toBe('1.0.0')
  })

  test('gives back what the sender wrote: numbers, order of keys, spelling of the timestamp', async () => {
    const id = newUuid()
    const text = `{"verb":{"id":"http://a"},"object":{"id":"http://b"},"id":"${id}","timestamp":"2026-09-05T07:30:00.10+07:00","actor":{"mbox":"mailto:a@b.vn"},"result":{"score":{"raw":1.50}}}`
    await xapi.post(text)
    const response = await server.request('GET', `/xapi/statements?statementId=${id}`, undefined, {
      'X-Experience-API-Version': '1.0.3',
    })
    expect((await response.text()).startsWith(text.slice(0, -1))).toBe(true)
  })

  test('stores nothing new when a statement comes again, and answers its id', async () => {
    const sent = statementOf({ id: newUuid(), timestamp: '2026-09-05T07:30:00Z' })
    await xapi.post(sent)
    const first = await read(String(sent.id))
    const again = {
      ...sent,
      timestamp: '2026-09-05T14:30:00+07:00',
      verb: { id: 'http://adlnet.gov/expapi/verbs/answered' },
    }
    expect(await xapi.post([again, statementOf()])).toMatchObject({
      status: 200,
      body: [sent.id, expect.any(String)],
    })
    expect(await read(String(sent.id))).toEqual(first)
  })

  test('refuses an id that is stored with other content, and the rest of the batch with it', async () => {
    const [known, fresh] = [newUuid(), newUuid()]
    await xapi.post(statementOf({ id: known }))
    const first = await read(known)
    const answer = await xapi.post([
      statementOf({ id: fresh }),
      statementOf({ id: known, result: { success: true } }),
    ])
    expect(answer).toMatchObject({ status: 409, body: { code: 'statement-conflict' } })
    expect((await xapi.get({ statementId: fresh })).status).toBe(404)
    expect(await read(known)).toEqual(first)
  })

  test('refuses one id twice in a batch, in whatever case', async () => {
    const id = newUuid()
    const answer = await xapi.post([statementOf({ id }), statementOf({ id: id.toUpperCase() })])
    expect(answer).toMatchObject({
      status: 400,
      body: { code: 'duplicate-statement-id', pointer: '/1/id' },
    })
    expect((await xapi.get({ statementId: id })).status).toBe(404)
  })

  test('stores nothing of a batch with one bad statement, and says where it is', async () => {
    const id = newUuid()
    const answer = await xapi.post([
      statementOf({ id }),
      statementOf({ actor: { mbox: 'an@example.vn' } }),
    ])
    expect(answer).toMatchObject({
      status: 400,
      body: { code: 'invalid-statement', pointer: '/1/actor/mbox', clause: 'xAPI-Data 2.4.2' },
    })
    expect(answer.body.message).toContain('mailto')
    expect((await xapi.get({ statementId: id })).status).toBe(404)
  })

  test('refuses more statements, and more bytes, than the limits', async () => {
    expect(await xapi.post(Array.from({ length: 21 }, () => statementOf()))).toMatchObject({
      status: 413,
      body: { code: 'too-many-statements', limit: 20 },
    })
    const large = statementOf({ result: { response: 'x'.repeat(100_000) } })
    expect(await xapi.post(large)).toMatchObject({
      status: 413,
      body: { code: 'body-too-large', limit: 100_000 },
    })
  })

  test.each([
    ['no JSON', '{', {}],
    ['a body that is not UTF-8', new Uint8Array([0x22, 0xff, 0x22]), {}],
    ['no body', '', {}],
    ['another content type', '{}', { 'Content-Type': 'text/plain' }],
    ['form data', '{}', { 'Content-Type': 'multipart/form-data; boundary=x' }],
    ['another encoding', '{}', { 'Content-Type': 'application/json; charset=latin1' }],
    ['no content type', new Uint8Array([0x7b, 0x7d]), { 'Content-Type': '' }],
    [
      'an attachment whose file is nowhere',
      statementOf({
        attachments: [
          {
            usageType: 'http://a',
            display: {},
            contentType: 'text/plain',
            length: 1,
            sha2: 'a'.repeat(64),
          },
        ],
      }),
      {},
    ],
  ])('refuses %s', async (_name, body, headers) => {
    expect((await xapi.post(body, headers as Record<string, string>)).status).toBe(400)
  })

  test('refuses parameters', async () => {
    const answer = await xapi.send('POST', '/xapi/statements?statementId=x', statementOf())
    expect(answer).toMatchObject({
      status: 400,
      body: { code: 'invalid-query', pointer: 'statementId' },
    })
  })

  test('takes context activities alone and gives them back in arrays', async () => {
    const parent = { id: 'http://example.vn/course' }
    const { body } = await xapi.post(statementOf({ context: { contextActivities: { parent } } }))
    expect((await read(body[0])).context.contextActivities).toEqual({ parent: [parent] })
  })
})

describe('PUT /xapi/statements', () => {
  test('stores a statement under the id of the request', async () => {
    const id = newUuid()
    expect(await xapi.put(id, statementOf())).toMatchObject({ status: 204, body: '' })
    expect(await read(id)).toMatchObject({ ...statementOf(), id })
  })

  test('takes the same id in the body, in whatever case, and the same statement again', async () => {
    const id = newUuid()
    const sent = statementOf({ id: id.toUpperCase() })
    expect((await xapi.put(id, sent)).status).toBe(204)
    expect((await xapi.put(id, sent)).status).toBe(204)
    expect((await xapi.put(id, statementOf({ id, result: {} }))).status).toBe(409)
  })

  test('refuses another id in the body, a batch, and a request without one usable id', async () => {
    const id = newUuid()
    expect(await xapi.put(id, statementOf({ id: newUuid() }))).toMatchObject({
      status: 400,
      body: { pointer: '/id' },
    })
    expect((await xapi.put(id, [statementOf()])).status).toBe(400)
    expect((await xapi.put('1', statementOf())).status).toBe(400)
    expect((await xapi.send('PUT', '/xapi/statements', statementOf())).status).toBe(400)
    expect(
      (await xapi.send('PUT', `/xapi/statements?statementid=${id}`, statementOf())).status,
    ).toBe(400)
    expect((await xapi.get({ statementId: id })).status).toBe(404)
  })
})
