import { Agent, request } from 'node:http'

/** Every client has a connection of its own and keeps it, as browsers do. */
const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY })

export interface Answer {
  readonly status: number
  readonly retryAfterSeconds: number | undefined
  readonly text: string
  readonly milliseconds: number
}

/** Posts JSON and reads the answer. @returns undefined if the connection broke. */
export function send(
  url: string,
  { authorization, body, version }: SendOptions,
): Promise<Answer | undefined> {
  const text = JSON.stringify(body)
  const start = performance.now()
  return new Promise((resolve) => {
    const headers = {
      Authorization: authorization,
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(text),
      ...(version && { 'X-Experience-API-Version': version }),
    }
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      let answer = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        answer += chunk
      })
      response.on('end', () => {
        const after = response.headers['retry-after']
        resolve({
          status: response.statusCode!,
          retryAfterSeconds: after === undefined ? undefined : Number(after),
          text: answer,
          milliseconds: performance.now() - start,
        })
      })
      response.on('error', () => resolve(undefined))
    })
    sent.on('error', () => resolve(undefined))
    sent.end(text)
  })
}

export interface SendOptions {
  readonly authorization: string
  readonly body: unknown
  /** Of xAPI. */
  readonly version?: string
}
