import { newUuid } from '../../../src/base/ids.ts'
import type { SessionStarted } from '../../../src/launch/index.ts'
import { progressOf, statementsOf, verbName } from '../../support/courses.ts'
import { type RtServer, startRtServer } from './rt-server.ts'

describe('/_rt', () => {
  let server: RtServer
  beforeAll(async () => {
    server = await startRtServer()
  })
  afterAll(() => server.stop())

  const start = async (): Promise<SessionStarted & { token: string }> => {
    const { status, body } = await server.rt('/sessions', {
      ticket: await server.ticket(),
      nonce: newUuid(),
    })
    expect(status).toBe(201)
    return body
  }
  const entry = (n: number, step: object) => ({
    n,
    at: new Date().toISOString(),
    activity: 'one',
    step,
  })
  const unknown = { ticket: 'x'.repeat(43), nonce: newUuid() }
  const begun = [entry(1, { do: 'open' }), entry(2, { do: 'initialize' })]

  test('a session from link to completion moves the registration, and tells it in statements', async () => {
    const { session, token, attempt, course, filesPrefix, nextEntry } = await start()
    expect(nextEntry).toBe(1)
    expect(course.activities[0]?.id).toBe('one')
    expect(attempt.learner).toEqual({ id: server.learner, name: 'Trần Thị Ánh' })
    expect(filesPrefix).toMatch(/^\/_c\/.+\/$/)
    const entries = [
      ...begun,
      entry(3, { do: 'set', element: 'cmi.core.score.raw', value: '90' }),
      entry(4, { do: 'set', element: 'cmi.core.lesson_status', value: 'passed' }),
      entry(5, { do: 'set', element: 'cmi.core.session_time', value: '0000:02:00' }),
      entry(6, { do: 'finish' }),
    ]
    const { status, body, headers } = await server.rt('/commits', { session, entries }, { token })
    expect({ status, body }).toEqual({ status: 200, body: { acknowledged: 6 } })
    expect(headers.get('cache-control')).toBe('no-store')
    expect(await progressOf(server, server.registration)).toMatchObject({
      completion: 'completed',
      success: 'passed',
      score: { scaled: 0.9, raw: 90 },
      progress: 1,
      seconds: 120,
      attempts: 1,
    })
    const verbs = (await statementsOf(server, server.registration)).map(verbName)
    expect(verbs).toEqual(
      expect.arrayContaining(['initialized', 'scored', 'passed', 'terminated', 'completed']),
    )
  })

  test('a beacon brings its token in a text/plain body, and entries that are known are taken again', async () => {
    const { session, token } = await start()
    const beacon = JSON.stringify({ session, token, entries: begun, isLeaving: true })
    const headers = { 'Content-Type': 'text/plain;charset=UTF-8' }
    for (let sent = 1; sent <= 2; sent++) {
      const { status, body } = await server.rt('/commits', beacon, { headers })
      expect({ status, body }).toEqual({ status: 200, body: { acknowledged: 2 } })
    }
  })

  test('answers each refusal with its code', async () => {
    const { session, token } = await start()
    const gap = await server.rt('/commits', { session, entries: begun.slice(1) }, { token })
    expect(gap).toMatchObject({
      status: 409,
      body: { code: 'journal-gap', facts: { expected: 1 } },
    })
    const bad = await server.rt('/commits', { session, entries: [begun[1], begun[0]] }, { token })
    expect(bad).toMatchObject({ status: 400, body: { code: 'journal-invalid' } })
    const next = await server.rt('/sessions/takeover', {}, { token })
    expect(next).toMatchObject({ status: 201, body: { epoch: expect.any(Number) } })
    for (const [path, body] of [
      ['/commits', { session, entries: begun }],
      ['/sessions/resume', {}],
    ] as const) {
      const answer = await server.rt(path, body, { token })
      expect(answer).toMatchObject({ status: 409, body: { code: 'session-superseded' } })
    }
    const used = await server.rt('/sessions', { ticket: 'x'.repeat(43), nonce: newUuid() })
    expect(used).toMatchObject({ status: 410, body: { code: 'launch-link-invalid' } })
  })

  test('a start whose answer was lost is asked for again, by the same page only', async () => {
    const ticket = await server.ticket()
    const body = { ticket, nonce: newUuid() }
    const [lost, heard] = [await server.rt('/sessions', body), await server.rt('/sessions', body)]
    expect([lost.status, heard.status]).toEqual([201, 201])
    const commit = (to: typeof heard) =>
      server.rt('/commits', { session: to.body.session, entries: begun }, { token: to.body.token })
    expect(await commit(lost)).toMatchObject({ status: 409, body: { code: 'session-superseded' } })
    expect(await commit(heard)).toMatchObject({ status: 200, body: { acknowledged: 2 } })
    for (const nonce of [newUuid(), body.nonce]) {
      const late = await server.rt('/sessions', { ticket, nonce })
      expect(late).toMatchObject({ status: 410, body: { code: 'launch-link-invalid' } })
    }
  })

  test.each([
    ['no nonce', { ticket: 'x'.repeat(43) }],
    ['a nonce that is no UUID', { ticket: 'x'.repeat(43), nonce: '1' }],
    ['no ticket', { nonce: '00000000-0000-4000-8000-000000000000' }],
    ['a property too many', { ticket: 'x'.repeat(43), nonce: newUuid(), takeOver: true }],
  ])('refuses a start with %s', async (_what, body) => {
    expect(await server.rt('/sessions', body)).toMatchObject({
      status: 400,
      body: { code: 'invalid-request' },
    })
  })

  test('refuses what has no token or a wrong one', async () => {
    const { session } = await start()
    for (const options of [
      {},
      { token: 'y'.repeat(43) },
      { headers: { Authorization: 'Basic eDp5' } },
    ]) {
      for (const path of ['/commits', '/sessions/resume', '/sessions/takeover']) {
        const body = path === '/commits' ? { session, entries: [] } : {}
        expect(await server.rt(path, body, options)).toMatchObject({
          status: 401,
          body: { code: 'session-token-invalid' },
        })
      }
    }
  })

  test.each([
    [{ Origin: 'http://localhost:1' }],
    [{ Origin: 'null' }],
    [{ 'Sec-Fetch-Site': 'cross-site' }],
    [{ 'Sec-Fetch-Site': 'same-site' }],
  ])('refuses a page of another origin: %j', async (headers) => {
    const answer = await server.rt('/sessions', unknown, { headers })
    expect(answer).toMatchObject({ status: 403, body: { code: 'cross-site-request' } })
  })

  test('takes requests that say they come from the content origin', async () => {
    const headers = { Origin: server.contentUrl, 'Sec-Fetch-Site': 'same-origin' }
    const answer = await server.rt('/sessions', unknown, { headers })
    expect(answer.status).toBe(410)
  })

  describe('limits', () => {
    const commit = async (entries: unknown, more = {}) => {
      const { session, token } = await start()
      return server.rt('/commits', { session, entries, ...more }, { token })
    }
    const set = (value: string) => entry(3, { do: 'set', element: 'cmi.suspend_data', value })

    test('a value of 1 MiB is taken, one character more is refused', async () => {
      expect((await commit([...begun, set('x'.repeat(1_048_576))])).status).toBe(200)
      expect(await commit([...begun, set('x'.repeat(1_048_577))])).toMatchObject({
        status: 400,
        body: { code: 'journal-invalid', pointer: '/entries/2/step/value' },
      })
    })

    test('1,000 entries are taken, one more is refused', async () => {
      const many = (count: number) => [
        ...begun,
        ...Array.from({ length: count - 2 }, (_, index) =>
          entry(index + 3, { do: 'set', element: 'cmi.core.lesson_location', value: `${index}` }),
        ),
      ]
      expect((await commit(many(1_000))).body).toEqual({ acknowledged: 1_000 })
      expect((await commit(many(1_001))).status).toBe(400)
    })

    test('a body beyond 2 MiB is refused', async () => {
      const values = Array.from({ length: 3 }, () => set('x'.repeat(900_000)))
      const answer = await commit(values).catch(() => 'connection closed')
      if (answer !== 'connection closed') {
        expect(answer).toMatchObject({ status: 413, body: { code: 'body-too-large' } })
      }
    })

    test.each([
      ['a time that is none', [{ ...begun[0], at: '2026-03-02 10:00' }]],
      ['a local time', [{ ...begun[0], at: '2026-03-02T10:00:00.000+07:00' }]],
      ['entry 0', [{ ...begun[0], n: 0 }]],
      ['an unknown step', [entry(1, { do: 'destroy' })]],
      ['a set without a value', [entry(1, { do: 'set', element: 'x' })]],
      ['a property too many', [{ ...begun[0], extra: 1 }]],
      ['no list', {}],
    ])('%s is refused', async (_what, entries) => {
      expect(await commit(entries)).toMatchObject({
        status: 400,
        body: { code: 'journal-invalid' },
      })
    })

    test('a body that is no JSON is refused', async () => {
      expect(await server.rt('/commits', '{"session"')).toMatchObject({
        status: 400,
        body: { code: 'invalid-request' },
      })
    })
  })
})
