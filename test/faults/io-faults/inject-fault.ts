import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { until } from '../../support/courses.ts'

export interface Fault {
  /** A system call, e.g. `fsync`. */
  readonly call: string
  /** What it answers instead of working, e.g. `EIO`. */
  readonly error: string
  /** Which of the calls of a thread, from 1; absent: every one. */
  readonly nth?: number
}

/** Attaches strace to a process so that a system call of it fails, until `end`, which tells how often it did. */
export async function injectFault(pid: number, { call, error, nth }: Fault) {
  const folder = mkdtempSync(join(tmpdir(), 'hocba-fault-'))
  const file = join(folder, 'trace')
  const when = nth === undefined ? '' : `:when=${nth}`
  const child = spawn(
    'strace',
    [
      '-f',
      '-o',
      file,
      '-p',
      String(pid),
      '-e',
      `trace=${call}`,
      '-e',
      `inject=${call}:error=${error}${when}`,
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const ended = once(child, 'exit')
  let said = ''
  child.stderr.on('data', (chunk) => {
    said += chunk
  })
  await until(
    async () => said,
    (text) => text.includes('attached'),
  )
  return {
    async end(): Promise<number> {
      child.kill('SIGINT')
      await ended
      const times = readFileSync(file, 'utf8').split('(INJECTED)').length - 1
      rmSync(folder, { recursive: true })
      return times
    },
  }
}
