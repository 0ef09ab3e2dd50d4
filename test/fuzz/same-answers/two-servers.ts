import { type ChildProcess, fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, request as httpRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MongoClient } from 'mongodb'
import { turnHeader } from './turns.ts'

/** One request as the first server gets it; the second gets it in its own words (`bijection.ts`). */
export interface Request {
  readonly method: string
  readonly path: string
  /** Names in lower case. */
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Buffer
  /** To the content origin, where players are; else to the app origin. */
  readonly isOfPlayer?: boolean
  /** The turn that it belongs to, where that is an earlier one: time stands still until what that one began is over. */
  readonly asOfTurn?: number
  /** Asked again, in the same turn, until the answer has this in it: for work that goes on beside requests. */
  readonly until?: RegExp
  /** Read to the end of the event with this text, then cut: for streams. */
  readonly readUpTo?: string
}

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** A hocba on one engine, in a process of its own. */
export interface Server {
  readonly engine: string
  readonly authorization: string
  ask(turn: number, request: Request): Promise<Answer>
  stop(): Promise<void>
}

/** What both are configured alike in: their addresses are others, and no answer shows it. */
const environment = {
  HOCBA_APP_URL: 'http://hocba.example',
  HOCBA_CONTENT_URL: 'http://courses.example',
  HOCBA_LOG_LEVEL: 'error',
  HOCBA_SIGNING_KEY: '5a'.repeat(32),
  HOCBA_DRAIN_SECONDS_MAX: '0',
  HOCBA_REQUESTS_PER_MINUTE_MAX: '10000000',
  // So that queries meet it, and by what they examine, not by the seconds that it takes.
  HOCBA_QUERY_STATEMENTS_MAX: '2000',
  HOCBA_QUERY_SECONDS_MAX: '600',
  // No session is closed for its silence in the middle of a run: that work looks at the machine's time.
  HOCBA_SESSION_IDLE_MINUTES_MAX: '1440',
}

/** Starts a server on each engine, with nothing stored. */
export async function startTwo(mongodbServer: string): Promise<readonly [Server, Server]> {
  const url = new URL(mongodbServer)
  url.pathname = `/hocba_same_${process.pid}_${Date.now()}`
  const dropDatabase = async () => {
    const client = await MongoClient.connect(url.href)
    await client.db().dropDatabase()
    await client.close()
  }
  const mongodb = {
    HOCBA_STORAGE: 'mongodb',
    HOCBA_MONGODB_URL: url.href,
    HOCBA_NODES: 'one',
    HOCBA_FILES: 'gridfs',
  }
  return Promise.all([
    startServer('sqlite', {}, async () => undefined),
    startServer('mongodb', mongodb, dropDatabase),
  ])
}

async function startServer(
  engine: string,
  settings: Readonly<Record<string, string>>,
  remove: () => Promise<void>,
): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'hocba-same-'))
  const child = fork(join(import.meta.dirname, 'serve.ts'), {
    env: { ...process.env, ...environment, ...settings, HOCBA_DATA: folder },
    execArgv: [],
    serialization: 'json',
  })
  const said = await firstMessage(child)
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  return {
    engine,
    authorization: said.authorization,
    ask: (turn, request) => ask({ agent, ...said }, turn, request),
    async stop() {
      agent.destroy()
      const gone = new Promise((resolve) => child.once('exit', resolve))
      if (child.connected) child.disconnect()
      if (child.exitCode === null) await gone
      rmSync(folder, { recursive: true, force: true })
      await remove()
    },
  }
}

interface Said {
  readonly port: number
  readonly contentPort: number
  readonly authorization: string
}

const firstMessage = (child: ChildProcess): Promise<Said> =>
  new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(message as Said))
    child.once('exit', (code) => reject(new Error(`a server ended with ${code} at its start`)))
  })

type Connection = Said & { readonly agent: Agent }

const waitMilliseconds = 60_000

async function ask(connection: Connection, turn: number, request: Request): Promise<Answer> {
  const end = performance.now() + waitMilliseconds
  for (;;) {
    const answer = await askOnce(connection, turn, request)
    if (!request.until || request.until.test(answer.body.toString())) return answer
    if (performance.now() > end) throw new Error(`${request.path} never had ${request.until}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** Headers whose names are given keep the Authorization of the credential; a header given as '' is left out. */
function askOnce(connection: Connection, turn: number, request: Request): Promise<Answer> {
  const { method, path, headers = {}, body, isOfPlayer = false, readUpTo } = request
  const all = {
    ...(!isOfPlayer && { authorization: connection.authorization }),
    ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }),
    ...headers,
    host: isOfPlayer ? 'courses.example' : 'hocba.example',
    [turnHeader]: String(request.asOfTurn ?? turn),
  }
  const sent = httpRequest({
    host: 'localhost',
    port: isOfPlayer ? connection.contentPort : connection.port,
    ...{ method, path, agent: connection.agent },
    headers: Object.fromEntries(Object.entries(all).filter(([, value]) => value !== '')),
  })
  return new Promise((resolve, reject) => {
    sent.setTimeout(waitMilliseconds, () => sent.destroy(new Error(`no answer to ${path}`)))
    sent.once('error', reject)
    sent.once('response', (response) => {
      const chunks: Buffer[] = []
      const done = (body = Buffer.concat(chunks)) =>
        resolve({
          status: response.statusCode!,
          headers: response.headers as Record<string, string>,
          body,
        })
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk)
        if (readUpTo === undefined) return
        const body = Buffer.concat(chunks)
        const end = body.includes(readUpTo) ? body.indexOf('\n\n', body.indexOf(readUpTo)) : -1
        if (end < 0) return
        done(body.subarray(0, end))
        response.destroy()
      })
      response.once('end', () => done())
      response.once('error', reject)
    })
    sent.end(body)
  })
}
