import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout } from 'node:timers/promises'

/**
 * What becomes of a request: an error of S3, no answer at all, a broken connection, an answer that breaks off in its middle or
 * falls silent there. Undefined: what the store behind it says.
 */
export type Fault =
  | { readonly status: number; readonly code: string }
  | 'silent'
  | 'broken'
  | 'half'
  | 'half-silent'
  | undefined

export interface FaultyStore {
  readonly endpoint: string
  /** Method and path of every request, as they came. */
  readonly requests: string[]
  /** From now on. */
  decide(fault: (request: string) => Fault): void
  close(): Promise<void>
}

/** A store that fails as it is told to, and otherwise passes everything on to a real one, if there is one. */
export async function startFaultyStore(real?: string): Promise<FaultyStore> {
  const requests: string[] = []
  let faultOf: (request: string) => Fault = () => undefined
  const server = createServer((incoming, answer) => {
    const line = `${incoming.method} ${incoming.url}`
    requests.push(line)
    const fault = faultOf(line)
    if (fault === 'silent') return
    if (fault === 'broken') return void incoming.socket.destroy()
    if (typeof fault === 'object') return refuse(incoming, answer, fault)
    passOn(incoming, answer, { real, fault })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    decide(fault) {
      faultOf = fault
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function refuse(
  incoming: IncomingMessage,
  answer: ServerResponse,
  { status, code }: { readonly status: number; readonly code: string },
): void {
  incoming.resume()
  const body = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>as told</Message></Error>`
  incoming.on('end', () => {
    answer.writeHead(status, { 'Content-Type': 'application/xml' }).end(body)
  })
}

/** With the Host header as it came: it is signed. */
function passOn(
  incoming: IncomingMessage,
  answer: ServerResponse,
  { real, fault }: { readonly real: string | undefined; readonly fault: Fault },
): void {
  if (real === undefined) throw new Error('there is no store behind this one')
  const { method = 'GET', headers, url } = incoming
  const { hostname, port } = new URL(real)
  const passed = request({ hostname, port, method, path: url, headers }, async (response) => {
    answer.writeHead(response.statusCode!, response.headers)
    if (fault === undefined) return void response.pipe(answer)
    const half = Number(response.headers['content-length']) / 2
    let sent = 0
    for await (const chunk of response) {
      answer.write(chunk)
      sent += chunk.length
      if (sent >= half) break
    }
    if (fault === 'half-silent') return
    // What was written is on its way.
    await setTimeout(50)
    answer.destroy()
  })
  passed.on('error', () => answer.destroy())
  incoming.pipe(passed)
}
