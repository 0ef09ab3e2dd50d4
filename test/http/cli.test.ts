import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import AdmZip from 'adm-zip'
import type { AuditEntry } from '../../src/audit/index.ts'
import { systemClock } from '../../src/base/clock.ts'
import { readConfig } from '../../src/config/index.ts'
import { closeSilentSessions } from '../../src/launch/index.ts'
import { openStore } from '../../src/open-store.ts'
import { listRegistrations } from '../../src/registrations/index.ts'
import { statementObservers } from '../../src/statement-observers.ts'
import type { Storage } from '../../src/storage/port.ts'
import { type EndedCommand, runHocba } from '../support/command-line.ts'
import { dropStorageOfTests, isOnSqlite, storageOfTests } from '../support/storage-of-tests.ts'

/** Settings of a data folder, with the engine that tests run on. */
const settingsOf = (data: string) => ({ HOCBA_DATA: data, ...storageOfTests(data) })

const openStoreOf = (data: string): Promise<Storage> =>
  openStore(readConfig(settingsOf(data)), systemClock)

async function remove(folder: string, data = folder): Promise<void> {
  await dropStorageOfTests(readConfig(settingsOf(data)))
  rmSync(folder, { recursive: true, force: true })
}

interface Ended extends EndedCommand {
  /** The one document on standard output. */
  readonly json: Record<string, unknown>
}

