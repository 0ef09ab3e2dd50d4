import { createSign, sign } from 'node:crypto'
import { newUuid } from '../../../src/base/ids.ts'
import {
  attachmentOf,
  filePart,
  jsonPart,
  multipartBody,
  multipartType,
} from '../../support/multipart.ts'
import { startServer, type TestServer } from '../../support/server.ts'
import { chain, otherKey, signerKey } from '../../support/signing-certificates.ts'
import { type Json, statementOf, type XapiClient, xapiClient } from '../../support/xapi-client.ts'

let server: TestServer
let xapi: XapiClient
beforeAll(async () => {
  server = await startServer()
  xapi = xapiClient(server)
})
afterAll(() => server.stop())

const encoded = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')

/** A JWS in compact form, made here without a library. */
function jwsOf(payload: unknown, header: Json = { alg: 'RS256' }, key = signerKey): string {
  const input = `${encoded(header)}.${encoded(payload)}`
  const name = `RSA-SHA${String(header.alg).slice(2)}`
  const known = /^RS(256|384|512)$/.test(String(header.alg))
  const signature = createSign(known ? name : 'RSA-SHA256')
    .update(input)
    .sign(key)
  return `${input}.${signature.toString('base64url')}`
}

const signatureOf = (jws: string, changes: Json = {}): Json =>
  attachmentOf(jws, {
    usageType: 'http://adlnet.gov/expapi/attachments/signature',
    contentType: 'application/octet-stream',
    ...changes,
  })

const timed = () => statementOf({ id: newUuid(), timestamp: '2026-09-05T07:30:00Z' })

const sendSigned = (statement: Json, jws: string, changes: Json = {}) =>
  xapi.post(
    multipartBody([
      jsonPart({ ...statement, attachments: [signatureOf(jws, changes)] }),
      filePart(jws),
    ]),
    multipartType(),
  )

describe('2.6 signed statements: an LRS takes', () => {
  test.each(['RS256', 'RS384', 'RS512'])('%s', async (alg) => {
    const statement = timed()
    expect((await sendSigned(statement, jwsOf(statement, { alg }))).status).toBe(200)
  })

  test('a certificate, and a chain of them, that signed', async () => {
    for (const x5c of [chain.slice(0, 1), chain]) {
      const statement = timed()
      const jws = jwsOf(statement, { alg: 'RS256', x5c })
      expect(await sendSigned(statement, jws)).toMatchObject({ status: 200 })
    }
  })

  test('what is equal by the rules: spelling of a timestamp, order, what the LRS sets', async () => {
    const statement: Json = { ...timed(), result: { duration: 'PT0.1237S' } }
    const { id: _id, ...signed } = statement
    const jws = jwsOf({
      stored: '2020-01-01T00:00:00Z',
      ...signed,
      result: { duration: 'PT0.12S' },
      timestamp: '2026-09-05T14:30:00.000+07:00',
      version: '1.0.0',
      authority: { objectType: 'Agent', mbox: 'mailto:x@example.vn' },
    })
    expect(await sendSigned(statement, jws)).toMatchObject({ status: 200 })
  })

  test('in a batch, beside statements that are not signed', async () => {
    const statement = timed()
    const jws = jwsOf(statement)
    const body = [statementOf(), { ...statement, attachments: [signatureOf(jws)] }]
    expect(
      await xapi.post(multipartBody([jsonPart(body), filePart(jws)]), multipartType()),
    ).toMatchObject({ status: 200 })
  })
})

describe('2.6 signed statements: an LRS refuses', () => {
  const statement = timed()
  const swapped = (jws: string, index: number, part: string) =>
    jws.split('.').with(index, part).join('.')

  test.each<[string, string, Json?]>([
    ['another contentType', jwsOf(statement), { contentType: 'text/plain' }],
    ['HS256', jwsOf(statement, { alg: 'HS256' })],
    ['none', swapped(jwsOf(statement, { alg: 'none' }), 2, '')],
    ['no algorithm', jwsOf(statement, {})],
    ['an algorithm named like a property of objects', jwsOf(statement, { alg: 'constructor' })],
    ['critical extensions', jwsOf(statement, { alg: 'RS256', crit: ['exp'] })],
    ['two parts', jwsOf(statement).split('.').slice(0, 2).join('.')],
    ['another alphabet', jwsOf(statement).replace('.', '.=')],
    ['a header that is no JSON', swapped(jwsOf(statement), 0, encoded('{alg'))],
    ['a header that is no object', swapped(jwsOf(statement), 0, encoded('null'))],
    ['a payload that is no JSON', jwsOf(JSON.stringify(statement).replace('"', "'"))],
    ['a payload that is not UTF-8', swapped(jwsOf(statement), 1, '_w')],
    ['a payload that nests without end', jwsOf('['.repeat(5_000) + ']'.repeat(5_000))],
    ['a payload that is no statement', jwsOf({ ...statement, actor: {} })],
    ['a payload with another id', jwsOf({ ...statement, id: newUuid() })],
    [
      'a payload with another actor',
      jwsOf({ ...statement, actor: { mbox: 'mailto:b@example.vn' } }),
    ],
    ['a payload with another duration', jwsOf({ ...statement, result: { duration: 'PT1S' } })],
    ['a payload without the timestamp', jwsOf({ ...statement, timestamp: undefined })],
    ['a certificate of another key', jwsOf(statement, { alg: 'RS256', x5c: chain }, otherKey)],
    ['a chain in the wrong order', jwsOf(statement, { alg: 'RS256', x5c: [chain[0], chain[0]] })],
    ['certificates that are none', jwsOf(statement, { alg: 'RS256', x5c: ['AAAA'] })],
    ['certificates that are no list', jwsOf(statement, { alg: 'RS256', x5c: chain[0] })],
    ['a list without certificates', jwsOf(statement, { alg: 'RS256', x5c: [] })],
    [
      'a signature that was changed, where there is a certificate',
      swapped(
        jwsOf(statement, { alg: 'RS256', x5c: chain }),
        2,
        sign('sha256', Buffer.from('other'), signerKey).toString('base64url'),
      ),
    ],
  ])('%s', async (_name, jws, changes = {}) => {
    const { status, body } = await sendSigned(statement, jws, changes)
    expect({ status, ...body }).toMatchObject({
      status: 400,
      code: 'invalid-statement',
      clause: 'xAPI-Data 2.6',
      pointer: expect.stringMatching(/^\/attachments\/0/),
    })
    expect((await xapi.get({ statementId: String(statement.id) })).status).toBe(404)
  })

  test('a signature that stays elsewhere', async () => {
    const jws = jwsOf(statement)
    const attachments = [signatureOf(jws, { fileUrl: 'https://example.vn/signature' })]
    expect(await xapi.post({ ...statement, attachments })).toMatchObject({
      status: 400,
      body: { pointer: '/attachments/0', clause: 'xAPI-Data 2.6' },
    })
  })
})
