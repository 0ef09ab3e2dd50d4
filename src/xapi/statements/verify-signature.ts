import { verify, X509Certificate } from 'node:crypto'
import { Problem } from '../../base/problem.ts'
import type { XapiVersion } from '../negotiate-version.ts'
import { equalityOf } from './equality.ts'
import { nestsDeeperThan } from './scan-json.ts'
import type { Attachment, Statement } from './statement.ts'
import type { AttachmentFile } from './store.ts'
import type { XapiValidators } from './validate-statement.ts'

export const signatureUsage = 'http://adlnet.gov/expapi/attachments/signature'

const clause = 'xAPI-Data 2.6'
const jwsBytesMax = 1 << 20
const certificatesMax = 10
const depthMax = 200

/** Names of the hash for `node:crypto` by the name of the algorithm [RFC 7518 3.3]; no other may sign a statement. */
const algorithms: ReadonlyMap<unknown, string> = new Map([
  ['RS256', 'sha256'],
  ['RS384', 'sha384'],
  ['RS512', 'sha512'],
])

interface SignedRules {
  readonly validators: XapiValidators
  readonly version: XapiVersion
}

/**
 * Checks the signature of a signed statement: a JWS in compact form over the same statement, made with RSA and SHA-2, and
 * true to its certificate if it brings one [xAPI-Data 2.6]. Whether the signer is to be trusted is not asked.
 * @param pointer of the attachment.
 * @throws Problem invalid-statement.
 */
export function checkSignature(
  statement: Statement,
  [attachment, pointer]: readonly [Attachment, pointer: string],
  file: AttachmentFile | undefined,
  rules: SignedRules,
): void {
  const refused = (sentence: string, at = pointer): Problem =>
    new Problem('invalid-statement', sentence, { pointer: at, clause })
  if (attachment.contentType !== 'application/octet-stream')
    throw refused(
      'The contentType of a signature must be application/octet-stream.',
      `${pointer}/contentType`,
    )
  if (!file) throw refused('The signature must travel with the statement, as a part.')
  const { header, payload, input, signature } = partsOf(file.content, refused)
  const digest = algorithms.get(header.alg)
  if (digest === undefined)
    throw refused(
      `The signature's algorithm must be RS256, RS384 or RS512, not ${algorithmOf(header)}.`,
    )
  if (header.crit !== undefined) throw refused('The signature has critical extensions.')
  const signed = signedStatement(payload, rules, refused)
  const isSame =
    (signed.id ?? statement.id)?.toLowerCase() === (statement.id ?? signed.id)?.toLowerCase() &&
    equalityOf(signed) === equalityOf(statement)
  if (!isSame) throw refused('The signed statement is another than the one received.')
  if (header.x5c === undefined) return
  const key = chainOf(header.x5c, refused)[0]!.publicKey
  if (key.asymmetricKeyType !== 'rsa' || !verify(digest, input, key, signature))
    throw refused('The signature is not one of its certificate (x5c).')
}

type Refused = (sentence: string) => Problem

const algorithmOf = ({ alg }: JwsHeader): string =>
  typeof alg === 'string' ? `"${alg.slice(0, 20)}"` : 'none'

interface JwsHeader {
  readonly alg?: unknown
  readonly crit?: unknown
  readonly x5c?: unknown
}

/** header.payload.signature, each base64url without padding [RFC 7515 7.1]. */
function partsOf(jws: Buffer, refused: Refused) {
  const text = jws.length <= jwsBytesMax ? jws.toString('latin1').trim() : ''
  if (!/^[\w-]+\.[\w-]+\.[\w-]+$/.test(text))
    throw refused('The signature is not a JSON Web Signature in compact form.')
  const [head, payload, signature] = text.split('.') as [string, string, string]
  const header = jsonOf(head, 'header', refused)
  if (typeof header !== 'object' || header === null)
    throw refused('The header of the signature is not a JSON object.')
  return {
    header: header as JwsHeader,
    payload: jsonOf(payload, 'payload', refused),
    input: Buffer.from(`${head}.${payload}`, 'latin1'),
    signature: Buffer.from(signature, 'base64url'),
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

function jsonOf(encoded: string, name: string, refused: Refused): unknown {
  try {
    const text = utf8.decode(Buffer.from(encoded, 'base64url'))
    const value: unknown = JSON.parse(text)
    if (nestsDeeperThan(text, depthMax)) throw refused(`The ${name} nests too deep.`)
    return value
  } catch (error) {
    if (error instanceof Problem) throw error
    throw refused(`The ${name} of the signature is not JSON in UTF-8.`)
  }
}

function signedStatement(
  payload: unknown,
  { validators, version }: SignedRules,
  refused: Refused,
): Statement {
  try {
    return validators.statement(payload, version, '')
  } catch (error) {
    const reason = error instanceof Problem ? `: ${error.message}` : '.'
    throw refused(`The payload of the signature is no statement${reason}`)
  }
}

/** The certificates, the signer's first, each issued by the next [RFC 7515 4.1.6]. */
function chainOf(x5c: unknown, refused: Refused): readonly X509Certificate[] {
  if (!Array.isArray(x5c) || x5c.length === 0 || x5c.length > certificatesMax)
    throw refused(`x5c must be an array of 1 to ${certificatesMax} certificates.`)
  const chain = x5c.flatMap((text) => certificateOf(text) ?? [])
  if (chain.length < x5c.length) throw refused('x5c has something else than X.509 certificates.')
  for (const [index, certificate] of chain.slice(0, -1).entries()) {
    const issuer = chain[index + 1]!
    if (!certificate.checkIssued(issuer) || !certificate.verify(issuer.publicKey))
      throw refused(`Certificate ${index} of x5c was not issued by the next one.`)
  }
  return chain
}

function certificateOf(text: unknown): X509Certificate | undefined {
  if (typeof text !== 'string') return undefined
  try {
    return new X509Certificate(Buffer.from(text, 'base64'))
  } catch {
    return undefined
  }
}
