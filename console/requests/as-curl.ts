import type { RequestDetail } from '../../src/requests/wire.ts'

/** Headers that a client adds by itself, or that would not be true of another one. */
const leftOut =
  /^(host|connection|content-length|accept-encoding|authorization|cookie|user-agent|sec-.*|origin|referer|transfer-encoding|keep-alive|priority|dnt)$/

/** The request as a command for a terminal; key and secret are for whoever runs it to fill in. */
export function asCurl(request: RequestDetail, origin: string): string {
  const headers = request.headers.filter(
    ({ name, value }) => !leftOut.test(name) && !value.includes('•'),
  )
  const hadCredential = request.headers.some(({ name }) => name === 'authorization')
  return [
    `curl -i -X ${request.method} ${quoted(`${origin}${request.path}`)}`,
    ...(hadCredential ? ['-u "$KEY:$SECRET"'] : []),
    ...headers.map(({ name, value }) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(request.body ? [`--data-binary ${quoted(request.body.text)}`] : []),
  ].join(' \\\n  ')
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`
