import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet'
import { newUuid } from '../../../src/base/ids.ts'
import { changeMembers } from '../../../src/xapi/statements/scan-json.ts'
import { startServer, type TestServer } from '../../support/server.ts'
import { type Json, statementOf, voiding, xapiClient } from '../../support/xapi-client.ts'
import { gzipped, importFile, linesOf, manyStatements, ndjsonOf } from './transfer-server.ts'

let server: TestServer
const statements = manyStatements(1_100)
const odd = statementOf({
  id: newUuid(),
  actor: { name: '=HYPERLINK("http://evil.example")', mbox: 'mailto:odd@example.vn' },
  result: {
    response: 'một; "hai"\nba',
    score: { scaled: -0.5 },
    extensions: { 'http://e.vn/x.y': 7 },
  },
})
const voided = statementOf({ id: newUuid() })

beforeAll(async () => {
  server = await startServer()
  await importFile(server, ndjsonOf([...statements, odd, voided, voiding(String(voided.id))]))
  const spread = `{ "id": "${newUuid()}",\r\n${JSON.stringify(statementOf()).slice(1)}`
  const { status } = await xapiClient(server).post(spread)
  if (status !== 200) throw new Error(`${status}`)
})
afterAll(() => server.stop())

const get = (path: string, headers?: Record<string, string>) =>
  server.request('GET', `/api/v1/exports/statements.${path}`, undefined, headers)

describe('GET /api/v1/exports/statements.ndjson', () => {
  test('gives every statement as it is stored, in the order in which it was stored', async () => {
    const lines = await linesOf<Json>(await get('ndjson'))
    expect(lines.slice(0, 1_100).map(({ id }) => id)).toEqual(statements.map(({ id }) => id))
    expect(lines).toHaveLength(1_103)
    const { body } = await xapiClient(server).get({ statementId: String(odd.id) })
    expect(lines.find(({ id }) => id === odd.id)).toEqual(body)
  })

  test('takes every filter, the newest first if asked, and what was voided', async () => {
    const agent = encodeURIComponent(JSON.stringify({ mbox: 'mailto:learner3@example.vn' }))
    const lines = await linesOf<Json>(await get(`ndjson?agent=${agent}&ascending=false`))
    const expected = statements.filter((_, index) => index % 7 === 3).map(({ id }) => id)
    expect(lines.map(({ id }) => id)).toEqual(expected.reverse())
    const withVoided = await linesOf<Json>(await get('ndjson?voided=true'))
    expect(withVoided).toHaveLength(1_104)
    expect((await get('ndjson?verb=novalue')).status).toBe(400)
  })

  test('takes conditions on the result', async () => {
    const registration = newUuid()
    const withResult = (result: Json) => statementOf({ result, context: { registration } })
    const [passed] = (
      await xapiClient(server).post([
        withResult({ success: true, completion: true, score: { scaled: 0.8 } }),
        withResult({ success: false, score: { scaled: 0.4 } }),
      ])
    ).body as string[]
    const idsOf = async (query: string) =>
      (await linesOf<Json>(await get(`ndjson?registration=${registration}&${query}`))).map(
        ({ id }) => id,
      )
    expect(await idsOf('success=true')).toEqual([passed])
    expect(await idsOf('completion=true')).toEqual([passed])
    expect(await idsOf('score=0.5..1')).toEqual([passed])
    expect(await idsOf('score=0.9..1')).toEqual([])
    expect((await get('ndjson?score=high')).status).toBe(400)
  })

  test('says up to where it is complete, so that the next one goes on from there', async () => {
    const first = await get('ndjson')
    const through = first.headers.get('x-experience-api-consistent-through')!
    await first.text()
    const added = statementOf({ id: newUuid() })
    await xapiClient(server).post(added)
    const next = await linesOf<Json>(await get(`ndjson?since=${encodeURIComponent(through)}`))
    expect(next.map(({ id }) => id)).toEqual([added.id])
    await linesOf(await get(`ndjson?until=${encodeURIComponent(through)}`))
  })

  test('is compressed for who takes it, and gives HEAD the headers alone', async () => {
    const packed = await get('ndjson', { 'Accept-Encoding': 'gzip' })
    expect(packed.headers.get('content-encoding')).toBe('gzip')
    expect((await linesOf(packed)).length).toBeGreaterThan(1_000)
    const plain = await get('ndjson', { 'Accept-Encoding': 'identity' })
    expect(plain.headers.get('content-encoding')).toBeNull()
    await plain.text()
    const head = await server.request('HEAD', '/api/v1/exports/statements.ndjson')
    expect([head.status, head.headers.get('content-type')]).toEqual([
      200,
      'application/x-ndjson; charset=utf-8',
    ])
  })

  test('needs statements/read', async () => {
    const Authorization = await server.credential('statements/write')
    expect((await get('ndjson', { Authorization })).status).toBe(403)
  })

  test('imports again elsewhere: the same ids, the same texts but for what the LRS sets', async () => {
    const exported = await (await get('ndjson?voided=true')).text()
    const other = await startServer()
    try {
      const job = await importFile(other, gzipped(exported))
      expect(job.counts).toMatchObject({ rejected: 0, unchanged: 0 })
      const path = '/api/v1/exports/statements.ndjson?voided=true'
      const again = await (await other.request('GET', path)).text()
      expect(sendersTexts(again)).toEqual(sendersTexts(exported))
      expect(again).not.toBe(exported)
    } finally {
      await other.stop()
    }
  })
})

