import type { RequestHandler } from 'express'
import helmet from 'helmet'

/**
 * Security headers of the player's own page on the content origin. Course files have others (content/serve-file.ts): real
 * packages need inline script, the player does not.
 */
export const playerHeaders = ({
  isHttps,
  sandbox,
}: {
  readonly isHttps: boolean
  /** The sandbox that courses run in, which they could get out of through a player that is in none. */
  readonly sandbox: readonly string[] | undefined
}): RequestHandler =>
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        'script-src': ["'self'"],
        'style-src': ["'self'"],
        'img-src': ["'self'", 'data:'],
        'font-src': ["'self'"],
        'connect-src': ["'self'"],
        'frame-src': ["'self'"],
        'frame-ancestors': ["'none'"],
        'form-action': ["'none'"],
        'base-uri': ["'none'"],
        ...(sandbox && { sandbox }),
      },
    },
    crossOriginEmbedderPolicy: false,
    // A course window keeps no handle on whoever opened it.
    // A lesson in a window of its own finds the API at its opener; so does a course that opens its pages in one.
    // Browsers refuse a page that has this and a sandbox; from within one nobody leads an opener elsewhere.
    crossOriginOpenerPolicy: sandbox ? false : { policy: 'same-origin-allow-popups' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    originAgentCluster: true,
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: isHttps ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    xFrameOptions: { action: 'deny' },
    xPoweredBy: true,
  })
