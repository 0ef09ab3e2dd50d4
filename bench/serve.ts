import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** A server process that is measured, with a key that may do everything. */
export interface MeasuredServer {
  readonly pid: number
  /** Where a record store's clients go. */
  readonly endpoint: string
  readonly user: string
  readonly secret: string
  /** Resident memory in MiB. */
  resident(): number
  /** Milliseconds of processor time that it has taken, all of its threads. */
  cpu(): number
  /** Resolves when the process has ended. */
  stop(): Promise<void>
}

export interface ServerPlace {
  /** Folder of the hocba to start: this one, or another checkout to compare with. */
  readonly checkout: string
  /** Folder for its data; may have data. */
  readonly data: string
  readonly port: number
  /** Options of Node, e.g. `--cpu-prof`. */
  readonly nodeOptions?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

/** Starts a server and waits until it is ready. */
export async function serve(place: ServerPlace): Promise<MeasuredServer> {
  const checkout = resolve(place.checkout)
  const env = {
    ...process.env,
    // As `npm start`, the image and the unit set it.
    GLIBC_TUNABLES: 'glibc.malloc.mmap_threshold=262144',
    ...place.env,
    HOCBA_DATA: place.data,
    HOCBA_PORT: String(place.port),
    HOCBA_CONTENT_PORT: String(place.port + 1),
    HOCBA_LOG_LEVEL: 'error',
  }
  const command = ['credential', 'create', '--name', 'bench', '--scope', 'all', '--json']
  const created = execFileSync(process.execPath, [join(checkout, 'src/cli/main.ts'), ...command], {
    env,
  })
  const { key, secret } = JSON.parse(created.toString()) as { key: string; secret: string }
  const child = spawn(
    process.execPath,
    [...(place.nodeOptions ?? []), join(checkout, 'src/main.ts')],
    { env, cwd: checkout, stdio: ['ignore', 'ignore', 'inherit'] },
  )
  await ready(`http://127.0.0.1:${place.port}/readyz`, child)
  return {
    pid: child.pid!,
    endpoint: `http://127.0.0.1:${place.port}/xapi`,
    user: key,
    secret,
    resident: () => residentOf(child.pid!),
    cpu: () => cpuOf(child.pid!),
    async stop() {
      if (child.exitCode !== null) return
      const ended = new Promise((done) => child.once('exit', done))
      child.kill('SIGTERM')
      await ended
    },
  }
}

async function ready(url: string, child: ChildProcess): Promise<void> {
  while (child.exitCode === null) {
    const answer = await fetch(url).catch(() => undefined)
    if (answer?.ok) return
    await new Promise((done) => setTimeout(done, 50))
  }
  throw new Error('The server ended before it was ready.')
}

const residentOf = (pid: number): number => {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)![1]) / 1_024)
}

/** Fields 14 and 15 of the process's `stat`, in hundredths of a second. */
function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
  return 10 * (Number(fields[11]) + Number(fields[12]))
}

/** What the load generator says of one scenario. */
export type LoadReport = Readonly<Record<string, unknown>>

/** Runs the load generator beside the project (`lrs-load.mjs`) once. */
export function load(
  server: MeasuredServer,
  scenario: string,
  options: readonly string[],
): Promise<LoadReport> {
  const generator = resolve(import.meta.dirname, '../../shared/bench/lrs-load.mjs')
  const access = ['--url', server.endpoint, '--user', server.user, '--pass', server.secret]
  const child = spawn(process.execPath, [generator, ...access, ...options, scenario], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  let text = ''
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString()
  })
  return new Promise((done, fail) =>
    child.once('exit', () => {
      const line = text.trim().split('\n')[0]
      if (line) done(JSON.parse(line) as LoadReport)
      else fail(new Error(`${scenario}: the load generator said nothing.`))
    }),
  )
}
