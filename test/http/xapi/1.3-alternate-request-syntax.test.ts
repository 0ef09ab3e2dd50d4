import { connect } from 'node:net'
import express from 'express'
import { newUuid } from '../../../src/base/ids.ts'
import { listen } from '../../../src/http/listen.ts'
import { problemHandler } from '../../../src/http/problem-handler.ts'
import { createLog } from '../../../src/observability/log.ts'
import { readAlternateSyntax } from '../../../src/xapi/check-request.ts'
import { startServer, type TestServer } from '../../support/server.ts'
import { type Answer, statementOf, type XapiClient, xapiClient } from '../../support/xapi-client.ts'

let server: TestServer
let xapi: XapiClient
beforeAll(async () => {
  server = await startServer({ env: { HOCBA_REQUEST_BYTES_MAX: '40000' } })
  xapi = xapiClient(server)
})
afterAll(() => server.stop())

type Fields = Record<string, string> | [string, string][]

/** A POST with nothing in its headers but the type of the form. */
const post = (
  path: string,
  fields: Fields,
  headers: Record<string, string> = {},
): Promise<Answer> =>
  xapi.send('POST', path, new URLSearchParams(fields).toString(), {
    Authorization: '',
    'X-Experience-API-Version': '',
    'Content-Type': 'application/x-www-form-urlencoded',
    ...headers,
  })

const credentials = () => ({
  Authorization: server.authorization,
  'X-Experience-API-Version': '1.0.3',
})

