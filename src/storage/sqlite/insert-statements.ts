import { uuidOfHex } from '../../base/ids.ts'
import { Problem } from '../../base/problem.ts'
import type { Inheritance } from '../../xapi/statements/index-keys.ts'
import { storedOf } from '../../xapi/statements/seq.ts'
import type { IndexKeys, PreparedStatement, StoredStatement } from '../../xapi/statements/store.ts'
import { keepAttachments } from './attachments.ts'
import type { Connection } from './connection.ts'
import type { Dictionary } from './dictionary.ts'
import { Learning } from './learned.ts'
import {
  addToLists,
  countKeys,
  type KeyIds,
  readKeys,
  removeFromLists,
  withInherited,
  without,
  writeKeys,
} from './posting-lists.ts'
import type { Sequence } from './sequence.ts'
import { SharedParts } from './shared-parts.ts'
import { bytesOfUuid } from './statement-row.ts'

interface IndexedRow {
  seq: number
  id: Uint8Array
  voiding: number
  voided: number
  keys: string
}

/** What a statement is named, compared and found by. */
type FoundStatement = Pick<PreparedStatement, 'id' | 'equality' | 'keys' | 'isVoiding'>

/** Where a statement comes to stand, and what counts what it inherits and passes on; what is moved was counted where it was. */
interface Addition {
  readonly seq: number
  readonly payload: Buffer
  readonly inheritance?: Inheritance
}

/** Stores statements and keeps what they are found by. One per writing connection. */
export class StatementInsertion {
  readonly #connection: Connection
  readonly #dictionary: Dictionary
  readonly #sequence: Sequence
  readonly #learning: Learning
  readonly #parts: SharedParts

  constructor(connection: Connection, dictionary: Dictionary, sequence: Sequence) {
    this.#connection = connection
    this.#dictionary = dictionary
    this.#sequence = sequence
    this.#learning = new Learning(connection, dictionary)
    this.#parts = new SharedParts(connection)
  }

