import type { Server, ServerResponse } from 'node:http'

const mebibyte = 1024 * 1024

/** An answer is made in far less; what many make together between two looks comes on top of the bound. */
const lookMilliseconds = 20
const idleLookMilliseconds = 250

/**
 * Bounds the memory of answers that are made and not yet taken: a few dozen clients that ask for large pages and read nothing
 * would otherwise have all of it. Beyond the bound those who hold the most are cut, and of equals who has held it longest.
 */
export function boundUnsent(server: Server, bytesMax: number): void {
  const open = new Set<ServerResponse>()
  let lookedAt = 0
  // In mebibytes: of equal answers one has a longer header.
  const sizeOf = (bytes: number) => Math.round(bytes / mebibyte)
  const look = () => {
    lookedAt = performance.now()
    const held = [...open].flatMap((answer) => {
      const { socket, writableLength: bytes } = answer
      return socket && !socket.destroyed ? [{ socket, bytes }] : []
    })
    let total = held.reduce((sum, { bytes }) => sum + bytes, 0)
    if (total <= bytesMax) return
    held.sort((a, b) => sizeOf(b.bytes) - sizeOf(a.bytes))
    for (const { socket, bytes } of held) {
      if (total <= bytesMax) return
      socket.destroy()
      total -= bytes
    }
  }
  server.on('request', (_request, response: ServerResponse) => {
    open.add(response)
    response.once('close', () => open.delete(response))
    if (performance.now() - lookedAt > lookMilliseconds) look()
  })
  const timer = setInterval(look, idleLookMilliseconds).unref()
  server.once('close', () => clearInterval(timer))
}
