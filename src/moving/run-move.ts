import type { Clock } from '../base/clock.ts'
import { OperatorError } from '../base/operator-error.ts'
import { type Comparison, compareRecords } from './compare-records.ts'
import { kinds } from './kinds.ts'
import { type FileStores, type MovedFiles, moveFiles } from './move-files.ts'
import { putRecords } from './put-records.ts'
import type { MoveState, MovingReader, MovingTarget } from './store.ts'

export interface MoveParts {
  readonly source: MovingReader
  readonly target: MovingTarget
  /** What the source is called, without a password: a move goes on only from the same one. */
  readonly from: string
  readonly files: readonly FileStores[]
  readonly clock: Clock
  /** Says how far it is. */
  readonly tell: (line: string) => void
}

export interface MoveResult {
  /** Whether an earlier run had done everything. */
  readonly wasDone: boolean
  /** Whether it went on with what an earlier run had begun. */
  readonly wasBegun: boolean
  /** Of every kind that has records, or of which a difference was found. */
  readonly kinds: readonly Comparison[]
  readonly files: MovedFiles
  /** Sentences of the engine, e.g. about a reference to nowhere. */
  readonly findings: readonly string[]
  readonly isSame: boolean
}

const noFiles: MovedFiles = { files: 0, bytes: 0, copied: 0, differences: [] }

/**
 * Moves every record and every file of an installation into an engine that has none. It may be stopped at any point: the next run
 * goes on, and ends with the same. When all is there it is compared, record by record. What was written to the source meanwhile
 * is a difference, which the next run carries over, and says so again where it cannot.
 *
 * Phase `verified` is saved when there is no difference; `done` is left to the caller, who tells the target's log of changes.
 * @throws OperatorError for a target that has records of its own, and while an erasure is under way.
 */
export async function runMove(parts: MoveParts): Promise<MoveResult> {
  const { source, target, from, clock } = parts
  const begun = target.state
  if (begun && begun.from !== from) {
    throw new OperatorError(
      `The target was begun by a move from ${begun.from}, and not from ${from}. Go on with that one, or give an empty target.`,
    )
  }
  if (begun?.phase === 'done') {
    return { wasDone: true, wasBegun: true, kinds: [], files: noFiles, findings: [], isSame: true }
  }
  await refuseWhileErasing(source)
  if (!begun) {
    if (!(await target.isEmpty())) throw new OperatorError(notEmpty)
    const begunAt = clock().toISOString()
    await target.begin({ from, begunAt, phase: 'copying', kind: kinds[0]!.name, after: '' })
  }
  if (target.state!.phase === 'copying') await copyRecords(parts)
  const files = await moveFiles(parts.files, source, parts.tell)
  const mends = begun !== undefined && begun.phase !== 'copying'
  let compared = await compareRecords(parts, { mends })
  if (compared.some(({ mended }) => mended > 0)) {
    compared = await compareRecords(parts, { mends: false })
  }
  const findings = await target.check()
  const isSame =
    compared.every(({ differences }) => differences.length === 0) &&
    files.differences.length === 0 &&
    findings.length === 0
  if (isSame) await target.save({ ...target.state!, phase: 'verified' })
  return { wasDone: false, wasBegun: begun !== undefined, kinds: compared, files, findings, isSame }
}

const notEmpty =
  'The target has records already, and nothing is ever written over. Give an empty one: a new folder, or a database that no server was started on.'

async function refuseWhileErasing(source: MovingReader): Promise<void> {
  for await (const { records } of source.pages('erasures', '')) {
    if (records.some(({ state }) => state === 'running')) {
      throw new OperatorError(
        'An erasure is under way in the source. Let its server carry it out first; then move.',
      )
    }
  }
}

async function copyRecords({ source, target, tell }: MoveParts): Promise<void> {
  const first = kinds.findIndex(({ name }) => name === target.state!.kind)
  for (const { name } of kinds.slice(first)) {
    const state = target.state!
    let after = state.kind === name ? state.after : ''
    let copied = 0
    for await (const { records, end } of source.pages(name, after)) {
      after = end ?? after
      const next: MoveState = { ...target.state!, kind: name, after }
      if (records.length > 0) await putRecords(target, name, { records, next })
      const before = copied
      copied += records.length
      if (Math.floor(copied / toldEach) > Math.floor(before / toldEach)) tell(`${name}: ${copied}`)
    }
    if (copied > 0) tell(`${name}: ${copied}, all of them`)
  }
  await target.save({ ...target.state!, phase: 'copied' })
}

const toldEach = 10_000
