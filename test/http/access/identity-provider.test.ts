import { startServer, type TestServer } from '../../support/server.ts'
import { type SignInProvider, startSignInProvider } from '../../support/sign-in-provider.ts'
import { claim } from './cast.ts'

const minh = { sub: 'minh', name: 'Lê Minh', email: 'minh@so.gov.vn', email_verified: true }

describe('signing in at an identity provider', () => {
  let provider: SignInProvider
  let server: TestServer
  beforeAll(async () => {
    provider = await startSignInProvider('hocba')
    server = await startServer({
      env: {
        HOCBA_OIDC_ISSUER: provider.issuer,
        HOCBA_OIDC_CLIENT_ID: 'hocba',
        HOCBA_OIDC_CLIENT_SECRET: 'bí mật của ứng dụng',
        HOCBA_OIDC_NAME: 'Sở Nội vụ',
        HOCBA_OIDC_ROLES: 'kiem-toan=auditor, giang-vien=lecturer, hoc-vien=learner',
        HOCBA_OIDC_LEARNER_CLAIM: 'employee',
      },
    })
  })
  afterAll(async () => {
    await server.stop()
    await provider.stop()
  })
  beforeEach(() => {
    provider.claims = { ...minh, roles: ['giang-vien'] }
    provider.lies = {}
  })

  /** As a browser goes: to the provider and back, with the cookie of the errand. */
  async function walk(change: { cookie?: string; before?: string; url?: (url: URL) => URL } = {}) {
    const begun = await fetch(`${server.url}/api/v1/oidc/sign-in`, {
      redirect: 'manual',
      headers: change.before === undefined ? {} : { cookie: change.before },
    })
    const errand = begun.headers.getSetCookie()[0]!.split(';')[0]!
    const there = await fetch(begun.headers.get('location')!, { redirect: 'manual' })
    const back = new URL(there.headers.get('location')!)
    const cookie = change.cookie ?? errand
    const url = change.url?.(back) ?? back
    const answer = await fetch(url, { redirect: 'manual', headers: { cookie } })
    const session = answer.headers.getSetCookie().find((one) => one.startsWith('hocba_session='))
    return {
      begun,
      url,
      errand,
      to: answer.headers.get('location'),
      session: session?.split(';')[0],
    }
  }
  const me = async (cookie: string) =>
    (await fetch(`${server.url}/api/v1/me`, { headers: { cookie } })).json()
  const problem = (code: string) => `${server.url}/sign-in?problem=${code}`

  test('is offered by name, and asks for a code with PKCE, state and nonce', async () => {
    const setup = await (await fetch(`${server.url}/api/v1/setup`)).json()
    expect(setup).toEqual({ isOpen: true, providerName: 'Sở Nội vụ' })
    const { begun } = await walk()
    const asked = new URL(begun.headers.get('location')!).searchParams
    expect(asked.get('code_challenge_method')).toBe('S256')
    expect(asked.get('state')!.length).toBeGreaterThan(20)
    expect(asked.get('nonce')!.length).toBeGreaterThan(20)
    expect(begun.headers.getSetCookie()[0]).toContain('HttpOnly; SameSite=Lax')
  })

  test('makes an account with the role that the claims give, and knows it again', async () => {
    const first = await walk()
    expect(first.to).toBe(`${server.url}/`)
    const account = (await me(first.session!)) as { id: string }
    expect(account).toMatchObject({ name: 'Lê Minh', roles: ['lecturer'], hasPassword: false })
    provider.claims = { ...minh, email: 'minh.moi@so.gov.vn', roles: 'kiem-toan' }
    const again = await me((await walk()).session!)
    expect(again).toMatchObject({ id: account.id, roles: ['auditor'], scopes: ['all/read'] })
  })

  test('ends the session that the browser had when it went, and no other', async () => {
    const [mine, elsewhere] = [(await walk()).session!, (await walk()).session!]
    const { session, errand } = await walk({ before: mine })
    expect(errand).not.toContain(mine.split('=')[1])
    const names = await Promise.all([mine, elsewhere, session!].map(me))
    expect(names).toMatchObject([
      { code: 'unauthenticated' },
      { name: 'Lê Minh' },
      { name: 'Lê Minh' },
    ])
  })

  test('takes roles away that the provider no longer gives, and leaves those given here', async () => {
    const account = (await me((await walk()).session!)) as { id: string }
    const grant = { role: 'producer', place: { kind: 'own' } }
    await server.request('POST', `/api/v1/accounts/${account.id}/grants`, grant)
    provider.claims = { ...minh, roles: [] }
    expect(await me((await walk()).session!)).toMatchObject({ roles: ['producer'] })
  })

  test('makes a learner of who has the learner’s code', async () => {
    await server.request('POST', '/api/v1/learners', { name: 'Phạm Hoa', code: 'CB-77' })
    const hoa = { sub: 'hoa', email: 'hoa@so.gov.vn', email_verified: true, roles: ['hoc-vien'] }
    provider.claims = { ...hoa, employee: 'cb-77' }
    expect(await me((await walk()).session!)).toMatchObject({
      roles: ['learner'],
      mayLocally: ['registrations/read', 'registrations/launch'],
    })
  })

  test('meets an invited account by its verified address, and never one with a password', async () => {
    const invite = async (email: string) => {
      const body = { name: 'Khách', email }
      const answer = await server.request('POST', '/api/v1/accounts', body)
      return (await answer.json()) as { id: string; link: { url: string } }
    }
    const invited = await invite('moi@so.gov.vn')
    provider.claims = { sub: 'moi', email: 'moi@so.gov.vn', email_verified: true }
    expect(await me((await walk()).session!)).toMatchObject({ id: invited.id })
    const owned = await invite('chu@so.gov.vn')
    await claim(server, owned.link.url)
    provider.claims = {
      sub: 'chu',
      email: 'chu@so.gov.vn',
      email_verified: true,
      roles: ['kiem-toan'],
    }
    expect((await walk()).to).toBe(problem('identity-refused'))
  })

  test('does not give somebody’s account to who has their address now', async () => {
    provider.claims = { ...minh, sub: 'dung', email: 'dung@so.gov.vn', roles: ['kiem-toan'] }
    expect((await walk()).to).toBe(`${server.url}/`)
    provider.claims = { ...minh, sub: 'dung-2', email: 'dung@so.gov.vn', roles: ['giang-vien'] }
    expect(await walk()).toMatchObject({ to: problem('identity-refused'), session: undefined })
  })

  test('lets nobody in whom it gives no role, or whose address is not verified', async () => {
    provider.claims = { sub: 'ai', email: 'ai@do.vn', email_verified: true, roles: ['nguoi-la'] }
    expect((await walk()).to).toBe(problem('identity-refused'))
    provider.claims = { sub: 'ai', email: 'ai@do.vn', roles: ['kiem-toan'] }
    expect(await walk()).toMatchObject({ to: problem('identity-refused'), session: undefined })
  })

  test.each([
    ['another nonce', { nonce: 'x' }],
    ['another audience', { aud: 'somebody' }],
    ['another issuer', { iss: 'https://elsewhere.example' }],
    ['an end in the past', { exp: 1_000_000_000 }],
  ])('refuses an ID token with %s', async (_, lies) => {
    provider.lies = lies
    expect((await walk()).to).toBe(problem('identity-refused'))
  })

  test('refuses another state, a code that was used, and a browser that never left', async () => {
    const withState = (url: URL) => {
      url.searchParams.set('state', 'x')
      return url
    }
    expect((await walk({ url: withState })).to).toBe(problem('identity-refused'))
    expect((await walk({ cookie: 'none=1' })).to).toBe(problem('identity-refused'))
    expect((await walk({ cookie: 'hocba_errand=v1.a.b' })).to).toBe(problem('identity-refused'))
    const { url, errand } = await walk()
    const again = await fetch(url, { redirect: 'manual', headers: { cookie: errand } })
    expect(again.headers.get('location')).toBe(problem('identity-refused'))
    const error = `${server.url}/api/v1/oidc/callback?error=access_denied&state=x`
    const denied = await fetch(error, { redirect: 'manual', headers: { cookie: errand } })
    expect(denied.headers.get('location')).toBe(problem('identity-refused'))
  })

  test('leaves an entry of the account and of each role, and none of a mere sign-in', async () => {
    const count = async () => {
      const answer = await server.request(
        'GET',
        '/api/v1/audit?operation=finishProviderSignIn&limit=500',
      )
      return ((await answer.json()) as { items: unknown[] }).items.length
    }
    provider.claims = { ...minh, sub: 'lan', email: 'lan@so.gov.vn', roles: ['giang-vien'] }
    const before = await count()
    await walk()
    expect((await count()) - before).toBe(2)
    await walk()
    expect((await count()) - before).toBe(2)
  })
})
