import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import type { CommitSession, SessionStarted, StartSession } from '../../../src/launch/wire.ts'
import { type Attempt, engines, type JournalEntry } from '../../../src/runtime/index.ts'
import type { DemoCourse } from './demo-courses.ts'

/**
 * The content origin as the player sees it, in memory, with the same runtime: a stage for faults (a server that is down,
 * drops answers, forgets a session) that a real server cannot be asked for. What is true of the real one is tested with it.
 */
export interface StandIn {
  readonly url: string
  /** A launch link with a fresh ticket. */
  launchUrl(): string
  attempt(): Attempt
  /** How many requests to a path of /_rt came while it was faulty. */
  refused(path: string): number
  /** How many sessions began. */
  begun(): number
  /** Entries of all sessions in the order in which they were taken. */
  readonly taken: JournalEntry[]
  readonly commits: CommitSession[]
  /** What the server does with the next requests to /_rt. */
  faults: Faults
  /** Ends the live session as if the learner had opened the course elsewhere. */
  supersede(): void
  /** Closes the live session as after a long silence. */
  closeSession(): void
  stop(): Promise<void>
}

export interface Faults {
  /** `down`: connections are cut; `busy`: 503; `broken`: 500; `lost`: the request is done, its answer is cut. */
  how?: 'down' | 'busy' | 'broken' | 'lost'
  /** Only requests to this path, e.g. `/_rt/commits`; else to all of /_rt. */
  at?: string
}

interface Session {
  readonly id: string
  readonly token: string
  readonly epoch: number
  taken: number
  state: 'live' | 'left' | 'closed' | 'superseded'
}

export interface StandInOptions {
  readonly demo: DemoCourse
  readonly playerFolder: string
  readonly returnUrl?: string
  readonly language?: string
}

const policy =
  "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'"
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
}

export async function startStandIn(options: StandInOptions): Promise<StandIn> {
  const standIn = new Content(options)
  await standIn.listen()
  return standIn
}

class Content implements StandIn {
  readonly taken: JournalEntry[] = []
  readonly commits: CommitSession[] = []
  faults: Faults = {}
  url = ''
  readonly #options: StandInOptions
  readonly #server: Server
  /** By ticket the nonce that used it; empty before. */
  readonly #tickets = new Map<string, string>()
  readonly #sessions: Session[] = []
  readonly #refused = new Map<string, number>()
  #attempt: Attempt

