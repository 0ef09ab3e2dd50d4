import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newUuid } from '../../../src/base/ids.ts'
import { freePorts, type TestServer } from '../../support/server.ts'
import { clientOf, type ServerProcess, startServerProcess } from '../../support/server-process.ts'
import { smallCourse } from '../../support/small-course.ts'
import { statementOf } from '../../support/xapi-client.ts'

const version = { 'X-Experience-API-Version': '1.0.3' }
const state =
  '/xapi/activities/state?activityId=http%3A%2F%2Fexample.vn%2Fa&agent=%7B%22mbox%22%3A%22mailto%3Aan%40example.vn%22%7D'

/** A server process whose disk fails now and then, and what it has acknowledged. */
export interface Installation {
  readonly pid: number
  /**
   * Statements alone and in a batch, a document and a package.
   * @returns what is wrong with the answers, apart from what failed as it should.
   */
  write(): Promise<string[]>
  /** SIGTERM; resolves when the process is gone. */
  stop(): Promise<void>
  /**
   * Starts the server again if it has ended, or is ending, by itself.
   * @returns what is wrong: something acknowledged that is gone, an exit without an error.
   */
  recover(): Promise<string[]>
  /** How often the process ended itself. */
  readonly exits: number
  readonly acknowledged: number
  remove(): Promise<void>
}

interface Acknowledged {
  readonly statements: string[]
  readonly documents: Set<string>
  readonly packages: string[]
}

export async function openInstallation(): Promise<Installation> {
  const folder = mkdtempSync(join(tmpdir(), 'hocba-io-'))
  const [port, contentPort] = await freePorts(2)
  const env = {
    HOCBA_DATA: folder,
    HOCBA_PORT: String(port),
    HOCBA_CONTENT_PORT: String(contentPort),
    HOCBA_LOG_LEVEL: 'silent',
    HOCBA_DRAIN_SECONDS_MAX: '1',
  }
  let server: ServerProcess = await startServerProcess(env)
  let isStopping = false
  const client = await clientOf(env)
  const acknowledged: Acknowledged = { statements: [], documents: new Set(), packages: [] }
  let exits = 0
  return {
    get pid() {
      return server.pid
    },
    get exits() {
      return exits
    },
    get acknowledged() {
      const { statements, documents, packages } = acknowledged
      return statements.length + documents.size + packages.length
    },
    write: () => write(client, acknowledged),
    async stop() {
      isStopping = true
      await server.terminate()
    },
    async recover() {
      const wrong: string[] = []
      if (isStopping || !(await isReady(client))) {
        const code = await exitOf(server)
        if (code === 'alive') return ['it answers no longer, and does not end']
        if (!isStopping) {
          exits += 1
          if (code === 0 || code === null) wrong.push(`it ended with ${code}`)
        }
        server = await startServerProcess(env)
        isStopping = false
      }
      return [...wrong, ...(await missing(client, acknowledged))]
    },
    async remove() {
      await server.crash()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const isReady = (client: TestServer): Promise<boolean> =>
  fetch(`${client.url}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  )

const exitOf = (server: ServerProcess): Promise<number | null | 'alive'> =>
  Promise.race([
    server.exited,
    new Promise<'alive'>((resolve) => setTimeout(resolve, 20_000, 'alive').unref()),
  ])

async function write(client: TestServer, acknowledged: Acknowledged): Promise<string[]> {
  const wrong: string[] = []
  const send = async (...[method, path, body, headers]: Parameters<TestServer['request']>) => {
    const answer = await client.request(method, path, body, headers).catch(() => undefined)
    if (!answer || answer.ok) return answer
    const text = await answer.text()
    if (answer.status < 500) wrong.push(`${method} ${path.slice(0, 30)}: ${answer.status} ${text}`)
    const isPatient = answer.status !== 503 || answer.headers.has('retry-after')
    if (!isPatient) wrong.push(`${method} ${path.slice(0, 30)}: 503 without Retry-After`)
    return undefined
  }
  for (const size of [1, 3]) {
    const ids = Array.from({ length: size }, newUuid)
    const body = ids.map((id) => statementOf({ id }))
    if (await send('POST', '/xapi/statements', body, version)) acknowledged.statements.push(...ids)
  }
  const document = newUuid()
  const stored = await send('PUT', `${state}&stateId=${document}`, document, version)
  if (stored) acknowledged.documents.add(document)
  const zip = new Uint8Array(smallCourse({ title: newUuid() }))
  const uploaded = await send('POST', '/api/v1/packages', zip)
  if (uploaded) acknowledged.packages.push(((await uploaded.json()) as { package: string }).package)
  return wrong
}

async function missing(client: TestServer, acknowledged: Acknowledged): Promise<string[]> {
  const isThere = async (path: string) =>
    (await client.request('GET', path, undefined, version)).status === 200
  const { statements, documents, packages } = acknowledged
  const paths = [
    ...statements.slice(-40).map((id) => `/xapi/statements?statementId=${id}`),
    ...[...documents].slice(-10).map((id) => `${state}&stateId=${id}`),
    ...packages.slice(-10).map((id) => `/api/v1/packages/${id}`),
  ]
  const found = await Promise.all(paths.map(isThere))
  return paths.filter((_, index) => !found[index]).map((path) => `lost: ${path}`)
}
