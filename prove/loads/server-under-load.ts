import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePorts, type TestServer } from '../../test/support/server.ts'
import {
  clientOf,
  type ProcessOptions,
  type ServerProcess,
  startServerProcess,
} from '../../test/support/server-process.ts'

/** A server process with a data folder of its own, which can be killed and started again. */
export interface ServerUnderLoad {
  /** Its data folder. */
  readonly folder: string
  readonly client: TestServer
  /** kill -9, and a plain start on the same data. */
  crashAndStart(): Promise<void>
  /** Processor time that the process has used, in seconds; a busy machine does not change it much. */
  processorSeconds(): number
  /** Memory of the process in MiB. */
  mebibytes(): number
  remove(): Promise<void>
}

/** What Linux counts processor time in. */
const ticksPerSecond = 100

export async function openServer(
  env: Readonly<Record<string, string>> = {},
  options: ProcessOptions = {},
): Promise<ServerUnderLoad> {
  const folder = mkdtempSync(join(tmpdir(), 'hocba-load-'))
  const [port, contentPort] = await freePorts(2)
  const environment = {
    HOCBA_DATA: folder,
    HOCBA_PORT: String(port),
    HOCBA_CONTENT_PORT: String(contentPort),
    HOCBA_LOG_LEVEL: 'error',
    ...env,
  }
  let server: ServerProcess = await startServerProcess(environment, options)
  return {
    folder,
    client: await clientOf(environment),
    async crashAndStart() {
      await server.crash()
      server = await startServerProcess(environment)
    },
    processorSeconds() {
      const stat = readFileSync(`/proc/${server.pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
      return (Number(stat[11]) + Number(stat[12])) / ticksPerSecond
    },
    mebibytes() {
      const status = readFileSync(`/proc/${server.pid}/status`, 'utf8')
      return Number(/VmRSS:\s+(\d+)/.exec(status)![1]) / 1024
    },
    async remove() {
      await server.crash()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The value that this share of the values is not above. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

export const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Does the same for each of many, so many at once. */
export async function forEach<Item>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item, index: number) => Promise<void>,
): Promise<void> {
  const queue = items.entries()
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const [index, item] of queue) await work(item, index)
    }),
  )
}
