import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { BSON, type Document } from 'mongodb'
import { testServerUrl } from './mongodb.ts'

/**
 * What becomes of a command (`reply` undefined: the server has not heard of it) and of its reply: it is passed on, the connection breaks
 * instead, or the client gets this document.
 */
export type Rule = (command: Document, reply?: Document) => 'pass' | 'cut' | Document

export interface MongodbProxy {
  /** The test server's URL, through the proxy. */
  readonly url: string
  rule: Rule
  /** Breaks every connection, now. */
  cut(): void
  close(): Promise<void>
}

/** Stands between the driver and the test server and understands what they say, so that a test can break in at any point. */
export async function startMongodbProxy(): Promise<MongodbProxy> {
  const server = new URL(testServerUrl!)
  const sockets = new Set<Socket>()
  const listener = createServer((client) => {
    const upstream = connect(Number(server.port), server.hostname)
    const asked = new Map<number, Document>()
    const end = () => {
      client.destroy()
      upstream.destroy()
    }
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', end).on('close', () => {
        sockets.delete(socket)
        end()
      })
    }
    eachMessage(client, (message) => {
      const id = message.readInt32LE(4)
      const command = bodyOf(message)
      asked.set(id, command)
      const verdict = proxy.rule(command)
      if (verdict === 'cut') end()
      else if (verdict === 'pass') upstream.write(message)
      else client.write(replyTo(id, verdict))
    })
    eachMessage(upstream, (message) => {
      const id = message.readInt32LE(8)
      // A server that is watched goes on answering, each time to its last answer.
      const verdict = proxy.rule(asked.get(id) ?? { hello: 1 }, bodyOf(message))
      asked.delete(id)
      if (verdict === 'cut') end()
      else if (verdict === 'pass') client.write(message)
      else client.write(withBody(message, verdict))
    })
  })
  listener.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const url = new URL(server)
  url.host = `127.0.0.1:${(listener.address() as AddressInfo).port}`
  const proxy: MongodbProxy = {
    url: url.href,
    rule: () => 'pass',
    cut: () => {
      for (const socket of sockets) socket.destroy()
    },
    async close() {
      this.cut()
      listener.close()
      await once(listener, 'close')
    },
  }
  return proxy
}

function eachMessage(socket: Socket, onMessage: (message: Buffer) => void): void {
  let rest: Buffer = Buffer.alloc(0)
  socket.on('data', (chunk) => {
    rest = Buffer.concat([rest, chunk as Buffer])
    while (rest.length >= 4 && rest.length >= rest.readInt32LE(0)) {
      const bytes = rest.readInt32LE(0)
      onMessage(rest.subarray(0, bytes))
      rest = rest.subarray(bytes)
    }
  })
}

/** Kinds of message [MongoDB wire protocol]; the first two only greet. */
const kinds = { reply: 1, query: 2004, message: 2013 } as const
const headerBytes = 16

/** Where the document of a message begins. */
function bodyAt(message: Buffer): number {
  const kind = message.readInt32LE(12)
  if (kind === kinds.reply) return headerBytes + 20
  if (kind === kinds.query) return message.indexOf(0, headerBytes + 4) + 9
  return headerBytes + 5
}

const bodyOf = (message: Buffer): Document => {
  const at = bodyAt(message)
  return BSON.deserialize(message.subarray(at, at + message.readInt32LE(at)))
}

/** The same message with another document. */
function withBody(message: Buffer, body: Document): Buffer {
  const whole = Buffer.concat([message.subarray(0, bodyAt(message)), BSON.serialize(body)])
  whole.writeInt32LE(whole.length, 0)
  return whole
}

function replyTo(id: number, body: Document): Buffer {
  const head = Buffer.alloc(headerBytes + 5)
  head.writeInt32LE(id, 8)
  head.writeInt32LE(kinds.message, 12)
  return withBody(head, body)
}
