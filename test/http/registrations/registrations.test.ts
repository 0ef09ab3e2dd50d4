import { newUuid } from '../../../src/base/ids.ts'
import { readSchemas, validators } from '../../../src/base/validator.ts'
import { addLearner } from '../../support/courses.ts'
import { courseOf, sco } from '../../support/launch-stage.ts'
import { type RtAnswer, type RtServer, startRtServer } from '../launch/rt-server.ts'

describe('/api/v1/registrations', () => {
  let server: RtServer
  beforeAll(async () => {
    server = await startRtServer(courseOf(sco('one'), sco('two')))
  })
  afterAll(() => server.stop())

  const call = async (
    method: string,
    path: string,
    body?: unknown,
  ): Promise<Pick<RtAnswer, 'status' | 'body'>> => {
    const response = await server.request(method, `/api/v1${path}`, body)
    return { status: response.status, body: await response.json() }
  }
  const completed = (registration: string, learner: string, more: object = {}) => ({
    actor: { account: { homePage: server.url, name: learner } },
    verb: { id: 'http://adlnet.gov/expapi/verbs/completed' },
    object: { id: `${server.url}/activities/packages/${server.package}` },
    context: { registration },
    ...more,
  })
  const postStatement = async (statement: object) => {
    const response = await server.request('POST', '/xapi/statements', statement, {
      'X-Experience-API-Version': '1.0.3',
    })
    expect(response.status).toBe(200)
  }

  test('shows a registration with every activity before anything happened', async () => {
    const { status, body } = await call('GET', `/registrations/${server.registration}`)
    expect(status).toBe(200)
    expect(validators()('api/registration-detail')(body)).toBe(true)
    expect(body).toMatchObject({
      learner: { id: server.learner, name: 'Trần Thị Ánh' },
      package: { id: server.package, title: 'An toàn lao động' },
      version: 1,
      completion: 'not-attempted',
      score: null,
      lastActivityAt: null,
      activities: [
        { activity: 'one', completion: 'not-attempted' },
        { activity: 'two', title: 'Bài two' },
      ],
    })
  })

  test('finds a registration by its UUID in upper case: it is the same', async () => {
    const { status, body } = await call(
      'GET',
      `/registrations/${server.registration.toUpperCase()}`,
    )
    expect([status, body.id]).toEqual([200, server.registration])
  })

  test('a learner gets a package version once; the second try names the registration', async () => {
    const again = { package: server.package, learner: server.learner }
    expect(await call('POST', '/registrations', again)).toMatchObject({
      status: 409,
      body: { code: 'registration-exists', facts: { registration: server.registration } },
    })
    const tries = await Promise.all(
      Array.from({ length: 5 }, async () => call('POST', '/registrations', again)),
    )
    expect(new Set(tries.map(({ status }) => status))).toEqual(new Set([409]))
  })

  test('refuses unknown packages, learners and shapes', async () => {
    const { package: id, learner } = server
    expect((await call('POST', '/registrations', { package: newUuid(), learner })).body.code).toBe(
      'package-not-found',
    )
    expect(
      (await call('POST', '/registrations', { package: id, learner: newUuid() })).body.code,
    ).toBe('learner-not-found')
    expect(await call('POST', '/registrations', { package: id })).toMatchObject({ status: 400 })
    expect((await call('GET', `/registrations/${newUuid()}`)).body.code).toBe(
      'registration-not-found',
    )
    expect((await call('GET', '/registrations?limit=0')).body.pointer).toBe('limit')
    expect((await call('GET', '/registrations?cursor=zzz')).body.pointer).toBe('cursor')
  })

  test('a statement of an external tool moves the registration, the list and the summary', async () => {
    const learner = await addLearner(server, 'Lê Văn Bình')
    const { body } = await call('POST', '/registrations', { package: server.package, learner })
    const before = new Date().toISOString()
    await postStatement(
      completed(body.id, learner, { result: { score: { scaled: 0.85 }, success: true } }),
    )
    expect((await call('GET', `/registrations/${body.id}`)).body).toMatchObject({
      completion: 'completed',
      success: 'passed',
      score: { scaled: 0.85 },
    })
    const list = await call(
      'GET',
      `/registrations?package=${server.package}&completion=completed&success=passed&since=${before}`,
    )
    expect(validators()('api/registration-list')(list.body)).toBe(true)
    expect(list.body.items.map(({ id }: { id: string }) => id)).toEqual([body.id])
    const summary = await call('GET', `/packages/${server.package}/summary`)
    expect(validators()('api/package-summary')(summary.body)).toBe(true)
    expect(summary.body).toMatchObject({
      registrations: 2,
      byCompletion: { completed: 1, 'not-attempted': 1 },
      bySuccess: { passed: 1, unknown: 1 },
      averageScore: 0.85,
    })
  })

  test('pages through everyone once, newest activity first, while others are active', async () => {
    const ids = [server.registration]
    for (let index = 0; index < 7; index++) {
      const learner = await addLearner(server, `Học viên ${index}`)
      const { body } = await call('POST', '/registrations', { package: server.package, learner })
      ids.push(body.id)
    }
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const query = `limit=3${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`
      const { body } = await call('GET', `/registrations?package=${server.package}&${query}`)
      seen.push(...body.items.map(({ id }: { id: string }) => id))
      const times = body.items.map(
        (one: { lastActivityAt: string | null; createdAt: string }) =>
          one.lastActivityAt ?? one.createdAt,
      )
      expect(times).toEqual([...times].sort().reverse())
      cursor = body.cursor
    } while (cursor)
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen).toEqual(expect.arrayContaining(ids))
    const mine = await call('GET', `/registrations?learner=${server.learner}`)
    expect(mine.body.items).toHaveLength(1)
  })

  test('every schema of registrations and launch compiles', () => {
    const make = validators()
    const own = readSchemas()
      .map(({ $id }) => $id as string)
      .filter((id) => /^(rt\/|api\/(registration|launch|trial|package-summary))/.test(id))
    expect(own.length).toBeGreaterThan(8)
    for (const id of own) expect(() => make(id)).not.toThrow()
  })
})
