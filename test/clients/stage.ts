import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { startServer, type TestServer } from '../support/server.ts'

// biome-ignore lint/suspicious/noExplicitAny: libraries of this age have no types that fit, and tests look into answers freely.
export type Untyped = any

/** What a client needs to know of the record store, as a person copies it from the console. */
export interface Connection {
  readonly endpoint: string
  readonly key: string
  readonly secret: string
  /** Tells the data of one run from that of others. */
  readonly run: string
}

export interface Stage {
  readonly server: TestServer
  readonly connection: (run: string) => Connection
  readonly stop: () => Promise<void>
}

export async function openStage(): Promise<Stage> {
  const server = await startServer()
  const [key, secret] = Buffer.from(server.authorization.slice('Basic '.length), 'base64')
    .toString()
    .split(':')
  return {
    server,
    connection: (run) => ({ endpoint: `${server.url}/xapi/`, key: key!, secret: secret!, run }),
    stop: () => server.stop(),
  }
}

export interface PageServer {
  /** An origin that is not the record store's, so that browsers ask before they send. */
  readonly url: string
  readonly stop: () => Promise<void>
}

/**
 * Serves a page at `/` that loads a library, and with it whatever runs before.
 * @param library path below node_modules.
 */
export async function servePage(library: string, scriptBefore = ''): Promise<PageServer> {
  const script = readFileSync(join(import.meta.dirname, '../../node_modules', library))
  const server: Server = createServer((request, response) => {
    if (request.url === '/library.js')
      response.setHeader('Content-Type', 'text/javascript').end(script)
    else if (request.url === '/')
      response
        .setHeader('Content-Type', 'text/html; charset=utf-8')
        .end(
          `<!doctype html><title>course</title><script>${scriptBefore}</script><script src="/library.js"></script>`,
        )
    else response.writeHead(204).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

const root = join(import.meta.dirname, '../..')

/**
 * Calls a function with a library in a Node process of its own: the globals of a test are not those that a library knows.
 * @param use names nothing outside, since its text is what is called.
 */
export async function useInNode(
  library: string,
  use: (library: Untyped, connection: Connection, ...more: Untyped[]) => Promise<unknown>,
  ...values: readonly unknown[]
): Promise<unknown> {
  const script = `
    const library = require(${JSON.stringify(library)})
    const use = ${use}
    use(library.default ?? library, ...${JSON.stringify(values)}).then((seen) => console.log(JSON.stringify(seen)))`
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--no-deprecation', '-e', script],
    {
      cwd: root,
      timeout: 20_000,
    },
  )
  return JSON.parse(stdout)
}
