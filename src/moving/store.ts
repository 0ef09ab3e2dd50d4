import type { IndexKeys } from '../xapi/index.ts'
import type { MovedRecord } from './record.ts'

/** A page of records; where something may follow, `end` is where it goes on. */
export interface RecordPage {
  readonly records: readonly MovedRecord[]
  readonly end?: string
}

/** What a move reads of an engine, whichever of the two it is. It writes nothing. */
export interface MovingReader {
  /** What the engine keeps of `kinds.ts`. */
  readonly kinds: ReadonlySet<string>
  /**
   * All records of a kind, in an order of the engine's own, which does not change. The last page has no `end`.
   * @param after '' for all, or the `end` of the page behind which they go on
   */
  pages(kind: string, after: string): AsyncIterable<RecordPage>
  /** The records with the keys of these, at the same places; undefined where there is none. */
  find(kind: string, like: readonly MovedRecord[]): Promise<readonly (MovedRecord | undefined)[]>
  count(kind: string): Promise<number>
  close(): Promise<void>
}

/** How far a move is, as the target keeps it. */
export interface MoveState {
  /** Where the records come from, without a password. */
  readonly from: string
  readonly begunAt: string
  /** `verified`: the records are the same, and whoever opens the target may. `done`: its log of changes knows. */
  readonly phase: 'copying' | 'copied' | 'verified' | 'done'
  /** While copying: the kind, and where its records go on. */
  readonly kind: string
  readonly after: string
}

/** A statement with what it is found by, which only its text says. */
export interface MovedStatement {
  readonly record: MovedRecord
  readonly keys: IndexKeys
}

/** What a move writes to. */
export interface MovingTarget extends MovingReader {
  /** What is known of a move to here; undefined before there is one. */
  readonly state: MoveState | undefined
  /** Whether there is any record. */
  isEmpty(): Promise<boolean>
  /** Takes an empty engine for the move: no server starts on it until the move is verified. */
  begin(state: MoveState): Promise<void>
  /**
   * Puts records, each in the place of the one with its key if there is one, and how far the move is, all or nothing. Records that
   * are the same already may be put again.
   */
  put(kind: string, records: readonly MovedRecord[], state: MoveState): Promise<void>
  /** As `put`. A statement that is there already stays as it is. */
  putStatements(statements: readonly MovedStatement[], state: MoveState): Promise<void>
  /** @returns false where records of this kind are not taken away again. */
  remove(kind: string, records: readonly MovedRecord[]): Promise<boolean>
  save(state: MoveState): Promise<void>
  /** What the engine itself finds wrong with what was put, in sentences. */
  check(): Promise<readonly string[]>
}
