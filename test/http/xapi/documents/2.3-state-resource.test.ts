import { newUuid } from '../../../../src/base/ids.ts'
import {
  contextOf,
  type DocumentClient,
  documentClient,
  documentPaths,
} from '../../../support/document-client.ts'
import { startServer, type TestServer } from '../../../support/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

const path = documentPaths.state

describe.each(['1.0.3', '2.0.0'])('states in %s', (version) => {
  let send: DocumentClient
  let context: Record<string, string>
  const [first, second] = [newUuid(), newUuid()]
  beforeAll(() => {
    send = documentClient(server, version)
  })
  beforeEach(async () => {
    context = contextOf(path)
    await put({ stateId: 'a' }, 'none')
    await put({ stateId: 'a', registration: first }, 'first')
    await put({ stateId: 'b', registration: first.toUpperCase() }, 'first b')
    await put({ stateId: 'a', registration: second }, 'second')
  })
  const put = async (address: Record<string, string>, body: string) => {
    const headers = { 'If-None-Match': '*' }
    expect((await send('PUT', path, { ...context, ...address }, { headers, body })).status).toBe(
      204,
    )
  }
  const get = async (address: Record<string, string>) =>
    (await send('GET', path, { ...context, ...address })).text
  const ids = async (address: Record<string, string> = {}) =>
    (await send('GET', path, { ...context, ...address })).json
  const remove = async (address: Record<string, string> = {}) =>
    (await send('DELETE', path, { ...context, ...address })).status

  test('of each registration, and of none, are documents of their own', async () => {
    expect(await get({ stateId: 'a' })).toBe('none')
    expect(await get({ stateId: 'a', registration: first })).toBe('first')
    expect(await get({ stateId: 'b', registration: first })).toBe('first b')
    expect(await get({ stateId: 'a', registration: second })).toBe('second')
  })

  test('are listed by registration, or all, each id once', async () => {
    expect(await ids({ registration: first })).toEqual(['a', 'b'])
    expect(await ids({ registration: second })).toEqual(['a'])
    expect(await ids()).toEqual(['a', 'b'])
    expect(await ids({ registration: newUuid() })).toEqual([])
  })

  test('are deleted one by one', async () => {
    expect(await remove({ stateId: 'a', registration: first })).toBe(204)
    expect(await ids({ registration: first })).toEqual(['b'])
    expect(await get({ stateId: 'a' })).toBe('none')
  })

  test('are deleted by registration', async () => {
    expect(await remove({ registration: first })).toBe(204)
    expect(await ids({ registration: first })).toEqual([])
    expect(await get({ stateId: 'a', registration: second })).toBe('second')
    expect(await get({ stateId: 'a' })).toBe('none')
  })

  test('are deleted by activity and agent, and those of others are not', async () => {
    const { activityId, agent } = context as { activityId: string; agent: string }
    const others = [
      { agent, activityId: `${activityId}/2` },
      { agent: JSON.stringify({ mbox: 'mailto:other@example.vn' }), activityId },
    ]
    for (const other of others)
      await send('POST', path, { ...other, stateId: 'a' }, { body: { kept: true } })
    expect(await remove()).toBe(204)
    expect(await ids()).toEqual([])
    expect(await remove()).toBe(204)
    for (const other of others)
      expect((await send('GET', path, { ...other, stateId: 'a' })).status).toBe(200)
  })

  test('of an agent are found by any JSON that identifies it', async () => {
    const { activityId } = context as { activityId: string }
    const spellings = [
      { mbox: 'mailto:an@Example.VN' },
      { objectType: 'Agent', name: 'An', mbox: 'mailto:an@example.vn' },
      { mbox: 'mailto:an@example.vn', objectType: 'Group', member: [] },
    ].map((agent) => ({ activityId, agent: JSON.stringify(agent), stateId: 'a' }))
    await send('POST', path, spellings[0], { body: { found: true } })
    for (const address of spellings)
      expect((await send('GET', path, address)).json).toEqual({ found: true })
  })
})
