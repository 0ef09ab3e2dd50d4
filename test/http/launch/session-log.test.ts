import { newUuid } from '../../../src/base/ids.ts'
import { readSchemas, validators } from '../../../src/base/validator.ts'
import { verdictPoints } from '../../../src/runtime/index.ts'
import { type RtServer, startRtServer } from './rt-server.ts'

const at = '2026-03-02T01:00:00.000Z'
const noCounts = { getValues: 0, failedCalls: 0, findings: 0, missingFiles: 0, silentActivities: 0 }

describe('the logs of sessions', () => {
  let server: RtServer
  beforeAll(async () => {
    server = await startRtServer()
  })
  afterAll(() => server.stop())

  const get = (path: string, headers?: Record<string, string>) =>
    server.request('GET', `/api/v1/registrations/${server.registration}${path}`, undefined, headers)
  // biome-ignore lint/suspicious/noExplicitAny: answers of every kind, looked into by tests.
  const json = async (path: string): Promise<any> => (await get(path)).json()
  const step = (n: number, one: object) => ({ n, at, activity: 'one', step: one })

  async function play(
    more: { steps?: readonly object[]; log?: object } = {},
  ): Promise<{ session: string; token: string; ticket: string }> {
    const ticket = await server.ticket()
    const { body } = await server.rt('/sessions', { ticket, nonce: newUuid() })
    const { session, token } = body
    const entries = [{ do: 'open' }, { do: 'initialize' }, ...(more.steps ?? [])].map(
      (one, index) => step(index + 1, one),
    )
    const answer = await server.rt(
      '/commits',
      { session, entries, ...(more.log && { log: more.log }) },
      { token },
    )
    expect(answer.status).toBe(200)
    return { session, token, ticket }
  }

  test('list the sessions newest first with their verdict, page by page, as the schema has it', async () => {
    const first = await play()
    const second = await play({
      steps: [{ do: 'set', element: 'cmi.core.lesson_status', value: 'completed' }],
    })
    const { items, cursor } = await json('/sessions?limit=1')
    expect(items.map(({ id }: { id: string }) => id)).toEqual([second.session])
    expect(items[0].verdict[0]).toEqual({ point: 'initialized', tone: 'good', facts: { times: 1 } })
    const next = await json(`/sessions?limit=1&cursor=${cursor}`)
    expect(next.items[0].id).toBe(first.session)
    const isValid = validators()('api/course-session-list')
    expect(isValid(await json('/sessions'))).toBe(true)
  })

  test('show what was called, in order, with what only the player knew; no token and no ticket', async () => {
    const log = {
      page: newUuid(),
      from: 1,
      lines: [
        {
          at,
          what: 'failed-call',
          activity: 'one',
          function: 'LMSGetValue',
          element: 'cmi.nothing',
          error: '201',
          diagnostic: 'no such element',
        },
        { at, what: 'missing-file', activity: 'one', path: 'images/logo.png' },
      ],
      counts: { ...noCounts, getValues: 3, failedCalls: 1, missingFiles: 1 },
    }
    const { session, token, ticket } = await play({
      steps: [{ do: 'set', element: 'cmi.suspend_data', value: '=1+1' }],
      log,
    })
    const answer = await json(`/sessions/${session}/log`)
    expect(answer.log.map(({ n, what }: { n: number; what: string }) => [n, what])).toEqual([
      [1, 'failed-call'],
      [2, 'missing-file'],
      [3, 'open'],
      [4, 'initialize'],
      [5, 'set'],
    ])
    expect(answer).toMatchObject({
      titles: { one: 'Bài one' },
      errors: { 201: expect.any(String) },
      counts: { getValues: 3 },
    })
    const isValid = validators()('api/session-log')
    expect([isValid(answer), isValid.explain?.()]).toEqual([true, expect.anything()])
    const table = await (await get(`/sessions/${session}/log.csv?separator=;`)).text()
    expect(table.split('\r\n')[5]).toContain(";cmi.suspend_data;'=1+1;")
    for (const text of [JSON.stringify(answer), table]) {
      expect(text).not.toContain(token)
      expect(text).not.toContain(ticket)
    }
  })

  test('refuse a player that sends more lines, or other words, than a log takes', async () => {
    const { session, token } = await play()
    const send = (log: object) => server.rt('/commits', { session, entries: [], log }, { token })
    const line = { at, what: 'finding' }
    const page = newUuid()
    const good = { page, from: 1, lines: [line], counts: noCounts }
    expect((await send(good)).status).toBe(200)
    expect((await send({ ...good, lines: Array.from({ length: 101 }, () => line) })).status).toBe(
      400,
    )
    expect((await send({ ...good, lines: [{ ...line, what: 'set' }] })).status).toBe(400)
    expect(
      (await send({ ...good, lines: [{ ...line, diagnostic: 'x'.repeat(201) }] })).status,
    ).toBe(400)
    expect((await send({ ...good, lines: [{ ...line, by: 'course' }] })).status).toBe(400)
  })

  test('are found in their own registration only', async () => {
    const { session } = await play()
    expect((await get(`/sessions/${newUuid()}/log`)).status).toBe(404)
    const elsewhere = await server.request(
      'GET',
      `/api/v1/registrations/${newUuid()}/sessions/${session}/log`,
    )
    expect(elsewhere.status).toBe(404)
  })

  test('the schema knows every point of a verdict', () => {
    const schema = JSON.stringify(readSchemas().find(({ $id }) => $id === 'api/session-log'))
    for (const point of Object.keys(verdictPoints)) expect(schema).toContain(`"${point}"`)
  })
})
