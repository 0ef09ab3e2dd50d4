import { createSocket } from 'node:dgram'
import { createServer as createHttpServer, type IncomingMessage } from 'node:http'
import { connect, createServer as createTcpServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { chain, signerKey } from '../../support/signing-certificates.ts'

/** The world outside the installation: it takes whatever reaches it, and remembers. */
export interface Outside {
  readonly port: number
  /** A port that speaks to nobody, to see who only connects. */
  readonly quietPort: number
  readonly stunPort: number
  /** Whether a request for `/name` arrived. */
  arrived(name: string): boolean
  /** The Referer that came with the request for `/name`. */
  referrer(name: string): string | undefined
  isConnected(): boolean
  /** How many have come to the STUN port. */
  datagrams(): number
  close(): Promise<void>
}

/** A page that frames any address: `/frames?<address>`. */
const framing = `<!doctype html><iframe></iframe>
<script>document.querySelector('iframe').src = decodeURIComponent(location.search.slice(1))</script>`

export async function openOutside(): Promise<Outside> {
  const requests = new Map<string, string | undefined>()
  let connections = 0
  let datagrams = 0
  const take = ({ url, headers }: IncomingMessage) =>
    requests.set(url!.split('?')[0]!.slice(1), headers.referer)
  const server = createHttpServer((request, response) => {
    take(request)
    const isPage = request.url!.startsWith('/frames')
    const type = isPage ? 'text/html' : 'text/plain'
    response.writeHead(200, { 'Content-Type': type, 'Access-Control-Allow-Origin': '*' })
    response.end(isPage ? framing : 'outside')
  }).on('upgrade', (request, socket) => {
    take(request)
    socket.destroy()
  })
  const quiet = createTcpServer((socket) => {
    connections++
    socket.on('error', () => undefined).destroy()
  })
  const stun = createSocket('udp4', () => {
    datagrams++
  })
  await new Promise<void>((resolve) => stun.bind(0, '127.0.0.1', resolve))
  const listening = [await listenOn(server), await listenOn(quiet)]
  return {
    port: listening[0]!,
    quietPort: listening[1]!,
    stunPort: stun.address().port,
    arrived: (name) => requests.has(name),
    referrer: (name) => requests.get(name),
    isConnected: () => connections > 0,
    datagrams: () => datagrams,
    async close() {
      stun.close()
      server.closeAllConnections()
      await Promise.all([closing(server), closing(quiet)])
    },
  }
}

const certificate = `-----BEGIN CERTIFICATE-----\n${chain[0]!.replaceAll(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`

/** Speaks TLS for a server that does not, as a reverse proxy does, and passes every byte on as it is. */
export async function tlsBefore(port: number): Promise<{ port: number; close(): Promise<void> }> {
  const key = signerKey.export({ type: 'pkcs8', format: 'pem' })
  const open = new Set<Socket>()
  const proxy = createTlsServer({ key, cert: certificate }, (socket) => {
    const behind = connect(port, '127.0.0.1')
    for (const end of [socket, behind]) {
      open.add(end)
      end.on('error', () => undefined).on('close', () => open.delete(end))
    }
    socket.pipe(behind).pipe(socket)
  }).on('tlsClientError', () => undefined)
  const own = await listenOn(proxy)
  return {
    port: own,
    close() {
      for (const socket of open) socket.destroy()
      return closing(proxy)
    },
  }
}

const listenOn = (server: Server): Promise<number> =>
  new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port)),
  )

const closing = (server: Server): Promise<void> =>
  new Promise((resolve) => server.close(() => resolve()))
