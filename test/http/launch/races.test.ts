import { randomUUID } from 'node:crypto'
import { type RtServer, startRtServer } from './rt-server.ts'

describe('one launch link, used many times at once', () => {
  let server: RtServer
  beforeAll(async () => {
    server = await startRtServer()
  })
  afterAll(() => server.stop())

  const use = (ticket: string, nonces: readonly string[]) =>
    Promise.all(nonces.map((nonce) => server.rt('/sessions', { ticket, nonce })))
  const keepAlive = async (answers: Awaited<ReturnType<typeof use>>) => {
    const commits = answers.map(({ body: { session, token } }) =>
      server.rt('/commits', { session, entries: [] }, { token }),
    )
    return (await Promise.all(commits)).filter(({ status }) => status === 200).length
  }

  test('by a hundred pages opens exactly one session', async () => {
    const answers = await use(await server.ticket(), Array.from({ length: 100 }, randomUUID))
    const opened = answers.filter(({ status }) => status === 201)
    const refused = answers.filter(({ body }) => body.code === 'launch-link-invalid')
    expect([opened.length, refused.length]).toEqual([1, 99])
    expect(await keepAlive(opened)).toBe(1)
  })

  test('by one page that asks twenty times leaves exactly one session that counts', async () => {
    const answers = await use(await server.ticket(), Array(20).fill(randomUUID()))
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(201))
    expect(await keepAlive(answers)).toBe(1)
  })
})
