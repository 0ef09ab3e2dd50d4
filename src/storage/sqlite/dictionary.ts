import type { Connection, TransactionWatcher } from './connection.ts'
import { RecentEntries, textBytes } from './recent-entries.ts'

const bytesMax = 16 * 1024 * 1024

/**
 * Texts to the small integers that stand for them in posting lists. The table is the authority, rows are only added save by
 * an erasure, and so an id that was committed stays true until there is one, whichever process added it: only ids that this
 * connection made and has not committed yet must be forgotten when they are rolled back, since SQLite gives them out again.
 */
export class Dictionary implements TransactionWatcher {
  readonly #connection: Connection
  readonly #ids = new RecentEntries<string, number>(bytesMax, textBytes)
  /** Texts added since BEGIN, oldest first. */
  #added: string[] = []
  #addedBeforeMark = 0

  constructor(connection: Connection) {
    this.#connection = connection
    connection.watchers.push(this)
  }

  /** The id of `text`, which is added if it is new. */
  idOf(text: string): number {
    const known = this.#ids.get(text)
    if (known !== undefined) return known
    const id = this.find(text) ?? this.#add(text)
    this.#ids.set(text, id)
    return id
  }

  /** The id of `text` if it has one. */
  find(text: string): number | undefined {
    return this.#connection.get<{ id: number }>('SELECT id FROM term WHERE text = ?', text)?.id
  }

  marked(): void {
    this.#addedBeforeMark = this.#added.length
  }

  undone(): void {
    for (const text of this.#added.splice(this.#addedBeforeMark)) this.#ids.delete(text)
  }

  committed(): void {
    this.#added = []
    this.#addedBeforeMark = 0
  }

  rolledBack(): void {
    this.#addedBeforeMark = 0
    this.undone()
  }

  erased(): void {
    this.#ids.clear()
  }

  #add(text: string): number {
    this.#added.push(text)
    return this.#connection.insert('INSERT INTO term (text) VALUES (?)', text)
  }
}
