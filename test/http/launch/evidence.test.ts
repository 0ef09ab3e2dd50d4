import { newUuid } from '../../../src/base/ids.ts'
import type { SessionStarted } from '../../../src/launch/index.ts'
import type { RegistrationDetail } from '../../../src/registrations/wire.ts'
import {
  addLearner,
  expectStatus,
  launchLink,
  register,
  type Statement,
  statementsOf,
  uploadPackage,
} from '../../support/courses.ts'
import { startServer, type TestServer } from '../../support/server.ts'
import { smallCourse } from '../../support/small-course.ts'
import { an, cookieOf } from '../access/access-server.ts'

/** The headers of a session of the first account. */
async function sessionOfFirst(server: TestServer): Promise<Record<string, string>> {
  const token = new URL(server.setupUrl!).hash.slice(1)
  const response = await fetch(`${server.url}/api/v1/setup`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: server.url },
    body: JSON.stringify({ ...an, token }),
  })
  expect(response.ok).toBe(true)
  return { 'Content-Type': 'application/json', Cookie: cookieOf(response), Origin: server.url }
}

describe('what stands behind a result', () => {
  let server: TestServer
  let packageId: string
  let session: Record<string, string>
  beforeAll(async () => {
    server = await startServer()
    packageId = (await uploadPackage(server, smallCourse())).package
  })
  afterAll(() => server.stop())

  const newRegistration = async () =>
    register(server, packageId, await addLearner(server, 'Trần Thị Ánh'))
  const detailOf = async (registration: string) => {
    const response = await server.request('GET', `/api/v1/registrations/${registration}`)
    return (await expectStatus(response, 200)) as RegistrationDetail
  }
  const rt = async (path: string, body: unknown, token?: string) => {
    const headers = {
      'Content-Type': 'application/json',
      ...(token !== undefined && { Authorization: `Bearer ${token}` }),
    }
    const init = { method: 'POST', headers, body: JSON.stringify(body) }
    return fetch(`${server.contentUrl}/_rt${path}`, init)
  }
  const start = async (registration: string) => {
    const ticket = (await launchLink(server, registration)).split('#')[1]!
    const response = await rt('/sessions', { ticket, nonce: newUuid() })
    return (await expectStatus(response, 201)) as SessionStarted & { token: string }
  }
  const entriesFrom = (first: number, ...steps: object[]) =>
    steps.map((step, index) => ({
      n: first + index,
      at: new Date().toISOString(),
      activity: 'lesson',
      step,
    }))
  const opened = [{ do: 'open' }, { do: 'initialize' }]
  const set = (element: string, value: string) => ({ do: 'set', element, value })
  const passed = (time: string) => [
    set('cmi.core.lesson_status', 'passed'),
    set('cmi.core.session_time', time),
    { do: 'finish' },
  ]
  const commit = async ({ session, token }: SessionStarted, entries: readonly object[]) =>
    expectStatus(await rt('/commits', { session, entries }, token), 200)

  /** Asks for the page as a browser does, then commits as the course goes on. */
  const play = async (registration: string) => {
    const started = await start(registration)
    await commit(started, entriesFrom(1, ...opened))
    const page = await fetch(`${server.contentUrl}${started.filesPrefix}index.html`)
    expect(page.status).toBe(200)
    await page.text()
    await commit(started, entriesFrom(3, ...passed('0000:00:05')))
  }
  const claim = (statements: readonly Statement[], verb: string) =>
    statements.find(({ verb: { id } }) => id.endsWith(`/${verb}`))?.context

  test('a course that is played through the real endpoints is corroborated', async () => {
    const registration = await newRegistration()
    await play(registration)
    const detail = await detailOf(registration)
    expect(detail).toMatchObject({
      completion: 'completed',
      evidence: 'corroborated',
      evidenceReport: {
        attempt: 1,
        level: 'corroborated',
        findings: [],
        figures: { files: 1, lessons: 1, lessonsFetched: 1, commits: 2, claimedSeconds: 5 },
      },
      attemptsOnCourse: [{ number: 1, evidence: 'corroborated' }],
    })
    const context = claim(await statementsOf(server, registration), 'completed')
    expect(context).toMatchObject({
      extensions: {
        [`${server.config.appUrl}/xapi/extensions/evidence`]: { level: 'corroborated', checks: [] },
      },
    })
  })

  test('a forged commit counts as before, and is only reported', async () => {
    const registration = await newRegistration()
    const started = await start(registration)
    await commit(started, entriesFrom(1, ...opened, ...passed('0002:00:00')))
    const detail = await detailOf(registration)
    expect(detail).toMatchObject({ completion: 'completed', success: 'passed', seconds: 7_200 })
    expect(detail.evidence).toBe('reported')
    expect(detail.evidenceReport.findings).toEqual([
      { code: 'no-file-fetched', facts: { files: 0, entries: 5 } },
      {
        code: 'time-exceeds-wall-clock',
        facts: { claimedSeconds: 7_200, wallSeconds: expect.any(Number) },
      },
      {
        code: 'time-unheard',
        facts: { claimedSeconds: 7_200, heardSeconds: expect.any(Number) },
      },
      {
        code: 'one-burst',
        facts: {
          commits: 1,
          entries: 5,
          claimedSeconds: 7_200,
          journalSeconds: expect.any(Number),
        },
      },
    ])
  })

  test("what is fetched for one learner says nothing of another's result", async () => {
    const [honest, forger] = [await newRegistration(), await newRegistration()]
    await play(honest)
    const started = await start(forger)
    await commit(started, entriesFrom(1, ...opened, ...passed('0000:00:05')))
    expect((await detailOf(forger)).evidenceReport).toMatchObject({
      level: 'reported',
      findings: [{ code: 'no-file-fetched' }],
    })
  })

  test("a tool's statement moves the registration, and is only reported", async () => {
    const registration = await newRegistration()
    const { learner } = await detailOf(registration)
    const { appUrl } = server.config
    const statement = {
      actor: { account: { homePage: appUrl, name: learner.id } },
      verb: { id: 'http://adlnet.gov/expapi/verbs/completed' },
      object: { id: `${appUrl}/activities/packages/${packageId}` },
      result: { completion: true },
      context: { registration },
    }
    const headers = { 'X-Experience-API-Version': '1.0.3' }
    const posted = await server.request('POST', '/xapi/statements', statement, headers)
    await expectStatus(posted, 200)
    expect(await detailOf(registration)).toMatchObject({
      completion: 'completed',
      evidence: 'reported',
      evidenceReport: { findings: [{ code: 'told-by-tool', facts: { toolClaims: 1 } }] },
    })
  })

  test("a person's word counts more than what was seen, and a key has none", async () => {
    const registration = await newRegistration()
    const started = await start(registration)
    await commit(started, entriesFrom(1, ...opened, ...passed('0000:00:05')))
    const path = `/api/v1/registrations/${registration}/attestations`
    const note = 'Học tại lớp, có giám sát.'
    const withKey = await server.request('POST', path, { note })
    expect(withKey.status).toBe(403)
    session = await sessionOfFirst(server)
    const post = (body: object) =>
      fetch(`${server.url}${path}`, {
        method: 'POST',
        headers: session,
        body: JSON.stringify(body),
      })
    expect((await post({ note: ' ' })).status).toBe(400)
    expect((await post({ note, attempt: 2 })).status).toBe(400)
    const created = await expectStatus(await post({ note }), 201)
    expect(created).toMatchObject({ attempt: 1, note, by: { name: an.name } })
    expect(await detailOf(registration)).toMatchObject({
      evidence: 'attested',
      evidenceReport: {
        level: 'attested',
        findings: [{ code: 'no-file-fetched' }],
        attestations: [created],
      },
    })
    const audit = await server.request('GET', '/api/v1/audit?limit=1')
    expect(await audit.json()).toMatchObject({
      items: [{ about: [registration, expect.any(String)] }],
    })
    const me = await fetch(`${server.url}/api/v1/me`, { headers: session })
    const { id } = (await me.json()) as { id: string }
    const isTheLearner = { learner: (await detailOf(registration)).learner.id }
    await server.request('PATCH', `/api/v1/accounts/${id}`, isTheLearner)
    expect((await post({ note })).status).toBe(403)
  })

  test('a word that is withdrawn stays in sight, and counts no more', async () => {
    const registration = await newRegistration()
    const started = await start(registration)
    await commit(started, entriesFrom(1, ...opened, ...passed('0000:00:05')))
    const path = `/api/v1/registrations/${registration}/attestations`
    const post = (to: string, body: object) =>
      fetch(`${server.url}${to}`, { method: 'POST', headers: session, body: JSON.stringify(body) })
    const created = await expectStatus(await post(path, { note: 'Học tại lớp.' }), 201)
    const withdrawal = `${path}/${(created as { id: string }).id}/withdrawal`
    const reason = 'Nhầm học viên.'
    expect((await server.request('POST', withdrawal, { reason })).status).toBe(403)
    expect((await post(withdrawal, { reason: ' ' })).status).toBe(400)
    expect((await post(`${path}/${newUuid()}/withdrawal`, { reason })).status).toBe(404)
    const withdrawn = await expectStatus(await post(withdrawal, { reason }), 200)
    expect(withdrawn).toMatchObject({ withdrawal: { by: { name: an.name }, reason } })
    expect((await post(withdrawal, { reason })).status).toBe(409)
    expect(await detailOf(registration)).toMatchObject({
      evidence: 'reported',
      evidenceReport: { level: 'reported', attestations: [withdrawn] },
    })
    const audit = await server.request('GET', '/api/v1/audit?limit=1')
    expect(await audit.json()).toMatchObject({
      items: [
        {
          operation: 'withdrawAttestation',
          about: [registration, expect.any(String)],
          details: { after: { reason } },
        },
      ],
    })
  })

  test('lists say the level of each registration, and nothing where there is no result', async () => {
    const begun = await newRegistration()
    const response = await server.request('GET', `/api/v1/registrations?package=${packageId}`)
    const { items } = (await expectStatus(response, 200)) as { items: RegistrationDetail[] }
    const levels = Map.groupBy(items, ({ evidence }) => String(evidence))
    expect(levels.get('null')?.map(({ id }) => id)).toEqual([begun])
    expect(levels.get('corroborated')).toHaveLength(2)
    expect(levels.get('reported')).toHaveLength(4)
    expect(levels.get('attested')).toHaveLength(1)
  })

  test('lists, exports and the summary are narrowed by the level, or count it', async () => {
    const get = async (path: string) => {
      const response = await server.request('GET', `/api/v1${path}package=${packageId}`)
      expect(response.status).toBe(200)
      return response
    }
    const { items } = (await (await get('/registrations?evidence=reported&')).json()) as {
      items: RegistrationDetail[]
    }
    expect(items.map(({ evidence }) => evidence)).toEqual(Array(4).fill('reported'))
    const none = (await (await get('/registrations?evidence=none&')).json()) as typeof items
    expect(none).toMatchObject({ items: [{ completion: 'not-attempted', evidence: null }] })
    const wrong = await server.request('GET', '/api/v1/registrations?evidence=sure')
    expect(wrong.status).toBe(400)
    const lines = await (await get('/exports/registrations.ndjson?evidence=reported&')).text()
    expect(
      lines
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual(items)
    const table = await (await get('/exports/registrations.csv?separator=;&')).text()
    const [head, ...rows] = table.trimEnd().split('\r\n')
    const column = head!.split(';').indexOf('evidence')
    const counts = Map.groupBy(rows, (row) => row.split(';')[column]!)
    expect(Object.fromEntries([...counts].map(([level, all]) => [level, all.length]))).toEqual({
      corroborated: 2,
      reported: 4,
      attested: 1,
      '': 1,
    })
    const summary = await server.request('GET', `/api/v1/packages/${packageId}/summary`)
    expect(await summary.json()).toMatchObject({
      byEvidence: { reported: 4, corroborated: 2, attested: 1 },
    })
  })
})