/** What the LRS does not set, byte for byte. */
const sendersTexts = (ndjson: string): string[] =>
  ndjson
    .trimEnd()
    .split('\n')
    .map((line) =>
      changeMembers(line, (name, value) =>
        ['stored', 'authority'].includes(name) ? undefined : value,
      ),
    )

describe('GET /api/v1/exports/statements.csv', () => {
  const rowsOf = async (path: string) => (await (await get(path)).text()).split('\r\n')

  test('is a table with a mark for spreadsheets, in which no text is a formula', async () => {
    const bytes = new Uint8Array(await (await get('csv')).arrayBuffer())
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
    const text = new TextDecoder().decode(bytes)
    const [head] = text.split('\r\n')
    expect(head).toMatch(/^id,stored,timestamp,actorName,actor,verb,/)
    expect(text).toContain(`"'=HYPERLINK(""http://evil.example"")"`)
    expect(text).toContain('"một; ""hai""\nba"')
    expect(text).toContain(',-0.5,')
  })

  test('has the columns that are asked for, with the separator that is asked for', async () => {
    const paths = 'id,/result/score/scaled,actor.mbox,/result/extensions/http:~1~1e.vn~1x.y,result'
    const verb = encodeURIComponent('http://adlnet.gov/expapi/verbs/answered')
    const agent = encodeURIComponent(JSON.stringify({ mbox: 'mailto:odd@example.vn' }))
    const rows = await rowsOf(
      `csv?separator=%3B&verb=${verb}&agent=${agent}&paths=${encodeURIComponent(paths)}`,
    )
    expect(rows[0]).toBe(
      'id;/result/score/scaled;actor.mbox;/result/extensions/http:~1~1e.vn~1x.y;result',
    )
    expect(rows[1]).toMatch(new RegExp(`^${odd.id};-0.5;mailto:odd@example.vn;7;"{`))
    expect((await get('csv?paths=,')).status).toBe(400)
  })
})

test('GET /api/v1/exports/statements.parquet can be read, with types and whole statements', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hocba-parquet-'))
  try {
    const path = join(folder, 'statements.parquet')
    await writeFile(path, new Uint8Array(await (await get('parquet')).arrayBuffer()))
    const rows = await parquetReadObjects({ file: await asyncBufferFromFile(path) })
    const row = rows.find(({ id }) => id === odd.id)!
    expect(row).toMatchObject({ scoreScaled: -0.5, success: null, objectName: 'Lesson 1' })
    expect(JSON.parse(row.statement).id).toBe(odd.id)
    expect(rows[3]).toMatchObject({ id: statements[3]!.id, success: true, durationSeconds: 300 })
    expect(rows[3]!.timestamp).toEqual(new Date(Date.UTC(2026, 8, 1, 0, 3)))
    expect(rows.length).toBeGreaterThanOrEqual(1_103)
  } finally {
    await rm(folder, { recursive: true })
  }
})
