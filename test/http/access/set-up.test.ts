import { createSetupLink } from '../../../src/access/index.ts'
import { signingKeyOfTests } from '../../support/serve-operations.ts'
import { an, codeOf, cookieOf, eachWithAccessServer } from './access-server.ts'

describe('set-up of the first administrator', () => {
  const context = eachWithAccessServer()
  const claim = (body: unknown, headers = {}) =>
    context.server.call('POST', '/setup', { body, headers })

  test('is open until somebody claims the link, and signs them in', async () => {
    const { server } = context
    expect(await (await server.call('GET', '/setup')).json()).toEqual({ isOpen: true })
    const answer = await claim({ ...an, token: await server.setupToken() })
    expect(answer.status).toBe(201)
    expect(await answer.json()).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      name: an.name,
      email: an.email,
      roles: ['administrator'],
      grants: [expect.objectContaining({ role: 'administrator', place: { kind: 'installation' } })],
      scopes: ['all'],
      mayLocally: [],
      hasPassword: true,
      hasSecondFactor: false,
    })
    const me = await server.call('GET', '/me', { headers: { cookie: cookieOf(answer) } })
    expect(await me.json()).toMatchObject({ email: an.email })
    expect(await (await server.call('GET', '/setup')).json()).toEqual({ isOpen: false })
    const options = { appUrl: '', signingKey: signingKeyOfTests }
    expect(await createSetupLink(server.storage, server.clock, options)).toBeUndefined()
  })

  test('lets exactly one of a hundred claims at once succeed', async () => {
    const token = await context.server.setupToken()
    const claims = Array.from({ length: 100 }, (_, n) =>
      claim({ ...an, email: `an${n}@truong.edu.vn`, token }),
    )
    const answers = await Promise.all(claims)
    const codes = await Promise.all(
      answers.map(async (answer) => (answer.status === 201 ? 'created' : codeOf(answer))),
    )
    expect(codes.filter((code) => code === 'created')).toHaveLength(1)
    expect(new Set(codes)).toEqual(new Set(['created', 'setup-already-done']))
    const winner = codes.indexOf('created')
    const found = await Promise.all(
      codes.map((_, n) => context.server.storage.findAccountByEmail(`an${n}@truong.edu.vn`)),
    )
    expect(found.map((account, n) => (account ? n : -1)).filter((n) => n >= 0)).toEqual([winner])
  })

  test('refuses a wrong, a superseded and an expired link', async () => {
    const { server } = context
    const first = await server.setupToken()
    server.clock.advance(20 * 60_000)
    const second = await server.setupToken()
    for (const token of ['wrong', first]) {
      const answer = await claim({ ...an, token })
      expect(answer.status).toBe(410)
      expect(await codeOf(answer)).toBe('setup-link-invalid')
    }
    server.clock.advance(31 * 60_000)
    expect((await claim({ ...an, token: second })).status).toBe(410)
  })

  test('gives nodes that start one after another one link, and none of another key', async () => {
    const { server } = context
    const linkOf = (signingKey: Buffer) =>
      createSetupLink(server.storage, server.clock, { appUrl: server.url, signingKey })
    const token = await server.setupToken()
    server.clock.advance(14 * 60_000)
    expect(await server.setupToken()).toBe(token)
    const foreign = await linkOf(Buffer.alloc(32, 8))
    expect(new URL(foreign!.url).hash).not.toBe(`#${token}`)
    expect((await claim({ ...an, token })).status).toBe(410)
  })

  test('refuses an easily guessed password, and the link still works', async () => {
    const token = await context.server.setupToken()
    const answer = await claim({ ...an, password: 'matkhau123', token })
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({
      code: 'password-refused',
      pointer: '/password',
      facts: { reason: 'common' },
    })
    expect((await claim({ ...an, token })).status).toBe(201)
  })

  test('refuses a claim from a page of another origin', async () => {
    const token = await context.server.setupToken()
    const answer = await claim({ ...an, token }, { origin: 'http://127.0.0.1:8081' })
    expect(answer.status).toBe(403)
    expect(await codeOf(answer)).toBe('cross-site-request')
  })
})
