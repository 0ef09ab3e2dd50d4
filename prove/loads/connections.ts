import { connect, type Socket } from 'node:net'
import {
  forEach,
  openServer,
  pause,
  percentile,
  type ServerUnderLoad,
} from './server-under-load.ts'

export interface ConnectionFigures {
  /** p99 of honest requests in milliseconds. */
  readonly before: number
  readonly during: number
  readonly mebibytesBefore: number
  readonly mebibytesDuring: number
  /** Idle connections that the server still had at the end. */
  readonly held: number
}

/** Many connections that were used once and are kept, and others that send the body of a request byte by byte. */
export async function holdConnections({
  idle,
  slow,
}: {
  idle: number
  slow: number
}): Promise<ConnectionFigures> {
  const server = await openServer()
  const sockets: Socket[] = []
  try {
    await honest(server)
    const before = await honest(server)
    const mebibytesBefore = server.mebibytes()
    const kept = await open(server, idle, sockets)
    const slowOnes = await open(
      server,
      slow,
      sockets,
      'POST /xapi/statements HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 10000\r\n\r\n',
    )
    const dripping = setInterval(() => {
      for (const socket of slowOnes) if (socket.writable) socket.write(' ')
    }, 1_000)
    const during = await honest(server)
    clearInterval(dripping)
    const held = kept.filter((socket) => !socket.destroyed && socket.writable).length
    return { before, during, mebibytesBefore, mebibytesDuring: server.mebibytes(), held }
  } finally {
    for (const socket of sockets) socket.destroy()
    await server.remove()
  }
}

const used = 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n'

async function open(
  { client }: ServerUnderLoad,
  count: number,
  sockets: Socket[],
  sends = used,
): Promise<Socket[]> {
  const opened: Socket[] = []
  await forEach(Array.from({ length: count }), 50, async () => {
    const socket = connect(client.config.port, '127.0.0.1')
    socket.on('error', () => undefined)
    socket.resume()
    sockets.push(socket)
    opened.push(socket)
    await new Promise<void>((resolve) => {
      socket.once('close', () => resolve())
      socket.once('connect', () => socket.write(sends, () => resolve()))
    })
  })
  await pause(1_000)
  return opened
}

/** Someone who reads statements for five seconds, one request after the other. @returns the p99 in milliseconds. */
async function honest({ client }: ServerUnderLoad): Promise<number> {
  const milliseconds: number[] = []
  const end = performance.now() + 5_000
  while (performance.now() < end) {
    const start = performance.now()
    const headers = { 'X-Experience-API-Version': '1.0.3' }
    const answer = await client.request('GET', '/xapi/statements?limit=1', undefined, headers)
    await answer.arrayBuffer()
    if (answer.status !== 200) throw new Error(`an honest request was answered ${answer.status}`)
    milliseconds.push(performance.now() - start)
    await pause(5)
  }
  return percentile(milliseconds, 0.99)
}
