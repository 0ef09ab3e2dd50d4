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

/** Headers of everything on the content origin, whoever answers; nothing that a request brings along is looked at as a cookie. */
export const contentHeaders: RequestHandler = (_request, response, next) => {
  response.setHeader(
    'Permissions-Policy',
    refusedPermissions.map((name) => `${name}=()`).join(', '),
  )
  response.setHeader('X-DNS-Prefetch-Control', 'off')
  response.setHeader('X-Content-Type-Options', 'nosniff')
  next()
}

/** Refuses requests to a host that serves no courses. @throws Problem `misdirected-request` */
export const requireContentHost =
  (origins: Origins): RequestHandler =>
  (request, _response, next) => {
    if (contentLabelOf(request.host, origins) === undefined) {
      throw new Problem('misdirected-request', 'No courses are at this host name.')
    }
    next()
  }
