import { createHash } from 'node:crypto'
import type { FileStore } from '../content/index.ts'

/** Two stores of files, named by their content. */
export interface FileStores {
  readonly source: FileStore
  readonly target: FileStore
}

export interface MovedFiles {
  readonly files: number
  readonly bytes: number
  /** Those that the target did not have yet. */
  readonly copied: number
  readonly differences: readonly string[]
}

/** Copies the files that the target lacks, and reads every one of them there. */
export async function moveFiles(
  all: readonly FileStores[],
  tell: (line: string) => void,
): Promise<MovedFiles> {
  let files = 0
  let bytes = 0
  let copied = 0
  const differences: string[] = []
  for (const { source, target } of all) {
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
  }
  if (files > 0) tell(`files: ${files}, all of them`)
  return { files, bytes, copied, differences }
}

const endOfTime = new Date(8.64e15)
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
