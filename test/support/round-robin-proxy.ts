import {
  type ClientRequest,
  createServer,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo } from 'node:net'

/** A proxy such as operators put before several nodes, with nothing in it but taking turns. */
export interface RoundRobinProxy {
  readonly port: number
  /** Requests that a node did not answer whole: those were answered 502, or broke off. */
  readonly broken: number
  close(): Promise<void>
}

/**
 * Passes each request to the next of the nodes at these ports of this machine, body and answer as they come, with the Host header
 * that the client sent. Where nothing listens it goes to the node after that; a request of which a node has seen anything
 * is not sent again. If a node goes before its answer begins, the client gets 502; if it goes later, the answer breaks off.
 */
export async function startRoundRobinProxy(
  nodes: readonly number[],
  port = 0,
): Promise<RoundRobinProxy> {
  let turn = 0
  let broken = 0

  function pass(
    incoming: IncomingMessage,
    answer: ServerResponse,
    { first, refused }: { first: number; refused: number },
  ): void {
    const node = nodes[(first + refused) % nodes.length]
    const { method, url: path } = incoming
    const { connection: _, ...headers } = incoming.headers
    const outgoing = request({
      // A connection of its own for each: one that is kept may be gone by the next request.
      ...{ host: '127.0.0.1', port: node, agent: false, method, path },
      headers: { ...headers, 'x-forwarded-for': incoming.socket.remoteAddress },
    })
    outgoing.once('response', (came) => passBack(came, answer, () => broken++))
    outgoing.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED' && refused + 1 < nodes.length)
        return pass(incoming, answer, { first, refused: refused + 1 })
      broken++
      if (answer.headersSent) answer.destroy()
      else answer.writeHead(502).end()
    })
    answer.once('close', () => outgoing.destroy())
    whenConnected(outgoing, () => incoming.pipe(outgoing))
  }

  const server = createServer((incoming, answer) =>
    pass(incoming, answer, { first: turn++, refused: 0 }),
  )
  // Longer than clients keep theirs, so that none is closed under a request.
  server.keepAliveTimeout = 75_000
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    get broken() {
      return broken
    },
    close() {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

/** Before that no byte of the body is read, so that it is still whole for another node. */
function whenConnected(outgoing: ClientRequest, go: () => void): void {
  outgoing.once('socket', (socket) => {
    if (socket.connecting) socket.once('connect', go)
    else go()
  })
}

function passBack(came: IncomingMessage, answer: ServerResponse, onBroken: () => void): void {
  // Of this connection, not of that one.
  const { connection: _, ...headers } = came.headers
  answer.writeHead(came.statusCode!, headers)
  answer.flushHeaders()
  came.pipe(answer)
  came.once('aborted', () => {
    onBroken()
    answer.destroy()
  })
}
