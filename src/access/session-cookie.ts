import { Problem } from '../base/problem.ts'

const day = 24 * 3600
/** What the cookies are called, for how many seconds a browser keeps them, and whether it sends them with links elsewhere. */
const cookies = {
  session: { name: 'hocba_session', secondsMax: 7 * day, sameSite: 'Strict' },
  device: { name: 'hocba_device', secondsMax: 400 * day, sameSite: 'Strict' },
  // The identity provider, another site, sends the browser back with it; it opens nothing by itself.
  errand: { name: 'hocba_errand', secondsMax: 600, sameSite: 'Lax' },
} as const

type CookieKind = keyof typeof cookies

/** How this installation's cookie is called: under https with the prefix that keeps other hosts from setting it. */
export const cookieName = (appUrl: string, kind: CookieKind = 'session'): string =>
  isHttps(appUrl) ? `__Host-${cookies[kind].name}` : cookies[kind].name

/**
 * The session's secret in a Cookie header.
 * @throws Problem `unauthenticated` if it comes twice: one of the two was set by another host, and nobody knows which.
 */
export function readSessionCookie(header: string | undefined, appUrl: string): string | undefined {
  const secrets = readCookies(header, cookieName(appUrl))
  if (secrets.length > 1) {
    throw new Problem('unauthenticated', 'The request carries two session cookies.')
  }
  return secrets[0]
}

/** The device's secret in a Cookie header; undefined if there is none, or more than one. */
export function readDeviceCookie(header: string | undefined, appUrl: string): string | undefined {
  const secrets = readCookies(header, cookieName(appUrl, 'device'))
  return secrets.length === 1 && /^[\w-]{43}$/.test(secrets[0]!) ? secrets[0] : undefined
}

/** The values of the cookies with this name; more than one if several hosts or paths have set it. */
export const readCookies = (header: string | undefined, name: string): string[] =>
  (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1))
    .filter((value) => value !== '')

/** A Set-Cookie value that gives the browser its session, or takes it away. */
export const sessionCookie = (appUrl: string, secret: string | undefined): string =>
  setCookie(appUrl, 'session', secret)

/** A Set-Cookie value by which an account knows the browser again, whoever guesses at its password meanwhile. */
export const deviceCookie = (appUrl: string, secret: string): string =>
  setCookie(appUrl, 'device', secret)

/** A Set-Cookie value with what the browser keeps, sealed, while its owner is at the identity provider. */
export const errandCookie = (appUrl: string, sealed: string): string =>
  setCookie(appUrl, 'errand', sealed)

function setCookie(appUrl: string, kind: CookieKind, secret: string | undefined): string {
  const attributes = [
    `${cookieName(appUrl, kind)}=${secret ?? ''}`,
    'Path=/',
    'HttpOnly',
    `SameSite=${cookies[kind].sameSite}`,
    `Max-Age=${secret === undefined ? 0 : cookies[kind].secondsMax}`,
  ]
  return [...attributes, ...(isHttps(appUrl) ? ['Secure'] : [])].join('; ')
}

const isHttps = (appUrl: string): boolean => appUrl.startsWith('https:')
