import { createServer, type IncomingMessage, type RequestListener, request } from 'node:http'
import { duplexPair } from 'node:stream'

export interface MemoryRequest {
  readonly method: string
  /** Path and query. */
  readonly target: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

export interface MemoryAnswer {
  readonly status: number
  readonly body: Buffer
}

/** Lets an app answer a request that no network carries: the same parsers and pipeline, over a pair of streams. */
export function answerInMemory(app: RequestListener, sent: MemoryRequest): Promise<MemoryAnswer> {
  const [outside, inside] = duplexPair()
  createServer(app).emit('connection', inside)
  return new Promise<MemoryAnswer>((resolve, reject) => {
    const asking = request({
      createConnection: () => outside,
      method: sent.method,
      path: sent.target,
      headers: { ...sent.headers, 'Content-Length': String(sent.body.length), Connection: 'close' },
    })
    asking.on('error', reject)
    asking.on('response', (response) => {
      bytesOf(response).then(
        (body) => resolve({ status: response.statusCode ?? 0, body }),
        (error: unknown) => reject(error),
      )
    })
    asking.end(sent.body)
  }).finally(() => {
    outside.destroy()
    inside.destroy()
  })
}

async function bytesOf(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
