/**
 * A map that keeps what was used last, up to a number of bytes. It has two halves: what is set or found moves to the younger
 * one, and when that is full the older one is dropped, so that nothing is moved or counted entry by entry.
 */
export class RecentEntries<Key, Value> {
  readonly #bytesMax: number
  readonly #bytesOf: (key: Key, value: Value) => number
  readonly #keptOf: (key: Key) => Key
  #young = new Map<Key, Value>()
  #old = new Map<Key, Value>()
  #youngBytes = 0

  /**
   * @param bytesMax of memory, at most, as `bytesOf` counts.
   * @param bytesOf what a key and its value take, without the map's own share.
   * @param keptOf what is kept of a key: a copy where keys are cut out of larger texts.
   */
  constructor(
    bytesMax: number,
    bytesOf: (key: Key, value: Value) => number,
    keptOf = (key: Key): Key => key,
  ) {
    this.#bytesMax = bytesMax
    this.#bytesOf = bytesOf
    this.#keptOf = keptOf
  }

  get(key: Key): Value | undefined {
    const young = this.#young.get(key)
    if (young !== undefined) return young
    const old = this.#old.get(key)
    if (old !== undefined) this.set(key, old)
    return old
  }

  /** An entry that alone is too large is not kept. */
  set(key: Key, value: Value): void {
    const bytes = this.#bytesOf(key, value) + entryBytes
    const halfMax = this.#bytesMax / 2
    if (bytes > halfMax) {
      this.delete(key)
      return
    }
    if (this.#youngBytes + bytes > halfMax) {
      this.#old = this.#young
      this.#young = new Map()
      this.#youngBytes = 0
    }
    this.#young.set(this.#keptOf(key), value)
    this.#youngBytes += bytes
  }

  delete(key: Key): void {
    this.#young.delete(key)
    this.#old.delete(key)
  }

  clear(): void {
    this.#young.clear()
    this.#old.clear()
    this.#youngBytes = 0
  }
}

/** What an entry costs beside its key and value: its place in a hash table, and the heads of two objects. */
const entryBytes = 64

/** Memory that a text takes at most. */
export const textBytes = (text: string): number => 2 * text.length
