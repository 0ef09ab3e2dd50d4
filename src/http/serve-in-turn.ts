import type { RequestListener } from 'node:http'
import type { Socket } from 'node:net'

/** More than any client has waiting on one connection. */
const waitingMax = 100

/**
 * Serves the requests of a connection one after the other: their answers go out in this order anyway [RFC 9112 9.3.2]. Node hands
 * over all that have arrived, so that one packet could have hundreds of pages made at once, each held until those before it
 * are taken.
 */
export function serveInTurn(serve: RequestListener): RequestListener {
  const waiting = new WeakMap<Socket, (() => void)[]>()
  return (request, response) => {
    const { socket } = request
    const begin = () => {
      response.once('close', () => {
        const next = waiting.get(socket)?.shift()
        if (!next) waiting.delete(socket)
        else if (!socket.destroyed) next()
      })
      serve(request, response)
    }
    const others = waiting.get(socket)
    if (!others) {
      waiting.set(socket, [])
      begin()
    } else if (others.length < waitingMax) others.push(begin)
    else socket.destroy()
  }
}
