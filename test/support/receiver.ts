import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Received {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies freely, and fail where they are not as expected.
  readonly json: any
}

/** What is answered: a status, or whatever the function does with the response; doing nothing leaves the sender waiting. */
export type Reaction = number | ((request: Received, response: ServerResponse) => void)

/** A real HTTP server on a free port that keeps what it is sent. */
export interface Receiver {
  readonly url: string
  readonly received: Received[]
  react: Reaction
  /** Resolves when so many requests have come; fails after `seconds`. */
  until(count: number, seconds?: number): Promise<Received[]>
  close(): Promise<void>
}

export async function startReceiver(reaction: Reaction = 204): Promise<Receiver> {
  const received: Received[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8')
      const { method = '', url = '', headers } = request
      const one: Received = { method, path: url, headers, body, json: parsed(body) }
      received.push(one)
      if (typeof receiver.react === 'number') response.writeHead(receiver.react).end('answer')
      else receiver.react(one, response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    react: reaction,
    async until(count, seconds = 10) {
      await waitUntil(() => received.length >= count, seconds)
      return received
    },
    close() {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
  return receiver
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

/** Looks again and again; fails when it is not so after `seconds`. */
export async function waitUntil(
  isSo: () => boolean | Promise<boolean>,
  seconds = 10,
): Promise<void> {
  const end = performance.now() + seconds * 1_000
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`not so after ${seconds} seconds: ${isSo}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