  constructor(options: StandInOptions) {
    this.#options = options
    const { course } = options.demo
    this.#attempt = engines[course.standard].start(
      course,
      { id: 'learner-1', name: 'Nguyễn Văn An' },
      { credit: 'credit', lessonMode: 'normal' },
    )
    this.#server = createServer((request, response) => void this.#answer(request, response))
  }

  async listen(): Promise<void> {
    await new Promise<void>((done) => this.#server.listen(0, '127.0.0.1', done))
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  launchUrl(): string {
    const ticket = randomUUID()
    this.#tickets.set(ticket, '')
    return `${this.url}/_player/#${ticket}`
  }

  attempt(): Attempt {
    return this.#attempt
  }

  refused(path: string): number {
    return this.#refused.get(path) ?? 0
  }

  begun(): number {
    return this.#sessions.length
  }

  supersede(): void {
    this.#begin()
  }

  closeSession(): void {
    const session = this.#sessions.at(-1)
    if (session === undefined) return
    session.state = 'closed'
    this.#abandon()
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((done) => this.#server.close(done))
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', this.url)
    if (pathname.startsWith('/_player/')) return this.#servePlayer(pathname, response)
    if (pathname.startsWith('/_c/p/')) return this.#serveFile(request, pathname, response)
    const { at = pathname } = this.faults
    const how = at === pathname ? this.faults.how : undefined
    if (how !== undefined) this.#refused.set(pathname, this.refused(pathname) + 1)
    if (how === 'down') return void request.socket.destroy()
    const body: unknown = JSON.parse((await textOf(request)) || '{}')
    if (how === 'busy') return send(response, 503, { code: 'storage-unavailable' })
    if (how === 'broken') return send(response, 500, { code: 'internal-error' })
    const token = request.headers.authorization?.replace('Bearer ', '')
    const [status, answer] = this.#call(pathname, body, token)
    if (how === 'lost') return void request.socket.destroy()
    send(response, status, answer)
  }

  #servePlayer(pathname: string, response: ServerResponse): void {
    const name = pathname === '/_player/' ? 'index.html' : pathname.slice('/_player/'.length)
    const file = join(this.#options.playerFolder, name)
    if (!existsSync(file)) return void response.writeHead(404).end()
    response.setHeader('Content-Security-Policy', policy)
    response.setHeader('Content-Type', types[extname(file)] ?? 'text/plain')
    response.end(readFileSync(file))
  }

  #serveFile(request: IncomingMessage, pathname: string, response: ServerResponse): void {
    const text = this.#options.demo.files[decodeURIComponent(pathname.slice('/_c/p/'.length))]
    if (text === undefined) return void response.writeHead(404).end('not found')
    response.setHeader('Content-Type', 'text/html; charset=utf-8')
    response.end(request.method === 'HEAD' ? undefined : text)
  }

  #call(path: string, body: unknown, token: string | undefined): [number, unknown] {
    if (path === '/_rt/sessions') return this.#start(body as StartSession)
    const commit = body as CommitSession
    const session = this.#sessions.find((one) => one.token === (token ?? commit.token))
    if (session === undefined) return problem(401, 'session-token-invalid')
    if (path === '/_rt/sessions/takeover') return [201, this.#started(this.#begin())]
    if (session.state === 'superseded') return problem(409, 'session-superseded')
    if (session.state === 'closed') return problem(409, 'session-closed')
    if (path === '/_rt/sessions/resume') {
      session.state = 'live'
      const { token: _, ...started } = this.#started(session)
      return [200, started]
    }
    return this.#commit(session, commit)
  }

  #start({ ticket, nonce }: StartSession): [number, unknown] {
    const usedBy = this.#tickets.get(ticket)
    if (usedBy !== '' && usedBy !== nonce) return problem(410, 'launch-link-invalid')
    this.#tickets.set(ticket, nonce)
    return [201, this.#started(this.#begin())]
  }

  #begin(): Session {
    for (const session of this.#sessions) session.state = 'superseded'
    this.#abandon()
    const session: Session = {
      id: randomUUID(),
      token: randomUUID(),
      epoch: this.#sessions.length + 1,
      taken: 0,
      state: 'live',
    }
    this.#sessions.push(session)
    return session
  }

  #started(session: Session): SessionStarted {
    const { demo, returnUrl, language = 'vi' } = this.#options
    return {
      session: session.id,
      token: session.token,
      epoch: session.epoch,
      registration: 'registration-1',
      attemptNumber: 1,
      course: demo.course,
      mode: this.#attempt.mode,
      attempt: this.#attempt,
      nextEntry: session.taken + 1,
      filesPrefix: '/_c/p/',
      language,
      ...(returnUrl === undefined ? {} : { returnUrl }),
    }
  }

  #commit(session: Session, commit: CommitSession): [number, unknown] {
    this.commits.push(commit)
    for (const entry of commit.entries) {
      if (entry.n <= session.taken) continue
      if (entry.n > session.taken + 1) {
        return problem(409, 'journal-gap', { expected: session.taken + 1 })
      }
      if (!this.#apply(entry)) return problem(400, 'journal-invalid')
      session.taken = entry.n
      this.taken.push(entry)
    }
    session.state = commit.isLeaving ? 'left' : 'live'
    return [200, { acknowledged: session.taken }]
  }

  #apply(entry: JournalEntry): boolean {
    const { course } = this.#options.demo
    const applied = engines[course.standard].apply(course, this.#attempt, entry)
    if (applied.refused !== undefined) return false
    this.#attempt = applied.attempt
    return true
  }

  #abandon(): void {
    const { current } = this.#attempt
    const run = current === undefined ? undefined : this.#attempt.activities[current]?.run
    if (current === undefined || (run !== 'opened' && run !== 'running')) return
    const at = new Date().toISOString()
    this.#apply({ n: 0, at, activity: current, step: { do: 'abandon' } })
  }
}

const problem = (status: number, code: string, facts = {}): [number, unknown] => [
  status,
  { code, message: code, facts, requestId: 'req-7f3a19c2' },
]

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' })
  response.end(JSON.stringify(body))
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}
