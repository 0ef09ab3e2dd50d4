import { gzipSync } from 'node:zlib'
import { newUuid } from '../../../src/base/ids.ts'
import {
  attachmentOf,
  filePart,
  jsonPart,
  multipartBody,
  multipartType,
  partsOf,
  sha2Of,
  testBoundary,
  type WrittenPart,
} from '../../support/multipart.ts'
import { startServer, type TestServer } from '../../support/server.ts'
import { type Json, statementOf, type XapiClient, xapiClient } from '../../support/xapi-client.ts'

let server: TestServer
let xapi: XapiClient
beforeAll(async () => {
  server = await startServer({
    env: {
      HOCBA_STATEMENTS_PER_PAGE_MAX: '3',
      HOCBA_ATTACHMENTS_BYTES_MAX: '20000',
      HOCBA_REQUEST_BYTES_MAX: '20000',
    },
  })
  xapi = xapiClient(server)
})
afterAll(() => server.stop())

const send = (parts: readonly WrittenPart[]) => xapi.post(multipartBody(parts), multipartType())

/** Content that differs from test to test, since files are kept once by their content. */
const textFile = () => `tệp ${newUuid()}`

async function getParts(path: string, authorization = server.authorization) {
  const response = await fetch(`${server.url}${path}`, {
    headers: { Authorization: authorization, 'X-Experience-API-Version': '1.0.3' },
  })
  const body = Buffer.from(await response.arrayBuffer())
  expect(response.status).toBe(200)
  return partsOf(response.headers.get('content-type')!, body)
}

const filesIn = (parts: Awaited<ReturnType<typeof getParts>>) =>
  parts.slice(1).map(({ headers, content }) => [headers['x-experience-api-hash'], `${content}`])

