import type { RequestHandler } from 'express'
import { Problem } from '../base/problem.ts'
import { contentLabelOf, type Origins } from './content-host.ts'

/** What neither a course nor the player, whose document a course can reach into, may ask the browser for. */
const refusedPermissions = [
  'camera',
  'microphone',
  'geolocation',
  'display-capture',
  'usb',
  'serial',
  'hid',
  'bluetooth',
  'midi',
  'payment',
  'clipboard-read',
  'publickey-credentials-get',
  'local-fonts',
  'window-management',
]

/**
 * What courses may do in the window: lead to other servers (`links`), give the person files (`downloads`), fill the screen.
 * Many do so rightfully, and a hostile one could carry data away or deceive.
 */
export const contentAllowances = ['links', 'downloads', 'fullscreen'] as const
type ContentAllowance = (typeof contentAllowances)[number]

interface ContentRules {
  readonly appUrl: string
  /** Sources of a Content-Security-Policy from which courses may load, and with which they may talk. */
  readonly contentHosts: readonly string[]
  readonly contentAllow: readonly ContentAllowance[]
}

/** Headers of everything on the content origin, whoever answers; nothing that a request brings along is looked at as a cookie. */
export function contentHeaders(rules: ContentRules): RequestHandler {
  const mayFill = rules.contentAllow.includes('fullscreen')
  const refused = mayFill ? refusedPermissions : [...refusedPermissions, 'fullscreen']
  const headers = new Map([
    ['Permissions-Policy', refused.map((name) => `${name}=()`).join(', ')],
    ['Connection-Allowlist', connectionAllowlist(rules)],
    ['X-DNS-Prefetch-Control', 'off'],
    ['X-Content-Type-Options', 'nosniff'],
  ])
  return (_request, response, next) => {
    response.setHeaders(headers)
    next()
  }
}

/**
 * Whom pages may connect to at all, by what no Content-Security-Policy binds: windows, the address of the window itself, WebRTC.
 * The console is where the player leads back to. A browser that does not know the header keeps to the policy only.
 */
function connectionAllowlist({ appUrl, contentHosts, contentAllow }: ContentRules): string {
  const others = contentAllow.includes('links')
    ? ['*://*:*/*']
    : [appUrl, ...contentHosts.map((source) => (source === 'https:' ? 'https://*:*/*' : source))]
  const hasOthers = contentAllow.includes('links') || contentHosts.length > 0
  const list = `(response-origin ${others.map((pattern) => `"${pattern}"`).join(' ')})`
  return `${list};webrtc=block${hasOthers ? ';redirects=allow' : ''}`
}

/**
 * The `sandbox` of the policies of all pages on the content origin. Only a sandbox keeps files from the person, and in one
 * Chromium shows no PDF, so there is none where downloads are allowed.
 */
export const sandboxTokens = (
  contentAllow: readonly ContentAllowance[],
): readonly string[] | undefined =>
  contentAllow.includes('downloads')
    ? undefined
    : [
        ...['allow-scripts', 'allow-same-origin', 'allow-forms', 'allow-modals', 'allow-popups'],
        ...['allow-pointer-lock', 'allow-orientation-lock', 'allow-presentation'],
        // For courses that break out of frames; a link in the player's document would lead the window anyway.
        'allow-top-navigation',
      ]

/** Refuses requests to a host that serves no courses. @throws Problem `misdirected-request` */
export const requireContentHost =
  (origins: Origins): RequestHandler =>
  (request, _response, next) => {
    if (contentLabelOf(request.host, origins) === undefined) {
      throw new Problem('misdirected-request', 'No courses are at this host name.')
    }
    next()
  }
