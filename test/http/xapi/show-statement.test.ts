import { newUuid } from '../../../src/base/ids.ts'
import { validators } from '../../../src/base/validator.ts'
import {
  attachmentOf,
  filePart,
  jsonPart,
  multipartBody,
  multipartType,
  sha2Of,
} from '../../support/multipart.ts'
import { startServer, type TestServer } from '../../support/server.ts'
import { referringTo, statementOf, voiding, xapiClient } from '../../support/xapi-client.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

const isDetail = validators()('api/statement-detail')

async function show(id: string, headers: Record<string, string> = {}) {
  const response = await server.request('GET', `/api/v1/statements/${id}`, undefined, headers)
  // biome-ignore lint/suspicious/noExplicitAny: the schema says what it is; tests look into it freely.
  const body = (await response.json()) as any
  if (response.status === 200) expect([isDetail(body), isDetail.explain()]).toEqual([true, []])
  return { status: response.status, body }
}

const idsOf = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id)

describe('GET /api/v1/statements/{id}', () => {
  test('shows a statement with what refers to it, the oldest first', async () => {
    const [id] = (await xapiClient(server).post(statementOf())).body
    const referrers = (await xapiClient(server).post([referringTo(id), referringTo(id)])).body
    const { body } = await show(id.toUpperCase(), { 'Accept-Language': 'vi' })
    expect(body).toMatchObject({ id, isVoided: false, verb: { display: 'đã trả lời' } })
    expect(idsOf(body.referrers)).toEqual(referrers)
  })

  test('shows a voided statement, and what voids it', async () => {
    const [id] = (await xapiClient(server).post(statementOf())).body
    const [voider] = (await xapiClient(server).post(voiding(id))).body
    const { body } = await show(id)
    expect([body.isVoided, idsOf(body.referrers)]).toEqual([true, [voider]])
    expect((await show(voider)).body).toMatchObject({
      isVoided: false,
      object: { id, type: 'StatementRef' },
    })
  })

  test('knows no statement of another id, and takes no other id', async () => {
    expect((await show(newUuid())).body.code).toBe('statement-not-found')
    expect((await show('x')).status).toBe(404)
  })

  test('shows nobody what is outside of their rows', async () => {
    const activity = `https://example.vn/${newUuid()}`
    const [inside, outside] = (
      await xapiClient(server).post([statementOf({ object: { id: activity } }), statementOf()])
    ).body
    await xapiClient(server).post(
      referringTo(inside, { context: { contextActivities: { parent: [{ id: activity }] } } }),
    )
    const limits = { name: 'rows', scopes: ['all/read'], filter: { activities: [activity] } }
    const { key, secret } = (await (
      await server.request('POST', '/api/v1/credentials', limits)
    ).json()) as { key: string; secret: string }
    const Authorization = `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`
    expect((await show(inside, { Authorization })).body.referrers).toHaveLength(1)
    expect((await show(outside, { Authorization })).status).toBe(404)
    expect((await show(outside, { Authorization: '' })).status).toBe(401)
  })

  test('hands over the source as it was sent, and the files that came with it', async () => {
    const content = 'một tệp nhỏ'
    const text = JSON.stringify(
      statementOf({
        attachments: [attachmentOf(content, { contentType: 'text/html' })],
        result: { score: { scaled: 0 } },
      }),
    ).replace('"scaled":0', '"scaled": 0.50')
    const sent = await xapiClient(server).post(
      multipartBody([jsonPart(text), filePart(content)]),
      multipartType(),
    )
    const [id] = sent.body
    const source = await server.request('GET', `/api/v1/statements/${id}/source`)
    expect(await source.text()).toContain('"scaled": 0.50')
    expect(source.headers.get('content-disposition')).toBe(`attachment; filename="${id}.json"`)
    const path = `/api/v1/statements/${id}/attachments`
    const file = await server.request('GET', `${path}/${sha2Of(content).toUpperCase()}`)
    expect(await file.text()).toBe(content)
    expect(file.headers.get('content-type')).toBe('application/octet-stream')
    expect(file.headers.get('content-disposition')).toBe('attachment; filename="attachment.html"')
    expect((await server.request('GET', `${path}/${sha2Of('x')}`)).status).toBe(404)
  })

  test('gives no file that came with another statement, whose hash this one names', async () => {
    const content = '<p>Bí mật</p>'
    const xapi = xapiClient(server)
    const brought = statementOf({ attachments: [attachmentOf(content)] })
    await xapi.post(multipartBody([jsonPart(brought), filePart(content)]), multipartType())
    const named = attachmentOf(content, { fileUrl: 'https://example.vn/a' })
    const [id] = (await xapi.post(statementOf({ attachments: [named] }))).body
    const path = `/api/v1/statements/${id}/attachments/${sha2Of(content)}`
    expect((await server.request('GET', path)).status).toBe(404)
  })
})

test('GET /api/v1/statements finds what one key stored', async () => {
  const authorization = await server.credential('statements/write')
  const [key] = Buffer.from(authorization.slice('Basic '.length), 'base64').toString().split(':')
  const [id] = (await xapiClient(server).post(statementOf(), { Authorization: authorization })).body
  const found = await server.request('GET', `/api/v1/statements?key=${key}`)
  expect(idsOf(((await found.json()) as { items: { id: string }[] }).items)).toEqual([id])
})