describe('1.5.2 multipart/mixed: an LRS takes', () => {
  test('a statement with its file, and gives both back to the byte', async () => {
    const content = Buffer.from([0, 13, 10, 45, 45, 255, 13, 10, 13, 10, 128])
    const statement = statementOf({
      attachments: [attachmentOf(content, { contentType: 'image/png' })],
    })
    const { status, body } = await send([jsonPart(statement), filePart(content)])
    expect(status).toBe(200)
    const [json, file, ...more] = await getParts(
      `/xapi/statements?attachments=true&statementId=${body[0]}`,
    )
    expect(more).toEqual([])
    expect(JSON.parse(`${json!.content}`)).toMatchObject(statement)
    expect(file!.headers).toEqual({
      'content-type': 'image/png',
      'content-transfer-encoding': 'binary',
      'x-experience-api-hash': sha2Of(content),
    })
    expect(file!.content.equals(content)).toBe(true)
  })

  test('a PUT, a batch, and SubStatements with files', async () => {
    const [one, two] = [textFile(), textFile()]
    const id = newUuid()
    const inside = statementOf({
      object: {
        objectType: 'SubStatement',
        ...statementOf({ attachments: [attachmentOf(one)] }),
      },
    })
    const put = multipartBody([jsonPart(inside), filePart(one)])
    expect((await xapi.put(id, put, multipartType())).status).toBe(204)
    expect(filesIn(await getParts(`/xapi/statements?attachments=true&statementId=${id}`))).toEqual([
      [sha2Of(one), one],
    ])
    const batch = [inside, statementOf({ attachments: [attachmentOf(two)] })]
    expect((await send([jsonPart(batch), filePart(two), filePart(one)])).status).toBe(200)
  })

  test.each(['sha224', 'sha384', 'sha512'])('files by their %s, in whatever case', async (name) => {
    const content = textFile()
    const sha2 = sha2Of(content, name)
    const statement = statementOf({
      attachments: [attachmentOf(content, { sha2: sha2.toUpperCase() })],
    })
    const { status, body } = await send([jsonPart(statement), filePart(content, sha2)])
    expect(status).toBe(200)
    const parts = await getParts(`/xapi/statements?attachments=true&statementId=${body[0]}`)
    expect(filesIn(parts)).toEqual([[sha2.toUpperCase(), content]])
  })

  test.each<[string, (content: string) => Uint8Array<ArrayBuffer>, Json]>([
    ['no attachments at all', () => multipartBody([jsonPart(statementOf())]), multipartType()],
    [
      'only a fileUrl',
      (content) => {
        const attachments = [attachmentOf(content, { fileUrl: 'https://example.vn/a.txt' })]
        return multipartBody([jsonPart(statementOf({ attachments }))])
      },
      multipartType(),
    ],
    [
      'a file twice, as clients send that do not look',
      (content) => {
        const statement = statementOf({ attachments: [attachmentOf(content)] })
        return multipartBody([
          jsonPart([statement, statement]),
          filePart(content),
          filePart(content),
        ])
      },
      multipartType(),
    ],
    [
      'a part that leaves out Content-Transfer-Encoding, which is binary then',
      (content) =>
        multipartBody([
          jsonPart(statementOf({ attachments: [attachmentOf(content)] })),
          { headers: [`x-experience-api-hash:${sha2Of(content)}`], content },
        ]),
      multipartType(),
    ],
    [
      'text before the first boundary and after the last, and spaces behind one',
      (content) => {
        const body = multipartBody([
          jsonPart(statementOf({ attachments: [attachmentOf(content)] })),
          filePart(content),
        ])
        const spaced = `${Buffer.from(body)}`.replace(`${testBoundary}\r`, `${testBoundary} \t\r`)
        return new Uint8Array(Buffer.from(`not read\r\n${spaced}nor this\r\n--${testBoundary}`))
      },
      multipartType(),
    ],
    [
      'a boundary in quotes, of every character allowed',
      (content) =>
        multipartBody(
          [jsonPart(statementOf({ attachments: [attachmentOf(content)] })), filePart(content)],
          "abcABC0123'()+_,-./:=?",
        ),
      { 'Content-Type': `Multipart/Mixed; charset=x; boundary="abcABC0123'()+_,-./:=?"` },
    ],
    [
      'a file that has most of a boundary in it',
      () => {
        const content = `a\r\n--${testBoundary}x\r\n--${testBoundary.slice(1)}\r\n`
        return multipartBody([
          jsonPart(statementOf({ attachments: [attachmentOf(content)] })),
          filePart(content),
        ])
      },
      multipartType(),
    ],
    [
      'an empty file',
      () =>
        multipartBody([jsonPart(statementOf({ attachments: [attachmentOf('')] })), filePart('')]),
      multipartType(),
    ],
  ])('%s', async (_name, bodyOf, headers) => {
    expect(await xapi.post(bodyOf(textFile()), headers as Record<string, string>)).toMatchObject({
      status: 200,
    })
  })

  test('several files without a line break before the boundary, as TinCanJS and @xapi/xapi write them', async () => {
    const contents = ['một', '', `ba --${testBoundary}`]
    const statement = statementOf({ attachments: contents.map((content) => attachmentOf(content)) })
    const whole = Buffer.from(
      multipartBody([jsonPart(statement), ...contents.map((one) => filePart(one))]),
    )
    const bare = whole
      .toString('latin1')
      .replaceAll(
        `\r\n--${testBoundary}\r\nContent-Type: text`,
        `--${testBoundary}\r\nContent-Type: text`,
      )
    // Before the first file there is a line break, as before every boundary that follows a statement.
    const body = Buffer.from(
      bare.replace(
        `--${testBoundary}\r\nContent-Type: text`,
        `\r\n--${testBoundary}\r\nContent-Type: text`,
      ),
      'latin1',
    )
    const answer = await xapi.post(new Uint8Array(body), multipartType())
    expect(answer).toMatchObject({ status: 200, body: [expect.any(String)] })
    const back = await getParts(`/xapi/statements?attachments=true&statementId=${answer.body[0]}`)
    expect(filesIn(back).sort()).toEqual(
      contents.map((content) => [sha2Of(content), content]).sort(),
    )
    // Without its hash a piece is none.
    const header = 'X-Experience-API-Hash: '
    const wrong = Buffer.from(
      body.toString('latin1').replace(header + sha2Of('một'), header + sha2Of('x')),
      'latin1',
    )
    expect(await xapi.post(new Uint8Array(wrong), multipartType())).toMatchObject({
      status: 400,
      body: { pointer: 'part 1/X-Experience-API-Hash' },
    })
  })
})

