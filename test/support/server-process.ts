import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { createCredential } from '../../src/access/index.ts'
import { systemClock } from '../../src/base/clock.ts'
import { readConfig } from '../../src/config/index.ts'
import { openStore } from '../../src/open-store.ts'
import { requestsTo, type TestServer } from './server.ts'
import { storageOfTests } from './storage-of-tests.ts'

const root = join(import.meta.dirname, '../..')

/** The real server as a process of its own, which a test can kill. */
export interface ServerProcess {
  readonly pid: number
  /** What it wrote to standard output so far. */
  output(): string
  /** What it wrote to standard error so far: the log. */
  errors(): string
  /** Ends it at once, as a crash would (SIGKILL); resolves when it is gone. */
  crash(): Promise<void>
  /** Sends SIGTERM; resolves with the exit code. */
  terminate(): Promise<number | null>
  /** Resolves with the exit code when it ends by itself. */
  exited: Promise<number | null>
}

/** How the process is started, where it is not plainly. */
export interface ProcessOptions {
  /** A command that becomes `node`, with its arguments, e.g. strace -D. */
  readonly under?: readonly string[]
  readonly nodeArguments?: readonly string[]
}

/**
 * Starts `node src/main.ts` with these environment variables and waits until it answers `/readyz`.
 * @throws with what it printed if it ends before that.
 */
export async function startServerProcess(
  env: Record<string, string>,
  { under = [], nodeArguments = [] }: ProcessOptions = {},
): Promise<ServerProcess> {
  const command = [...under, process.execPath, ...nodeArguments, join(root, 'src/main.ts')]
  const child = spawn(command[0]!, command.slice(1), {
    cwd: root,
    env: { ...process.env, HOCBA_LOG_LEVEL: 'warn', ...storageOfTests(env.HOCBA_DATA), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const started = processOf(child)
  await answersAt(`http://127.0.0.1:${env.HOCBA_PORT}/readyz`, started)
  return started
}

function processOf(child: ChildProcess): ServerProcess {
  let output = ''
  let errors = ''
  child.stdout?.on('data', (chunk) => {
    output += chunk
  })
  child.stderr?.on('data', (chunk) => {
    errors += chunk
  })
  const exited = new Promise<number | null>((resolve) =>
    child.once('exit', (code) => resolve(code)),
  )
  return {
    pid: child.pid!,
    output: () => output,
    errors: () => errors,
    exited,
    async crash() {
      child.kill('SIGKILL')
      await exited
    },
    async terminate() {
      child.kill('SIGTERM')
      return exited
    },
  }
}

async function answersAt(url: string, server: ServerProcess): Promise<void> {
  let isGone = false
  void server.exited.then(() => {
    isGone = true
  })
  for (let attempt = 0; attempt < 2_400; attempt++) {
    if (isGone) throw new Error(`the server ended: ${server.output()}${server.errors()}`)
    const isReady = await fetch(url).then(
      (response) => response.ok,
      () => false,
    )
    if (isReady) return
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error(`the server did not answer at ${url}: ${server.errors()}`)
}

/** Requests with a credential made beside the running server. */
export async function clientOf(environment: Record<string, string>): Promise<TestServer> {
  const config = readConfig({ ...storageOfTests(environment.HOCBA_DATA), ...environment })
  const storage = await openStore(config, systemClock)
  const { key, secret } = await createCredential(
    storage,
    systemClock,
  )({
    name: 'test',
    scopes: ['all'],
  })
  await storage.close()
  const authorization = `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`
  return {
    config,
    url: config.appUrl,
    contentUrl: config.contentUrl,
    setupUrl: undefined,
    authorization,
    credential: async () => authorization,
    request: requestsTo(config.appUrl, authorization),
    stop: async () => undefined,
  }
}
