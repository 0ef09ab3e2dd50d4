import { createServer } from 'node:net'
import { sendRequest } from '../../../src/feeds/send-request.ts'
import { type Receiver, startReceiver } from '../../support/receiver.ts'
import { freePorts } from '../../support/server.ts'

const rules = { webhookPrivateAddresses: true, sendSecondsMax: 0.4 }
let receiver: Receiver

beforeEach(async () => {
  receiver = await startReceiver()
})
afterEach(() => receiver.close())

const get = (url = receiver.url, changes: object = {}, signal?: AbortSignal) =>
  sendRequest({ method: 'GET', url, headers: {} }, { ...rules, ...changes }, signal)

describe('sendRequest()', () => {
  test('sends body and headers as they are, and gives status and text back', async () => {
    receiver.react = 202
    const body = Buffer.from('{"a":"đ"}')
    const outgoing = {
      method: 'POST',
      url: `${receiver.url}/x?y=1`,
      headers: { A: 'b' },
      body,
    } as const
    expect(await sendRequest(outgoing, rules)).toEqual({ status: 202, text: 'answer' })
    expect(receiver.received[0]).toMatchObject({ path: '/x?y=1', body: '{"a":"đ"}' })
    expect(receiver.received[0]!.headers).toMatchObject({ a: 'b', 'content-length': '10' })
  })

  test('gives up on a receiver that says nothing, or begins and does not end', async () => {
    const late = /No answer within 0.4 seconds/
    receiver.react = () => undefined
    await expect(get()).rejects.toThrow(late)
    receiver.react = (_request, response) => {
      response.writeHead(200)
      response.write('begun')
    }
    await expect(get()).rejects.toThrow(late)
    let dripping: NodeJS.Timeout | undefined
    receiver.react = (_request, response) => {
      response.writeHead(200)
      dripping = setInterval(() => response.write('.'), 20)
    }
    await expect(get()).rejects.toThrow(late)
    clearInterval(dripping)
  })

  test('reads no more of an answer than 64 KiB, and keeps 1,000 characters', async () => {
    let sent = 0
    receiver.react = (_request, response) => {
      response.writeHead(200)
      const more = () => {
        while (!response.destroyed && sent < 100_000_000) {
          sent += 65_536
          if (!response.write(Buffer.alloc(65_536, 'a'))) return void response.once('drain', more)
        }
      }
      more()
    }
    const { status, text } = await get(receiver.url, { sendSecondsMax: 5 })
    expect({ status, length: text.length }).toEqual({ status: 200, length: 1_000 })
    expect(sent).toBeLessThan(20_000_000)
  })

  test('does not follow redirects', async () => {
    receiver.react = (_request, response) => {
      response.writeHead(302, { Location: `${receiver.url}/elsewhere` }).end()
    }
    expect((await get()).status).toBe(302)
    expect(receiver.received).toHaveLength(1)
  })

  test('says in a sentence that nobody is there, that the connection broke, and that it is no HTTP', async () => {
    const [port] = await freePorts(1)
    await expect(get(`http://127.0.0.1:${port}/`)).rejects.toThrow(/request failed: .*ECONNREFUSED/)
    receiver.react = (_request, response) => void response.socket!.destroy()
    await expect(get()).rejects.toThrow(/request failed: .*socket hang up/)
    const noHttp = createServer((socket) => void socket.end('220 smtp.example.vn\r\n'))
    await new Promise<void>((resolve) => noHttp.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(noHttp.address() as { port: number }).port}/`
    await expect(get(url)).rejects.toThrow(/request failed: Parse Error/)
    noHttp.close()
  })

  test('looks at the address that a name resolves to, not at the name', async () => {
    const { port } = new URL(receiver.url)
    const byName = `http://localhost:${port}/`
    expect((await get(byName)).status).toBe(204)
    await expect(get(byName, { webhookPrivateAddresses: false })).rejects.toThrow(
      /private addresses/,
    )
    await expect(get(receiver.url, { webhookPrivateAddresses: false })).rejects.toThrow(/private/)
    expect(receiver.received).toHaveLength(1)
  })

  test('ends when it is told to', async () => {
    receiver.react = () => undefined
    const stop = new AbortController()
    setTimeout(() => stop.abort(), 30)
    await expect(get(receiver.url, { sendSecondsMax: 5 }, stop.signal)).rejects.toThrow(/stopped/)
  })
})
