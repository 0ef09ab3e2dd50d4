import { createHash } from 'node:crypto'
import { endOfTime } from '../base/clock.ts'
import type { FileStore } from '../content/index.ts'
import type { MovingReader } from './store.ts'

/** Two stores of files, named by their content. */
export interface FileStores {
  readonly source: FileStore
  readonly target: FileStore
  /** The kind of record that names files in these stores by their `sha256`; each must be in the target then. */
  readonly namedBy?: string
}

export interface MovedFiles {
  readonly files: number
  readonly bytes: number
  /** Those that the target did not have yet. */
  readonly copied: number
  readonly differences: readonly string[]
}

/** Copies the files that the target lacks, reads every one of them there, and names those that records name and neither has. */
export async function moveFiles(
  all: readonly FileStores[],
  records: MovingReader,
  tell: (line: string) => void,
): Promise<MovedFiles> {
  let files = 0
  let bytes = 0
  let copied = 0
  const differences: string[] = []
  for (const { source, target, namedBy } of all) {
    for await (const sha256 of source.olderThan(endOfTime)) {
      if (!(await target.has(sha256))) {
        const put = await target.put(await source.open(sha256), Number.MAX_SAFE_INTEGER)
        if (put.sha256 !== sha256) differences.push(`The file ${sha256} is damaged in the source`)
        copied += 1
      }
      const found = await measured(target, sha256)
      if (found.sha256 !== sha256) differences.push(`The file ${sha256} is damaged in the target`)
      files += 1
      bytes += found.bytes
      if (files % toldEach === 0) tell(`files: ${files}`)
    }
    if (namedBy) differences.push(...(await missingFiles(records, namedBy, target)))
  }
  if (files > 0) tell(`files: ${files}, all of them`)
  return { files, bytes, copied, differences }
}

/** What is missing lies in another store than the settings name, or was lost before the move. */
async function missingFiles(
  records: MovingReader,
  kind: string,
  target: FileStore,
): Promise<readonly string[]> {
  const missing = new Set<string>()
  const found = new Set<string>()
  for await (const page of records.pages(kind, '')) {
    for (const record of page.records) {
      const sha256 = String(record.sha256)
      if (found.has(sha256) || missing.has(sha256)) continue
      if (await target.has(sha256)) found.add(sha256)
      else missing.add(sha256)
    }
  }
  const named = [...missing].slice(0, namedMax).map((sha256) => `The file ${sha256} is in no store`)
  const more = missing.size - named.length
  return more > 0 ? [...named, `${more} more files are in no store`] : named
}

const namedMax = 20
const toldEach = 500

async function measured(store: FileStore, sha256: string) {
  const hash = createHash('sha256')
  let bytes = 0
  if (await store.has(sha256)) {
    for await (const chunk of await store.open(sha256)) {
      hash.update(chunk as Uint8Array)
      bytes += (chunk as Uint8Array).length
    }
  }
  return { sha256: hash.digest('hex'), bytes }
}
