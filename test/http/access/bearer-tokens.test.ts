import { SignJWT } from 'jose'
import { bearerTokenCheck } from '../../../src/access/check-bearer-token.ts'
import { type IdentityProvider, startIdentityProvider } from '../../support/identity-provider.ts'
import { startServer, type TestServer } from '../../support/server.ts'
import { statementOf, xapiClient } from '../../support/xapi-client.ts'

const audience = 'https://hocba.example.vn'
const seconds = () => Math.floor(Date.now() / 1000)

describe('bearer tokens of the identity provider', () => {
  let provider: IdentityProvider
  let server: TestServer
  beforeAll(async () => {
    provider = await startIdentityProvider(audience)
    server = await startServer({
      env: { HOCBA_OIDC_ISSUER: provider.issuer, HOCBA_OIDC_AUDIENCE: audience },
    })
  })
  afterAll(async () => {
    await server.stop()
    await provider.stop()
  })
  const bearer = (token: string) => ({ Authorization: `Bearer ${token}` })
  const statusWith = async (token: string) => {
    const { status, body } = await xapiClient(server).get({}, bearer(token))
    return [status, body.code ?? 'ok']
  }
  const scope = 'openid statements/read statements/write'

  test('come in at /xapi and /api/v1 with the scopes of their claim', async () => {
    const token = await provider.token({ scope })
    const client = xapiClient(server)
    expect((await client.post(statementOf(), bearer(token))).status).toBe(200)
    expect(await statusWith(token)).toEqual([200, 'ok'])
    const get = (path: string) => server.request('GET', path, undefined, bearer(token))
    expect((await get('/api/v1/statements')).status).toBe(200)
    expect((await get('/api/v1/credentials')).status).toBe(403)
    expect(await statusWith(await provider.token({ scope: 'openid' }))).toEqual([403, 'forbidden'])
  })

  test('sign statements as the account of their subject with the provider', async () => {
    const sub = `machine ${Date.now()}`
    const token = await provider.token({ sub, scope, client_id: 'Kho dữ liệu' })
    const [id] = (await xapiClient(server).post(statementOf(), bearer(token))).body
    const { body } = await xapiClient(server).get({ statementId: id })
    expect(body.authority).toEqual({
      objectType: 'Agent',
      name: 'Kho dữ liệu',
      account: { homePage: provider.issuer, name: sub },
    })
    const mine = await provider.token({ sub, scope: 'statements/read/mine' })
    const found = await xapiClient(server).get({}, bearer(mine))
    expect(found.body.statements.map((one: { id: string }) => one.id)).toEqual([id])
  })

  test.each([
    ['of another issuer', { iss: 'https://evil.example' }],
    ['for another audience', { aud: 'https://other.example' }],
    ['without audience', { aud: undefined }],
    ['that has expired', { exp: seconds() - 60 }],
    ['without expiry', { exp: undefined }],
    ['that does not count yet', { nbf: seconds() + 600 }],
    ['without subject', { sub: undefined }],
    ['with an endless subject', { sub: 'x'.repeat(256) }],
  ])('%s are refused', async (_what, claims) => {
    const token = await provider.token({ scope, ...claims })
    expect(await statusWith(token)).toEqual([401, 'bearer-token-invalid'])
  })

  test('that were changed, not signed, or signed by whoever are refused', async () => {
    const token = await provider.token({ scope: 'openid' })
    const [header, , signature] = token.split('.')
    const claims = { iss: provider.issuer, aud: audience, sub: 'x', exp: seconds() + 60, scope }
    const payload = Buffer.from(JSON.stringify(claims)).toString('base64url')
    const none = Buffer.from('{"alg":"none"}').toString('base64url')
    const shared = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256', kid: 'key 0' })
      .sign(Buffer.alloc(32, 'secret'))
    const stranger = await startIdentityProvider(audience)
    const forged = await stranger.token({ iss: provider.issuer, scope })
    await stranger.stop()
    for (const wrong of [
      `${header}.${payload}.${signature}`,
      `${none}.${payload}.`,
      shared,
      forged,
      'x.y.z',
      '',
    ]) {
      expect(await statusWith(wrong)).toEqual([
        401,
        wrong ? 'bearer-token-invalid' : 'unauthenticated',
      ])
    }
  })

  test('may be signed with elliptic curves, by a key that came later', async () => {
    for (const algorithm of ['ES256', 'EdDSA']) {
      await provider.addKey(algorithm)
      // A server that starts now has no keys yet; one that runs asks again at most every 30 seconds.
      const check = bearerTokenCheck(
        { issuer: provider.issuer, audience, scopeClaim: 'scope' },
        () => new Date(),
      )
      const token = await provider.token({ scope })
      expect((await check(`Bearer ${token}`)).id).toBe('machine')
    }
  })

  test('take the scopes from another claim, also where that is a list', async () => {
    const settings = { issuer: provider.issuer, audience, scopeClaim: 'permissions' }
    const check = bearerTokenCheck(settings, () => new Date())
    const token = await provider.token({ permissions: ['state', 'other', 'all/read'], scope })
    expect((await check(`Bearer ${token}`)).scopes).toEqual(['all/read', 'state'])
  })

  test('cost no request for the keys once these are there, and none anywhere else', async () => {
    await statusWith(await provider.token({ scope }))
    const before = provider.requests.length
    for (let n = 0; n < 20; n++) await statusWith(await provider.token({ scope, n }))
    expect(provider.requests).toHaveLength(before)
    expect(new Set(provider.requests)).toEqual(
      new Set(['/.well-known/openid-configuration', '/keys']),
    )
  })

  test('count no longer than until they expire, though they were right a moment ago', async () => {
    let now = Date.now()
    const settings = { issuer: provider.issuer, audience, scopeClaim: 'scope' }
    const check = bearerTokenCheck(settings, () => new Date(now))
    const header = `Bearer ${await provider.token({ exp: seconds() + 10 })}`
    await check(header)
    now += 60_000
    await expect(check(header)).rejects.toMatchObject({ code: 'bearer-token-invalid' })
  })

  test('are answered with 503 while the provider cannot be reached, and work again after', async () => {
    const away = await startIdentityProvider(audience)
    const settings = { issuer: away.issuer, audience, scopeClaim: 'scope' }
    const check = bearerTokenCheck(settings, () => new Date())
    const header = `Bearer ${await away.token()}`
    away.isDown = true
    await expect(check(header)).rejects.toMatchObject({
      code: 'identity-provider-unavailable',
      detail: { retryAfterSeconds: 5 },
    })
    away.isDown = false
    away.jwksUri = 'https://elsewhere.example/keys'
    await expect(check(header)).rejects.toMatchObject({ code: 'identity-provider-unavailable' })
    away.jwksUri = `${away.issuer}/keys`
    expect((await check(header)).kind).toBe('token')
    await away.stop()
  })
})

test('without a configured provider a bearer token proves nobody', async () => {
  const provider = await startIdentityProvider(audience)
  const server = await startServer()
  const token = await provider.token({ scope: 'all' })
  const answer = await xapiClient(server).get({}, { Authorization: `Bearer ${token}` })
  expect([answer.status, answer.body.code]).toEqual([401, 'unauthenticated'])
  expect(provider.requests).toEqual([])
  await server.stop()
  await provider.stop()
})
