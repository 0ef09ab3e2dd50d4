import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { answerApi, type Fixture, newFixture } from './fixture-api.ts'

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
}

/** The policy that the app origin sends: what the console does not keep to fails here too. */
const policy =
  "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; object-src 'none'; frame-ancestors 'none'; form-action 'self'; base-uri 'none'"

export interface FixtureServer {
  readonly url: string
  /** What the server holds and how it behaves; a test may change it. */
  readonly fixture: Fixture
  /** Says to everybody who follows the feed that a statement is new. */
  readonly tell: () => void
  /** Breaks the connections of those who follow the feed. */
  readonly hangUp: () => void
  /** The addresses that the feed was asked with, and the last event's id, oldest first. */
  readonly followed: { readonly url: string; readonly lastEventId: string | undefined }[]
  readonly close: () => Promise<void>
}

/** Where the bundle step of `npm test` puts the console. */
export const builtConsole = join(import.meta.dirname, '../../dist/console')

/**
 * Serves the built console with an /api/v1 that answers from memory, so that a screen can be seen full, empty and broken
 * without a store that is any of these.
 * @param folder where the console was built to.
 */
export async function startFixtureServer(folder = builtConsole): Promise<FixtureServer> {
  const fixture = newFixture()
  const followers = new Set<ServerResponse>()
  const followed: { url: string; lastEventId: string | undefined }[] = []
  let events = 0
  const follow = (request: IncomingMessage, response: ServerResponse) => {
    followed.push({ url: request.url!, lastEventId: request.headers['last-event-id'] as string })
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write('retry: 100\n\n')
    followers.add(response)
    response.on('close', () => followers.delete(response))
  }
  const server = createServer((request, response) => {
    const isFeed = request.url?.startsWith('/api/v1/feed') && fixture.mode !== 'broken'
    if (isFeed && !fixture.failing.has('/feed')) return follow(request, response)
    answer(request, response, fixture, folder).catch((error: unknown) => {
      response.writeHead(500).end(String(error))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://localhost:${port}`,
    fixture,
    followed,
    tell: () => {
      events++
      for (const one of followers) one.write(`id: ${events}\nevent: statement\ndata: {}\n\n`)
    },
    hangUp: () => {
      for (const one of followers) one.destroy()
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  fixture: Fixture,
  folder: string,
) {
  const url = new URL(request.url ?? '/', 'http://localhost')
  response.setHeader('content-security-policy', policy)
  response.setHeader('cross-origin-opener-policy', 'same-origin')
  response.setHeader('referrer-policy', 'no-referrer')
  if (url.pathname.startsWith('/api/v1/')) {
    const requestId = randomUUID()
    response.setHeader('x-request-id', requestId)
    const { status, body } = await answerApi(request, url, fixture)
    response.writeHead(status, { 'content-type': 'application/json' })
    const isProblem = status >= 400
    // A report is lines of JSON; no other answer is a list by itself.
    if (Array.isArray(body)) {
      response.end(body.map((line) => `${JSON.stringify(line)}\n`).join(''))
      return
    }
    response.end(
      body === undefined ? '' : JSON.stringify(isProblem ? { ...body, requestId } : body),
    )
    return
  }
  const isAsset = url.pathname.startsWith('/assets/')
  const path = join(folder, isAsset ? url.pathname : 'index.html')
  const content = await readFile(path).catch(() => undefined)
  if (!content) {
    response.writeHead(404).end()
    return
  }
  response
    .writeHead(200, {
      'content-type': types[extname(path)] ?? 'application/octet-stream',
      'cache-control': isAsset ? 'public, max-age=31536000, immutable' : 'no-store',
    })
    .end(content)
}
