import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Server as Door, Socket } from 'node:net'
import type { Express } from 'express'
import { boundUnsent } from './bound-unsent.ts'
import { hasBody } from './has-body.ts'
import { openDoors } from './open-doors.ts'
import { serveInTurn } from './serve-in-turn.ts'

/** Limits against clients that hold connections without using them. */
export interface ConnectionLimits {
  /** From the first byte of a request to the end of its headers. */
  readonly headersMilliseconds: number
  /** How long a connection may be silent while it is the client's turn. */
  readonly silentMilliseconds: number
  /** A body may take as long as it takes, an upload is a gigabyte; but in each such span ... */
  readonly bodySpanMilliseconds: number
  /** ... so many bytes of it must arrive: less than the slowest line that a learner has. */
  readonly bodyBytesPerSpan: number
  /** How long an unused connection is kept; longer than load balancers keep theirs (60 seconds). */
  readonly keepAliveMilliseconds: number
  /** Of all answers that are made and not taken yet. */
  readonly unsentBytesMax: number
}

const connectionLimits: ConnectionLimits = {
  headersMilliseconds: 10_000,
  silentMilliseconds: 120_000,
  bodySpanMilliseconds: 20_000,
  bodyBytesPerSpan: 4_096,
  keepAliveMilliseconds: 65_000,
  unsentBytesMax: 256 * 1024 * 1024,
}

/** A pipeline listens seven times for the end of an answer, and each check that keeps count once: more than Node's ten is no leak. */
const answerListenersMax = 20

/** Takes connections until it is stopped. */
export interface Listening {
  readonly port: number
  /** Takes no more, lets running requests end, and cuts what is left after `seconds`; resolves when nothing is left. */
  stop(seconds: number): Promise<void>
}

/** Starts to listen; resolves once it does. Port 0 takes any free one. */
export async function listen(
  app: Express,
  { port, host, limits = connectionLimits, connectionsMax }: ListenOptions,
): Promise<Listening> {
  const server = createServer(
    {
      keepAliveTimeout: limits.keepAliveMilliseconds,
      headersTimeout: limits.headersMilliseconds,
      connectionsCheckingInterval: limits.headersMilliseconds / 2,
      // In its place there is a rate, since the time of an upload says nothing.
      requestTimeout: 0,
    },
    serveInTurn((request, response) => {
      response.setMaxListeners(answerListenersMax)
      if (hasOneHost(request) && hasPathAsTarget(request)) app(request, response)
      else response.writeHead(400, { Connection: 'close' }).end()
    }),
  )
  if (connectionsMax !== undefined) limitConnections(server, connectionsMax)
  cutSlowBodies(server, limits)
  cutSilentConnections(server, limits.silentMilliseconds)
  boundUnsent(server, limits.unsentBytesMax)
  const doors = await openDoors(server, { port, host })
  return {
    port: portOf(server),
    stop: (seconds) => stopListening(server, doors, seconds),
  }
}

interface ListenOptions {
  readonly port: number
  readonly host: string
  readonly limits?: ConnectionLimits
  /** Beyond it connections are closed as they come. */
  readonly connectionsMax?: number
}

/**
 * A request with two hosts is refused [RFC 9112 3.2]: a proxy may have chosen its server by the one, and Node tells the other.
 * Node itself asks for one.
 */
function hasOneHost({ rawHeaders }: IncomingMessage): boolean {
  let hosts = 0
  for (let at = 0; at < rawHeaders.length; at += 2) {
    if (rawHeaders[at]!.length === 4 && rawHeaders[at]!.toLowerCase() === 'host') hosts++
  }
  return hosts < 2
}

/**
 * Makes a path of a request target in absolute form (`GET http://host/path`), which clients of proxies send and a server must
 * take [RFC 9112 3.2.2]. It must happen before Express, which keeps the length of what it took for the origin.
 * @returns false for any other form.
 */
function hasPathAsTarget(request: IncomingMessage): boolean {
  if (request.url!.startsWith('/')) return true
  const url = URL.parse(request.url!)
  if (!url || !/^https?:$/.test(url.protocol)) return false
  request.url = url.pathname + url.search
  return true
}

function cutSlowBodies(server: Server, limits: ConnectionLimits): void {
  server.on('request', (request: IncomingMessage) => {
    if (request.complete || !hasBody(request)) return
    const { socket } = request
    let before = socket.bytesRead
    const look = () => {
      const arrived = socket.bytesRead - before
      before = socket.bytesRead
      // What has arrived and is not read yet is the server's delay, not the client's.
      const isClientsTurn = !request.complete && request.readableLength === 0
      if (isClientsTurn && arrived < limits.bodyBytesPerSpan) socket.destroy()
    }
    // Timers come before arrivals in a turn of the loop: after a pause of the process, what waits is to be read first.
    const timer = setInterval(() => setImmediate(look), limits.bodySpanMilliseconds)
    timer.unref()
    request.once('close', () => clearInterval(timer))
  })
}

/** Node counts the connections of one socket that listens; these are of all. */
function limitConnections(server: Server, most: number): void {
  let open = 0
  server.prependListener('connection', (socket: Socket) => {
    open += 1
    socket.once('close', () => {
      open -= 1
    })
    if (open > most) socket.destroy()
  })
}

/** Node would also cut a client that waits for the server, e.g. while its package is imported. */
function cutSilentConnections(server: Server, milliseconds: number): void {
  const served = new WeakMap<Socket, { request: IncomingMessage; response: ServerResponse }>()
  server.on('request', (request, response) => served.set(request.socket, { request, response }))
  server.setTimeout(milliseconds, (socket: Socket) => {
    const exchange = served.get(socket)
    const isServersTurn = exchange?.request.complete && !exchange.response.headersSent
    if (isServersTurn) socket.setTimeout(milliseconds)
    else socket.destroy()
  })
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port

async function stopListening(
  server: Server,
  doors: readonly Door[],
  seconds: number,
): Promise<void> {
  const cut = setTimeout(() => server.closeAllConnections(), seconds * 1000)
  // A connection that answers now is kept for a next request that never comes.
  const closing = setInterval(() => server.closeIdleConnections(), 50)
  const closed = [server, ...doors].map((door) => new Promise((resolve) => door.close(resolve)))
  server.closeIdleConnections()
  await Promise.all(closed)
  clearTimeout(cut)
  clearInterval(closing)
}
