import { newUuid } from '../../../src/base/ids.ts'
import type { StatementImport, StatementImportList } from '../../../src/transfer/index.ts'
import { startServer, type TestServer } from '../../support/server.ts'
import { type Json, statementOf, voiding, xapiClient } from '../../support/xapi-client.ts'
import {
  gzipped,
  importEnd,
  importFile,
  manyStatements,
  ndjsonOf,
  rejectionsOf,
} from './transfer-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

const isStored = async (id: unknown): Promise<boolean> =>
  (await xapiClient(server).get({ statementId: String(id) })).status === 200

const statements = manyStatements(1_203)

describe('POST /api/v1/imports', () => {
  test.each([
    ['NDJSON', () => ndjsonOf(manyStatements(7))],
    ['a JSON array', () => JSON.stringify(manyStatements(7), null, 2)],
    ['a StatementResult', () => JSON.stringify({ statements: manyStatements(7), more: '' })],
    ['gzipped NDJSON', () => gzipped(ndjsonOf(manyStatements(7)))],
    ['a gzipped array', () => gzipped(JSON.stringify(manyStatements(7)))],
  ])('stores %s', async (_form, body) => {
    const job = await importFile(server, body())
    expect(job).toMatchObject({ state: 'done', failure: null })
    expect(job.counts).toEqual({ read: 7, stored: 7, unchanged: 0, rejected: 0 })
  })

  test('stores several batches, and the same file again changes nothing', async () => {
    const first = await importFile(server, ndjsonOf(statements))
    expect(first.counts).toMatchObject({ read: 1_203, stored: 1_203 })
    expect(first.progress.share).toBe(1)
    const second = await importFile(server, ndjsonOf(statements))
    expect(second.counts).toEqual({ read: 1_203, stored: 0, unchanged: 1_203, rejected: 0 })
  })

  test('rejects single statements by line, pointer and clause, and stores the others', async () => {
    const [good, other] = manyStatements(2)
    const bad = statementOf({ id: newUuid(), verb: { id: 'no iri' } })
    const changed = statementOf({ id: statements[0]!.id, actor: { mbox: 'mailto:x@example.vn' } })
    const lines = [good, bad, changed, '{"broken":', [good], other].map((line) =>
      typeof line === 'string' ? line : JSON.stringify(line),
    )
    const job = await importFile(server, lines.join('\n'))
    expect(job.counts).toEqual({ read: 6, stored: 2, unchanged: 0, rejected: 4 })
    expect(await rejectionsOf(server, job.id)).toMatchObject([
      { line: 2, statement: 2, code: 'invalid-statement', pointer: '/verb/id' },
      { line: 3, code: 'statement-conflict', id: statements[0]!.id, pointer: '/actor/mbox' },
      { line: 4, code: 'invalid-request', message: expect.stringContaining('JSON') },
      { line: 5, code: 'invalid-statement', pointer: '' },
    ])
    expect(await isStored(other!.id)).toBe(true)
  })

  test('rejects the second of two statements with one id in a file that differ', async () => {
    const id = newUuid()
    const same = statementOf({ id })
    const differs = statementOf({ id, verb: { id: 'http://example.vn/verbs/other' } })
    const job = await importFile(server, ndjsonOf([same, same, differs]))
    expect(job.counts).toEqual({ read: 3, stored: 1, unchanged: 1, rejected: 1 })
  })

  test('voids what was imported before and after', async () => {
    const [before, after] = manyStatements(2)
    const file = [before, voiding(String(before!.id)), voiding(String(after!.id)), after]
    const job = await importFile(server, ndjsonOf(file))
    expect(job.counts).toMatchObject({ stored: 4, rejected: 0 })
    expect([await isStored(before!.id), await isStored(after!.id)]).toEqual([false, false])
  })

  test('keeps attachments whose files it cannot bring, and reads statements in their version', async () => {
    const attachment = {
      usageType: 'http://example.vn/usage',
      display: { vi: 'tệp' },
      contentType: 'text/plain',
      length: 3,
      sha2: 'a'.repeat(64),
    }
    const id = newUuid()
    const contextAgents = [{ objectType: 'contextAgent', agent: { mbox: 'mailto:t@example.vn' } }]
    const newer = { version: '2.0.0', context: { contextAgents } }
    const file = [
      statementOf({ id, attachments: [attachment] }),
      statementOf({ id: newUuid(), ...newer }),
      statementOf({ id: newUuid(), ...newer, version: '1.0.3' }),
    ]
    const job = await importFile(server, ndjsonOf(file))
    expect(job.counts).toMatchObject({ stored: 2, rejected: 1 })
    const { body } = await xapiClient(server).get({ statementId: id, attachments: 'true' })
    expect(body).toContain('aaaa')
  })

  test('names the importer as the authority, unless those of the statements are kept', async () => {
    const authority = { objectType: 'Agent', account: { homePage: 'http://lrs.vn', name: 'k' } }
    const [own, kept] = manyStatements(2).map((one): Json => ({ ...one, authority }))
    await importFile(server, ndjsonOf([own]))
    await importFile(server, ndjsonOf([kept]), '&keepAuthority=true')
    const of = async (one: Json | undefined) =>
      (await xapiClient(server).get({ statementId: String(one!.id) })).body.authority
    expect((await of(own)).account.homePage).toBe(server.config.appUrl)
    expect(await of(kept)).toEqual(authority)
  })

  test('says what is wrong with a damaged file, and goes on from where it was', async () => {
    const whole = gzipped(ndjsonOf(statements))
    const job = await importFile(server, whole.subarray(0, whole.length - 2_000))
    expect(job.state).toBe('failed')
    expect(job.failure).toContain('damaged or cut short')
    const resumed = await server.request('POST', `/api/v1/imports/${job.id}/resume`)
    expect(resumed.status).toBe(200)
    const again = await importEnd(server, job.id)
    expect(again).toMatchObject({ state: 'failed', counts: job.counts })
  })

  test('one that is done does not go on, and says so while its file is still there, too', async () => {
    const job = await importFile(server, ndjsonOf(manyStatements(1)))
    const answer = await server.request('POST', `/api/v1/imports/${job.id}/resume`)
    expect({ status: answer.status, body: await answer.json() }).toMatchObject({
      status: 409,
      body: {
        code: 'import-not-resumable',
        message: 'Only an import that failed or was cancelled goes on.',
      },
    })
  })

  test('takes an empty file', async () => {
    expect(await importFile(server, '')).toMatchObject({ state: 'done', counts: { read: 0 } })
  })
})

