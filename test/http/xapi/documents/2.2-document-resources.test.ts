import { createHash } from 'node:crypto'
import { createConnection } from 'node:net'
import { newUuid } from '../../../../src/base/ids.ts'
import {
  contextOf,
  type DocumentClient,
  documentClient,
  documentPaths,
  idName,
} from '../../../support/document-client.ts'
import { startServer, type TestServer } from '../../../support/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer({ env: { HOCBA_REQUEST_BYTES_MAX: '64 KiB' } })
})
afterAll(() => server.stop())

const sha1 = (bytes: Uint8Array) => createHash('sha1').update(bytes).digest('hex')

const resources = ['1.0.3', '2.0.0'].flatMap((version) =>
  Object.values(documentPaths).map((path) => ({ version, path })),
)

describe.each(resources)('$path in $version', ({ version, path }) => {
  let send: DocumentClient
  beforeAll(() => {
    send = documentClient(server, version)
  })
  const newAddress = () => ({ ...contextOf(path), [idName(path)]: newUuid() })
  const unless = { 'If-None-Match': '*' }

  test('a document comes back as sent, with its type, digest and time', async () => {
    const address = newAddress()
    const body = Buffer.from('{ "mức": 1.50, "b" : [1,2] }')
    const headers = { ...unless, 'Content-Type': 'application/json; charset=UTF-8' }
    const before = Math.floor(Date.now() / 1000) * 1000
    const put = await send('PUT', path, address, { headers, body })
    expect([put.status, put.text]).toEqual([204, ''])
    const got = await send('GET', path, address)
    expect(got.status).toBe(200)
    expect(got.bytes.equals(body)).toBe(true)
    expect(got.headers.get('content-type')).toBe('application/json; charset=UTF-8')
    expect(got.etag).toBe(`"${sha1(body)}"`)
    expect(got.headers.get('x-experience-api-version')).toBe(version)
    expect(got.headers.get('content-length')).toBe(String(body.length))
    const modified = Date.parse(got.headers.get('last-modified')!)
    expect(modified).toBeGreaterThanOrEqual(before)
    expect(modified).toBeLessThanOrEqual(Date.now())
    expect([put.etag, put.headers.get('last-modified')]).toEqual([
      got.etag,
      got.headers.get('last-modified'),
    ])
  })

  test.each([
    ['no bytes', Buffer.alloc(0), 'text/plain'],
    ['every byte', Buffer.from(Array.from({ length: 256 }, (_, i) => i)), 'image/png'],
    ['UTF-16', Buffer.from('\ufeffHọc bạ', 'utf16le'), 'text/plain; charset=utf-16'],
    ['what is not JSON', Buffer.from('{"half'), 'application/json'],
    ['a page', Buffer.from('<script>alert(1)</script>'), 'text/html'],
    ['a form', Buffer.from('a=1&b=2'), 'application/x-www-form-urlencoded'],
    ['parts', Buffer.from('--x\r\n\r\n\r\n--x--'), 'multipart/mixed; boundary=x'],
  ])('a document may be %s', async (_name, body, type) => {
    const address = newAddress()
    const headers = { ...unless, 'Content-Type': type }
    expect((await send('PUT', path, address, { headers, body })).status).toBe(204)
    const got = await send('GET', path, address)
    expect(got.bytes.equals(body)).toBe(true)
    expect([got.status, got.headers.get('content-type'), got.etag]).toEqual([
      200,
      type,
      `"${sha1(body)}"`,
    ])
  })

  test('a document is no page that a browser would run', async () => {
    const address = newAddress()
    await send('PUT', path, address, {
      headers: { ...unless, 'Content-Type': 'text/html' },
      body: 'x',
    })
    const { headers } = await send('GET', path, address)
    expect(headers.get('content-security-policy')).toBe("sandbox; default-src 'none'")
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('cache-control')).toBe('no-store')
  })

  test('HEAD answers as GET does, without the document', async () => {
    const address = newAddress()
    await send('PUT', path, address, { headers: unless, body: { a: 1 } })
    const shown = ({ status, headers }: Awaited<ReturnType<DocumentClient>>) => [
      status,
      ...['etag', 'content-type', 'last-modified', 'x-experience-api-version'].map((name) =>
        headers.get(name),
      ),
    ]
    const [got, head] = [await send('GET', path, address), await send('HEAD', path, address)]
    expect(shown(head)).toEqual(shown(got))
    expect(head.bytes).toHaveLength(0)
    expect((await send('HEAD', path, newAddress())).status).toBe(404)
    expect((await send('HEAD', path, contextOf(path))).status).toBe(200)
  })

  test('a document that is deleted is gone, and deleting it again is no error', async () => {
    const address = newAddress()
    await send('PUT', path, address, { headers: unless, body: 'x' })
    expect((await send('DELETE', path, address)).status).toBe(204)
    const gone = await send('GET', path, address)
    expect([gone.status, gone.json.code, gone.json.pointer]).toEqual([
      404,
      'document-not-found',
      idName(path),
    ])
    expect((await send('DELETE', path, address)).status).toBe(204)
  })

  test('GET without an id lists ids, those changed since a time where one is given', async () => {
    const context = contextOf(path)
    const ids = ['một', 'a/b?c', 'z']
    const times: string[] = []
    for (const id of ids) {
      const address = { ...context, [idName(path)]: id }
      const put = await send('PUT', path, address, { headers: unless, body: 'x' })
      times.push(put.headers.get('last-modified')!)
    }
    const all = await send('GET', path, context)
    expect(new Set(all.json)).toEqual(new Set(ids))
    expect(all.headers.get('content-type')).toBe('application/json')
    expect(all.headers.get('last-modified')).toBe(times[2])
    expect(all.etag).toBe(`"${sha1(all.bytes)}"`)
    const since = async (time: number) =>
      (await send('GET', path, { ...context, since: new Date(time).toISOString() })).json
    expect(await since(Date.now() - 60_000)).toHaveLength(3)
    expect(await since(Date.now() + 60_000)).toEqual([])
  })

  test('an empty context has no ids and no time', async () => {
    const { status, json, headers } = await send('GET', path, contextOf(path))
    expect([status, json, headers.get('last-modified')]).toEqual([200, [], null])
  })

  describe('POST', () => {
    test('stores a document that is new, of any type', async () => {
      const address = newAddress()
      const headers = { 'Content-Type': 'text/plain' }
      expect((await send('POST', path, address, { headers, body: 'chữ' })).status).toBe(204)
      expect((await send('GET', path, address)).text).toBe('chữ')
    })

    test('sets top-level properties and keeps the rest as it was written', async () => {
      const address = newAddress()
      const headers = { ...unless, 'Content-Type': 'application/json' }
      const body = '{"b": {"x":1,"y":2}, "n":1.50e0, "a":"1"}'
      await send('PUT', path, address, { headers, body })
      const posted = await send('POST', path, address, { body: { b: { z: 3 }, neu: null } })
      const got = await send('GET', path, address)
      expect(got.text).toBe('{"b":{"z":3},"n":1.50e0,"a":"1","neu":null}')
      expect([posted.status, posted.etag]).toEqual([204, got.etag])
      expect(got.etag).toBe(`"${sha1(got.bytes)}"`)
    })

    const json = 'application/json'
    test.each([
      ['text onto JSON', [json, '{"a":1}'], ['text/plain', '{"b":1}']],
      ['JSON onto text', ['text/plain', '{"a":1}'], [json, '{"b":1}']],
      ['JSON onto what is no JSON', [json, '{"a"'], [json, '{"b":1}']],
      ['JSON onto an array', [json, '[1]'], [json, '{"b":1}']],
      ['an array', [json, '{"a":1}'], [json, '[1]']],
      ['null', [json, '{"a":1}'], [json, 'null']],
      ['what is no JSON', [json, '{"a":1}'], [json, '{"b":1}{']],
      ['nothing', [json, '{"a":1}'], [json, '']],
      ['bytes that are no UTF-8', [json, '{"a":1}'], [json, Buffer.from([123, 0xff, 125])]],
    ] as const)('refuses %s, and changes nothing', async (_name, [type, body], [newType, sent]) => {
      const address = newAddress()
      const headers = { ...unless, 'Content-Type': type }
      await send('PUT', path, address, { headers, body })
      const before = await send('GET', path, address)
      const answer = await send('POST', path, address, {
        headers: { 'Content-Type': newType },
        body: sent,
      })
      expect(answer).toMatchObject({
        status: 400,
        json: { code: 'invalid-document', clause: 'xAPI-Communication 2.2' },
      })
      const after = await send('GET', path, address)
      expect([after.text, after.headers.get('last-modified')]).toEqual([
        body,
        before.headers.get('last-modified'),
      ])
    })

    test('refuses JSON that is no object where there is no document yet, and stores none', async () => {
      const address = newAddress()
      const headers = { 'Content-Type': json }
      expect((await send('POST', path, address, { headers, body: '{"a":1}[' })).status).toBe(400)
      expect((await send('GET', path, address)).status).toBe(404)
    })

    test('lets no document grow beyond what one request may carry', async () => {
      const address = newAddress()
      const half = { first: 'x'.repeat(40_000) }
      expect((await send('POST', path, address, { body: half })).status).toBe(204)
      const more = await send('POST', path, address, { body: { second: 'x'.repeat(40_000) } })
      expect([more.status, more.json.code]).toEqual([413, 'body-too-large'])
      expect((await send('GET', path, address)).json).toEqual(half)
    })
  })

  test('a document larger than a request may be is refused', async () => {
    const address = newAddress()
    const answer = await send('PUT', path, address, { headers: unless, body: 'x'.repeat(65_537) })
    expect(answer.status).toBe(413)
    expect((await send('GET', path, address)).status).toBe(404)
    expect(
      (await send('PUT', path, address, { headers: unless, body: 'x'.repeat(65_536) })).status,
    ).toBe(204)
  })

  test('a document with a Content-Encoding is refused rather than kept as gibberish', async () => {
    const headers = { ...unless, 'Content-Encoding': 'gzip' }
    expect((await send('PUT', path, newAddress(), { headers, body: 'x' })).status).toBe(415)
  })

  test('another method is refused', async () => {
    const answer = await send('PATCH', path, newAddress(), { body: 'x' })
    expect([answer.status, answer.headers.get('allow')]).toEqual([
      405,
      'GET, HEAD, PUT, POST, DELETE, OPTIONS',
    ])
  })

  test('a slash at the end and upper case in the path are forgiven', async () => {
    const address = newAddress()
    await send('PUT', `${path}/`, address, { headers: unless, body: 'x' })
    expect((await send('GET', path.replace('profile', 'Profile'), address)).status).toBe(200)
  })
})

