import { validators } from '../../../src/base/validator.ts'
import { courseOf, sco } from '../../support/launch-stage.ts'
import { type RtAnswer, type RtServer, startRtServer } from './rt-server.ts'

/** What a package allows of attempts, and moves of learners to a version, over HTTP. */
describe('attempts and versions at /api/v1', () => {
  let server: RtServer
  beforeAll(async () => {
    server = await startRtServer(courseOf(sco('one')))
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
  const policy = {
    attemptsMax: 1,
    newAttempt: 'any-time',
    afterCompletion: 'review',
    counts: 'highest',
    newVersion: 'migrate',
  }

  test('a policy is as by default, is replaced as a whole, and refuses what is none', async () => {
    const path = `/packages/${server.package}/policy`
    const first = await call('GET', path)
    expect(first.body).toMatchObject({ attemptsMax: null, newVersion: 'keep' })
    expect(validators()('api/package-policy')(first.body)).toBe(true)
    expect(await call('PUT', path, policy)).toEqual({ status: 200, body: policy })
    expect((await call('GET', path)).body).toEqual(policy)
    for (const wrong of [{ ...policy, attemptsMax: 0 }, { ...policy, counts: 'mean' }, {}]) {
      expect(await call('PUT', path, wrong)).toMatchObject({ status: 400 })
    }
    const nowhere = `/packages/${server.registration}/policy`
    expect(await call('GET', nowhere)).toMatchObject({ status: 404 })
    expect(await call('PUT', nowhere, policy)).toMatchObject({ status: 404 })
  })

  test('a link that asks for what the policy refuses is answered with its code, and can be used later', async () => {
    const links = `/registrations/${server.registration}/launch-links`
    expect(await call('POST', `${links}?attempt=again`)).toMatchObject({ status: 400 })
    const { body } = await call('POST', `${links}?attempt=review`)
    const start = { ticket: body.launchUrl.split('#')[1], nonce: server.registration }
    const answer = await server.rt('/sessions', start)
    expect(answer).toMatchObject({ status: 409, body: { code: 'review-not-yet-allowed' } })
    expect(await server.rt('/sessions', start)).toEqual(
      expect.objectContaining({ status: answer.status }),
    )
  })

  test('a move is previewed, ordered and listed', async () => {
    const at = (path: string) => `/packages/${server.package}${path}`
    const preview = await call('GET', at('/versions/1/move-preview'))
    expect(preview.body).toEqual({ package: server.package, version: 1, already: 1, from: [] })
    expect(validators()('api/move-preview')(preview.body)).toBe(true)
    const order = await call('POST', at('/versions/1/moves'))
    expect(order).toMatchObject({ status: 202, body: { version: 1, endedAt: null, remaining: 0 } })
    const list = await call('GET', at('/moves'))
    expect(list.body.items).toMatchObject([{ id: order.body.id }])
    expect(validators()('api/version-move-list')(list.body)).toBe(true)
    for (const number of ['2', '0', 'x']) {
      expect(await call('GET', at(`/versions/${number}/move-preview`))).toMatchObject({
        status: 404,
        body: { code: 'package-not-found' },
      })
    }
  })
})
