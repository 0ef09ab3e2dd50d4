import { newUuid } from '../../src/base/ids.ts'
import { reportFigures } from '../support/figures.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { statementOf } from '../support/xapi-client.ts'

/** Many clients at once with one id, and with one document. */

/** `npm run prove` asks for 1,000. */
const ids = Number(process.env.HOCBA_TEST_RACES ?? 20)
const clients = 64
const counters = Math.ceil(ids / 50)
const clientsOfCounter = 100
const version = { 'X-Experience-API-Version': '1.0.3' }

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

const tally = (statuses: readonly number[]): Record<number, number> => {
  const counts: Record<number, number> = {}
  for (const status of statuses) counts[status] = (counts[status] ?? 0) + 1
  return counts
}

test(`of ${clients} clients that put two statements under one id, those with the first are told so, the others of a conflict`, async () => {
  let wrong = 0
  for (let n = 0; n < ids; n++) {
    const id = newUuid()
    const path = `/xapi/statements?statementId=${id}`
    const variants = ['one', 'other'].map((response) => statementOf({ id, result: { response } }))
    const sent = Array.from({ length: clients }, (_, client) => client % 2)
    const statuses = await Promise.all(
      sent.map(async (variant) => {
        const answer = await server.request('PUT', path, variants[variant], version)
        await answer.arrayBuffer()
        return answer.status
      }),
    )
    const answer = await server.request('GET', path, undefined, version)
    const stored = (await answer.json()) as { result: { response: string } }
    const winner = stored.result.response === 'one' ? 0 : 1
    const isRight = statuses.every(
      (status, client) => status === (sent[client] === winner ? 204 : 409),
    )
    if (!isRight) wrong += 1
  }
  reportFigures('races', { ids, clients, wrong })
  expect(wrong).toBe(0)
}, 3_600_000)

test(`${clientsOfCounter} clients that count up one document with If-Match lose no count`, async () => {
  let lost = 0
  let counted = 0
  for (let n = 0; n < counters; n++) {
    const agent = encodeURIComponent('{"mbox":"mailto:an@example.vn"}')
    const path = `/xapi/activities/state?activityId=http%3A%2F%2Fexample.vn%2Fc&agent=${agent}&stateId=${newUuid()}`
    await (await server.request('PUT', path, '0', { ...version, 'If-None-Match': '*' })).text()
    const statuses = await Promise.all(
      Array.from({ length: clientsOfCounter }, async () => {
        const read = await server.request('GET', path, undefined, version)
        const next = String(Number(await read.text()) + 1)
        const ifMatch = { ...version, 'If-Match': read.headers.get('etag')! }
        const answer = await server.request('PUT', path, next, ifMatch)
        await answer.arrayBuffer()
        return answer.status
      }),
    )
    expect(
      Object.keys(tally(statuses)).filter((status) => !['204', '412'].includes(status)),
    ).toEqual([])
    const end = Number(await (await server.request('GET', path, undefined, version)).text())
    counted += end
    lost += (tally(statuses)[204] ?? 0) - end
  }
  reportFigures('counters', { counters, clients: clientsOfCounter, counted, lost })
  expect(counted).toBeGreaterThan(0)
  expect(lost).toBe(0)
}, 3_600_000)
