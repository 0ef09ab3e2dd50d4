import { codeAt } from '../../../src/access/use-second-factor.ts'
import { an, codeOf, cookieOf, eachWithAccessServer } from './access-server.ts'

const minute = 60_000
const hour = 60 * minute

interface Created {
  readonly id: string
  readonly link: { readonly url: string }
  readonly grants: readonly { readonly id: string }[]
}

describe('accounts', () => {
  const context = eachWithAccessServer()
  let cookie: string
  beforeEach(async () => {
    cookie = await context.server.setUp()
  })
  const as = (session: string) => (method: string, path: string, body?: unknown) =>
    context.server.call(method, path, {
      body,
      headers: { cookie: session, origin: context.server.url },
    })
  const call = (method: string, path: string, body?: unknown) => as(cookie)(method, path, body)
  const invite = async (more: object = {}): Promise<Created> => {
    const body = { name: 'Trần Thị Bình', email: 'binh@truong.edu.vn', ...more }
    return (await (await call('POST', '/accounts', body)).json()) as Created
  }
  const claim = (url: string, password = 'bốn con mèo leo cây') =>
    context.server.call('POST', '/account-links/claim', {
      body: { token: new URL(url).hash.slice(1), password },
    })
  const auditor = { role: 'auditor', place: { kind: 'installation' } }

  test('an invited account opens with its link, once, and may do what it was given', async () => {
    const { id, link } = await invite({ grants: [auditor] })
    const states = async () =>
      ((await (await call('GET', '/accounts')).json()) as { items: { state: string }[] }).items.map(
        ({ state }) => state,
      )
    expect(await states()).toEqual(['open', 'invited'])
    const first = await claim(link.url)
    expect(await first.json()).toMatchObject({ id, roles: ['auditor'], scopes: ['all/read'] })
    expect(await states()).toEqual(['open', 'open'])
    expect(await codeOf(await claim(link.url))).toBe('account-link-invalid')
    expect((await as(cookieOf(first))('GET', '/accounts')).status).toBe(200)
    expect((await as(cookieOf(first))('POST', '/accounts', {})).status).toBe(403)
  })

  test('a link counts for three days, and a weak password leaves it as it was', async () => {
    const { link } = await invite()
    expect(await codeOf(await claim(link.url, 'matkhau123'))).toBe('password-refused')
    context.server.clock.advance(72 * hour)
    expect((await claim(link.url)).status).toBe(410)
  })

  test('a new link ends the one before, and a reset ends the sessions', async () => {
    const { id, link } = await invite()
    const session = cookieOf(await claim(link.url))
    const renewed = (await (await call('POST', `/accounts/${id}/links`)).json()) as { url: string }
    expect((await as(session)('GET', '/me')).status).toBe(200)
    expect((await claim(renewed.url, 'năm con vịt xòe cánh')).status).toBe(200)
    expect((await as(session)('GET', '/me')).status).toBe(401)
  })

  test('a link ends when the account is given a role: who made it may be able to do less', async () => {
    const { id, link } = await invite()
    expect((await call('POST', `/accounts/${id}/grants`, auditor)).status).toBe(201)
    expect(await codeOf(await claim(link.url))).toBe('account-link-invalid')
    const renewed = (await (await call('POST', `/accounts/${id}/links`)).json()) as { url: string }
    expect((await claim(renewed.url)).status).toBe(200)
  })

  test('a link ends the session that its browser had, and is of no use to another origin’s page', async () => {
    const { link } = await invite()
    const body = { token: new URL(link.url).hash.slice(1), password: 'bốn con mèo leo cây' }
    const claimAs = (origin: string) =>
      context.server.call('POST', '/account-links/claim', { body, headers: { cookie, origin } })
    expect((await claimAs('https://evil.example')).status).toBe(403)
    expect((await call('GET', '/me')).status).toBe(200)
    expect((await claimAs(context.server.url)).status).toBe(200)
    expect((await call('GET', '/me')).status).toBe(401)
  })

  test('a role that is taken counts for nothing from the next request on', async () => {
    const { id, link, grants } = await invite({ grants: [auditor] })
    const session = cookieOf(await claim(link.url))
    expect((await as(session)('GET', '/credentials')).status).toBe(200)
    expect((await call('DELETE', `/accounts/${id}/grants/${grants[0]!.id}`)).status).toBe(204)
    expect((await as(session)('GET', '/credentials')).status).toBe(403)
  })

  test('a closed account is out at once, and cannot come in', async () => {
    const { id, link } = await invite()
    const session = cookieOf(await claim(link.url))
    expect((await call('PATCH', `/accounts/${id}`, { isClosed: true })).status).toBe(200)
    expect((await as(session)('GET', '/me')).status).toBe(401)
    const body = { email: 'binh@truong.edu.vn', password: 'bốn con mèo leo cây' }
    expect(await codeOf(await context.server.call('POST', '/sign-in', { body }))).toBe(
      'sign-in-failed',
    )
    expect((await call('POST', `/accounts/${id}/links`)).status).toBe(409)
  })

  test('the last administrator stays one, and open', async () => {
    const me = (await (await call('GET', '/me')).json()) as Created
    const taken = await call('DELETE', `/accounts/${me.id}/grants/${me.grants[0]!.id}`)
    expect(await codeOf(taken)).toBe('last-administrator')
    expect(await codeOf(await call('PATCH', `/accounts/${me.id}`, { isClosed: true }))).toBe(
      'last-administrator',
    )
  })

  test('a role is given only where it can hold', async () => {
    const { id } = await invite()
    const give = async (role: string, place: unknown) =>
      (await call('POST', `/accounts/${id}/grants`, { role, place })).status
    expect(await give('administrator', { kind: 'own' })).toBe(400)
    expect(await give('lecturer', { kind: 'class', id: 'nowhere' })).toBe(400)
    expect(await give('learner', { kind: 'own' })).toBe(400)
    expect(await give('producer', { kind: 'own' })).toBe(201)
    expect(await give('producer', { kind: 'own' })).toBe(409)
  })

  test('sessions are listed and ended, one’s own and by an administrator', async () => {
    const { id, link } = await invite()
    const session = cookieOf(await claim(link.url))
    type List = { items: { id: string; isCurrent: boolean }[] }
    const own = (await (await as(session)('GET', '/me/sessions')).json()) as List
    expect(own.items).toMatchObject([{ isCurrent: true }])
    const path = `/accounts/${id}/sessions`
    const seen = (await (await call('GET', path)).json()) as List
    expect(seen.items.map((one) => one.id)).toEqual([own.items[0]!.id])
    expect((await as(session)('DELETE', `/me/sessions/${'0'.repeat(8)}`)).status).toBe(404)
    expect((await call('DELETE', `${path}/${own.items[0]!.id}`)).status).toBe(204)
    expect((await as(session)('GET', '/me')).status).toBe(401)
  })

  test('a session of somebody who may do more cannot be ended', async () => {
    const body = { name: 'bot', scopes: ['accounts/read', 'accounts/write'] }
    const made = (await (await call('POST', '/credentials', body)).json()) as Record<string, string>
    const basic = Buffer.from(`${made.key}:${made.secret}`).toString('base64')
    const me = (await (await call('GET', '/me')).json()) as Created
    const [own] = (
      (await (await call('GET', '/me/sessions')).json()) as { items: { id: string }[] }
    ).items
    const ended = await context.server.call('DELETE', `/accounts/${me.id}/sessions/${own!.id}`, {
      headers: { authorization: `Basic ${basic}` },
    })
    expect(ended.status).toBe(403)
    expect((await call('GET', '/me')).status).toBe(200)
  })

  test('a password is changed with the one before; the other sessions end', async () => {
    const body = { email: an.email, password: an.password }
    const elsewhere = cookieOf(await context.server.call('POST', '/sign-in', { body }))
    const change = (password: string) =>
      call('POST', '/me/password', { password, newPassword: 'sáu con voi qua cầu' })
    expect(await codeOf(await change('không phải nó'))).toBe('sign-in-failed')
    expect((await change(an.password)).status).toBe(204)
    expect((await call('GET', '/me')).status).toBe(200)
    expect((await as(elsewhere)('GET', '/me')).status).toBe(401)
  })

  test('a link that was not used ends when its owner changes the password', async () => {
    const { id, link } = await invite()
    const session = cookieOf(await claim(link.url))
    const later = (await (await call('POST', `/accounts/${id}/links`)).json()) as { url: string }
    const body = { password: 'bốn con mèo leo cây', newPassword: 'sáu con voi qua cầu' }
    expect((await as(session)('POST', '/me/password', body)).status).toBe(204)
    expect(await codeOf(await claim(later.url))).toBe('account-link-invalid')
  })

  test('a known device gets in while the whole network guesses at its account', async () => {
    const address = '198.51.100.7'
    const body = { email: an.email, password: an.password }
    const first = await context.server.call('POST', '/sign-in', { body, from: address })
    const device = first.headers.getSetCookie().find((one) => one.startsWith('hocba_device='))!
    const signIn = (password: string, headers = {}) =>
      context.server.call('POST', '/sign-in', {
        body: { ...body, password },
        from: address,
        headers,
      })
    for (let n = 0; n < 12; n += 1) await signIn('đoán mò một cái')
    expect((await signIn(an.password)).status).toBe(429)
    const known = await signIn(an.password, { cookie: device.split(';')[0] })
    expect(known.status).toBe(200)
  })

  describe('a second factor', () => {
    const proof = { password: an.password }
    const signIn = (code?: string) =>
      context.server.call('POST', '/sign-in', { body: { email: an.email, ...proof, code } })
    const codeNow = (secret: string) => {
      const step = Math.floor(context.server.clock().getTime() / 30_000)
      return codeAt(fromBase32(secret), step)
    }
    const begin = async () => {
      const answer = await call('POST', '/me/second-factor', proof)
      const { secret } = (await answer.json()) as { secret: string }
      const confirmed = await call('POST', '/me/second-factor/confirm', { code: codeNow(secret) })
      return {
        secret,
        codes: ((await confirmed.json()) as { recoveryCodes: string[] }).recoveryCodes,
      }
    }

    test('is asked for once it is confirmed, and each code counts once', async () => {
      const { secret } = await begin()
      expect(await codeOf(await signIn())).toBe('second-factor-needed')
      expect(await codeOf(await signIn('000000'))).toBe('second-factor-wrong')
      expect(await codeOf(await signIn(codeNow(secret)))).toBe('second-factor-wrong')
      context.server.clock.advance(minute)
      const code = codeNow(secret)
      expect((await signIn(code)).status).toBe(200)
      expect((await signIn(code)).status).toBe(401)
      // Who has the password and not the code is worth knowing of; who signs in, or has neither, leaves no entry.
      const { id } = (await (await call('GET', '/me')).json()) as Created
      const { items } = await context.server.storage.listAudit(
        { operation: 'signIn' },
        { limit: 9 },
      )
      const wrong = { about: [id], details: { after: { wasCodeWrong: true } } }
      expect(items).toMatchObject([wrong, wrong, wrong])
    })

    test('gives ten recovery codes, each for one sign-in', async () => {
      const { codes } = await begin()
      expect(codes).toHaveLength(10)
      expect((await signIn(codes[3]!.toLowerCase())).status).toBe(200)
      expect((await signIn(codes[3])).status).toBe(401)
    })

    test('is taken away with the password, or by an administrator', async () => {
      await begin()
      expect((await call('DELETE', '/me/second-factor', { password: 'x' })).status).toBe(401)
      expect((await call('DELETE', '/me/second-factor', proof)).status).toBe(204)
      expect((await signIn()).status).toBe(200)
    })

    test('is asked for after a reset too: the link alone lets nobody in', async () => {
      const { secret } = await begin()
      const { id } = (await (await call('GET', '/me')).json()) as Created
      const reset = (await (await call('POST', `/accounts/${id}/links`)).json()) as { url: string }
      const password = 'bảy con cá bơi xa'
      const claimed = await claim(reset.url, password)
      expect(await codeOf(claimed)).toBe('second-factor-needed')
      expect(claimed.headers.getSetCookie()).toEqual([])
      expect((await call('GET', '/me')).status).toBe(401)
      context.server.clock.advance(minute)
      const body = { email: an.email, password, code: codeNow(secret) }
      expect((await context.server.call('POST', '/sign-in', { body })).status).toBe(200)
    })

    test('rests sealed', async () => {
      const { secret } = await begin()
      const me = (await (await call('GET', '/me')).json()) as Created
      const stored = await context.server.storage.findSecondFactor(me.id)
      expect(JSON.stringify(stored)).not.toContain(secret)
      expect(JSON.stringify(stored)).not.toContain(fromBase32(secret).toString('base64url'))
    })
  })
})

function fromBase32(text: string): Buffer {
  const bits = [...text]
    .map((letter) =>
      'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'),
    )
    .join('')
  return Buffer.from(bits.match(/.{8}/g)!.map((byte) => Number.parseInt(byte, 2)))
}
