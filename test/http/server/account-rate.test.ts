import { createSetupLink } from '../../../src/access/index.ts'
import type { Operation } from '../../../src/http/operation.ts'
import { type LaunchParts, launchOperations } from '../../../src/launch/index.ts'
import { type StandingClock, standingClock } from '../../contract/engine.ts'
import {
  type ServedOperations,
  serveOperations,
  signingKeyOfTests,
} from '../../support/serve-operations.ts'
import { temporaryStorage } from '../../support/storage.ts'

const twice: Operation = {
  method: 'post',
  path: '/links',
  id: 'makeLink',
  summary: 'May be called twice a minute',
  tag: 'Test',
  requires: 'account',
  isAudited: false,
  accountPerMinuteMax: 2,
  handle: async () => undefined,
}

describe('an operation with a rate for accounts', () => {
  let clock: StandingClock
  let server: ServedOperations
  let cookie: string
  let remove: () => Promise<void>
  beforeEach(async () => {
    clock = standingClock()
    const temporary = await temporaryStorage(clock)
    remove = temporary.remove
    server = await serveOperations(temporary.storage, clock, () => [twice])
    const link = await createSetupLink(temporary.storage, clock, {
      appUrl: server.url,
      signingKey: signingKeyOfTests,
    })
    const token = new URL(link!.url).hash.slice(1)
    const body = { token, name: 'An', email: 'an@truong.edu.vn', password: 'con trâu ăn cỏ' }
    const answer = await server.call('POST', '/setup', { body })
    cookie = answer.headers.getSetCookie()[0]!.split(';')[0]!
  })
  afterEach(async () => {
    await server.close()
    await remove()
  })

  test('answers so many a minute, then 429 with the time to wait', async () => {
    const call = () => server.call('POST', '/links', { headers: { cookie, origin: server.url } })
    expect([(await call()).status, (await call()).status]).toEqual([204, 204])
    const refused = await call()
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '30'])
    expect(await refused.json()).toMatchObject({ code: 'rate-limited', limit: 2 })
    clock.advance(30_000)
    expect((await call()).status).toBe(204)
  })
})

test('links that open courses have one', () => {
  const rated = launchOperations({ rules: {} } as LaunchParts)
    .filter(({ accountPerMinuteMax }) => accountPerMinuteMax !== undefined)
    .map(({ id }) => id)
  expect(rated).toEqual(['createLaunchLink', 'createTrial'])
})
