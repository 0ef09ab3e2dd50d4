/**
 * Content runs on origins of its own, so browsers ask before they let it talk to us. A credential in the request is what
 * lets a caller in, never a cookie, so any origin may ask.
 */
export const crossOriginHeaders = (
  origin: string | undefined,
): Readonly<Record<string, string>> => ({
  Vary: 'Origin',
  ...(origin && {
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Allow-Credentials': 'true',
    'Access-Control-Expose-Headers':
      'ETag, Last-Modified, Content-Length, X-Experience-API-Version, X-Experience-API-Consistent-Through, X-Request-Id',
  }),
})

/** What a preflight is answered with besides; it is never asked for a credential. */
export const preflightHeaders: Readonly<Record<string, string>> = {
  'Access-Control-Allow-Methods': 'GET, HEAD, POST, PUT, DELETE, OPTIONS',
  'Access-Control-Allow-Headers':
    'Authorization, Content-Type, Accept, Accept-Language, If-Match, If-None-Match, X-Experience-API-Version, X-Experience-API-Hash, X-Requested-With',
  'Access-Control-Max-Age': '7200',
}