describe('1.5.2 multipart/mixed: an LRS refuses', () => {
  const content = 'nội dung'
  const good = statementOf({ attachments: [attachmentOf(content)] })
  const withHeaders = (...headers: string[]): WrittenPart => ({ headers, content })

  test.each<[string, readonly WrittenPart[], string]>([
    ['a missing file', [jsonPart(good)], '/attachments/0'],
    [
      'a missing file in a batch, in a SubStatement',
      [jsonPart([statementOf(), statementOf({ object: { objectType: 'SubStatement', ...good } })])],
      '/1/object/attachments/0',
    ],
    ['a file too many', [jsonPart(good), filePart(content), filePart('other')], 'part 2'],
    ['a file with no attachment', [jsonPart(statementOf()), filePart(content)], 'part 1'],
    [
      'a part without hash',
      [jsonPart(good), withHeaders('Content-Transfer-Encoding: binary')],
      'part 1/X-Experience-API-Hash',
    ],
    [
      'a part whose hash is that of something else',
      [jsonPart(good), filePart('other', sha2Of(content))],
      'part 1/X-Experience-API-Hash',
    ],
    [
      'a hash that is none',
      [jsonPart(good), filePart(content, 'x')],
      'part 1/X-Experience-API-Hash',
    ],
    [
      'base64',
      [
        jsonPart(good),
        withHeaders(
          'Content-Transfer-Encoding: base64',
          `X-Experience-API-Hash: ${sha2Of(content)}`,
        ),
      ],
      'part 1/Content-Transfer-Encoding',
    ],
    [
      'a first part that is not JSON by its type',
      [{ headers: ['Content-Type: text/plain'], content: JSON.stringify(good) }, filePart(content)],
      'part 0/Content-Type',
    ],
    [
      'a header that is none',
      [jsonPart(good), withHeaders('no header', `X-Experience-API-Hash: ${sha2Of(content)}`)],
      'part 1',
    ],
  ])('%s, and stores nothing', async (_name, parts, pointer) => {
    const before = await xapi.idsFound({})
    expect(await send(parts)).toMatchObject({
      status: 400,
      body: { pointer, clause: 'xAPI-Communication 1.5.2' },
    })
    expect(await xapi.idsFound({})).toEqual(before)
  })

  test.each([
    'multipart/mixed',
    'multipart/mixed; boundary=',
    'multipart/mixed; boundary=""',
    'multipart/mixed; boundary="a "',
    `multipart/mixed; boundary=${'a'.repeat(71)}`,
    'multipart/mixed; boundary=ä',
    'multipart/mixed; boundary=other',
    'multipart/form-data; boundary=x',
    'application/octet-stream',
    'text/json',
  ])('the Content-Type %s', async (type) => {
    const body = multipartBody([jsonPart(good), filePart(content)])
    expect(
      await xapi.post(body, { 'Content-Type': Buffer.from(type).toString('latin1') }),
    ).toMatchObject({
      status: 400,
      body: { pointer: 'Content-Type' },
    })
  })

  test('a body cut off at every place', async () => {
    const whole = multipartBody([jsonPart(good), filePart(content)])
    const lastBoundary = whole.length - '\r\n'.length
    for (let end = 0; end < lastBoundary; end += 13) {
      const { status, body } = await xapi.post(whole.slice(0, end), multipartType())
      expect({ end, status, code: body.code }).toEqual({
        end,
        status: 400,
        code: 'invalid-request',
      })
    }
  })

  test('a body with line feeds alone, and says what lines end with', async () => {
    const body = `${Buffer.from(multipartBody([jsonPart(statementOf())]))}`.replaceAll('\r\n', '\n')
    const answer = await xapi.post(body, multipartType())
    expect([answer.status, answer.body.message]).toEqual([400, expect.stringContaining('CR LF')])
  })

  test('files, and statements, over their limits', async () => {
    const large = 'x'.repeat(20_001)
    const attachments = [attachmentOf(large)]
    expect(await send([jsonPart(statementOf({ attachments })), filePart(large)])).toMatchObject({
      status: 413,
      body: { code: 'body-too-large', limit: 20_000 },
    })
    expect(await send([jsonPart(Array(80).fill(statementOf()))])).toMatchObject({ status: 413 })
    expect(
      await send([jsonPart(statementOf({ attachments })), filePart(large), filePart(large)]),
    ).toMatchObject({ status: 413, body: { limit: 40_000 } })
  })
})

