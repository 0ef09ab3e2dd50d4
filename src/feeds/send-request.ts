import { lookup as lookUp } from 'node:dns'
import { type IncomingMessage, type RequestOptions, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { LookupFunction } from 'node:net'
import { type AddressRules, literalAddress, reasonAgainst } from './refuse-address.ts'

/** A request to a receiver that an operator has named. */
export interface Outgoing {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: Buffer
}

export interface Incoming {
  readonly status: number
  /** The beginning of the body. */
  readonly text: string
  /** From `Retry-After`. */
  readonly retryAfterSeconds?: number
}

export interface SendingRules extends AddressRules {
  /** From the first byte sent to the last received. */
  readonly sendSecondsMax: number
}

export const sendSecondsMax = 10
/** More of an answer is not read ... */
const answerBytesMax = 65_536
/** ... and not more of it kept. */
const answerCharactersKept = 1_000

/**
 * Sends one request and reads its answer, within limits. Redirects are answers like others: following one would send what
 * was meant for one receiver to another.
 * @throws Error with a sentence when there is no answer: refused address, no connection, too late, stopped.
 */
export async function sendRequest(
  outgoing: Outgoing,
  rules: SendingRules,
  signal?: AbortSignal,
): Promise<Incoming> {
  const url = new URL(outgoing.url)
  const address = literalAddress(url)
  const reason = address === undefined ? undefined : reasonAgainst(address, rules)
  if (reason) throw new Error(reason)
  const late = AbortSignal.timeout(rules.sendSecondsMax * 1_000)
  try {
    return await exchange(url, outgoing, {
      lookup: guardedLookup(rules),
      signal: signal ? AbortSignal.any([signal, late]) : late,
    })
  } catch (error) {
    if (late.aborted) throw new Error(`No answer within ${rules.sendSecondsMax} seconds.`)
    if (signal?.aborted) throw new Error('The server was stopped during the attempt.')
    throw new Error(`The request failed: ${messageOf(error)}.`)
  }
}

/** A connection to several addresses fails with several errors, under a message that is empty. */
const messageOf = (error: unknown): string => {
  const [first = error] = error instanceof AggregateError ? error.errors : []
  return (first as Error).message.replace(/\.$/, '')
}

function exchange(
  url: URL,
  { method, headers, body }: Outgoing,
  options: RequestOptions,
): Promise<Incoming> {
  const send = url.protocol === 'https:' ? requestHttps : requestHttp
  return new Promise((resolve, reject) => {
    const request = send(url, {
      ...options,
      method,
      // A connection of its own for each: one that was kept can be closed by the other side at the moment of sending.
      agent: false,
      headers: {
        ...headers,
        'User-Agent': 'hocba',
        ...(body && { 'Content-Length': body.length }),
      },
    })
    request.on('error', reject)
    request.on('response', (response) => readAnswer(response).then(resolve, reject))
    request.end(body)
  })
}

async function readAnswer(response: IncomingMessage): Promise<Incoming> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    bytes += chunk.length
    if (bytes >= answerBytesMax) break
  }
  response.destroy()
  const text = Buffer.concat(chunks).toString('utf8').slice(0, answerCharactersKept)
  const retryAfterSeconds = readRetryAfter(response.headers['retry-after'])
  return {
    status: response.statusCode ?? 0,
    text: text.replaceAll('\0', ''),
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  }
}

/** Seconds only: a date would be by a clock that is not ours. */
const readRetryAfter = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined

/** Looks names up as always, and gives out no address that nothing may be sent to, whatever the name says next time. */
export const guardedLookup =
  (rules: AddressRules): LookupFunction =>
  (hostname, options, callback) => {
    lookUp(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, '', 0)
      const allowed = found.filter(({ address }) => !reasonAgainst(address, rules))
      if (allowed.length === 0) {
        const reason = found[0] && reasonAgainst(found[0].address, rules)
        return callback(new Error(reason ?? `${hostname} has no address`), '', 0)
      }
      if (options.all) callback(null, allowed)
      else callback(null, allowed[0]!.address, allowed[0]!.family)
    })
  }
