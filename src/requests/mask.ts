import type { IncomingHttpHeaders } from 'node:http'

/** Takes out of a request what would let somebody in, and keeps enough of it to see what is wrong. */

const secretName = /auth|token|secret|passw|pwd|cookie|session|signature|api[-_]?key|^key$|^sig$/i
const mask = '•••'

const headersMax = 60
const headerCharactersMax = 500
const pathCharactersMax = 4_000

/** Addresses of people's machines, which nobody needs to mend a request. */
const leftOut = new Set(['x-forwarded-for', 'x-real-ip', 'forwarded', 'cf-connecting-ip'])

/** Path and query, with the values of parameters that look like secrets masked. */
export function maskTarget(target: string): string {
  const question = target.indexOf('?')
  if (question < 0) return target.slice(0, pathCharactersMax)
  const pairs = target.slice(question + 1).split('&')
  const masked = pairs.map((pair) => {
    const name = pair.split('=', 1)[0]!
    return secretName.test(name) && pair.length > name.length ? `${name}=${mask}` : pair
  })
  return `${target.slice(0, question)}?${masked.join('&')}`.slice(0, pathCharactersMax)
}

/** Headers by name; of an `Authorization` its scheme stays, since a missing one is a common mistake. */
export function maskHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const masked: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers).slice(0, headersMax)) {
    if (value === undefined || leftOut.has(name)) continue
    const text = Array.isArray(value) ? value.join(', ') : value
    masked[name] = secretName.test(name) ? maskValue(text) : text.slice(0, headerCharactersMax)
  }
  return masked
}

const maskValue = (text: string): string => {
  const scheme = /^(basic|bearer|digest) /i.exec(text)?.[1]
  return scheme ? `${scheme} ${mask}` : mask
}

const secretMember =
  /("(?:authorization|password|passwd|secret|client_secret|token|access_token|refresh_token|api_?key)"\s*:\s*")((?:[^"\\]|\\.)*)/gi
const secretField = /((?:^|&)(?:authorization|password|secret|token)=)([^&]*)/gi

/** The beginning of a body with secrets replaced by as many asterisks, so that every place in it stays where it was. */
export function maskBody(body: Buffer, contentType: string, bytesMax: number): Buffer {
  // Latin-1 has a character for each byte, so what is binary comes back as it was.
  const text = body.subarray(0, bytesMax).toString('latin1')
  const isForm = /^application\/x-www-form-urlencoded/i.test(contentType)
  const masked = text.replace(
    isForm ? secretField : secretMember,
    (_, before: string, secret: string) => before + '*'.repeat(secret.length),
  )
  return Buffer.from(masked, 'latin1')
}
