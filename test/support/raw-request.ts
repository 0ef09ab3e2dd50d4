import { Agent, type IncomingHttpHeaders, request } from 'node:http'

/** An answer as it came, with its body as text. */
export interface RawAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

export interface RawRequest {
  readonly method: string
  /** Sent as it stands: unlike fetch(), nothing of it is tidied. */
  readonly path: string
  readonly headers?: Record<string, string>
  readonly body?: string | Buffer
}

const agent = new Agent({ keepAlive: true, maxSockets: 32 })

/** Sends a request byte for byte; fails if no answer begins within five seconds. */
export const rawRequest = (
  origin: string,
  { method, path, headers, body }: RawRequest,
): Promise<RawAnswer> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(origin)
    const length = body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) }
    const sent = request(
      { hostname, port, method, path, headers: { ...length, ...headers }, agent, timeout: 5_000 },
      (response) => {
        const { statusCode: status = 0, headers } = response
        // A stream of events has no end: that it began is the answer.
        if (headers['content-type'] === 'text/event-stream') {
          resolve({ status, headers, text: '' })
          response.destroy()
          return
        }
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () =>
          resolve({
            status,
            headers,
            text: Buffer.concat(chunks).toString(),
          }),
        )
      },
    )
    sent.on('timeout', () => sent.destroy(new Error('no answer within five seconds')))
    sent.on('error', reject)
    sent.end(body)
  })
