import { guardCrossSite } from '../../../src/access/guard-cross-site.ts'
import {
  errandCookie,
  readSessionCookie,
  sessionCookie,
} from '../../../src/access/session-cookie.ts'

const plain = 'http://localhost:8080'
const secure = 'https://hocba.truong.edu.vn'

describe('readSessionCookie()', () => {
  test('reads its own cookie among others', () => {
    expect(readSessionCookie('a=1; hocba_session=xyz; b=2', plain)).toBe('xyz')
    expect(readSessionCookie('xhocba_session=xyz', plain)).toBeUndefined()
    expect(readSessionCookie(undefined, plain)).toBeUndefined()
  })

  test('refuses two of them, which another host on this name can cause', () => {
    expect(() => readSessionCookie('hocba_session=a; hocba_session=b', plain)).toThrow(
      expect.objectContaining({ code: 'unauthenticated' }),
    )
  })

  test('knows only the __Host- cookie under https', () => {
    expect(readSessionCookie('hocba_session=a', secure)).toBeUndefined()
    expect(readSessionCookie('hocba_session=a; __Host-hocba_session=b', secure)).toBe('b')
  })
})

describe('sessionCookie()', () => {
  test('is out of reach of scripts and of other sites, and Secure under https', () => {
    expect(sessionCookie(plain, 'xyz')).toBe(
      'hocba_session=xyz; Path=/; HttpOnly; SameSite=Strict; Max-Age=604800',
    )
    expect(sessionCookie(secure, 'xyz')).toMatch(/^__Host-hocba_session=xyz; Path=\/;.*; Secure$/)
    expect(sessionCookie(plain, undefined)).toContain('Max-Age=0')
  })
})

describe('errandCookie()', () => {
  test('comes back with a link from the provider, and no host beside this one can set it under https', () => {
    expect(errandCookie(plain, 'xyz')).toBe(
      'hocba_errand=xyz; Path=/; HttpOnly; SameSite=Lax; Max-Age=600',
    )
    expect(errandCookie(secure, 'xyz')).toMatch(/^__Host-hocba_errand=xyz; Path=\/;.*; Secure$/)
  })
})

describe('guardCrossSite()', () => {
  test.each([
    [{}, true],
    [{ origin: plain }, true],
    [{ origin: plain, fetchSite: 'same-origin' }, true],
    [{ fetchSite: 'none' }, true],
    [{ fetchSite: 'same-site' }, false],
    [{ fetchSite: 'cross-site' }, false],
    [{ origin: 'http://localhost:8081' }, false],
    [{ origin: 'null' }, false],
    [{ origin: 'http://localhost:8080.evil.example' }, false],
    [{ origin: 'http://127.0.0.1:8081', fetchSite: 'same-origin' }, false],
  ])('%j passes: %s', (request, passes) => {
    const guard = () => guardCrossSite(request, plain)
    if (passes) expect(guard).not.toThrow()
    else expect(guard).toThrow(expect.objectContaining({ code: 'cross-site-request' }))
  })
})
