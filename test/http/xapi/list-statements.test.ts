import { newUuid } from '../../../src/base/ids.ts'
import { validators } from '../../../src/base/validator.ts'
import { startServer, type TestServer } from '../../support/server.ts'
import { type Json, statementOf, xapiClient } from '../../support/xapi-client.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

const isList = validators()('api/statement-list')

async function list(parameters: Record<string, string>, headers: Record<string, string> = {}) {
  const response = await server.request(
    'GET',
    `/api/v1/statements?${new URLSearchParams(parameters)}`,
    undefined,
    headers,
  )
  // biome-ignore lint/suspicious/noExplicitAny: the schema above says what it is; tests look into it freely.
  const body = (await response.json()) as any
  if (response.status === 200) expect([isList(body), isList.explain()]).toEqual([true, []])
  return { status: response.status, body }
}

const newLearner = async (name: string): Promise<string> =>
  ((await (await server.request('POST', '/api/v1/learners', { name })).json()) as { id: string }).id

describe('GET /api/v1/statements', () => {
  test('names learners by their own name, and others by what the statement says', async () => {
    const learner = await newLearner('Đặng Thị Ước')
    const registration = newUuid()
    const store = (changes: Json) =>
      xapiClient(server).post(statementOf({ context: { registration }, ...changes }))
    await store({ actor: { account: { homePage: server.url, name: learner } } })
    await store({ actor: { mbox: 'mailto:binh@example.vn' } })
    await store({
      actor: { account: { homePage: server.url, name: newUuid() }, name: 'Nobody here' },
    })
    const { body } = await list({ registration })
    expect(body.items.map(({ actor }: { actor: Json }) => actor)).toEqual([
      { name: 'Nobody here' },
      { name: 'binh@example.vn' },
      { name: 'Đặng Thị Ước', learner },
    ])
    expect((await list({ learner })).body.items).toHaveLength(1)
  })

  test('has verb and object in the reader’s language, the result, and the statement itself', async () => {
    const registration = newUuid()
    const result = {
      score: { scaled: 0.8 },
      success: true,
      duration: 'PT5M',
      extensions: { 'http://a': 1 },
    }
    const [id] = (await xapiClient(server).post(statementOf({ result, context: { registration } })))
      .body
    const row = (await list({ registration }, { 'Accept-Language': 'vi-VN' })).body.items[0]
    expect(row).toMatchObject({
      id,
      registration,
      verb: { display: 'đã trả lời' },
      object: { name: 'Bài 1', type: 'Activity' },
      result: { score: { scaled: 0.8 }, success: true, duration: 'PT5M' },
      statement: { id, result },
    })
    expect(row.stored).toBe(row.statement.stored)
  })

  test('makes words where the statement has none', async () => {
    const registration = newUuid()
    const post = (changes: Json) =>
      xapiClient(server).post(
        statementOf({
          verb: { id: 'http://example.vn/verbs/passed' },
          context: { registration },
          ...changes,
        }),
      )
    await post({ object: { id: 'http://example.vn/bare' } })
    await post({ object: { objectType: 'Agent', name: 'An', mbox: 'mailto:an@example.vn' } })
    await post({ object: { objectType: 'StatementRef', id: registration } })
    const rows = (await list({ registration })).body.items
    expect(rows.map(({ object }: { object: Json }) => object.name)).toEqual([
      registration,
      'An',
      'http://example.vn/bare',
    ])
    expect(rows[0].verb.display).toBe('passed')
    expect(rows[0].result).toBeNull()
  })

  test('pages by a cursor', async () => {
    const registration = newUuid()
    const ids = (
      await xapiClient(server).post(
        Array.from({ length: 5 }, () => statementOf({ context: { registration } })),
      )
    ).body
    const first = (await list({ registration, limit: '3' })).body
    const second = (await list({ cursor: first.cursor, limit: '3' })).body
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(ids.toReversed())
    expect(second.cursor).toBeUndefined()
  })

  test('finds an activity in context too', async () => {
    const activity = `http://example.vn/${newUuid()}`
    await xapiClient(server).post(
      statementOf({ context: { contextActivities: { parent: [{ id: activity }] } } }),
    )
    expect((await list({ activity })).body.items).toHaveLength(1)
  })

  test('looks through results, and goes on where it stopped', async () => {
    const registration = newUuid()
    const ids: string[] = (
      await xapiClient(server).post(
        [0.2, 0.5, 0.9, undefined, 1].map((scaled) =>
          statementOf({
            context: { registration },
            result: {
              ...(scaled !== undefined && { score: { scaled }, success: scaled >= 0.5 }),
              completion: true,
            },
          }),
        ),
      )
    ).body
    const found = async (parameters: Record<string, string>) =>
      (await list({ registration, ...parameters })).body.items.map(({ id }: { id: string }) => id)
    expect(await found({ success: 'true' })).toEqual([ids[4], ids[2], ids[1]])
    expect(await found({ success: 'false' })).toEqual([ids[0]])
    expect(await found({ score: '0.5..0.9' })).toEqual([ids[2], ids[1]])
    expect(await found({ score: '..0.5', success: 'true' })).toEqual([ids[1]])
    expect(await found({ completion: 'false' })).toEqual([])
    const first = (await list({ registration, success: 'true', limit: '2' })).body
    const second = (await list({ cursor: first.cursor, limit: '2' })).body
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual([ids[4], ids[2], ids[1]])
    expect(second.cursor).toBeUndefined()
  })

  test('leaves out a verb, an activity and a person, page by page', async () => {
    const registration = newUuid()
    const parent = 'https://example.vn/courses/left-out'
    const verb = { id: 'https://example.vn/verbs/left-out' }
    const agent = { mbox: 'mailto:left-out@example.vn' }
    const activities = { contextActivities: { parent: [{ id: parent }] } }
    const ids = (
      await xapiClient(server).post([
        statementOf({ context: { registration } }),
        statementOf({ verb, context: { registration } }),
        statementOf({ context: { registration, ...activities } }),
        statementOf({ actor: agent, context: { registration } }),
        statementOf({ object: { objectType: 'Agent', ...agent }, context: { registration } }),
      ])
    ).body
    const found = async (parameters: Record<string, string>) =>
      (await list({ registration, ...parameters })).body.items.map(({ id }: { id: string }) => id)
    expect(await found({ notVerb: verb.id })).toEqual([ids[4], ids[3], ids[2], ids[0]])
    expect(await found({ notActivity: parent })).toEqual([ids[4], ids[3], ids[1], ids[0]])
    const notAgent = JSON.stringify(agent)
    expect(await found({ notAgent })).toEqual([ids[2], ids[1], ids[0]])
    expect(await found({ notAgent, notVerb: verb.id, notActivity: parent })).toEqual([ids[0]])
    const first = (await list({ registration, notVerb: verb.id, limit: '3' })).body
    const second = (await list({ cursor: first.cursor, limit: '3' })).body
    expect([...first.items, ...second.items]).toHaveLength(4)
    expect((await list({ notAgent: 'x' })).status).toBe(400)
  })

  test('refuses what it cannot read, and who may not read', async () => {
    for (const query of [
      { agent: 'x' },
      { cursor: 'x' },
      { limit: '0' },
      { learner: 'x' },
      { since: 'x' },
      { score: '1..0' },
      { score: '5' },
      { success: 'x' },
      { foo: '1' },
    ])
      expect([query, (await list(query as unknown as Record<string, string>)).status]).toEqual([
        query,
        400,
      ])
    const writer = await server.credential('statements/write')
    expect((await list({}, { Authorization: writer })).status).toBe(403)
    expect((await list({}, { Authorization: '' })).status).toBe(401)
  })
})
