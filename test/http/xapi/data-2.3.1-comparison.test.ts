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

const an = { mbox: 'mailto:an@example.vn' }
const binh = { mbox: 'mailto:binh@example.vn' }
const time = '2026-09-05T07:30:00Z'

describe('2.3.1 a statement sent again is the same statement whatever', () => {
  test.each<[string, Json, Json]>([
    ['its activity is defined as', {}, { object: { id: 'https://example.vn/lessons/1' } }],
    ['its verb is displayed as', {}, { verb: { id: 'http://adlnet.gov/expapi/verbs/answered' } }],
    [
      'the spelling of its timestamp',
      { timestamp: time },
      { timestamp: '2026-09-05T14:30:00.000+07:00' },
    ],
    [
      'the order of its members',
      { actor: { objectType: 'Group', member: [an, binh] } },
      { actor: { objectType: 'Group', member: [binh, an] } },
    ],
    [
      'the LRS sets',
      {},
      { stored: time, version: '1.0.2', authority: { objectType: 'Agent', ...an } },
    ],
  ])('%s', async (_name, first, again) => {
    const id = newUuid()
    expect((await xapi.post(statementOf({ id, ...first }))).status).toBe(200)
    const stored = (await xapi.get({ statementId: id })).body
    expect(await xapi.post(statementOf({ id, ...again }))).toMatchObject({
      status: 200,
      body: [id],
    })
    expect((await xapi.put(id, statementOf(again))).status).toBe(204)
    expect((await xapi.get({ statementId: id })).body).toEqual(stored)
  })

  test('its place is in a batch: the ids come back in full, in order', async () => {
    const [known, fresh, other] = [newUuid(), newUuid(), newUuid()]
    await xapi.post(statementOf({ id: known }))
    const batch = [fresh, known, other].map((id) => statementOf({ id }))
    expect((await xapi.post(batch)).body).toEqual([fresh, known, other])
    expect((await xapi.post(batch)).body).toEqual([fresh, known, other])
  })
})

describe('2.3.1 a statement that differs', () => {
  const conflictOf = async (
    first: Json,
    again: Json,
    headers?: Record<string, string>,
  ): Promise<Json> => {
    const id = newUuid()
    await xapi.post(statementOf({ id, ...first }))
    const { status, body } = await xapi.post(statementOf({ id, ...again }), headers)
    expect([status, body.code, body.facts.id]).toEqual([409, 'statement-conflict', id])
    return body
  }

  test('is refused with the places where it does, by JSON pointer', async () => {
    const body = await conflictOf(
      { result: { success: true, duration: 'PT120S' } },
      { result: { success: false, duration: 'PT2M' } },
    )
    expect(body.pointer).toBe('/result/success')
    expect((body.facts as Json).differences).toEqual([
      { pointer: '/result/success', stored: true, sent: false },
      { pointer: '/result/duration', stored: 'PT120S', sent: 'PT2M' },
    ])
  })

  test('does not count a timestamp that the LRS gave', async () => {
    const body = await conflictOf({}, { result: { success: false } })
    expect((body.facts as Json).differences).toEqual([
      { pointer: '/result', sent: { success: false } },
    ])
  })

  test('shows what is stored only to those who may read it', async () => {
    const change: [Json, Json] = [{ result: { response: 'bí mật' } }, { result: { response: 'x' } }]
    const places = [{ pointer: '/result/response', sent: 'x' }]
    for (const scopes of [['statements/write'], ['statements/write', 'statements/read/mine']]) {
      const Authorization = await server.credential(...(scopes as ['statements/write']))
      const body = await conflictOf(...change, { Authorization })
      expect((body.facts as Json).differences).toEqual(places)
      expect(JSON.stringify(body)).not.toContain('bí mật')
    }
    const reader = await server.credential('statements/write', 'statements/read')
    const body = await conflictOf(...change, { Authorization: reader })
    expect((body.facts as Json).differences).toEqual([{ ...places[0], stored: 'bí mật' }])
  })

  test('is compared with a voided statement too', async () => {
    const id = newUuid()
    await xapi.post([
      statementOf({ id }),
      statementOf({
        verb: { id: 'http://adlnet.gov/expapi/verbs/voided' },
        object: { objectType: 'StatementRef', id },
      }),
    ])
    const { status, body } = await xapi.post(statementOf({ id, actor: binh }))
    expect([status, body.pointer]).toEqual([409, '/actor/mbox'])
  })
})
