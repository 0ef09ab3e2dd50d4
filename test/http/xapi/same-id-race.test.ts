import { newUuid } from '../../../src/base/ids.ts'
import { startServer, type TestServer } from '../../support/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

const version = { 'X-Experience-API-Version': '1.0.3' }

const statement = (id: string, client: number) => ({
  id,
  actor: { mbox: `mailto:race${client % 2}@example.vn` },
  verb: { id: 'http://adlnet.gov/expapi/verbs/experienced' },
  object: { id: 'http://example.vn/activities/race' },
})

describe('a hundred clients that store one id at the same time', () => {
  test.each(['PUT', 'POST'])(
    '%s: one content is stored, its senders succeed, the others get 409',
    async (method) => {
      const id = newUuid()
      const answers = await Promise.all(
        Array.from({ length: 100 }, (_, client) =>
          server
            .request(
              method,
              method === 'PUT' ? `/xapi/statements?statementId=${id}` : '/xapi/statements',
              statement(id, client),
              version,
            )
            .then(({ status }) => ({ status, actor: client % 2 })),
        ),
      )
      const stored = await server.request(
        'GET',
        `/xapi/statements?statementId=${id}`,
        undefined,
        version,
      )
      const { actor } = (await stored.json()) as { actor: { mbox: string } }
      const winner = Number(actor.mbox.at('mailto:race'.length))
      for (const answer of answers) {
        expect(answer.status).toBe(answer.actor === winner ? (method === 'PUT' ? 204 : 200) : 409)
      }
      const list = await server.request('GET', '/xapi/statements?limit=500', undefined, version)
      const { statements } = (await list.json()) as { statements: { id: string }[] }
      expect(statements.filter((one) => one.id === id)).toHaveLength(1)
    },
  )
})