describe('1.5.1 application/json', () => {
  test('takes attachments that have a fileUrl, and no others', async () => {
    const content = textFile()
    const fileUrl = 'https://example.vn/tệp.txt'
    const take = (changes: Json) =>
      xapi.post(statementOf({ attachments: [attachmentOf(content, changes)] }))
    expect((await take({ fileUrl })).status).toBe(200)
    expect(await take({})).toMatchObject({ status: 400, body: { pointer: '/attachments/0' } })
  })

  test('is 400 for another content type, with the header as the pointer', async () => {
    expect(await xapi.post('{}', { 'Content-Type': 'text/plain' })).toMatchObject({
      status: 400,
      body: { pointer: 'Content-Type', clause: 'xAPI-Communication 1.5' },
    })
  })
})

describe('2.1.3 attachments=true', () => {
  test('brings each file once, also through more, with the format', async () => {
    const registration = newUuid()
    const contents = Array.from({ length: 5 }, textFile)
    const shared = textFile()
    const statements = contents.map((content) =>
      statementOf({
        context: { registration },
        attachments: [attachmentOf(content), attachmentOf(shared)],
      }),
    )
    const files = [...contents, shared].map((content) => filePart(content))
    expect((await send([jsonPart(statements), ...files])).status).toBe(200)
    const seen: string[] = []
    let path = `/xapi/statements?attachments=true&format=ids&ascending=true&registration=${registration}`
    for (let pages = 0; path !== ''; pages++) {
      expect(pages).toBeLessThan(3)
      const parts = await getParts(path)
      const result = JSON.parse(`${parts[0]!.content}`)
      expect(Object.keys(result.statements[0].verb)).toEqual(['id'])
      seen.push(...filesIn(parts).map(([, content]) => content!))
      path = result.more
    }
    const [a, b, c, d, e] = contents
    expect([...seen].sort()).toEqual([a, b, c, shared, d, e, shared].sort())
  })

  test('brings no file for a statement that only names its hash', async () => {
    const content = textFile()
    const attachments = [attachmentOf(content)]
    await send([jsonPart(statementOf({ attachments })), filePart(content)])
    const thief = await server.credential('statements/write', 'statements/read/mine')
    const named = attachmentOf(content, { fileUrl: 'https://example.vn/x' })
    const { body } = await xapi.post(statementOf({ attachments: [named] }), {
      Authorization: thief,
    })
    const path = `/xapi/statements?attachments=true&statementId=${body[0]}`
    expect(await getParts(path, thief)).toHaveLength(1)
  })

  test('is refused no header by a contentType that has line breaks', async () => {
    const content = textFile()
    const attachments = [
      attachmentOf(content, { contentType: 'text/plain;\r\nX-Experience-API-Hash: 00' }),
    ]
    const { body } = await send([jsonPart(statementOf({ attachments })), filePart(content)])
    const parts = await getParts(`/xapi/statements?attachments=true&statementId=${body[0]}`)
    expect(parts[1]!.headers).toEqual({
      'content-type': 'text/plain',
      'content-transfer-encoding': 'binary',
      'x-experience-api-hash': sha2Of(content),
    })
  })

  test('HEAD answers the type, and no body', async () => {
    const { status, headers, body } = await xapi.send('HEAD', '/xapi/statements?attachments=true')
    expect([status, headers.get('content-type'), body]).toEqual([
      200,
      expect.stringMatching(/^multipart\/mixed; boundary=\S+$/),
      '',
    ])
  })

  test('false, or not given, brings JSON', async () => {
    for (const parameters of [{}, { attachments: 'false' }]) {
      const { headers } = await xapi.get(parameters)
      expect(headers.get('content-type')).toMatch(/^application\/json/)
    }
  })
})

test('a body with a Content-Encoding is refused by name, not as JSON that cannot be read', async () => {
  const answer = await fetch(`${server.url}/xapi/statements`, {
    method: 'POST',
    headers: {
      Authorization: server.authorization,
      'Content-Type': 'application/json',
      'Content-Encoding': 'gzip',
      'X-Experience-API-Version': '1.0.3',
    },
    body: gzipSync(JSON.stringify(statementOf())),
  })
  expect(answer.status).toBe(415)
  expect(await answer.json()).toMatchObject({
    code: 'unsupported-media-type',
    pointer: 'Content-Encoding',
  })
})
