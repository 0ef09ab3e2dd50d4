import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { connect } from 'node:net'
import { buffer } from 'node:stream/consumers'
import express from 'express'
import { answerInMemory } from '../../../src/http/answer-in-memory.ts'
import { endAndGiveBack } from '../../../src/http/give-back.ts'
import { type ConnectionLimits, type Listening, listen } from '../../../src/http/listen.ts'
import { readBody } from '../../../src/http/read-body.ts'

/** The limits of docs/operating.md, a hundred times shorter. */
const limits: ConnectionLimits = {
  headersMilliseconds: 200,
  silentMilliseconds: 400,
  bodySpanMilliseconds: 200,
  bodyBytesPerSpan: 100,
  keepAliveMilliseconds: 400,
  unsentBytesMax: 64 * 1024 * 1024,
}

const large = Buffer.alloc(24 * 1024 * 1024)
let underWay = 0
let mostUnderWay = 0

/** What `/given-back` answers with, and the bytes that it made for the last answer. */
const pattern = Buffer.from(Array.from({ length: 8 * 1024 * 1024 }, (_, index) => index % 251))
let made: Buffer

const app = express()
let server: Listening
beforeAll(async () => {
  app.get('/given-back', (_request, response) => {
    made = Buffer.from(new Uint8Array(pattern).buffer)
    endAndGiveBack(response, made)
  })
  app.post('/', async (request, response) => {
    const body = await readBody(request, 1_000_000_000)
    const milliseconds = Number(request.get('x-work-milliseconds') ?? 0)
    await new Promise((resolve) => setTimeout(resolve, milliseconds))
    response.json(body.length)
  })
  app.get('/large', (_request, response) => void response.end(large))
  app.get('/slow', async (request, response) => {
    mostUnderWay = Math.max(mostUnderWay, ++underWay)
    await new Promise((resolve) => setTimeout(resolve, 5))
    underWay--
    response.end(request.get('x-name'))
  })
  server = await listen(app, { port: 0, host: '127.0.0.1', limits })
})
afterAll(() => server.stop(0))

/** What the server answered until it ended the connection, and after how many milliseconds it did. */
function converse(
  opening: string,
  more?: { text: string; everyMilliseconds: number; times?: number },
): Promise<{ answer: string; milliseconds: number }> {
  return new Promise((resolve) => {
    const begun = performance.now()
    const socket = connect(server.port, '127.0.0.1', () => socket.write(opening))
    let answer = ''
    let left = more?.times ?? Number.POSITIVE_INFINITY
    const timer = setInterval(() => {
      if (left-- > 0) socket.write(more?.text ?? '')
    }, more?.everyMilliseconds ?? 1e6)
    socket.on('data', (chunk) => {
      answer += chunk
    })
    // A connection that is cut while it is written to.
    socket.on('error', () => undefined)
    socket.on('close', () => {
      clearInterval(timer)
      resolve({ answer, milliseconds: performance.now() - begun })
    })
  })
}

/**
 * Sends a body for so many of the server's spans, a piece in each turn of the event loop. Both ends share the loop, so that
 * however long it is held up, a piece arrives between any two looks that the server takes.
 */
function sendForSpans(spans: number): Promise<{ answer: string; sent: number }> {
  return new Promise((resolve) => {
    const socket = connect(server.port, '127.0.0.1')
    const piece = 'x'.repeat(limits.bodyBytesPerSpan)
    const end = performance.now() + spans * limits.bodySpanMilliseconds
    let answer = ''
    let sent = 0
    const send = () => {
      if (socket.destroyed) return
      if (performance.now() > end) {
        socket.write('0\r\n\r\n')
        return
      }
      socket.write(`${piece.length.toString(16)}\r\n${piece}\r\n`)
      sent += piece.length
      setImmediate(send)
    }
    socket.write(post('Transfer-Encoding: chunked\r\nConnection: close'))
    send()
    socket.on('data', (chunk) => {
      answer += chunk
    })
    socket.on('error', () => undefined)
    socket.on('close', () => resolve({ answer, sent }))
  })
}

const post = (headers: string) => `POST / HTTP/1.1\r\nHost: x\r\n${headers}\r\n\r\n`

