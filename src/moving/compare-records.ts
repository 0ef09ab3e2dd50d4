import { createHash } from 'node:crypto'
import { kinds } from './kinds.ts'
import { putRecords } from './put-records.ts'
import { differences, type Kind, keyText, type MovedRecord, recordText } from './record.ts'
import type { MovingReader, MovingTarget } from './store.ts'

/** What was found of one kind of record. */
export interface Comparison {
  readonly kind: string
  readonly source: number
  readonly target: number
  /** SHA-256 over all records of the source, in its order, hexadecimal; and over what the target has at their places. */
  readonly sourceHash: string
  readonly targetHash: string
  /** Sentences, the first ones. */
  readonly differences: readonly string[]
  /** How many differences were put right. */
  readonly mended: number
}

interface Parts {
  readonly source: MovingReader
  readonly target: MovingTarget
  readonly tell: (line: string) => void
}

const differencesMax = 20

/** Looks up every record of the source in the target, then counts. @param mends carries over what differs */
export async function compareRecords(
  parts: Parts,
  { mends }: { readonly mends: boolean },
): Promise<Comparison[]> {
  const found: Comparison[] = []
  for (const kind of kinds) {
    const one = await compareKind(parts, kind, mends)
    if (one.source + one.target + one.differences.length > 0) found.push(one)
    if (one.source > toldFrom) parts.tell(`${kind.name}: ${one.source} compared`)
  }
  return found
}

const toldFrom = 10_000

async function compareKind(parts: Parts, kind: Kind, mends: boolean): Promise<Comparison> {
  const { source, target } = parts
  const hashes = { source: createHash('sha256'), target: createHash('sha256') }
  const sentences: string[] = []
  const note = (sentence: string) => sentences.length < differencesMax && sentences.push(sentence)
  let count = 0
  let met = 0
  let missing = 0
  let mended = 0
  for await (const { records } of source.pages(kind.name, '')) {
    const theirs = await target.find(kind.name, records)
    const wanting: MovedRecord[] = []
    for (const [index, record] of records.entries()) {
      const other = theirs[index]
      hashes.source.update(recordText(kind, record))
      if (other) hashes.target.update(recordText(kind, other))
      if (other) met += 1
      else missing += 1
      const names = other ? differences(kind, record, other) : []
      if (other && names.length === 0) continue
      wanting.push(record)
      const key = `${kind.name} ${keyText(kind, record)}`
      note(
        other
          ? `${key} has other ${names.join(', ')} in the target`
          : `${key} is not in the target`,
      )
    }
    count += records.length
    if (!mends || wanting.length === 0) continue
    await putRecords(target, kind.name, { records: wanting, next: target.state! })
    mended += wanting.length
  }
  const inTarget = await target.count(kind.name)
  if (inTarget > met + (mends ? missing : 0)) {
    mended += await compareBack(parts, kind, { mends, note })
  }
  return {
    kind: kind.name,
    source: count,
    target: inTarget,
    sourceHash: hashes.source.digest('hex'),
    targetHash: hashes.target.digest('hex'),
    differences: sentences,
    mended,
  }
}

/** Looks for what the target has and the source has not. @returns how many were taken away */
async function compareBack(
  { source, target }: Parts,
  kind: Kind,
  { mends, note }: { readonly mends: boolean; readonly note: (sentence: string) => unknown },
): Promise<number> {
  let removed = 0
  for await (const { records } of target.pages(kind.name, '')) {
    const theirs = await source.find(kind.name, records)
    const extra = records.filter((_, index) => theirs[index] === undefined)
    for (const one of extra) note(`${kind.name} ${keyText(kind, one)} is not in the source`)
    if (mends && extra.length > 0 && (await target.remove(kind.name, extra)))
      removed += extra.length
  }
  return removed
}
