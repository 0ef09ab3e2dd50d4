import { Agent, request } from 'node:http'
import express from 'express'
import { Problem } from '../../../src/base/problem.ts'
import { type Listening, listen } from '../../../src/http/listen.ts'
import { problemHandler } from '../../../src/http/problem-handler.ts'
import { readBody } from '../../../src/http/read-body.ts'
import { createLog } from '../../../src/observability/log.ts'

const mebibyte = 1024 * 1024
let server: Listening
let agent: Agent

beforeAll(async () => {
  const app = express()
  app.post('/busy', () => {
    throw new Problem('overloaded', 'Too many large requests are waiting.', {
      retryAfterSeconds: 5,
    })
  })
  app.post('/small', async (request, response) => {
    await readBody(request, 1_000)
    response.sendStatus(204)
  })
  app.use(problemHandler(createLog('error')))
  server = await listen(app, { port: 0, host: '127.0.0.1' })
  agent = new Agent({ keepAlive: true, maxSockets: 1 })
})

afterAll(async () => {
  agent.destroy()
  await server.stop(1)
})

interface Answered {
  readonly status: number | undefined
  readonly connection: string | undefined
}

/** Sends all of a body, however the answer comes. */
const post = (path: string, bytes: number, isChunked = false): Promise<Answered> =>
  new Promise((resolve, reject) => {
    const headers = isChunked ? {} : { 'Content-Length': bytes }
    const sent = request(
      { host: '127.0.0.1', port: server.port, method: 'POST', path, headers, agent },
      (response) => {
        response.resume()
        response.on('end', () =>
          resolve({
            status: response.statusCode,
            connection: response.headers.connection,
          }),
        )
      },
    )
    sent.on('error', reject)
    const piece = Buffer.alloc(mebibyte)
    const send = (left: number): void => {
      if (left <= 0) sent.end()
      else sent.write(piece.subarray(0, Math.min(left, mebibyte)), () => send(left - mebibyte))
    }
    send(bytes)
  })

describe('a client that is refused before its body was read', () => {
  test('can send all of it and reads why, each time', async () => {
    for (let time = 0; time < 5; time++)
      expect(await post('/busy', 10 * mebibyte)).toMatchObject({
        status: 503,
        connection: 'keep-alive',
      })
  })

  test('reads why when the body turned out too large while it was read', async () => {
    expect(await post('/small', 4 * mebibyte, true)).toMatchObject({ status: 413 })
    expect(await post('/small', 900, true)).toMatchObject({ status: 204 })
  })

  test('loses the connection with an answer if the body is very large', async () => {
    const answer = new Promise<Partial<Answered>>((resolve, reject) => {
      const headers = { 'Content-Length': 33 * mebibyte }
      const sent = request(
        { host: '127.0.0.1', port: server.port, method: 'POST', path: '/busy', headers },
        ({ statusCode, headers }) => resolve({ status: statusCode, ...headers }),
      )
      sent.on('error', reject)
      sent.flushHeaders()
    })
    expect(await answer).toMatchObject({ status: 503, connection: 'close' })
  })

  test('is cut off when it never ends', async () => {
    await expect(
      new Promise((resolve, reject) => {
        const sent = request(
          { host: '127.0.0.1', port: server.port, method: 'POST', path: '/busy' },
          (response) => response.resume(),
        )
        sent.on('error', reject)
        sent.on('close', resolve)
        const piece = Buffer.alloc(mebibyte)
        const send = () => void (sent.destroyed || sent.write(piece, () => setImmediate(send)))
        send()
      }),
    ).rejects.toThrow(/EPIPE|ECONNRESET|hang up/)
  })
})