describe('1.3 alternate request syntax', () => {
  test('PUT: headers, parameters and content are fields of the form', async () => {
    const statementId = newUuid()
    const content = JSON.stringify(
      statementOf({ result: { response: 'Học & hành + 100% = "tốt"' } }),
    )
    const fields = {
      ...credentials(),
      'Content-Type': 'application/json',
      'Content-Length': String(Buffer.byteLength(content)),
      statementId,
      content,
    }
    expect((await post('/xapi/statements?method=PUT', fields)).status).toBe(204)
    expect((await xapi.get({ statementId })).body).toMatchObject(JSON.parse(content))
  })

  test('GET, also where headers are in their usual place, with every header of an answer', async () => {
    const [id] = (await xapi.post(statementOf())).body
    const fields = { statementId: id, format: 'ids' }
    const answers = [
      await post('/xapi/statements?method=GET', { ...credentials(), ...fields }),
      await post('/xapi/statements?method=GET', fields, credentials()),
      await post('/xAPI/Statements/?method=GET', fields, credentials()),
    ]
    for (const { status, headers, body } of answers) {
      expect([status, body.id, body.verb.display]).toEqual([200, id, undefined])
      expect(headers.get('x-experience-api-version')).toBe('1.0.3')
      expect(headers.get('x-experience-api-consistent-through')).not.toBeNull()
    }
  })

  test('POST of statements, whose content is JSON unless it says otherwise', async () => {
    const fields = { ...credentials(), content: JSON.stringify([statementOf(), statementOf()]) }
    const { status, body } = await post('/xapi/statements?method=POST', fields)
    expect([status, body.length]).toEqual([200, 2])
  })

  test('documents, with If-Match and If-None-Match, and their deletion', async () => {
    const address = {
      activityId: 'https://example.vn/lessons/1',
      profileId: newUuid(),
      ...credentials(),
    }
    const put = (fields: Record<string, string>) =>
      post('/xapi/activities/profile?method=PUT', {
        ...address,
        'Content-Type': 'text/plain',
        content: 'Bài 1',
        ...fields,
      })
    expect((await put({ 'If-None-Match': '*' })).status).toBe(204)
    expect((await put({ 'If-None-Match': '*' })).status).toBe(412)
    const { headers, body } = await post('/xapi/activities/profile?method=GET', address)
    expect([headers.get('content-type'), body]).toEqual(['text/plain', 'Bài 1'])
    expect((await put({ 'If-Match': headers.get('etag')! })).status).toBe(204)
    expect((await post('/xapi/activities/profile?method=DELETE', address)).status).toBe(204)
    expect((await post('/xapi/activities/profile?method=GET', address)).status).toBe(404)
  })

  test('queries longer than a URL may be', async () => {
    const [id] = (await xapi.post(statementOf())).body
    const agent = JSON.stringify({ name: 'x'.repeat(30_000), mbox: 'mailto:an@example.vn' })
    const fields = { ...credentials(), agent, limit: '1' }
    const { status, body } = await post('/xapi/statements?method=GET', fields)
    expect([status, body.statements[0].id]).toEqual([200, id])
  })

  test.each<[string, string, Fields, string]>([
    [
      'another parameter in the URL',
      `?method=PUT&statementId=${newUuid()}`,
      { content: '{}' },
      'statementId',
    ],
    ['method twice', '?method=GET&method=GET', {}, 'method'],
    ['a method that there is not', '?method=PATCH', {}, 'method'],
    ['a method in lower case', '?method=get', {}, 'method'],
    ['no method', '?method=', {}, 'method'],
    ['PUT without content', '?method=PUT', { statementId: newUuid() }, 'content'],
    ['POST with Content', '?method=POST', { Content: '[]' }, 'content'],
    [
      'content twice',
      '?method=POST',
      [
        ['content', '[]'],
        ['content', '[]'],
      ],
      'content',
    ],
    [
      'a header in lower case, which is then a parameter',
      '?method=GET',
      { 'content-type': 'x' },
      'content-type',
    ],
    ['an unknown parameter', '?method=GET', { foo: 'bar' }, 'foo'],
    [
      'a parameter twice',
      '?method=GET',
      [
        ['limit', '1'],
        ['limit', '1'],
      ],
      'limit',
    ],
  ])('refuses %s', async (_name, query, fields, pointer) => {
    expect(await post(`/xapi/statements${query}`, fields, credentials())).toMatchObject({
      status: 400,
      body: { code: 'invalid-query', pointer },
    })
  })

  test('believes the version and the credential of the form', async () => {
    const get = (fields: Fields) => post('/xapi/statements?method=GET', fields, credentials())
    expect(await get({ 'X-Experience-API-Version': '0.8' })).toMatchObject({
      status: 400,
      body: { code: 'invalid-version-header' },
    })
    expect((await get({ Authorization: 'Basic bm90OnJpZ2h0' })).status).toBe(401)
    expect(
      (await post('/xapi/statements?method=GET', { 'X-Experience-API-Version': '1.0.3' })).status,
    ).toBe(401)
    expect((await post('/xapi/statements?method=GET', {})).status).toBe(400)
  })

  test('is refused for a body that is no form, one that is too large, and by PUT', async () => {
    const json = { ...credentials(), 'Content-Type': 'application/json' }
    expect(await post('/xapi/statements?method=GET', {}, json)).toMatchObject({
      status: 400,
      body: { pointer: 'Content-Type', clause: 'xAPI-Communication 1.3' },
    })
    const large = { content: `"${'x'.repeat(40_000)}"` }
    expect((await post('/xapi/statements?method=POST', large, credentials())).status).toBe(413)
    expect((await xapi.send('PUT', '/xapi/statements?method=POST', statementOf())).status).toBe(400)
  })

  test('is not part of 2.0', async () => {
    for (const version of ['2.0.0', '2.0']) {
      const fields = { ...credentials(), 'X-Experience-API-Version': version }
      expect(await post('/xapi/statements?method=GET', fields)).toMatchObject({
        status: 400,
        body: { code: 'invalid-query', pointer: 'method' },
      })
    }
  })
})

test('forms of senders whom nobody knows yet take no more memory than there is for them', async () => {
  const limits = { smallBytes: 1_000, heldBytesMax: 60_000, waitMillisecondsMax: 300 }
  const app = express()
  app.use(readAlternateSyntax(40_000, limits), (_request, response) => response.sendStatus(204))
  app.use(problemHandler(createLog('silent')))
  const listening = await listen(app, { port: 0, host: '127.0.0.1' })
  const send = (bytes: number) =>
    fetch(`http://127.0.0.1:${listening.port}/?method=GET`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: 'x'.repeat(bytes),
    }).then(({ status }) => status)
  const dribbler = connect(listening.port, '127.0.0.1')
  const type = 'Content-Type: application/x-www-form-urlencoded'
  dribbler.write(
    `POST /?method=GET HTTP/1.1\r\nHost: x\r\n${type}\r\nContent-Length: 30000\r\n\r\nx`,
  )
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect([await send(900), await send(30_000)]).toEqual([204, 503])
  dribbler.destroy()
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(await Promise.all([send(30_000), send(30_000)])).toEqual([204, 204])
  await listening.stop(1)
})
