import { newUuid } from '../../../src/base/ids.ts'
import { startServer, type TestServer } from '../../support/server.ts'
import {
  referringTo,
  statementOf,
  voiding,
  type XapiClient,
  xapiClient,
} from '../../support/xapi-client.ts'

let server: TestServer
let xapi: XapiClient
beforeAll(async () => {
  server = await startServer()
  xapi = xapiClient(server)
})
afterAll(() => server.stop())

const isVoided = async (id: string) => {
  const [plain, voided] = await Promise.all([
    xapi.get({ statementId: id }),
    xapi.get({ voidedStatementId: id }),
  ])
  expect([plain.status, voided.status].sort()).toEqual([200, 404])
  return voided.status === 200
}

describe('a voided statement', () => {
  test.each(['after', 'before', 'with'])(
    'is voided by a statement that came %s it',
    async (order) => {
      const id = newUuid()
      const [target, voider] = [statementOf({ id }), voiding(id)]
      const requests = {
        after: [target, voider],
        before: [voider, target],
        with: [[voider, target]],
      }[order]!
      for (const body of requests) expect((await xapi.post(body)).status).toBe(200)
      expect(await isVoided(id)).toBe(true)
    },
  )

  test('is in no list, but what refers to it is', async () => {
    const [id, registration] = [newUuid(), newUuid()]
    await xapi.post(statementOf({ id, context: { registration } }))
    const [referrer] = (await xapi.post(referringTo(id))).body
    const [voider] = (await xapi.post(voiding(id))).body
    expect(await xapi.idsFound({ registration })).toEqual([voider, referrer])
  })

  test('comes back the same by voidedStatementId', async () => {
    const id = newUuid()
    await xapi.post(statementOf({ id }))
    const before = (await xapi.get({ statementId: id })).body
    await xapi.post(voiding(id))
    expect((await xapi.get({ voidedStatementId: id })).body).toEqual(before)
  })

  test('cannot be a voiding one', async () => {
    const id = newUuid()
    const [voider] = (await xapi.post(voiding(id))).body
    await xapi.post(voiding(voider))
    expect(await isVoided(voider)).toBe(false)
    await xapi.post(statementOf({ id }))
    expect(await isVoided(id)).toBe(true)
  })

  test('needs a reference as the object', async () => {
    const answer = await xapi.post({ ...voiding(newUuid()), object: { id: 'http://example.vn' } })
    expect(answer).toMatchObject({ status: 400, body: { clause: 'xAPI-Data 2.3.2' } })
  })
})
