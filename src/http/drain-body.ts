import type { IncomingMessage, ServerResponse } from 'node:http'

/** Of a body that nobody wants any more; beyond, the connection ends. */
const drainedBytesMax = 32 * 1024 * 1024

/**
 * For an answer that comes before the body was read: takes the rest of the body and throws it away. A client that is still
 * sending would otherwise see its connection break and never read why it was refused [RFC 9112 9.6]. A body that is said to be
 * larger than 32 MiB is not waited for: the connection ends with the answer.
 */
export function drainBody(request: IncomingMessage, response: ServerResponse): void {
  if (Number(request.headers['content-length'] ?? 0) > drainedBytesMax) {
    response.setHeader('Connection', 'close')
    return
  }
  let left = drainedBytesMax
  request.on('data', (chunk: Buffer) => {
    left -= chunk.length
    if (left < 0) request.socket.destroy()
  })
  // Whoever goes away instead of sending the rest has nothing to be told.
  request.on('error', () => undefined)
  request.resume()
}