describe('hocba', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'hocba-cli-'))
    writeFileSync(join(folder, 'course.zip'), smallCourse())
    writeFileSync(join(folder, 'broken.zip'), 'not a zip')
  })
  afterAll(() => remove(folder, join(folder, 'data')))

  /** Runs the real command line as a process of its own, in the folder of the test. */
  const hocba = async (...args: string[]): Promise<Ended> => {
    const env = settingsOf(join(folder, 'data'))
    const ended = await runHocba(args, { cwd: folder, env })
    return { ...ended, json: args.includes('--json') ? JSON.parse(ended.out) : {} }
  }

  const commands = [
    'serve',
    'credential create',
    'credential list',
    'credential rotate',
    'credential revoke',
    'package import',
    'package check',
    'registration create',
    'progress',
    'statements import',
    'statements export',
    'statements pull',
    'backup',
    'restore',
    'doctor',
    'demo',
  ]

  test('doctor says which database it is, and how large', async () => {
    const { status, json } = await hocba('doctor', '--json')
    expect(status).toBe(0)
    expect(json).toMatchObject(
      isOnSqlite
        ? { engine: 'sqlite', path: join(folder, 'data', 'hocba.db') }
        : { engine: 'mongodb', facts: { hasTransactions: true } },
    )
  })

  test('--help lists every command and what the exit status means', async () => {
    const { status, out } = await hocba('--help')
    expect(status).toBe(0)
    for (const name of commands) expect(out).toContain(`  ${name} `)
    expect(out).toContain('beside a running server')
    expect(out).toContain('Exit status')
  })

  test.each(commands)('%s --help describes it with its options and an example', async (name) => {
    const { status, out, err } = await hocba(...name.split(' '), '--help')
    expect([status, err]).toEqual([0, ''])
    expect(out).toContain(`Usage: npm run -s hocba -- ${name}`)
    expect(out).toMatch(/Options:.*--json.*Examples:/s)
  })

  test.each([
    [['nonsense'], 'There is no command "nonsense"'],
    [['credential'], 'needs one more word: credential create'],
    [['credential', 'create'], '--name is missing'],
    [['progress', '--registration'], "'--registration <value>' argument missing"],
    [['credential', 'create', '--name', 'A', '--name', 'B'], '--name is given more than once'],
    [['credential', 'create', '--name', ' '], '--name needs a value'],
    [['credential', 'create', '--nam', 'A'], "Unknown option '--nam'"],
    [['credential', 'revoke'], 'KEY is missing'],
    [['credential', 'rotate', 'k', '--overlap-hours', '721'], '--overlap-hours must be'],
    [['package', 'check'], 'FILE is missing'],
    [['package', 'check', 'a.zip', 'b.zip'], '"b.zip" is one word too many'],
  ])('%j is a usage error with a sentence and status 64', async (args, sentence) => {
    const plain = await hocba(...args)
    expect(plain.status).toBe(64)
    expect(plain.out).toBe('')
    expect(plain.err).toContain(sentence)
    expect(plain.err).not.toContain('    at ')
    const { json } = await hocba('--json', ...args)
    expect(json).toMatchObject({ code: 'usage', message: expect.stringContaining(sentence) })
  })

  test('credential create gives a key and a secret for the endpoint', async () => {
    const { status, json } = await hocba(
      ...['credential', 'create', '--name', 'Báo cáo', '--scope', 'all/read', '--scope', 'state'],
      '--json',
    )
    expect(status).toBe(0)
    expect(json).toEqual({
      key: expect.stringMatching(/^[0-9a-f]{32}$/),
      secret: expect.stringMatching(/^[\w-]{43}$/),
      endpoint: 'http://localhost:8080/xapi/',
      name: 'Báo cáo',
      scopes: ['all/read', 'state'],
    })
    const plain = await hocba('credential', 'create', '--name', 'Storyline')
    expect(plain.out).toContain('statements/write, statements/read/mine')
  })

  test('what a command changes or takes out is in the audit log, with who typed it and without secrets', async () => {
    const { json: made } = await hocba('credential', 'create', '--name', 'Nhật ký', '--json')
    const key = String(made.key)
    await hocba('credential', 'revoke', key)
    await hocba('credential', 'list')
    await hocba('statements', 'export', '--format', 'ndjson', '--out', 'all.ndjson')
    const by = { kind: 'command', id: userInfo().username, name: userInfo().username }
    const entries = (await auditOf(join(folder, 'data'))).slice(0, 3)
    expect(entries).toMatchObject([
      { operation: 'exportStatements', kind: 'read', actor: by, network: hostname() },
      { operation: 'revokeCredential', kind: 'change', actor: by },
      { operation: 'createCredential', kind: 'change', actor: by },
    ])
    expect(JSON.stringify(entries[1])).toContain(key)
    expect(JSON.stringify(entries[2])).toContain('Nhật ký')
    expect(JSON.stringify(entries)).not.toContain(String(made.secret))
  })

  test('credentials are limited, listed, rotated and revoked', async () => {
    const { json: made } = await hocba(
      ...['credential', 'create', '--name', 'Rise', '--expires', '2999-01-01T00:00:00Z'],
      ...['--activity', 'https://example.vn/a', '--origin', 'https://rise.example.vn', '--json'],
    )
    const key = String(made.key)
    const found = async () => {
      const { json } = await hocba('credential', 'list', '--json')
      return (json.items as { key: string }[]).find((item) => item.key === key)
    }
    expect(await found()).toMatchObject({
      name: 'Rise',
      state: 'active',
      expiresAt: '2999-01-01T00:00:00.000Z',
      filter: { activities: ['https://example.vn/a'] },
      allowedOrigins: ['https://rise.example.vn'],
    })
    expect((await hocba('credential', 'list')).out).toContain(`${key}  active  "Rise"`)
    const rotated = await hocba('credential', 'rotate', key, '--overlap-hours', '1', '--json')
    expect(rotated.json).toMatchObject({ key, secret: expect.stringMatching(/^[\w-]{43}$/) })
    expect(rotated.json.secret).not.toBe(made.secret)
    expect(await found()).toHaveProperty('previousSecretUntil', rotated.json.previousSecretUntil)
    expect((await hocba('credential', 'revoke', key, '--json')).json).toEqual({
      key,
      revoked: true,
    })
    expect(await found()).toBeUndefined()
    const again = await hocba('credential', 'revoke', key, '--json')
    expect([again.status, again.json.code]).toEqual([1, 'not-found'])
  })

  test('a Problem is one sentence for a person and one document for a program', async () => {
    const { status, err, json } = await hocba('progress', '--registration', 'none', '--json')
    expect(status).toBe(1)
    expect(err.trim().split('\n')).toHaveLength(1)
    expect(json).toMatchObject({ code: 'registration-not-found' })
  })

  test('package check reports and stores nothing, import reports and stores', async () => {
    const check = await hocba('package', 'check', 'course.zip', '--json')
    expect(check.status).toBe(0)
    expect(check.json).toMatchObject({ title: 'Bài học', verdict: 'ok', launchable: 1 })
    expect(check.json).toMatchObject({ package: null, version: null, standard: 'scorm12' })
    const imported = await hocba('package', 'import', 'course.zip', '--json')
    expect(imported.status).toBe(0)
    expect(imported.json).toMatchObject({
      package: expect.any(String),
      version: expect.any(String),
      number: 1,
      standard: 'scorm12',
      edition: '1.2',
      verdict: 'ok',
      launchable: 1,
      findings: [],
    })
    const again = await hocba(
      ...['package', 'import', 'course.zip', '--package', String(imported.json.package), '--json'],
    )
    expect(again.json).toEqual(imported.json)
  })

  test.each(['check', 'import'])(
    'package %s exits with 2 for a package it refuses',
    async (verb) => {
      const { status, json } = await hocba('package', verb, 'broken.zip', '--json')
      expect(status).toBe(2)
      expect(json).toEqual({
        package: null,
        version: null,
        standard: null,
        edition: null,
        title: null,
        verdict: 'refused',
        launchable: 0,
        findings: [expect.anything()],
      })
      const plain = await hocba('package', verb, 'broken.zip')
      expect([plain.status, plain.err]).toEqual([2, ''])
      expect(plain.out).toContain('refused')
    },
  )

  test('a file that is not there is a failure, not a refusal', async () => {
    const { status, json } = await hocba('package', 'import', 'missing.zip', '--json')
    expect(status).toBe(1)
    expect(json).toMatchObject({ code: 'not-found' })
  })

  test('registration create on an unknown package adds no learner', async () => {
    const { status, json } = await hocba(
      ...['registration', 'create', '--package', 'none', '--learner', 'Nguyễn Văn Lạc', '--json'],
    )
    expect([status, json.code]).toEqual([1, 'package-not-found'])
    const storage = await openStoreOf(join(folder, 'data'))
    const { items } = await storage.searchPeople(['lac'], { limit: 50 })
    await storage.close()
    expect(items).toEqual([])
  })

  test('registration create registers once and links each time; progress shows it', async () => {
    const { json: imported } = await hocba('package', 'import', 'course.zip', '--json')
    const register = () =>
      hocba(
        ...['registration', 'create', '--package', String(imported.package)],
        ...['--learner', 'Nguyễn Văn An', '--json'],
      )
    const first = await register()
    expect(first.status).toBe(0)
    expect(first.json).toMatchObject({
      isNew: true,
      launchUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:8081\/_player\/#[\w-]{43}$/),
    })
    const second = await register()
    expect(second.json).toMatchObject({ isNew: false, registration: first.json.registration })
    expect(second.json.launchUrl).not.toBe(first.json.launchUrl)
    const registration = String(first.json.registration)
    const { json } = await hocba('progress', '--registration', registration, '--json')
    expect(json).toMatchObject({
      id: registration,
      learner: { name: 'Nguyễn Văn An' },
      completion: 'not-attempted',
      activities: [{ title: 'Trang một' }],
    })
  })

  test('a wrong setting is a sentence that names the variable', async () => {
    const env = { HOCBA_DATA: join(folder, 'data'), HOCBA_PORT: 'x' }
    const { err } = await runHocba(['credential', 'create', '--name', 'A'], { env })
    expect(err.trim()).toMatch(/^HOCBA_PORT is "x".*\.$/)
  })
})

