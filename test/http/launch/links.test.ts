import { newUuid } from '../../../src/base/ids.ts'
import { type RtServer, startRtServer } from './rt-server.ts'

describe('launch links over HTTP', () => {
  let server: RtServer
  beforeAll(async () => {
    server = await startRtServer()
  })
  afterAll(() => server.stop())

  const post = async (path: string, authorization = server.authorization) => {
    const response = await server.request('POST', `/api/v1${path}`, undefined, {
      Authorization: authorization,
    })
    return { status: response.status, body: (await response.json()) as Record<string, string> }
  }

  test('a link carries its ticket in the fragment and says how long it works', async () => {
    const { status, body } = await post(`/registrations/${server.registration}/launch-links`)
    expect(status).toBe(201)
    expect(body.launchUrl).toMatch(new RegExp(`^${server.contentUrl}/_player/#[\\w-]{43}$`))
    const hours = (Date.parse(body.expiresAt!) - Date.now()) / 3_600_000
    expect(Math.round(hours)).toBe(24)
  })

  test('a trial plays like a learner, counts nowhere, and leads back to its package', async () => {
    const { status, body } = await post(`/packages/${server.package}/trials`)
    expect(status).toBe(201)
    const started = await server.rt('/sessions', {
      ticket: body.launchUrl!.split('#')[1],
      nonce: newUuid(),
    })
    expect(started.body).toMatchObject({
      registration: body.registration,
      mode: { credit: 'credit', lessonMode: 'normal' },
      returnUrl: `${server.url}/packages/${server.package}`,
      attempt: { learner: { name: 'test' } },
    })
    const get = async (path: string) => (await server.request('GET', `/api/v1${path}`)).json()
    expect(await get(`/packages/${server.package}/summary`)).toMatchObject({ registrations: 1 })
    expect(await get(`/registrations?package=${server.package}`)).toMatchObject({
      items: [{ id: server.registration }],
    })
    expect(await get(`/registrations?package=${server.package}&trial=true`)).toMatchObject({
      items: [{ id: body.registration, isTrial: true, learner: { name: 'test' } }],
    })
  })

  test('a link for nothing is refused', async () => {
    const unknown = '00000000-0000-4000-8000-000000000000'
    expect(await post(`/registrations/${unknown}/launch-links`)).toMatchObject({
      status: 404,
      body: { code: 'registration-not-found' },
    })
    expect(await post(`/packages/${unknown}/trials`)).toMatchObject({
      status: 404,
      body: { code: 'package-not-found' },
    })
  })

  test('making links needs a scope that writes', async () => {
    const reader = await server.credential('all/read')
    for (const path of [
      `/registrations/${server.registration}/launch-links`,
      `/packages/${server.package}/trials`,
    ]) {
      expect(await post(path, reader)).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    }
  })
})
