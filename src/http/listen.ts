import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Express } from 'express'

/** Limits against clients that hold connections without using them (notes in docs/operating.md). Milliseconds. */
const headersTimeoutMs = 10_000
const requestTimeoutMs = 0
const keepAliveTimeoutMs = 65_000

/** Starts to listen; resolves with the server once it does. Port 0 takes any free one. */
export function listen(app: Express, port: number, host: string): Promise<Server> {
  const server = createServer({ keepAliveTimeout: keepAliveTimeoutMs }, app)
  server.headersTimeout = headersTimeoutMs
  // Uploads of a gigabyte take as long as they take; a body that stalls is ended by the socket's own time-out.
  server.requestTimeout = requestTimeoutMs
  server.setTimeout(120_000)
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve(server)
    })
  })
}

export const portOf = (server: Server): number => (server.address() as AddressInfo).port

/**
 * Stops taking connections, lets running requests end, and cuts what is left after `seconds`.
 */
export function stopListening(server: Server, seconds: number): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), seconds * 1000)
    server.close(() => {
      clearTimeout(cut)
      resolve()
    })
    server.closeIdleConnections()
  })
}
