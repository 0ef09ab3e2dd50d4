import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../../src/base/clock.ts'
import { Connection } from '../../../src/storage/sqlite/connection.ts'
import { migrate } from '../../../src/storage/sqlite/migrate.ts'
import { reportFigures } from '../../support/figures.ts'
import { requestsTo, startServer, type TestServer } from '../../support/server.ts'
import { answersOf } from './answers-of.ts'
import { type AnyServer, administrator, appUrl, type Recorded } from './fill-server.ts'

/** What earlier states of hocba stored (record-state.ts) is opened by this one, and asked for again. */

interface State extends Recorded {
  readonly recordedAt: string
  readonly migrations: readonly string[]
  /** Base64. */
  readonly signingKey: string
  readonly answers: Readonly<Record<string, unknown>>
}

const states = join(import.meta.dirname, 'states')
const migrations = join(import.meta.dirname, '../../../src/storage/sqlite/migrations')

/** A data folder as that hocba left it. */
function dataOf(name: string, { migrations: applied, signingKey }: State): string {
  const data = mkdtempSync(join(tmpdir(), 'hocba-earlier-'))
  const some = join(data, 'migrations')
  mkdirSync(some)
  for (const file of applied) copyFileSync(join(migrations, file), join(some, file))
  const connection = new Connection(join(data, 'hocba.db'))
  connection.exec('PRAGMA application_id = 0x68636261; PRAGMA journal_mode = WAL')
  migrate(connection, some)
  rmSync(some, { recursive: true })
  connection.exec('PRAGMA foreign_keys = OFF; BEGIN')
  const rows = readFileSync(join(states, name, 'rows.sql'), 'utf8')
  // A migration may have written rows, which were changed since.
  for (const table of new Set([...rows.matchAll(/^INSERT INTO ("\w+")/gm)].map(([, of]) => of))) {
    connection.exec(`DELETE FROM ${table}`)
  }
  connection.exec(`${rows} COMMIT`)
  connection.close()
  writeFileSync(join(data, 'signing.key'), Buffer.from(signingKey, 'base64'), { mode: 0o600 })
  return data
}

/** A clock that goes on from then. */
function clockFrom(then: string) {
  const passed = Date.now() - Date.parse(then)
  return () => new Date(systemClock().getTime() - passed)
}

describe.each(readdirSync(states).sort())('a database with rows of the state %s', (name) => {
  const state = JSON.parse(readFileSync(join(states, name, 'state.json'), 'utf8')) as State
  let running: TestServer
  let server: AnyServer
  beforeAll(async () => {
    const env = { HOCBA_STORAGE: 'sqlite', HOCBA_DATA: dataOf(name, state), HOCBA_APP_URL: appUrl }
    running = await startServer({ env, clock: clockFrom(state.recordedAt) })
    const { port, contentUrl } = running.config
    server = { url: `http://localhost:${port}`, contentUrl }
  })
  afterAll(() => running?.stop())

  test('answers what it answered, to the same program, session and player', async () => {
    expect(await answersOf(server, state)).toMatchObject(state.answers)
    reportFigures('earlier states', { answers: Object.keys(state.answers).length })
  })

  test('knows the password, and opens the course for a link that was given out', async () => {
    const headers = { Origin: appUrl, 'Content-Type': 'application/json' }
    const { email, password } = administrator
    const body = JSON.stringify({ email, password })
    const signedIn = await fetch(`${server.url}/api/v1/sign-in`, { method: 'POST', headers, body })
    expect(signedIn.status).toBe(200)
    const opened = await fetch(`${server.contentUrl}/_rt/sessions`, {
      method: 'POST',
      body: JSON.stringify({ ticket: state.ticket, nonce: crypto.randomUUID() }),
    })
    expect([opened.status, await opened.text()]).toEqual([201, expect.stringContaining('An toàn')])
  })

  test('tells what the learners answered, also those of before answers were kept by themselves', async () => {
    const request = requestsTo(server.url, state.authorization)
    const path = `/api/v1/registrations/${state.passed}/answers`
    const answersNow = async () =>
      ((await (await request('GET', path)).json()) as { items: unknown[] }).items
    for (let turn = 0; turn < 200 && (await answersNow()).length === 0; turn++) {
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    expect(await answersNow()).toMatchObject([{ response: 'b', result: 'correct', attempt: 1 }])
  })
})
