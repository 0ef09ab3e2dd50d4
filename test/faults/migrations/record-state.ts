import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { freePorts } from '../../support/server.ts'
import { answersOf } from './answers-of.ts'
import { appUrl, fillServer } from './fill-server.ts'

/**
 * Keeps what another hocba stores, so that this one and all later ones can be asked for it:
 *
 *   node test/faults/migrations/record-state.ts CHECKOUT NAME
 *
 * CHECKOUT is a folder with that hocba, its packages installed. Its server is started and used over HTTP; states/NAME then has the
 * rows of its database as SQL, and what it answered. Do this before a release, and before a migration that changes rows.
 */
const [checkout, name] = process.argv.slice(2)
if (!checkout || !name) throw new Error('Usage: record-state.ts CHECKOUT NAME')

const data = mkdtempSync(join(tmpdir(), 'hocba-state-'))
const [port, contentPort] = await freePorts(2)
const server = { url: `http://localhost:${port}`, contentUrl: `http://127.0.0.1:${contentPort}` }
const child = spawn(process.execPath, [join(checkout, 'src/main.ts')], {
  cwd: checkout,
  env: {
    PATH: process.env.PATH,
    HOCBA_DATA: data,
    HOCBA_APP_URL: appUrl,
    HOCBA_PORT: String(port),
    HOCBA_CONTENT_PORT: String(contentPort),
    HOCBA_LOG_LEVEL: 'error',
  },
  stdio: ['ignore', 'pipe', 'inherit'],
})
const ended = once(child, 'exit')
const { recorded, answers } = await workWithServer().finally(() => child.kill('SIGTERM'))
await ended

const database = new DatabaseSync(join(data, 'hocba.db'))
const list = (sql: string) =>
  database
    .prepare(sql)
    .all()
    .map((row) => String(Object.values(row)[0]))
const tables = list(
  "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'migration' ORDER BY name",
)
const inserts = tables.flatMap((table) => {
  const columns = list(`SELECT name FROM pragma_table_info('${table}')`)
  const quoted = columns.map((column) => `quote("${column}")`).join(` || ', ' || `)
  return list(`SELECT ${quoted} FROM "${table}"`).map(
    (values) => `INSERT INTO "${table}" (${columns.join(', ')}) VALUES (${values});\n`,
  )
})
const state = {
  recordedAt: new Date().toISOString(),
  migrations: list('SELECT name FROM migration ORDER BY name'),
  signingKey: readFileSync(join(data, 'signing.key'), 'base64'),
  ...recorded,
  answers,
}
const folder = join(import.meta.dirname, 'states', name)
mkdirSync(folder, { recursive: true })
writeFileSync(join(folder, 'rows.sql'), inserts.join(''))
writeFileSync(join(folder, 'state.json'), `${JSON.stringify(state, undefined, 2)}\n`)
database.close()
rmSync(data, { recursive: true })

async function workWithServer() {
  let greeting = ''
  child.stdout.on('data', (chunk) => {
    greeting += chunk
  })
  while (!greeting.includes('#')) await once(child.stdout, 'data')
  const recorded = await fillServer(server, /#([\w-]+)/.exec(greeting)![1]!)
  return { recorded, answers: await answersOf(server, recorded) }
}
