import { connect } from 'node:net'

/** Sends bytes as they are; resolves with all that came back when the server closes or `waitMs` is over. */
export const sendBytes = (url: string, bytes: string | Buffer, waitMs = 500): Promise<string> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url)
    const socket = connect({ host: hostname, port: Number(port) }, () => socket.write(bytes))
    let answer = ''
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1')
    })
    socket.setTimeout(waitMs, () => socket.destroy())
    socket.on('close', () => resolve(answer))
    socket.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ECONNRESET' ? resolve(answer) : reject(error),
    )
  })

const smuggled = 'GET /xapi/about?smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n'

const start =
  'POST /xapi/statements HTTP/1.1\r\nHost: localhost\r\nX-Experience-API-Version: 1.0.3\r\nContent-Type: application/json\r\n'

/** Requests whose length two programs would read differently: a second request hides in the first one's body. */
export const smugglingRequests: Readonly<Record<string, string>> = {
  'length and chunks': `${start}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${smuggled}`,
  'chunks and length': `${start}Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n${smuggled}`,
  'two lengths': `${start}Content-Length: 0\r\nContent-Length: ${smuggled.length}\r\n\r\n${smuggled}`,
  'a list of lengths': `${start}Content-Length: 0, ${smuggled.length}\r\n\r\n${smuggled}`,
  'a length with a sign': `${start}Content-Length: +5\r\n\r\n${smuggled}`,
  'a length in hexadecimal': `${start}Content-Length: 0x5\r\n\r\n${smuggled}`,
  'a coding by another name': `${start}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n${smuggled}`,
  'chunks twice': `${start}Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n${smuggled}`,
  'space before the colon': `${start}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n${smuggled}`,
  'a folded header': `${start}Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n${smuggled}`,
  'a bare line feed': `${start}X: y\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${smuggled}`,
  'a chunk of minus one': `${start}Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n${smuggled}`,
  'an endless chunk': `${start}Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n${smuggled}`,
  'a NUL in a header': `${start}X: a\u0000b\r\nContent-Length: 0\r\n\r\n${smuggled}`,
  'no host': `POST /xapi/statements HTTP/1.1\r\nContent-Length: 0\r\n\r\n${smuggled}`,
}

/** Answers to a second request on the same connection. */
export const answersIn = (text: string): number => text.split('HTTP/1.1 ').length - 1
