import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ErasureItem, ErasurePreview } from '../../../src/erasure/index.ts'
import { type EndedCommand, runHocba } from '../../support/command-line.ts'
import { reportFigures } from '../../support/figures.ts'
import { freePorts, type TestServer } from '../../support/server.ts'
import { clientOf, type ServerProcess, startServerProcess } from '../../support/server-process.ts'
import { isOnSqlite, storageOfTests } from '../../support/storage-of-tests.ts'
import { xapiClient } from '../../support/xapi-client.ts'
import { type Aviary, type Canary, hatch, mboxOf, openAviary, tracesOf } from './canary.ts'
import { dropDatabaseOf, hitsIn } from './find-hits.ts'

/** `npm run prove` asks for 40. */
const persons = Number(process.env.HOCBA_TEST_ERASED ?? 2)

let folder: string
let env: Record<string, string>
let server: ServerProcess
let client: TestServer
let aviary: Aviary
let canaries: Canary[]
let logs = ''

async function startOn(data: string): Promise<void> {
  env = { ...env, HOCBA_DATA: join(folder, data) }
  server = await startServerProcess(env)
}

const hocba = (data: string, ...args: string[]): Promise<EndedCommand> => {
  const path = join(folder, data)
  return runHocba(args, {
    cwd: folder,
    env: { ...storageOfTests(path), ...env, HOCBA_DATA: path },
  })
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hocba-erasure-'))
  const [port, contentPort] = await freePorts(2)
  env = {
    HOCBA_PORT: String(port),
    HOCBA_CONTENT_PORT: String(contentPort),
    HOCBA_DRAIN_SECONDS_MAX: '1',
    HOCBA_LOG_LEVEL: 'debug',
  }
  await startOn('data')
  client = await clientOf({ ...storageOfTests(env.HOCBA_DATA), ...env })
  aviary = await openAviary(client)
  canaries = []
  for (let number = 0; number <= persons; number++) canaries.push(await hatch(aviary, number))
  await new Promise((resolve) => setTimeout(resolve, 1_500))
}, 300_000)

afterAll(async () => {
  await server?.crash()
  await dropDatabaseOf(join(folder, 'data'))
  rmSync(folder, { recursive: true, force: true })
})

/** What is left of somebody; the list of erasures keeps the id that the server gave them. */
const left = (data: string, texts: readonly string[]) =>
  hitsIn(
    join(folder, data),
    texts,
    canaries.map(({ learner }) => learner),
  )

const ask = async <Answer>(method: string, path: string, body?: unknown) => {
  const response = await client.request(method, `/api/v1${path}`, body)
  const text = await response.text()
  return { status: response.status, body: (text ? JSON.parse(text) : undefined) as Answer }
}

const orderOf = (canary: Canary) => ({
  subject: { person: canary.learner },
  basis: 'request',
  reason: `Letter of ${canary.name}`,
  approver: 'Trần Thị Hiệu Trưởng',
  confirmation: canary.code,
})

