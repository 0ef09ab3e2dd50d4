import type { Server as HttpServer } from 'node:http'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'

/**
 * A class opens its connections within seconds. Those that do not fit in the queue are tried again by TCP after 1, 3, 7, 15 seconds.
 * The system may allow less (Linux: net.core.somaxconn).
 */
const connectionsWaitingMax = 4_096

/**
 * The event loop takes one connection of each listening socket in a turn, and a turn under load answers hundreds of requests:
 * new connections would wait for seconds behind those that came before. Linux shares one port among several sockets.
 */
const doorsOfLinux = 64

interface Address {
  readonly port: number
  readonly host: string
}

/**
 * Lets the server listen, on Linux with several sockets on the same port; what comes through them is the server's.
 * @returns the other sockets, which must be closed with the server.
 * @throws the error of the system, e.g. EADDRINUSE, also where another program shares the port.
 */
export async function openDoors(server: HttpServer, { port, host }: Address): Promise<Server[]> {
  if (process.platform !== 'linux') {
    await listening(server, { port, host })
    return []
  }
  if (port !== 0) await refuseTaken({ port, host })
  await listening(server, { port, host, reusePort: true })
  const shared = { port: (server.address() as AddressInfo).port, host, reusePort: true }
  const doors = Array.from({ length: doorsOfLinux - 1 }, () =>
    // As the HTTP server opens its own.
    createServer({ allowHalfOpen: true, noDelay: true }, (socket: Socket) => {
      server.emit('connection', socket)
    }),
  )
  await Promise.all(doors.map((door) => listening(door, shared))).catch((error) => {
    for (const door of [server, ...doors]) door.close()
    throw error
  })
  return doors
}

/** A second hocba of the same user could share the port, and each would get some of the requests. */
async function refuseTaken(address: Address): Promise<void> {
  const alone = createServer()
  await listening(alone, address)
  await new Promise((resolve) => alone.close(resolve))
}

function listening(server: Server, options: Address & { reusePort?: boolean }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ ...options, backlog: connectionsWaitingMax }, () => {
      server.off('error', reject)
      resolve()
    })
  })
}
