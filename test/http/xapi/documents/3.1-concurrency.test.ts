import { newUuid } from '../../../../src/base/ids.ts'
import {
  contextOf,
  type DocumentAnswer,
  type DocumentClient,
  documentClient,
  documentPaths,
  idName,
} from '../../../support/document-client.ts'
import { startServer, type TestServer } from '../../../support/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

const resources = ['1.0.3', '2.0.0'].flatMap((version) =>
  Object.values(documentPaths).map((path) => ({ version, path })),
)
const other = '"1111111111111111111111111111111111111111"'

describe.each(resources)('$path in $version', ({ version, path }) => {
  let send: DocumentClient
  let address: Record<string, string>
  beforeAll(() => {
    send = documentClient(server, version)
  })
  beforeEach(() => {
    address = { ...contextOf(path), [idName(path)]: newUuid() }
  })
  const with_ = (name: string, value: string, body?: object) => ({
    headers: { [name]: value },
    ...(body && { body }),
  })
  const create = async (): Promise<DocumentAnswer> => {
    expect((await send('PUT', path, address, with_('If-None-Match', '*', { n: 1 }))).status).toBe(
      204,
    )
    return send('GET', path, address)
  }
  const isUnchanged = async (before: DocumentAnswer) => {
    const { text, headers } = await send('GET', path, address)
    expect([text, headers.get('last-modified')]).toEqual([
      before.text,
      before.headers.get('last-modified'),
    ])
  }

  test.each(['PUT', 'POST', 'DELETE'])(
    '%s with the current ETag is carried out',
    async (method) => {
      const { etag } = await create()
      const answer = await send(method, path, address, with_('If-Match', etag, { n: 2 }))
      expect(answer.status).toBe(204)
      const after = await send('GET', path, address)
      if (method === 'DELETE') expect(after.status).toBe(404)
      else expect(after.json).toEqual({ n: 2 })
    },
  )

  test.each(['PUT', 'POST', 'DELETE'])('%s with another ETag changes nothing', async (method) => {
    const before = await create()
    const answer = await send(method, path, address, with_('If-Match', other, { n: 2 }))
    expect(answer).toMatchObject({
      status: 412,
      json: { code: 'precondition-failed', pointer: 'If-Match', clause: 'xAPI-Communication 3.1' },
    })
    await isUnchanged(before)
  })

  test.each(['PUT', 'POST', 'DELETE'])(
    '%s with If-None-Match: * changes nothing',
    async (method) => {
      const before = await create()
      const answer = await send(method, path, address, with_('If-None-Match', '*', { n: 2 }))
      expect([answer.status, answer.json.pointer]).toEqual([412, 'If-None-Match'])
      await isUnchanged(before)
    },
  )

  test.each(['PUT', 'POST', 'DELETE'])('%s with If-Match needs a document', async (method) => {
    for (const tag of [other, '*']) {
      const answer = await send(method, path, address, with_('If-Match', tag, { n: 2 }))
      expect(answer.status).toBe(412)
    }
    expect((await send('GET', path, address)).status).toBe(404)
  })

  test('If-Match takes lists, the star, weak tags and tags without quotes', async () => {
    const forms = [
      (tag: string) => `${other}, ${tag}`,
      (tag: string) => `${tag},${other}`,
      () => '*',
      (tag: string) => `W/${tag}`,
      (tag: string) => `"x", W/${tag} , "y"`,
      (tag: string) => tag.slice(1, -1),
    ]
    let { etag } = await create()
    for (const [n, form] of forms.entries()) {
      const put = await send('PUT', path, address, with_('If-Match', form(etag), { n: n + 10 }))
      expect([form(etag), put.status]).toEqual([form(etag), 204])
      etag = put.etag
    }
  })

  test('If-None-Match takes lists: a PUT is carried out if the document is none of them', async () => {
    const { etag } = await create()
    const put = (tags: string) => send('PUT', path, address, with_('If-None-Match', tags, { n: 2 }))
    expect((await put(`${other}, W/${etag}`)).status).toBe(412)
    expect((await put(`${other}, "x"`)).status).toBe(204)
  })

  test.each(['', '"half', '"a" "b"', ', ,'])(
    'If-Match: %s is refused, not ignored',
    async (value) => {
      const before = await create()
      const answer = await send('PUT', path, address, with_('If-Match', value, { n: 2 }))
      expect([answer.status, answer.json.pointer]).toEqual([400, 'If-Match'])
      await isUnchanged(before)
    },
  )

  test('GET with the ETag that the client has answers 304 without the document', async () => {
    const { etag } = await create()
    for (const tag of [etag, `W/${etag}`, `${other}, ${etag}`, '*']) {
      const answer = await send('GET', path, address, with_('If-None-Match', tag))
      expect([answer.status, answer.text, answer.etag]).toEqual([304, '', etag])
    }
    expect((await send('GET', path, address, with_('If-None-Match', other))).status).toBe(200)
    expect((await send('GET', path, address, with_('If-Match', other))).status).toBe(412)
    expect((await send('GET', path, address, with_('If-Match', etag))).status).toBe(200)
  })

  const isFree = path === documentPaths.state && version === '1.0.3'
  const mayCreate = isFree || version === '2.0.0'
  test(`PUT without a precondition ${mayCreate ? 'creates' : 'does not create'} a document`, async () => {
    const { status, text } = await send('PUT', path, address, { body: { n: 1 } })
    expect((await send('GET', path, address)).status).toBe(mayCreate ? 200 : 404)
    if (mayCreate) expect(status).toBe(204)
    else
      expect({ status, ...JSON.parse(text) }).toMatchObject({
        status: 400,
        code: 'invalid-request',
        pointer: 'If-None-Match',
        message: expect.stringContaining('If-None-Match: *'),
      })
  })

  test(`PUT without a precondition ${isFree ? 'replaces' : 'does not replace'} a document`, async () => {
    const before = await create()
    const second = await send('PUT', path, address, { body: { n: 2 } })
    if (isFree) {
      expect(second.status).toBe(204)
      expect((await send('GET', path, address)).json).toEqual({ n: 2 })
      return
    }
    expect(second).toMatchObject({ status: 409, json: { code: 'document-exists' } })
    expect(second.json.message).toContain('check its current state')
    expect(second.json.message).toContain('If-Match')
    await isUnchanged(before)
  })

  test('POST and DELETE need no precondition', async () => {
    await create()
    expect((await send('POST', path, address, { body: { m: 2 } })).status).toBe(204)
    expect((await send('GET', path, address)).json).toEqual({ n: 1, m: 2 })
    expect((await send('DELETE', path, address)).status).toBe(204)
  })

  test('writers that increment a counter with If-Match lose no update', async () => {
    await send('PUT', path, address, with_('If-None-Match', '*', { n: 0 }))
    const increment = async (): Promise<number> => {
      const { json, etag } = await send('GET', path, address)
      const put = await send('PUT', path, address, with_('If-Match', etag, { n: json.n + 1 }))
      return put.status
    }
    const statuses: number[] = []
    for (let round = 0; round < 3; round++)
      statuses.push(...(await Promise.all(Array.from({ length: 20 }, increment))))
    expect(new Set(statuses)).toEqual(new Set([204, 412]))
    const carriedOut = statuses.filter((status) => status === 204).length
    expect((await send('GET', path, address)).json).toEqual({ n: carriedOut })
  })

  test('of writers that create a document with If-None-Match: * one does', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        send('PUT', path, address, with_('If-None-Match', '*', { n })),
      ),
    )
    const won = answers.findIndex(({ status }) => status === 204)
    expect(answers.filter(({ status }) => status === 412)).toHaveLength(19)
    expect((await send('GET', path, address)).json).toEqual({ n: won })
  })

  test('of properties that are posted at once none is lost', async () => {
    const names = Array.from({ length: 20 }, (_, n) => `p${n}`)
    await Promise.all(names.map((name) => send('POST', path, address, { body: { [name]: 1 } })))
    const { json } = await send('GET', path, address)
    expect(Object.keys(json).sort()).toEqual([...names].sort())
  })
})

describe('deleting the states of a context', () => {
  test('takes no precondition, since it is about many', async () => {
    const send = documentClient(server, '1.0.3')
    const context = contextOf(documentPaths.state)
    const address = { ...context, stateId: 'a' }
    const { etag } = await send('PUT', documentPaths.state, address, { body: 'x' })
    const answer = await send('DELETE', documentPaths.state, context, {
      headers: { 'If-Match': etag },
    })
    expect([answer.status, answer.json.pointer]).toEqual([400, 'If-Match'])
    expect((await send('GET', documentPaths.state, address)).status).toBe(200)
  })
})
