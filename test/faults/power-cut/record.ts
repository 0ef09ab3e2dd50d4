import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { newUuid } from '../../../src/base/ids.ts'
import { until, uploadPackage } from '../../support/courses.ts'
import { freePorts, requestsTo, type TestServer } from '../../support/server.ts'
import { startServerProcess } from '../../support/server-process.ts'
import { smallCourse } from '../../support/small-course.ts'
import { statementOf } from '../../support/xapi-client.ts'
import { readTrace, straceArguments } from './read-trace.ts'
import type { TraceEvent } from './trace-event.ts'

const root = join(import.meta.dirname, '../../..')
const version = { 'X-Experience-API-Version': '1.0.3' }

/** Whether this machine has an strace that may trace. */
export const canTrace = (): boolean =>
  process.platform === 'linux' && spawnSync('strace', ['-o', '/dev/null', 'true']).status === 0

export interface RecordOptions {
  /** An empty folder. */
  readonly folder: string
  /** Posts of each of the two runs of the server. */
  readonly posts: number
  /** The control: commits do not wait for the disk. */
  readonly isNormal?: boolean
}

/**
 * Records an installation from its first write on: the command line makes it and a credential; a server takes statements and a
 * package and is stopped; a second one goes on and is killed.
 */
export async function record({ folder, posts, isNormal = false }: RecordOptions) {
  const data = join(folder, 'data')
  mkdirSync(data)
  const [port, contentPort] = await freePorts(2)
  const env = {
    HOCBA_DATA: data,
    HOCBA_PORT: String(port),
    HOCBA_CONTENT_PORT: String(contentPort),
    UV_USE_IO_URING: '0',
  }
  const traced = (name: string) => ['strace', ...straceArguments(join(folder, name))]
  const nodeArguments = isNormal
    ? ['--import', join(import.meta.dirname, 'synchronous-normal.ts')]
    : []
  const authorization = await makeCredential(
    [...traced('0'), process.execPath, ...nodeArguments],
    env,
  )
  const server = { request: requestsTo(`http://127.0.0.1:${port}`, authorization) } as TestServer
  for (const run of [1, 2]) {
    const running = await startServerProcess(env, { under: traced(String(run)), nodeArguments })
    for (let course = 0; course < 2; course++) {
      await postStatements(server, posts / 2)
      await uploadPackage(server, smallCourse({ title: `Course ${run} ${course}` }))
    }
    if (run === 1) await running.terminate()
    else await running.crash()
  }
  const events: TraceEvent[] = []
  for (const name of ['0', '1', '2']) {
    const file = join(folder, name)
    await hasEnded(file)
    events.push(...(await readTrace(file, data)))
    rmSync(file)
  }
  return events
}

async function makeCredential(
  command: readonly string[],
  env: Record<string, string>,
): Promise<string> {
  const args = ['credential', 'create', '--name', 'test', '--scope', 'all', '--json']
  const child = spawn(command[0]!, [...command.slice(1), join(root, 'src/cli/main.ts'), ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.on('data', (chunk) => {
    output += chunk
  })
  await once(child, 'close')
  const { key, secret } = JSON.parse(output) as { key: string; secret: string }
  return `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`
}

/** Some at once, some alone, some in batches: commits are shared and are not. */
async function postStatements(server: TestServer, posts: number): Promise<void> {
  for (let done = 0; done < posts; ) {
    const together = 1 + (done % 4)
    await Promise.all(
      Array.from({ length: together }, async (_, n) => {
        const body = Array.from({ length: n === 0 ? 1 : 3 }, () => statementOf({ id: newUuid() }))
        const answer = await server.request('POST', '/xapi/statements', body, version)
        if (answer.status !== 200) throw new Error(`a post was answered ${answer.status}`)
        await answer.text()
      }),
    )
    done += together
  }
}

/** The tracer writes its last lines after the traced process is gone. */
const hasEnded = (file: string): Promise<unknown> => {
  let size = -1
  return until(
    async () => {
      const now = readFileSync(file).length
      const isQuiet = now === size
      size = now
      return isQuiet
    },
    (isQuiet) => isQuiet,
  )
}