test('a document without a content type is one of unknown bytes', async () => {
  const send = documentClient(server, '1.0.3')
  const address = { ...contextOf(documentPaths.state), stateId: 'bare' }
  const { port } = new URL(server.url)
  const query = new URLSearchParams(address)
  const head = [
    `PUT ${documentPaths.state}?${query} HTTP/1.1`,
    `Host: localhost:${port}`,
    `Authorization: ${server.authorization}`,
    'X-Experience-API-Version: 1.0.3',
    'Connection: close',
    'Content-Length: 3',
  ]
  const answer = await new Promise<string>((resolve, reject) => {
    const socket = createConnection(Number(port), '127.0.0.1', () =>
      socket.write(`${head.join('\r\n')}\r\n\r\nabc`),
    )
    let text = ''
    socket.on('data', (chunk) => {
      text += chunk
    })
    socket.on('end', () => resolve(text))
    socket.on('error', reject)
  })
  expect(answer).toMatch(/^HTTP\/1\.1 204 /)
  const got = await send('GET', documentPaths.state, address)
  expect([got.text, got.headers.get('content-type')]).toEqual(['abc', 'application/octet-stream'])
})

test('a browser on another origin may read what it needs of an answer', async () => {
  const send = documentClient(server, '1.0.3')
  const address = { ...contextOf(documentPaths.state), stateId: 'a' }
  const origin = { Origin: 'https://content.example.vn' }
  const asked = await send('OPTIONS', documentPaths.state, address, {
    headers: { ...origin, 'Access-Control-Request-Method': 'PUT', Authorization: '' },
  })
  expect(asked.status).toBe(204)
  expect(asked.headers.get('access-control-allow-methods')).toContain('DELETE')
  expect(asked.headers.get('access-control-allow-headers')).toContain('If-Match')
  await send('PUT', documentPaths.state, address, { body: 'x' })
  const got = await send('GET', documentPaths.state, address, { headers: origin })
  expect(got.headers.get('access-control-allow-origin')).toBe(origin.Origin)
  expect(got.headers.get('access-control-expose-headers')).toContain('ETag, Last-Modified')
})

test('a document is written and read in the alternate syntax, preconditions included', async () => {
  const path = documentPaths.agentProfile
  const address = { ...contextOf(path), profileId: 'a' }
  const send = (method: string, fields: Record<string, string>) =>
    fetch(`${server.url}${path}?method=${method}`, {
      method: 'POST',
      body: new URLSearchParams({
        ...address,
        Authorization: server.authorization,
        'X-Experience-API-Version': '1.0.3',
        ...fields,
      }),
    })
  const text = { 'Content-Type': 'text/plain', content: 'điểm & số=1' }
  expect((await send('PUT', { ...text, 'If-None-Match': '*' })).status).toBe(204)
  expect((await send('PUT', text)).status).toBe(409)
  const got = await send('GET', {})
  expect([got.headers.get('content-type'), await got.text()]).toEqual(['text/plain', text.content])
  const etag = got.headers.get('etag')!
  expect((await send('DELETE', { 'If-Match': '"x"' })).status).toBe(412)
  expect((await send('DELETE', { 'If-Match': etag })).status).toBe(204)
  expect((await send('GET', {})).status).toBe(404)
})
