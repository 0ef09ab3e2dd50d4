import type { StatementQueryBody, StatementQueryResult } from '../../../src/xapi/index.ts'
import { startServer, type TestServer } from '../../support/server.ts'
import { type Json, statementOf, xapiClient } from '../../support/xapi-client.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer({ env: { HOCBA_QUERY_STATEMENTS_MAX: '60' } })
  const { status } = await xapiClient(server).post([...answers, ...readings])
  if (status !== 200) throw new Error(`${status}`)
})
afterAll(() => server.stop())

const verbs = 'http://adlnet.gov/expapi/verbs/'
const activity = (name: string): string => `https://example.vn/lessons/${name}`

/** Of six learners, on six days in September at 18:00 UTC, which is the next day in Vietnam. */
const answers = Array.from({ length: 24 }, (_, index): Json => {
  const day = String(1 + Math.floor(index / 4)).padStart(2, '0')
  return statementOf({
    actor: { mbox: `mailto:learner${index % 6}@example.vn` },
    object: { id: activity(index % 2 === 0 ? 'a' : 'b') },
    timestamp: `2026-09-${day}T18:00:00Z`,
    result: { score: { scaled: index / 100 }, success: index >= 12, duration: `PT${index}M` },
    context: { contextActivities: { parent: { id: activity('course') } } },
  })
})

const readings = Array.from(
  { length: 5 },
  (): Json => statementOf({ verb: { id: `${verbs}experienced` }, object: { id: activity('a') } }),
)

async function ask(body: unknown, headers?: Record<string, string>) {
  const response = await server.request('POST', '/api/v1/statements/query', body, headers)
  return { status: response.status, body: (await response.json()) as Json }
}

async function answerTo(body: StatementQueryBody): Promise<StatementQueryResult> {
  const { status, body: answer } = await ask(body)
  if (status !== 200) throw new Error(JSON.stringify(answer))
  return answer as unknown as StatementQueryResult
}

