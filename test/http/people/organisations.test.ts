import { startServer, type TestServer } from '../../support/server.ts'

interface Organisation {
  readonly id: string
  readonly code: string
  readonly parent?: string
  readonly learners: number
}

describe('organisations', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startServer()
  })
  afterAll(() => server.stop())
  const send = async <T = { id: string; code: string }>(
    method: string,
    path: string,
    body?: unknown,
  ) => {
    const answer = await server.request(method, `/api/v1${path}`, body)
    return { status: answer.status, body: (answer.status === 204 ? {} : await answer.json()) as T }
  }
  const add = async (code: string, parent?: string) =>
    (await send('POST', '/organisations', { code, name: `Đơn vị ${code}`, parent })).body.id

  test('make a tree in which nothing stands below itself', async () => {
    const top = await add('A')
    const middle = await add('A1', top)
    const leaf = await add('A11', middle)
    const refused = await send('PATCH', `/organisations/${top}`, { parent: leaf })
    expect(refused.body.code).toBe('organisation-in-use')
    expect((await send('PATCH', `/organisations/${leaf}`, { parent: null })).status).toBe(200)
    const list = await send<{ items: Organisation[] }>('GET', '/organisations')
    expect(list.body.items.map(({ code, parent }) => [code, parent])).toEqual([
      ['A', undefined],
      ['A1', top],
      ['A11', undefined],
    ])
  })

  test('are homes of learners, are counted, and stay while anybody is at home there', async () => {
    const home = await add('B')
    const learner = await send('POST', '/learners', { name: 'Lê Thị Hoa', organisation: home })
    expect(learner.body).toMatchObject({ organisation: home })
    const list = await send<{ items: Organisation[] }>('GET', '/organisations')
    expect(list.body.items.find(({ id }) => id === home)!.learners).toBe(1)
    expect((await send('DELETE', `/organisations/${home}`)).body.code).toBe('organisation-in-use')
    const moved = await send('PATCH', `/learners/${learner.body.id}`, { organisation: null })
    expect(moved.body).not.toHaveProperty('organisation')
    expect((await send('DELETE', `/organisations/${home}`)).status).toBe(204)
  })

  test('have codes that no two share, in whatever case', async () => {
    await add('C1')
    expect((await send('POST', '/organisations', { code: 'c1', name: 'Khác' })).status).toBe(409)
    expect((await send('POST', '/learners', { name: 'X', organisation: 'nowhere' })).status).toBe(
      404,
    )
  })
})