describe('hocba demo', () => {
  const folders: string[] = []
  afterAll(async () => {
    for (const folder of folders) await remove(folder)
  })

  async function load(folder: string): Promise<EndedCommand> {
    const ended = await runHocba(['demo', '--json'], { env: settingsOf(folder) })
    expect(ended).toMatchObject({ status: 0 })
    return ended
  }

  async function loadAfresh({ isServerBeside = false } = {}) {
    const folder = mkdtempSync(join(tmpdir(), 'hocba-demo-'))
    folders.push(folder)
    const storage = await openStoreOf(folder)
    const stop = isServerBeside ? closeSilentOf(storage, folder) : undefined
    try {
      const { out, err } = await load(folder)
      await stop?.()
      const { items } = await listRegistrations(storage)({ isTrial: false }, { limit: 500 })
      const oldest = await storage.queryStatements({ ascending: true }, { limit: 1 })
      return { folder, added: JSON.parse(out), err, items, firstSeq: oldest.items[0]!.seq }
    } finally {
      await storage.close()
    }
  }

  /** What a server does every minute, with the clock of today, until it is told to stop. */
  function closeSilentOf(storage: Storage, folder: string): () => Promise<void> {
    const config = readConfig(settingsOf(folder))
    const rules = { ...config, observers: statementObservers(config.appUrl).ofPlayer }
    const close = closeSilentSessions(storage, systemClock, rules)
    let isLoading = true
    const closing = (async () => {
      while (isLoading) {
        await close()
        await sleep(20)
      }
    })()
    return () => {
      isLoading = false
      return closing
    }
  }

  test('makes a class of forty with histories of every kind, the same each time, and beside a server', async () => {
    const [first, second] = [await loadAfresh(), await loadAfresh({ isServerBeside: true })]
    expect(first.added).toMatchObject({ isNew: true, packages: 2, learners: 40, registrations: 80 })
    expect(first.err).toContain('sittings')
    const kinds = Map.groupBy(first.items, ({ completion, success }) => `${completion} ${success}`)
    expect([...kinds.keys()].sort()).toEqual([
      'completed failed',
      'completed passed',
      'incomplete unknown',
      'not-attempted unknown',
    ])
    const threeWeeksAgo = Date.now() - 22 * 86_400_000
    for (const { firstActivityAt, lastActivityAt, seconds } of first.items) {
      if (!firstActivityAt) continue
      expect(Date.parse(firstActivityAt)).toBeGreaterThan(threeWeeksAgo)
      expect(Date.parse(lastActivityAt!)).toBeLessThan(Date.now())
      expect(seconds).toBeGreaterThan(10)
    }
    const outlineOf = ({ items }: typeof first) =>
      items
        .map(({ learner, package: { title }, completion, score, seconds }) =>
          [learner.name, title, completion, score?.raw, seconds].join(' '),
        )
        .sort()
    expect(outlineOf(second)).toEqual(outlineOf(first))
  })

  test('stores its statements now, so that no bound that a server announced before is broken', async () => {
    const before = Date.now()
    expect((await loadAfresh()).firstSeq / 1000).toBeGreaterThanOrEqual(before)
  })

  test('adds nothing when it is there already', async () => {
    const { folder } = await loadAfresh()
    const { out } = await load(folder)
    expect(JSON.parse(out)).toEqual({
      isNew: false,
      packages: 0,
      learners: 0,
      registrations: 0,
      sittings: 0,
    })
  })
})

/** Newest first. */
async function auditOf(data: string): Promise<readonly AuditEntry[]> {
  const storage = await openStoreOf(data)
  try {
    return (await storage.listAudit({}, { limit: 100 })).items
  } finally {
    await storage.close()
  }
}

/** A SCORM 1.2 package of one page. */
function smallCourse(): Buffer {
  const zip = new AdmZip()
  const manifest = `<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="m" version="1.0" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
  <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
  <organizations default="o"><organization identifier="o"><title>Bài học</title>
    <item identifier="i1" identifierref="r1"><title>Trang một</title></item>
  </organization></organizations>
  <resources><resource identifier="r1" type="webcontent" adlcp:scormtype="sco" href="index.html">
    <file href="index.html"/></resource></resources>
</manifest>`
  zip.addFile('imsmanifest.xml', Buffer.from(manifest))
  zip.addFile(
    'index.html',
    Buffer.from("<!doctype html><script>parent.API.LMSInitialize('')</script>"),
  )
  return zip.toBuffer()
}