  /**
   * @returns the statement as stored, or undefined when an equal one is stored already.
   * @throws Problem `statement-conflict`, and what `inheritance` throws.
   */
  insert(statement: PreparedStatement, inheritance: Inheritance): StoredStatement | undefined {
    const seq = this.#sequence.next()
    const tail = tailOf(statement, seq)
    const payload = withTail(this.#parts.shorten(statement.json), tail)
    if (!this.#add(statement, { seq, payload, inheritance })) return this.#refuseConflict(statement)
    this.#keepWhatItBrought(statement, seq)
    return new Inserted(seq, statement, tail)
  }

  /**
   * Stores a statement at the position that another engine gave it; one that is there already stays as it is. What it says of
   * activities and agents, and its files, come by themselves.
   * @param json its complete text
   */
  insertMoved(statement: FoundStatement, seq: number, json: string): void {
    this.#add(statement, { seq, payload: Buffer.from(this.#parts.shorten(json)) })
  }

  /** @returns false, with nothing changed, if there is one of this id. */
  #add(statement: FoundStatement, { seq, payload, inheritance }: Addition): boolean {
    const id = bytesOfUuid(statement.id)
    const target = statement.keys.refersTo && bytesOfUuid(statement.keys.refersTo)
    const own = this.#keysOf(statement.keys)
    const keys = this.#withTarget(own, target)
    const references = this.#connection.all<{ voiding: number }>(referencesTo, id)
    const isVoided = !statement.isVoiding && references.some(({ voiding }) => voiding === 1)
    const isNew = this.#connection.run(
      insertRow,
      seq,
      id,
      Buffer.from(statement.equality, 'hex'),
      statement.isVoiding ? 1 : 0,
      isVoided ? 1 : 0,
      writeKeys(keys),
      payload,
    )
    if (isNew === 0) return false
    if (keys !== own) inheritance?.take(statement.id, countKeys(keys))
    if (!isVoided) addToLists(this.#connection, seq, keys)
    if (target) this.#refer(target, seq, statement.isVoiding)
    if (references.length > 0) this.#passOn(id, keys, inheritance)
    return true
  }

  #keysOf(keys: IndexKeys): KeyIds {
    const agent = this.#idsOf(keys.agents)
    const activity = this.#idsOf(keys.activities)
    return {
      registration: keys.registration === undefined ? [] : this.#idsOf([keys.registration]),
      agent,
      related_agent: without(this.#idsOf(keys.relatedAgents), agent),
      activity,
      related_activity: without(this.#idsOf(keys.relatedActivities), activity),
      verb: this.#idsOf([keys.verb]),
      authority: this.#idsOf([keys.authority]),
    }
  }

  /** With the keys of the statement that it refers to, as far as that has arrived. */
  #withTarget(own: KeyIds, target: Uint8Array | '' | undefined): KeyIds {
    const row = target && this.#connection.get<IndexedRow>(rowById, target)
    return row ? withInherited(own, readKeys(row.keys)) : own
  }

  #keepWhatItBrought({ definitions, names, files }: PreparedStatement, seq: number): void {
    if (definitions) for (const one of definitions) this.#learning.define(one)
    if (names) for (const one of names) this.#learning.name(one)
    if (files) keepAttachments(this.#connection, seq, files)
  }

  #idsOf(texts: readonly string[]): number[] {
    return [...new Set(texts.map((text) => this.#dictionary.idOf(text)))]
  }

  #refuseConflict(statement: PreparedStatement): undefined {
    const stored = this.#connection.get<{ equality: Uint8Array }>(
      'SELECT equality FROM statement WHERE id = ?',
      bytesOfUuid(statement.id),
    )
    if (Buffer.from(stored!.equality).equals(Buffer.from(statement.equality, 'hex'))) return
    throw new Problem(
      'statement-conflict',
      `Statement ${statement.id} is stored already, with different content.`,
      { clause: 'xAPI-Communication 2.1.1', facts: { id: statement.id } },
    )
  }

  #refer(target: Uint8Array, seq: number, isVoiding: boolean): void {
    this.#connection.run('INSERT INTO reference VALUES (?, ?, ?)', target, seq, isVoiding ? 1 : 0)
    if (!isVoiding) return
    const row = this.#connection.get<IndexedRow>(rowById, target)
    if (!row || row.voided || row.voiding) return
    this.#connection.run('UPDATE statement SET voided = 1 WHERE seq = ?', row.seq)
    removeFromLists(this.#connection, row.seq, readKeys(row.keys))
  }

  /** Gives keys to the statements that refer to `id` and came before it, then to those that refer to these, and so on. */
  #passOn(id: Uint8Array, keys: KeyIds, inheritance: Inheritance | undefined): void {
    const waiting = [{ id, keys }]
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      for (const referrer of this.#connection.all<IndexedRow>(referrersOf, next.id)) {
        const own = readKeys(referrer.keys)
        const merged = withInherited(own, next.keys)
        if (merged === own) continue
        inheritance?.take(uuidOfHex(Buffer.from(referrer.id).toString('hex')), countKeys(merged))
        this.#rewriteKeys(referrer, own, merged)
        waiting.push({ id: referrer.id, keys: merged })
      }
    }
  }

  #rewriteKeys(row: IndexedRow, before: KeyIds, after: KeyIds): void {
    this.#connection.run('UPDATE statement SET keys = ? WHERE seq = ?', writeKeys(after), row.seq)
    if (row.voided) return
    removeFromLists(this.#connection, row.seq, before)
    addToLists(this.#connection, row.seq, after)
  }
}

/**
 * A class, since an object literal with a getter gets a hidden class of its own each time, which lives in V8's old space and
 * keeps the statement alive until the next major collection.
 */
class Inserted implements StoredStatement {
  readonly seq: number
  readonly id: string
  readonly #statement: PreparedStatement
  readonly #tail: string

  constructor(seq: number, statement: PreparedStatement, tail: string) {
    this.seq = seq
    this.id = statement.id
    this.#statement = statement
    this.#tail = tail
  }

  /** Made when it is asked for: hardly anybody does. */
  get json(): Buffer {
    return withTail(this.#statement.json, this.#tail)
  }
}

const insertRow = 'INSERT INTO statement VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING'
const referencesTo = 'SELECT voiding FROM reference WHERE target = ?'
const rowById = 'SELECT seq, id, voiding, voided, keys FROM statement WHERE id = ?'
const referrersOf = `
  SELECT s.seq, s.id, s.voiding, s.voided, s.keys
  FROM reference r CROSS JOIN statement s ON s.seq = r.seq
  WHERE r.target = ?`

/** What every statement gets: `stored`, and where it has no `timestamp` that too [xAPI-Data 2.4.7]. */
function tailOf({ needsTimestamp }: PreparedStatement, seq: number): string {
  const stored = storedOf(seq)
  const timestamp = needsTimestamp ? `,"timestamp":"${stored}"` : ''
  return `${timestamp},"stored":"${stored}"}`
}

/** The text of an object with more members at its end. */
const withTail = (json: string, tail: string): Buffer =>
  Buffer.from(`${json.slice(0, json.lastIndexOf('}'))}${tail}`)
