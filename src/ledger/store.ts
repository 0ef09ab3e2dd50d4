import type { Page, PageRequest } from '../base/page.ts'
import type { LedgerEntry, LedgerSource, NoteKind, SourceKind } from './entry.ts'

export interface LedgerReader {
  /** The tree as it is; that of an empty one before the first leaf. */
  readLedgerHead(): Promise<LedgerHead>
  /** Leaves from a position on, in their order. */
  listLedgerEntries(from: number, limit: number): Promise<readonly LedgerEntry[]>
  /** The leaf that stands for this. */
  findLedgerEntry(kind: SourceKind, source: number): Promise<LedgerEntry | undefined>
  /** Roots of complete subtrees of 2^level leaves, `level` 8, 16, 24, ...; in their order, from a position on. */
  listLedgerNodes(
    level: number,
    range: { readonly from: number; readonly limit: number },
  ): Promise<readonly Buffer[]>
  /**
   * What there is to follow, in its order, voided statements too. `after` is exclusive, `through` inclusive. A page that gets
   * too large to hold in memory ends before its limit, but is never empty while there is something. Below the last one of a
   * page of audit entries or notes nothing will be added any more; of statements that is so up to `consistentThrough()`.
   *
   * The payload of a statement is its complete text. That of an audit entry is the JSON array, without spaces, of
   * [seq, at in milliseconds, kind, operation, actor's kind, id and name, about, request, network, details] with `about` the
   * ids with a space before, between and behind them, and `details` the JSON text as it is kept. That of a note is its text.
   */
  listLedgerSources(
    kind: SourceKind,
    range: { readonly after: number; readonly through: number; readonly limit: number },
  ): Promise<readonly LedgerSource[]>
  /** Checkpoints that were kept, the newest first. */
  listLedgerCheckpoints(page: PageRequest): Promise<Page<LedgerCheckpoint>>
  /** Notes of a kind, in their order; of results there are too many to ask for. */
  listLedgerNotes(kind: Exclude<NoteKind, 'result'>): Promise<readonly LedgerSource[]>
  /** `seq` of a statement, voided or not. */
  findStatementPosition(id: string): Promise<number | undefined>
}

export interface LedgerWriter extends Pick<LedgerReader, 'readLedgerHead'> {
  /**
   * Adds leaves behind the first `size`, with the subtrees that they complete, and puts the head in place of the one before.
   * @returns false, with nothing written, if the tree has another size: somebody else was faster.
   */
  appendToLedger(append: LedgerAppend): Promise<boolean>
  /** Keeps a checkpoint; one of the same size is kept once. */
  keepLedgerCheckpoint(checkpoint: LedgerCheckpoint): Promise<void>
  /** Whether there are notes with a number above this one. */
  hasLedgerNotesAfter(number: number): Promise<boolean>
  /** Leaves the first note, number 0, which comes before all others; nothing if there is one already. */
  beginLedger(note: LedgerNote): Promise<void>
  /** Leaves a note, which becomes a leaf soon after. @returns its number, from 1 on. */
  addLedgerNote(note: LedgerNote): Promise<number>
  /**
   * Destroys the salts of the leaves that stand for these statements, audit entries and results of registrations, and the
   * payloads of the latter.
   * @returns the positions of these leaves, ascending; those that were erased before too.
   */
  destroyLedgerSalts(of: ErasedSources): Promise<readonly number[]>
}

export interface LedgerHead {
  /** How many leaves there are. */
  readonly size: number
  /** Roots of the complete subtrees that the tree is made of, the largest first, 32 bytes each. */
  readonly peaks: Buffer
  /** Everything up to here has its leaf; at first 0, 0 and, for notes, -1. */
  readonly cursors: Readonly<Record<SourceKind, number>>
  /** The signed note over this size; absent while the tree is empty. */
  readonly checkpoint?: string
  /** The verifier key (`name+id+key`, C2SP signed-note) that signs now; absent while the tree is empty. */
  readonly key?: string
}

export interface LedgerAppend {
  readonly size: number
  readonly entries: readonly LedgerEntry[]
  readonly nodes: readonly LedgerNode[]
  readonly head: LedgerHead
}

/** Root of the complete subtree of the leaves from `position * 2^level` on. */
export interface LedgerNode {
  readonly level: number
  readonly position: number
  readonly hash: Buffer
}

export interface LedgerCheckpoint {
  readonly size: number
  readonly at: Date
  /** The signed note. */
  readonly note: string
}

interface LedgerNote {
  readonly kind: NoteKind
  readonly at: Date
  /** JSON text; the leaf commits to exactly these bytes. */
  readonly text: string
  /** The registration of a `result`. */
  readonly registration?: string
}

/** What is erased: positions of statements and audit entries, ids of registrations. */
export interface ErasedSources {
  readonly statements: readonly number[]
  readonly audit?: readonly number[]
  readonly registrations?: readonly string[]
}