describe('a connection is cut', () => {
  test.each([
    ['that says nothing', '', undefined],
    ['whose headers dribble', 'POST / HTTP/1.1\r\n', { text: 'X-A: b\r\n', everyMilliseconds: 20 }],
    ['whose body dribbles', post('Content-Length: 99999'), { text: 'x', everyMilliseconds: 20 }],
    [
      'whose chunks dribble',
      post('Transfer-Encoding: chunked'),
      { text: '1\r\nx\r\n', everyMilliseconds: 20 },
    ],
    ['whose body stops', post('Content-Length: 99999'), undefined],
  ])('%s', async (_what, opening, more) => {
    const { answer, milliseconds } = await converse(opening, more)
    expect(milliseconds).toBeLessThan(2_000)
    expect(answer).not.toContain('200 OK')
  })

  test('that is kept and not used', async () => {
    const { answer, milliseconds } = await converse(`${post('Content-Length: 1')}x`)
    expect(answer).toContain('200 OK')
    // Node adds a second of its own, so that the client's time-out comes first.
    expect(milliseconds).toBeLessThan(3_000)
  })
})

describe('a connection is kept', () => {
  test('while its body arrives, however long that takes', async () => {
    const { answer, sent } = await sendForSpans(5)
    expect(answer).toMatch(new RegExp(`200 OK.*${sent}$`, 's'))
  })

  test('while the server works, however silent it is', async () => {
    const { answer } = await converse(
      `${post('Content-Length: 1\r\nConnection: close\r\nX-Work-Milliseconds: 1500')}x`,
    )
    expect(answer).toMatch(/200 OK.*1$/s)
  })
})

const get = (path: string, headers = '') => `GET ${path} HTTP/1.1\r\nHost: x\r\n${headers}\r\n`

test('of clients that take nothing of large answers, those are cut that hold more than there is room for', async () => {
  const sockets = Array.from({ length: 8 }, () => connect(server.port, '127.0.0.1').pause())
  const taken = sockets.map((socket) => {
    socket.on('error', () => undefined)
    socket.write(get('/large', 'Connection: close\r\n'))
    return new Promise<number>((resolve) => socket.on('close', () => resolve(socket.bytesRead)))
  })
  await new Promise((resolve) => setTimeout(resolve, 250))
  const honest = await fetch(`http://127.0.0.1:${server.port}/large`)
  expect((await honest.arrayBuffer()).byteLength).toBe(large.length)
  for (const socket of sockets) socket.resume()
  const whole = (await Promise.all(taken)).filter((bytes) => bytes > large.length)
  expect(whole.length).toBeLessThan(4)
})

test('requests that come together on one connection are served one after the other, in their order', async () => {
  const names = ['a', 'b', 'c', 'd']
  const { answer } = await converse(
    names.map((name) => get('/slow', `X-Name: ${name}\r\n`)).join('') +
      get('/slow', 'X-Name: e\r\nConnection: close\r\n'),
  )
  expect(answer.match(/(?<=\r\n\r\n)[a-e]/g)).toEqual([...names, 'e'])
  expect(mostUnderWay).toBe(1)
})

test('who sends hundreds of requests ahead of their answers is cut', async () => {
  const { answer } = await converse(get('/slow', 'X-Name: a\r\n').repeat(150))
  expect(answer.match(/200 OK/g)?.length ?? 0).toBeLessThan(150)
})

test('a request with two hosts is refused', async () => {
  const { answer } = await converse('GET /slow HTTP/1.1\r\nHost: a\r\nhost: b\r\n\r\n')
  expect(answer).toMatch(/^HTTP\/1.1 400 /)
})

test('an answer whose memory is given back arrives whole at who takes it late', async () => {
  const asking = request({ port: server.port, host: '127.0.0.1', path: '/given-back' }).end()
  const [answer] = (await once(asking, 'response')) as [IncomingMessage]
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(made.length).toBe(pattern.length)
  const taken = await buffer(answer)
  expect(taken.equals(pattern)).toBe(true)
  expect(made.length).toBe(0)
})

test('and over a pair of streams in memory, where the receiver gets the same bytes', async () => {
  const asked = { method: 'GET', target: '/given-back', headers: {}, body: Buffer.alloc(0) }
  const { body } = await answerInMemory(app, asked)
  expect(body.equals(pattern)).toBe(true)
})