async function untilDone(id: string): Promise<ErasureItem> {
  for (let tries = 0; tries < 200; tries++) {
    const { body } = await ask<ErasureItem>('GET', `/erasures/${id}`)
    if (body.state === 'done') return body
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
  const { body } = await ask('GET', `/erasures/${id}`)
  throw new Error(`the erasure does not end: ${JSON.stringify(body)}`)
}

async function erase(canary: Canary): Promise<ErasureItem> {
  const { status, body } = await ask<ErasureItem>('POST', '/erasures', orderOf(canary))
  expect([status, body]).toEqual([202, expect.objectContaining({ isLinked: true })])
  return untilDone(body.id)
}

/** What is kept of everybody but the erased, as it is answered. */
async function othersOf(other: Canary): Promise<unknown> {
  const xapi = xapiClient(client)
  const agent = JSON.stringify({ mbox: mboxOf(other) })
  const read = async (path: string) => (await client.request('GET', path)).text()
  const found = await xapi.get({ agent, related_agents: 'true', limit: '100' })
  const registrations = await ask<{ items: { id: string }[] }>(
    'GET',
    `/registrations?learner=${other.learner}`,
  )
  const [{ id }] = registrations.body.items as [{ id: string }]
  return [
    found.body.statements.map((one: unknown) => JSON.stringify(one)),
    await read(`/api/v1/learners/${other.learner}`),
    await read(`/api/v1/registrations/${id}`),
    await read(`/api/v1/registrations/${id}/answers`),
    (
      await xapi.send(
        'GET',
        `/xapi/agents/profile?${new URLSearchParams({ agent, profileId: 'me' })}`,
      )
    ).body,
  ]
}

describe('the erasure of a person', () => {
  test('a preview counts what an act would erase, and changes nothing', async () => {
    const [canary] = canaries as [Canary]
    const { body } = await ask<ErasurePreview>('POST', '/erasures/preview', {
      subject: { person: canary.learner },
    })
    expect(body).toMatchObject({
      learner: { name: canary.name },
      confirmation: canary.code,
      registrations: 1,
      attempts: 1,
      sessions: 1,
      answers: 1,
      classes: 1,
      documents: 2,
      holds: [],
      isImporting: false,
      isNameShared: false,
      copies: [],
    })
    const { statements } = body
    expect(statements).toMatchObject({
      member: 1,
      instructor: 1,
      team: 1,
      object: 1,
      attachments: 1,
    })
    expect(statements.actor).toBeGreaterThanOrEqual(6)
    expect(body.requests).toBeGreaterThanOrEqual(2)
    expect(await left('data', [canary.email])).not.toEqual([])
  })

  test('an act is refused while a hold is on the person or a class, or what is typed is wrong', async () => {
    const [canary] = canaries as [Canary]
    for (const hold of [
      { kind: 'person', of: canary.learner, reason: 'Khiếu nại' },
      { kind: 'class', of: aviary.class, reason: 'Thanh tra' },
    ]) {
      const placed = await ask<{ id: string }>('POST', '/legal-holds', hold)
      const { status, body } = await ask<unknown>('POST', '/erasures', orderOf(canary))
      expect([status, body]).toEqual([
        409,
        expect.objectContaining({
          code: 'erasure-held',
          facts: { holds: [expect.objectContaining({ reason: hold.reason })] },
        }),
      ])
      const lifting = `/legal-holds/${placed.body.id}/lifting`
      expect(await ask('POST', lifting, { reason: 'Đã xong' })).toMatchObject({ status: 204 })
      expect(await ask('POST', lifting, { reason: 'Đã xong' })).toMatchObject({ status: 404 })
    }
    const wrong = { ...orderOf(canary), confirmation: 'yes' }
    expect(await ask('POST', '/erasures', wrong)).toMatchObject({
      status: 400,
      body: { code: 'erasure-not-confirmed', pointer: '/confirmation' },
    })
  })

  test('a hold is placed, listed and lifted on the command line, too', async () => {
    const [canary] = canaries as [Canary]
    const hold = ['hold', 'place', '--code', canary.code, '--reason', 'Đơn 17', '--json']
    const placed = await hocba('data', ...hold)
    const item = JSON.parse(placed.out) as { id: string }
    expect(item).toMatchObject({ kind: 'person', of: canary.learner, name: canary.name })
    expect((await ask('POST', '/erasures', orderOf(canary))).status).toBe(409)
    const listed = await hocba('data', 'hold', 'list', '--json')
    expect(JSON.parse(listed.out)).toMatchObject({ items: [{ id: item.id, reason: 'Đơn 17' }] })
    const lifted = await hocba('data', 'hold', 'lift', item.id, '--reason', 'Xong')
    expect(lifted).toMatchObject({ status: 0 })
    expect(await ask('GET', '/legal-holds')).toMatchObject({ body: { items: [] } })
    const unknown = await hocba('data', 'hold', 'place', '--class', 'no', '--reason', 'x', '--json')
    expect(unknown.status).toBe(1)
  }, 120_000)

  test('nothing of them is left, in no file, log or export; others are as before', async () => {
    const other = canaries.at(-1)!
    const erased = canaries.slice(0, -1)
    if (isOnSqlite) {
      const backup = await hocba('data', 'backup', '--to', 'backups/before')
      expect(backup).toMatchObject({ status: 0 })
    }
    const before = await othersOf(other)
    const acts: ErasureItem[] = []
    for (const canary of erased) acts.push(await erase(canary))
    for (const { counts } of acts) {
      expect(counts).toMatchObject({
        registrations: 1,
        documents: 2,
        attachments: 1,
        filesWithHits: 0,
      })
      expect(counts.statements).toBeGreaterThanOrEqual(15)
    }
    expect(await othersOf(other)).toEqual(before)
    const texts = erased.flatMap(tracesOf)
    expect(await left('data', texts)).toEqual([])

    const exported = await client.request('GET', '/api/v1/exports/statements.ndjson?voided=true')
    const page = await exported.text()
    expect(texts.filter((text) => page.includes(text))).toEqual([])
    logs += server.output() + server.errors()
    expect(texts.filter((text) => logs.includes(text))).toEqual([])

    reportFigures('erasure', {
      persons: erased.length,
      statements: acts.reduce((sum, { counts }) => sum + counts.statements, 0),
      texts: texts.length,
      hits: 0,
    })
  }, 900_000)

  // What a backup of another database is, and its restoring, have tests of their own.
  const testOnSqlite = isOnSqlite ? test : test.skip
  testOnSqlite(
    'a backup from before is restored without them',
    async () => {
      const erased = canaries.slice(0, persons)
      const texts = erased.flatMap(tracesOf)
      expect(await hocba('data', 'backup', '--to', 'backups/after')).toMatchObject({ status: 0 })
      const restored = await hocba('restored', 'restore', '--from', 'backups/before', '--json')
      expect([restored.status, restored.err]).toEqual([0, ''])
      expect(JSON.parse(restored.out)).toMatchObject({
        erasuresKnown: erased.length,
        erasuresRepeated: erased.length,
      })
      expect(await left('restored', texts)).toEqual([])
      expect(await left('backups/before', [erased[0]!.email])).not.toEqual([])
    },
    300_000,
  )

  test('statements of an erased person keep their id, verb, place and references, and say that they were rewritten', async () => {
    const xapi = xapiClient(client)
    const { body: list } = await ask<{ items: ErasureItem[] }>('GET', '/erasures')
    const act = list.items.at(-1)!
    const account = { homePage: `${client.url}/erased`, name: act.pseudonym }
    const found = await xapi.idsFound({ agent: JSON.stringify({ account }) })
    expect(found.length).toBeGreaterThanOrEqual(9)
    expect(new Set(found).size).toBe(found.length)
    const all = await xapi.idsFound({
      agent: JSON.stringify({ account }),
      related_agents: 'true',
      limit: '2',
    })
    expect(all.length).toBeGreaterThanOrEqual(12)
    for (const id of all) {
      const { body } = await xapi.get({ statementId: id })
      expect(body).toMatchObject({
        id,
        verb: { id: expect.any(String) },
        stored: expect.any(String),
      })
    }
    const own = await xapi.get({
      agent: JSON.stringify({ account }),
      ascending: 'true',
      activity: 'https://example.vn/lessons/1',
    })
    expect(own.body.statements[0]).toMatchObject({
      actor: { objectType: 'Agent', account },
      context: { extensions: { [`${client.url}/xapi/extensions/erased`]: { erasure: act.id } } },
    })
    expect(own.body.statements[0].result).toEqual({ score: { raw: 7 } })
    // Who refers to one of theirs, or voids it, is found with it, as before.
    const referring = own.body.statements.filter(
      (one: { object: { objectType?: string } }) => one.object.objectType === 'StatementRef',
    )
    expect(referring).toHaveLength(2)
  })

  test('an act that is killed again and again is finished by the next start', async () => {
    const canary = await hatch(aviary, 900)
    canaries.push(canary)
    const { status, body } = await ask<ErasureItem>('POST', '/erasures', orderOf(canary))
    expect([status, body]).toEqual([202, expect.anything()])
    for (const milliseconds of [5, 40, 160, 400]) {
      await new Promise((resolve) => setTimeout(resolve, milliseconds))
      logs += server.output() + server.errors()
      await server.crash()
      await startOn('data')
    }
    const done = await untilDone(body.id)
    expect(done).toMatchObject({ counts: { registrations: 1, documents: 2, filesWithHits: 0 } })
    expect(await left('data', tracesOf(canary))).toEqual([])
    const again = await ask('POST', '/erasures', orderOf(canary))
    expect(again).toMatchObject({ status: 404, body: { code: 'learner-not-found' } })
  }, 120_000)

  test('the command line erases an agent beside the server, without a link between their statements', async () => {
    const canary = await hatch(aviary, 901)
    const xapi = xapiClient(client)
    const agent = mboxOf(canary)
    const dry = await hocba('data', 'erase', '--agent', agent, '--dry-run', '--json')
    const preview = JSON.parse(dry.out) as ErasurePreview
    expect(preview.statements.actor).toBeGreaterThanOrEqual(3)
    const ended = await hocba(
      'data',
      ...['erase', '--agent', agent, '--basis', 'request', '--reason', 'Letter', '--approver', 'B'],
      ...['--confirm', preview.confirmation, '--unlinked', '--json'],
    )
    expect(ended).toMatchObject({ status: 0 })
    const item = JSON.parse(ended.out) as ErasureItem
    expect(item).toMatchObject({ state: 'done', isLinked: false })
    expect(
      await xapi.idsFound({ agent: JSON.stringify({ mbox: agent }), related_agents: 'true' }),
    ).toEqual([])
    const account = { homePage: `${client.url}/erased`, name: item.pseudonym }
    expect(
      await xapi.idsFound({ agent: JSON.stringify({ account }), related_agents: 'true' }),
    ).toEqual([])
    // The learner, of whom nothing was said, is there.
    expect(await ask('GET', `/learners/${canary.learner}`)).toMatchObject({ status: 200 })
  }, 120_000)
})
