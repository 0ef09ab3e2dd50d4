import { newUuid } from '../../../src/base/ids.ts'
import { startServer, type TestServer } from '../../support/server.ts'
import { statementOf } from '../../support/xapi-client.ts'
import { requestLog } from './request-log.ts'

let server: TestServer
let log: ReturnType<typeof requestLog>
const version = { 'X-Experience-API-Version': '1.0.3' }

beforeAll(async () => {
  server = await startServer()
  log = requestLog(server)
})
afterAll(() => server.stop())

const send = async (method: string, path: string, body?: unknown, headers = {}) =>
  log.kept(await server.request(method, `/xapi${path}`, body, { ...version, ...headers }))

const statementsStored = async () =>
  (
    (await (await server.request('GET', '/xapi/statements', undefined, version)).json()) as {
      statements: unknown[]
    }
  ).statements.length

test('a request that is still wrong is refused for the same reason, with the place', async () => {
  const wrong = statementOf({ verb: { id: 'no-iri' } })
  const { id, code, pointer } = await send('POST', '/statements', wrong)
  expect(await log.replay(id)).toMatchObject({
    ...{ status: 400, isAccepted: false, as: 'source' },
    problem: { code, pointer },
    place: { line: 1, column: JSON.stringify(wrong).indexOf('"no-iri"') + 1 },
  })
})

test('a corrected body is accepted, and nothing of it is stored, however often it is tried', async () => {
  const { id } = await send('POST', '/statements', statementOf({ verb: { id: 'no-iri' } }))
  const before = await statementsStored()
  const one = newUuid()
  for (let n = 0; n < 20; n++) {
    expect(await log.replay(id, { body: JSON.stringify(statementOf({ id: one })) })).toEqual({
      ...{ status: 200, isAccepted: true, as: 'source', statements: [one] },
    })
  }
  expect(await statementsStored()).toBe(before)
  // The id is free still, and the definitions and names in it have taught nothing.
  const stored = await server.request(
    'PUT',
    `/xapi/statements?statementId=${one}`,
    statementOf(),
    version,
  )
  expect(stored.status).toBe(204)
  const sources = await log.until('/sources', ({ items }) => items.length > 0)
  expect(sources.items[0].week.statements).toBeLessThan(20)
})

test('a conflict is a conflict in the sandbox, and shows stored values only to who may read them', async () => {
  const one = newUuid()
  await server.request('POST', '/xapi/statements', statementOf({ id: one }), version)
  const other = statementOf({ id: one, verb: { id: 'http://example.vn/other' } })
  const { id } = await send('POST', '/statements', other)
  const verdict = await log.replay(id)
  expect(verdict).toMatchObject({ status: 409, problem: { code: 'statement-conflict' } })
  expect(JSON.stringify(verdict)).toContain('adlnet.gov/expapi/verbs/answered')
  const Authorization = await server.credential('requests/read')
  const response = await server.request(
    'POST',
    `/api/v1/requests/${id}/replay`,
    {},
    { Authorization },
  )
  expect(response.status).toBe(200)
  expect(await response.text()).not.toContain('adlnet.gov/expapi/verbs/answered')
})

test('it is tried with the rights of its sender', async () => {
  const Authorization = await server.credential('statements/read')
  const { id } = await send('POST', '/statements', statementOf(), { Authorization })
  const verdict = await log.replay(id, { body: JSON.stringify(statementOf()) })
  expect(verdict).toMatchObject({ as: 'source', problem: { code: 'forbidden' } })
})

test('a request whose sender is not known is tried with every right', async () => {
  const Authorization = `Basic ${Buffer.from('a:b').toString('base64')}`
  const { id } = await send('POST', '/statements', statementOf(), { Authorization })
  expect(await log.replay(id)).toMatchObject({ code: 'not-replayable' })
  const body = JSON.stringify(statementOf())
  expect(await log.replay(id, { body })).toMatchObject({ as: 'anyone', isAccepted: true })
})

test('documents are tried by the same rules, and what is read does not get out', async () => {
  const state = `/activities/state?${new URLSearchParams({
    ...{ activityId: 'https://example.vn/a', stateId: 'bookmark' },
    agent: JSON.stringify({ mbox: 'mailto:an@example.vn' }),
  })}`
  const path = state
    .replace('activities/state', 'activities/profile')
    .replace('stateId', 'profileId')
  const { id } = await send('PUT', path.replace(/&agent=.*/, ''), { page: 1 })
  expect(await log.replay(id)).toMatchObject({ status: 400, isAccepted: false })
  const got = await send('GET', `${state}&since=x`)
  expect(await log.replay(got.id)).toMatchObject({ isAccepted: false })
  const missing = await send('GET', state)
  await server.request('PUT', `/xapi${state}`, { secretPage: 7 }, version)
  const verdict = await log.replay(missing.id)
  expect(verdict).toEqual({ status: 200, isAccepted: true, as: 'source' })
})

test('hostile bodies get an answer, never a 5xx', async () => {
  const { id } = await send('POST', '/statements', {})
  const bodies = [
    '',
    '[',
    '{"__proto__":1}',
    '\u0000',
    '['.repeat(5_000),
    '"\ud800"',
    `[${'1,'.repeat(900)}1]`,
  ]
  for (const body of bodies) {
    const verdict = await log.replay(id, { body })
    expect(verdict.status).toBeGreaterThanOrEqual(400)
    expect(verdict.status).toBeLessThan(500)
  }
})

test('only requests to /xapi can be tried', async () => {
  const { id } = await log.kept(await server.request('POST', '/api/v1/learners', {}))
  const response = await server.request('POST', `/api/v1/requests/${id}/replay`, { body: '{}' })
  expect(response.status).toBe(409)
})
