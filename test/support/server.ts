import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCredential } from '../../src/access/index.ts'
import { type Clock, systemClock } from '../../src/base/clock.ts'
import type { Scope } from '../../src/base/principal.ts'
import { type Config, readConfig } from '../../src/config/index.ts'
import { start } from '../../src/main.ts'
import { openStore } from '../../src/open-store.ts'
import { dropStorageOfTests, storageOfTests } from './storage-of-tests.ts'

/** A real server on free ports with its data in a temporary folder. */
export interface TestServer {
  readonly config: Config
  /** `http://localhost:port`: console, /api/v1, /xapi. */
  readonly url: string
  readonly contentUrl: string
  readonly setupUrl: string | undefined
  /** Authorization header of a credential with the scope `all`. */
  readonly authorization: string
  /** Makes a credential with these scopes; returns its Authorization header. */
  credential(...scopes: Scope[]): Promise<string>
  /** Fetches from the app origin with the credential `authorization`; a body that is an object is sent as JSON. */
  request(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Response>
  stop(): Promise<void>
}

export async function startServer(
  options: { env?: Record<string, string>; clock?: Clock; keepData?: boolean } = {},
): Promise<TestServer> {
  const folder = options.env?.HOCBA_DATA ?? mkdtempSync(join(tmpdir(), 'hocba-test-'))
  const [port, contentPort] = await freePorts(2)
  const config = readConfig({
    HOCBA_DATA: folder,
    HOCBA_PORT: String(port),
    HOCBA_CONTENT_PORT: String(contentPort),
    HOCBA_LOG_LEVEL: 'error',
    HOCBA_DRAIN_SECONDS_MAX: '1',
    ...storageOfTests(folder),
    ...options.env,
  })
  const clock = options.clock ?? systemClock
  const running = await start(config, clock)
  const credential = (...scopes: Scope[]) => makeCredential(config, clock, scopes)
  const authorization = await credential('all')
  return {
    config,
    url: config.appUrl,
    contentUrl: config.contentUrl,
    setupUrl: running.setupUrl,
    authorization,
    credential,
    request: requestsTo(config.appUrl, authorization),
    async stop() {
      await running.stop()
      if (options.keepData) return
      rmSync(folder, { recursive: true, force: true })
      await dropStorageOfTests(config)
    },
  }
}

/** Fetches below an origin with a credential; see TestServer.request. */
export const requestsTo =
  (origin: string, authorization: string): TestServer['request'] =>
  (method, path, body, headers) =>
    fetch(`${origin}${path}`, {
      method,
      headers: {
        Authorization: authorization,
        ...(isPlain(body) && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && {
        body: isPlain(body) ? JSON.stringify(body) : (body as string | Uint8Array<ArrayBuffer>),
      }),
    })

/** Through the store, beside the running server, as the command line does it. */
async function makeCredential(config: Config, clock: Clock, scopes: Scope[]): Promise<string> {
  const storage = await openStore(config, clock)
  try {
    const { key, secret } = await createCredential(storage, clock)({ name: 'test', scopes })
    return `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`
  } finally {
    await storage.close()
  }
}

const isPlain = (body: unknown): boolean =>
  typeof body === 'object' &&
  body !== null &&
  [Object.prototype, Array.prototype].includes(Object.getPrototypeOf(body))

let portsTried = 0

/**
 * Ports that nothing listens on now, below those that the system hands out: one of these could be taken by any connection before
 * the server listens on it. Each process tries others.
 */
export async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = []
  while (ports.length < count) {
    const port = 12_000 + ((process.pid * 97 + portsTried++) % 20_000)
    if (await isFree(port)) ports.push(port)
  }
  return ports
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
