import { an, codeOf, cookieOf, eachWithAccessServer } from './access-server.ts'

const hour = 3_600_000
const right = { email: an.email, password: an.password }
const wrong = { ...right, password: 'sai mật khẩu rồi' }
const home = '203.0.113.7'

describe('signing in', () => {
  const context = eachWithAccessServer()
  const signIn = (
    body: unknown,
    options: { from?: string; headers?: Record<string, string> } = {},
  ) => context.server.call('POST', '/sign-in', { body, ...options })
  const statusOfMe = async (cookie: string) =>
    (await context.server.call('GET', '/me', { headers: { cookie } })).status

  test('takes the address in any case, and answers with the account', async () => {
    await context.server.setUp()
    const answer = await signIn({ ...right, email: ' AN@truong.edu.vn ' })
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({ name: an.name, scopes: ['all'] })
    expect(await statusOfMe(cookieOf(answer))).toBe(200)
  })

  test('answers a wrong password and an unknown address alike', async () => {
    await context.server.setUp()
    const answers = [await signIn(wrong), await signIn({ ...right, email: 'ai@do.vn' })]
    const bodies = await Promise.all(answers.map((answer) => answer.json()))
    expect(answers.map(({ status }) => status)).toEqual([401, 401])
    expect(bodies[0]).toEqual(bodies[1])
    expect(answers.flatMap((answer) => answer.headers.getSetCookie())).toEqual([])
  })

  test('gives a new session each time and ends the one before', async () => {
    const before = await context.server.setUp()
    const headers = { cookie: before, origin: context.server.url }
    const after = cookieOf(await signIn(right, { headers }))
    expect(after).not.toBe(before)
    expect(await statusOfMe(before)).toBe(401)
    expect(await statusOfMe(after)).toBe(200)
  })

  test('ends on the server when signing out, wherever the cookie was copied', async () => {
    const cookie = await context.server.setUp()
    const headers = { cookie, 'sec-fetch-site': 'same-origin' }
    const answer = await context.server.call('POST', '/sign-out', { headers })
    expect(answer.status).toBe(204)
    expect(answer.headers.getSetCookie()[0]).toContain('Max-Age=0')
    expect(await statusOfMe(cookie)).toBe(401)
  })

  test('ends after 12 idle hours', async () => {
    const cookie = await context.server.setUp()
    context.server.clock.advance(12 * hour - 1)
    expect(await statusOfMe(cookie)).toBe(200)
    await context.server.storage.transact(async () => {})
    context.server.clock.advance(12 * hour)
    expect(await statusOfMe(cookie)).toBe(401)
  })

  test('ends after 7 days, however much it is used', async () => {
    const cookie = await context.server.setUp()
    for (let n = 0; n < 15; n += 1) {
      context.server.clock.advance(11 * hour)
      expect(await statusOfMe(cookie)).toBe(200)
      await context.server.storage.transact(async () => {})
    }
    context.server.clock.advance(11 * hour)
    expect(await statusOfMe(cookie)).toBe(401)
  })

  test('refuses two session cookies in one request', async () => {
    const cookie = await context.server.setUp()
    expect(await statusOfMe(`${cookie}; hocba_session=tossed`)).toBe(401)
    expect(await statusOfMe(`hocba_session=tossed; ${cookie}`)).toBe(401)
  })

  test('is of no use to a page of another origin', async () => {
    const cookie = await context.server.setUp()
    const call = (method: string, headers: Record<string, string>) =>
      context.server.call(method, method === 'GET' ? '/me' : '/credentials', {
        headers: { cookie, ...headers },
        ...(method === 'POST' && { body: { name: 'x' } }),
      })
    const { url } = context.server
    expect((await call('POST', { origin: url, 'sec-fetch-site': 'same-origin' })).status).toBe(201)
    for (const headers of [
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'cross-site', origin: url },
      { origin: 'http://127.0.0.1:8081' },
      { origin: 'null' },
    ]) {
      const answers = [await call('POST', headers), await call('GET', headers)]
      expect(answers.map(({ status }) => status)).toEqual([403, 403])
      expect(await codeOf(answers[0]!)).toBe('cross-site-request')
      expect((await signIn(right, { headers })).status).toBe(403)
    }
  })

  test('changes nothing for a client that does not say where it comes from', async () => {
    const cookie = await context.server.setUp()
    const { call } = context.server
    for (const [method, path] of [
      ['POST', '/credentials'],
      ['DELETE', '/credentials/0'],
      ['POST', '/sign-out'],
    ] as const) {
      const answer = await call(method, path, { headers: { cookie } })
      expect([answer.status, await codeOf(answer)]).toEqual([403, 'cross-site-request'])
    }
    expect((await signIn(right, { headers: { cookie } })).status).toBe(403)
    expect((await signIn(right)).status).toBe(200)
    expect(await statusOfMe(cookie)).toBe(200)
  })
})

describe('guessing passwords', () => {
  const context = eachWithAccessServer()
  const signIn = (body: unknown, from: string) =>
    context.server.call('POST', '/sign-in', { body, from })

  test('reaches the hash ten times, then once a minute, from any number of addresses', async () => {
    await context.server.setUp()
    const guess = (n: number) => signIn(wrong, `198.51.100.${n % 250}`)
    // One by one, so that none of them has to wait for its turn to be hashed.
    for (let n = 0; n < 10; n += 1) expect((await guess(n)).status).toBe(401)
    const answers = await Promise.all(Array.from({ length: 490 }, (_, n) => guess(n)))
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(490)
    expect(answers[0]!.headers.get('retry-after')).toBe('60')
    expect(await codeOf(answers[0]!)).toBe('sign-in-throttled')
    context.server.clock.advance(60_000)
    expect((await signIn(wrong, '198.51.100.1')).status).toBe(401)
    expect((await signIn(wrong, '198.51.100.1')).status).toBe(429)
  })

  test('does not reach the hash more often when five hundred guesses come at once', async () => {
    await context.server.setUp()
    const answers = await Promise.all(
      Array.from({ length: 500 }, (_, n) => signIn(wrong, `198.51.100.${n % 250}`)),
    )
    const statuses = answers.map(({ status }) => status)
    const hashed = statuses.filter((status) => status === 401).length
    expect(hashed).toBeGreaterThan(0)
    expect(hashed).toBeLessThanOrEqual(10)
    expect(statuses.filter((status) => status === 429)).toHaveLength(500 - hashed)
  })

  test('does not keep out the owner, where they signed in before', async () => {
    await context.server.setUp()
    expect((await signIn(right, home)).status).toBe(200)
    for (let n = 0; n < 11; n += 1) await signIn(wrong, '198.51.100.1')
    expect((await signIn(right, '198.51.100.1')).status).toBe(429)
    expect((await signIn(right, home)).status).toBe(200)
  })
})
