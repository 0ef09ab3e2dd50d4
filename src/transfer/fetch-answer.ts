import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { LookupFunction } from 'node:net'

export interface FetchRules {
  /** Gives out only addresses that the server may send to. */
  readonly lookup: LookupFunction
  /** From the first byte sent to the last received. */
  readonly secondsMax: number
  readonly bytesMax: number
  readonly signal: AbortSignal
}

export interface Answer {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
}

/**
 * Gets a URL, whole and within limits. Redirects are answers like others: following one would give the credential to another.
 * @throws Error with the reason when there is no answer, or a larger one.
 */
export async function fetchAnswer(
  url: URL,
  headers: Readonly<Record<string, string>>,
  { lookup, secondsMax, bytesMax, signal }: FetchRules,
): Promise<Answer> {
  const late = AbortSignal.timeout(secondsMax * 1_000)
  const send = url.protocol === 'https:' ? requestHttps : requestHttp
  try {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      send(url, {
        headers: { ...headers, 'User-Agent': 'hocba' },
        lookup,
        agent: false,
        signal: AbortSignal.any([signal, late]),
      })
        .on('error', reject)
        .on('response', resolve)
        .end()
    })
    const { statusCode: status = 0 } = response
    return { status, headers: response.headers, body: await bodyOf(response, bytesMax) }
  } catch (error) {
    if (late.aborted) throw new Error(`no answer within ${secondsMax} seconds`)
    throw error instanceof AggregateError ? error.errors[0] : error
  }
}

async function bodyOf(response: IncomingMessage, bytesMax: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    bytes += chunk.length
    if (bytes > bytesMax) throw new Error(`the answer is larger than ${bytesMax} bytes`)
  }
  if (!response.complete) throw new Error('the connection ended before the answer did')
  return Buffer.concat(chunks)
}
