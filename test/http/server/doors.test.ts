import { connect, type Socket } from 'node:net'
import { finished } from 'node:stream/promises'
import express from 'express'
import { type Listening, listen } from '../../../src/http/listen.ts'

const host = '127.0.0.1'
const app = express()
app.get('/', (_request, response) => {
  response.send('here')
})

let listening: Listening | undefined
afterEach(() => listening?.stop(0))

const get = (port: number): Promise<string> =>
  fetch(`http://${host}:${port}/`, { headers: { Connection: 'close' } }).then((answer) =>
    answer.text(),
  )

test('each of many connections is answered, whichever socket of the port took it', async () => {
  listening = await listen(app, { port: 0, host })
  const { port } = listening
  const answers = await Promise.all(Array.from({ length: 200 }, () => get(port)))
  expect(answers.filter((text) => text === 'here')).toHaveLength(200)
})

test('a port that listens already is refused to a second server, though its sockets share it', async () => {
  listening = await listen(app, { port: 0, host })
  const second = listen(app, { port: listening.port, host })
  await expect(second).rejects.toMatchObject({ code: 'EADDRINUSE' })
})

test('after it is stopped nothing is taken on the port, and another may have it', async () => {
  listening = await listen(app, { port: 0, host })
  const { port } = listening
  await get(port)
  await listening.stop(1)
  await Promise.all(Array.from({ length: 50 }, () => expect(get(port)).rejects.toThrow()))
  listening = await listen(app, { port, host })
  expect(await get(port)).toBe('here')
})

test('connections beyond the limit are closed as they come, counted over all sockets of the port', async () => {
  listening = await listen(app, { port: 0, host, connectionsMax: 5 })
  const sockets: Socket[] = []
  for (let count = 0; count < 40; count++) sockets.push(connect(listening.port, host))
  const isClosed = (socket: Socket) => finished(socket.resume()).catch(() => undefined)
  let closed = 0
  for (const socket of sockets) void isClosed(socket).then(() => closed++)
  while (closed < 35) await new Promise((resolve) => setTimeout(resolve, 10))
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect(closed).toBe(35)
  for (const socket of sockets) socket.destroy()
})