describe('imports of several senders', () => {
  test('need statements/write, and all to keep authorities or to pull', async () => {
    const post = async (scope: 'statements/read' | 'statements/write', path: string) => {
      const Authorization = await server.credential(scope)
      const body = path.endsWith('pull') ? { endpoint: server.url, key: 'k', secret: 's' } : '[]'
      return (await server.request('POST', path, body, { Authorization })).status
    }
    expect(await post('statements/read', '/api/v1/imports')).toBe(403)
    expect(await post('statements/write', '/api/v1/imports')).toBe(202)
    expect(await post('statements/write', '/api/v1/imports?keepAuthority=true')).toBe(403)
    expect(await post('statements/write', '/api/v1/imports/pull')).toBe(403)
  })

  test('are seen by who sent them, and by who may read all', async () => {
    const Authorization = await server.credential('statements/write')
    const foreign = await importFile(server, '[]')
    const mine = await server.request('POST', '/api/v1/imports?fileName=mine', '[]', {
      Authorization,
    })
    const { id } = (await mine.json()) as StatementImport
    await importEnd(server, id)
    const list = await server.request('GET', '/api/v1/imports', undefined, { Authorization })
    const { items } = (await list.json()) as StatementImportList
    expect(items.map((one) => one.id)).toEqual([id])
    const path = `/api/v1/imports/${foreign.id}`
    const hidden = await server.request('GET', path, undefined, { Authorization })
    expect(hidden.status).toBe(404)
    expect((await server.request('DELETE', `/api/v1/imports/${id}`)).status).toBe(204)
    expect((await server.request('POST', `${path}/cancel`)).status).toBe(409)
    expect((await server.request('POST', `${path}/resume`)).status).toBe(409)
  })
})

describe('limits of imports', () => {
  test('a file that is too large is refused, announced or not', async () => {
    const small = await startServer({ env: { HOCBA_IMPORT_FILE_BYTES_MAX: '1 KiB' } })
    try {
      const body = ndjsonOf(manyStatements(10))
      const announced = await small.request('POST', '/api/v1/imports', body)
      expect(announced.status).toBe(413)
      const stream = new Blob([body]).stream()
      const streamed = await fetch(`${small.url}/api/v1/imports`, {
        method: 'POST',
        headers: { Authorization: small.authorization },
        body: stream,
        duplex: 'half',
      } as RequestInit)
      expect(streamed.status).toBe(413)
    } finally {
      await small.stop()
    }
  })
})
