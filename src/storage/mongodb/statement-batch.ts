import type { Inheritance } from '../../xapi/statements/index-keys.ts'
import type { Seq } from '../../xapi/statements/store.ts'
import { keep } from './pieces.ts'
import { countKeys, type Keys, withInherited } from './statement-keys.ts'
import {
  bytesOfUuid,
  keysOfRow,
  rowTextBytesMax,
  type StatementRow,
  statementPieces,
  statements,
  uuidOfBytes,
} from './statement-row.ts'
import type { View } from './view.ts'

/** A statement, or the place of one that has not arrived, as it will be when the batch is written. */
export interface KnownStatement {
  readonly id: string
  referrers: number
  isVoidTarget: boolean
  /** Absent in a place. */
  arrived?: ArrivedStatement
  /** Whether the store has a document of this id, before the batch is written. */
  readonly isStored: boolean
  isChanged: boolean
}

interface ArrivedStatement {
  readonly seq: Seq
  readonly equality: Buffer
  readonly isVoiding: boolean
  readonly refersTo?: string
  keys: Keys
  /** Of a statement that this batch brings. */
  readonly text?: Buffer
}

const rowFields = { text: 0 } as const

/** The statements that one call of `insertStatements` reads and writes: read together, changed in memory, written together. */
export class StatementBatch {
  readonly #view: View
  readonly #inheritance: Inheritance | undefined
  readonly #known = new Map<string, KnownStatement>()

  /** @param inheritance counts what is passed on; what is moved was counted where it was. */
  constructor(view: View, inheritance?: Inheritance) {
    this.#view = view
    this.#inheritance = inheritance
  }

  async load(ids: Iterable<string>): Promise<void> {
    const missing = [...new Set(ids)].filter((id) => !this.#known.has(id))
    if (missing.length === 0) return
    const filter = { _id: { $in: missing.map(bytesOfUuid) } }
    this.#take(await this.#view.in(statements).find(filter, { fields: rowFields }))
  }

  /** What is known of a loaded id; a new place where there is nothing. */
  at(id: string): KnownStatement {
    let known = this.#known.get(id)
    if (!known) {
      known = { id, referrers: 0, isVoidTarget: false, isStored: false, isChanged: false }
      this.#known.set(id, known)
    }
    return known
  }

  bring(known: KnownStatement, arrived: ArrivedStatement): void {
    known.arrived = arrived
    known.isChanged = true
  }

  /** Notes that one more statement refers to this one. */
  refer(target: KnownStatement, isVoiding: boolean): void {
    target.referrers += 1
    target.isVoidTarget ||= isVoiding
    target.isChanged = true
  }

  /** Gives keys to the statements that refer to this one and came before it, then to those that refer to these, and so on. */
  async passOn(from: KnownStatement): Promise<void> {
    const waiting = [from]
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      for (const referrer of await this.#referrersOf(next)) {
        const merged = withInherited(referrer.arrived!.keys, next.arrived!.keys)
        if (merged === referrer.arrived!.keys) continue
        this.#inheritance?.take(referrer.id, countKeys(merged))
        referrer.arrived!.keys = merged
        referrer.isChanged = true
        waiting.push(referrer)
      }
    }
  }

  async #referrersOf({ id, referrers }: KnownStatement): Promise<KnownStatement[]> {
    if (referrers === 0) return []
    const filter = { refersTo: bytesOfUuid(id) }
    this.#take(await this.#view.in(statements).find(filter, { fields: rowFields }))
    return [...this.#known.values()].filter(({ arrived }) => arrived?.refersTo === id)
  }

  /** What is known already is newer than what is read. */
  #take(rows: readonly StatementRow[]): void {
    for (const row of rows) {
      const id = uuidOfBytes(row._id)
      if (!this.#known.has(id)) this.#known.set(id, knownOf(id, row))
    }
  }

  async write(): Promise<void> {
    const fresh: StatementRow[] = []
    for (const known of this.#known.values()) {
      if (!known.isChanged) continue
      const row = rowOf(known)
      const text = known.arrived?.text
      if (text) {
        const kept = { of: known.id, bytes: text, wholeMax: rowTextBytesMax }
        row.text = await keep(this.#view, statementPieces, kept)
      }
      if (!known.isStored) fresh.push(row)
      else if (text) await this.#view.in(statements).put(row)
      else await this.#change(row)
    }
    await this.#view.in(statements).insert(...fresh)
  }

  /** A statement that was stored before: its text is left alone. */
  async #change({ _id, ...rest }: StatementRow): Promise<void> {
    const isListed = rest.seq !== undefined
    const update = { $set: rest, ...(!isListed && { $unset: { seq: true as const } }) }
    await this.#view.in(statements).update({ _id }, update)
  }
}

function knownOf(id: string, row: StatementRow): KnownStatement {
  const { referrers = 0, isVoidTarget = false, at, equality, isVoiding = false, refersTo } = row
  const place = { id, referrers, isVoidTarget, isStored: true, isChanged: false }
  if (at === undefined) return place
  const arrived = {
    seq: at,
    equality: equality!,
    isVoiding,
    keys: keysOfRow(row),
    ...(refersTo && { refersTo: uuidOfBytes(refersTo) }),
  }
  return { ...place, arrived }
}

function rowOf({ id, referrers, isVoidTarget, arrived }: KnownStatement): StatementRow {
  const place = {
    _id: bytesOfUuid(id),
    ...(referrers > 0 && { referrers }),
    ...(isVoidTarget && { isVoidTarget }),
  }
  if (!arrived) return place
  const { seq, equality, isVoiding, refersTo, keys } = arrived
  // A voiding statement cannot be voided [xAPI-Data 2.3.2].
  const isVoided = isVoidTarget && !isVoiding
  return {
    ...place,
    at: seq,
    ...(isVoided ? { voidedSeq: seq } : { seq }),
    equality,
    ...(isVoiding && { isVoiding }),
    ...(refersTo && { refersTo: bytesOfUuid(refersTo) }),
    ...(keys as unknown as Pick<StatementRow, keyof Keys>),
  }
}