describe('POST /api/v1/statements/query', () => {
  test('counts everything when nothing is asked for', async () => {
    const answer = await answerTo({})
    expect(answer.rows).toEqual([{ group: {}, values: { count: 29 } }])
    expect(answer).toMatchObject({ examined: 29, matched: 29, groups: 1, xapi: '/xapi/statements' })
  })

  test('groups, measures and sorts', async () => {
    const { rows } = await answerTo({
      groupBy: ['verb', 'activity'],
      measures: ['count', 'distinctActors', 'score.average', 'score.p50', 'duration.max'],
      where: { activity: activity('a') },
    })
    const average =
      answers.filter((_, i) => i % 2 === 0).reduce((sum, _, i) => sum + (2 * i) / 100, 0) / 12
    expect(rows).toEqual([
      {
        group: { verb: `${verbs}answered`, activity: activity('a') },
        values: {
          count: 12,
          distinctActors: 3,
          'score.average': expect.closeTo(average, 12),
          'score.p50': expect.closeTo(0.11, 12),
          'duration.max': 22 * 60,
        },
      },
      {
        group: { verb: `${verbs}experienced`, activity: activity('a') },
        values: {
          count: 5,
          distinctActors: 1,
          'score.average': null,
          'score.p50': null,
          'duration.max': null,
        },
      },
    ])
  })

  test('counts days in the time zone that is asked for, in their order', async () => {
    const days = async (timeZone: string) => {
      const verb = `${verbs}answered`
      const { rows } = await answerTo({ where: { verb }, groupBy: ['day'], timeZone, limit: 2 })
      return rows.map(({ group, values }) => [group.day, values.count])
    }
    expect(await days('UTC')).toEqual([
      ['2026-09-01', 4],
      ['2026-09-02', 4],
    ])
    expect(await days('Asia/Ho_Chi_Minh')).toEqual([
      ['2026-09-02', 4],
      ['2026-09-03', 4],
    ])
  })

  test.each<[string, NonNullable<StatementQueryBody['where']>, number]>([
    ['a verb', { verb: `${verbs}experienced` }, 5],
    ['an agent', { agent: { mbox: 'mailto:learner1@example.vn' } }, 4],
    ['an activity in the context', { relatedActivity: activity('course') }, 24],
    ['a result', { success: true }, 12],
    ['a range of scores, both ends included', { score: { from: 0.05, to: 0.07 } }, 3],
    ['a range of durations', { duration: { from: 1_320 } }, 2],
    [
      'a range of time',
      { timestamp: { after: '2026-09-01T18:00:00Z', until: '2026-09-02T18:00:00Z' } },
      4,
    ],
    ['any of several', { or: [{ verb: `${verbs}experienced` }, { score: { to: 0.01 } }] }, 7],
    ['none of them', { not: { verb: `${verbs}answered` } }, 5],
    [
      'all of them, nested',
      { and: [{ success: true }, { activity: activity('b') }, { not: { score: { to: 0.13 } } }] },
      5,
    ],
    [
      'two that exclude each other',
      { and: [{ activity: activity('a') }, { activity: activity('b') }] },
      0,
    ],
  ])('finds %s', async (_name, where, count) => {
    expect((await answerTo({ where })).matched).toBe(count)
  })

  test('counts hours, and what one key stored', async () => {
    const authorization = await server.credential('statements/write')
    const [key] = Buffer.from(authorization.slice(6), 'base64').toString().split(':')
    await xapiClient(server).post(
      [5, 55, 65].map((minutes) =>
        statementOf({ timestamp: new Date(Date.UTC(2026, 8, 20, 3, minutes)).toISOString() }),
      ),
      { Authorization: authorization },
    )
    const { rows, xapi } = await answerTo({
      where: { key: key! },
      groupBy: ['hour'],
      timeZone: 'Asia/Ho_Chi_Minh',
    })
    expect(rows).toEqual([
      { group: { hour: '2026-09-20T10' }, values: { count: 2 } },
      { group: { hour: '2026-09-20T11' }, values: { count: 1 } },
    ])
    expect(xapi).toBeNull()
  })

  test('says which plain xAPI request finds the same, if there is one', async () => {
    const where = {
      verb: `${verbs}answered`,
      agent: { mbox: 'mailto:learner1@example.vn' },
      relatedActivity: activity('course'),
      stored: { after: '2026-01-01T00:00:00Z' },
    }
    const { xapi, matched } = await answerTo({ where })
    const { body } = await xapiClient(server).send('GET', xapi!)
    expect(body.statements).toHaveLength(matched)
    expect((await answerTo({ where: { ...where, success: true } })).xapi).toBeNull()
  })

  test('refuses what would cost too much, and says how far it came', async () => {
    await xapiClient(server).post(
      Array.from({ length: 40 }, () => statementOf({ verb: { id: `${verbs}left` } })),
    )
    const { status, body } = await ask({ where: { success: true } })
    expect([status, body.code, body.limit]).toEqual([422, 'query-too-costly', 60])
    expect((body.facts as Json).examined).toBeGreaterThan(60)
    expect((await answerTo({ where: { verb: `${verbs}answered`, success: true } })).matched).toBe(
      12,
    )
  })

  test.each([
    [{ where: { verb: 'x' } }, '/where/verb'],
    [{ where: { or: [{ agent: { mbox: 'x' } }] } }, '/where/or/0/agent'],
    [{ where: { stored: { until: 'yesterday' } } }, '/where/stored/until'],
    [{ timeZone: 'Asia/Atlantis' }, '/timeZone'],
    [{ sort: [{ by: 'verb', order: 'ascending' }] }, '/sort/0/by'],
    [{ measures: ['score.p100'] }, '/measures/0'],
    [{ where: { colour: 'red' } }, '/where/colour'],
  ])('refuses %j at its place', async (body, pointer) => {
    const { status, body: answer } = await ask(body)
    expect([status, answer.code, answer.pointer]).toEqual([400, 'invalid-request', pointer])
  })

  test('refuses conditions that nest too deep', async () => {
    const where = Array.from({ length: 12 }).reduce<Json>((inner) => ({ not: inner }), {})
    expect((await ask({ where })).status).toBe(400)
    const deeper = `{"where":${'{"not":'.repeat(50_000)}{}${'}'.repeat(50_000)}}`
    const answer = await server.request('POST', '/api/v1/statements/query', deeper, {
      'Content-Type': 'application/json',
    })
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ code: 'invalid-request', limit: 100 })
  })

  test('shows a credential what it may read', async () => {
    const write = await server.credential('statements/write')
    expect((await ask({}, { Authorization: write })).status).toBe(403)
  })
})
