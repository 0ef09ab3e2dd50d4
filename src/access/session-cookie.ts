import { Problem } from '../base/problem.ts'

const plainName = 'hocba_session'
const secondsMax = 7 * 24 * 3600

/** How this installation's cookie is called: under https with the prefix that keeps other hosts from setting it. */
export const sessionCookieName = (appUrl: string): string =>
  isHttps(appUrl) ? `__Host-${plainName}` : plainName

/**
 * The session id in a Cookie header.
 * @throws Problem `unauthenticated` if it comes twice: one of the two was set by another host, and nobody knows which.
 */
export function readSessionCookie(header: string | undefined, appUrl: string): string | undefined {
  if (!header) return undefined
  const prefix = `${sessionCookieName(appUrl)}=`
  const ids = header
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(prefix))
    .map((pair) => pair.slice(prefix.length))
  if (ids.length > 1) {
    throw new Problem('unauthenticated', 'The request carries two session cookies.')
  }
  return ids[0] || undefined
}

/** A Set-Cookie value that gives the browser its session, or takes it away. */
export function sessionCookie(appUrl: string, session: string | undefined): string {
  const attributes = [
    `${sessionCookieName(appUrl)}=${session ?? ''}`,
    'Path=/',
    'HttpOnly',
    'SameSite=Strict',
    `Max-Age=${session === undefined ? 0 : secondsMax}`,
  ]
  return [...attributes, ...(isHttps(appUrl) ? ['Secure'] : [])].join('; ')
}

const isHttps = (appUrl: string): boolean => appUrl.startsWith('https:')
