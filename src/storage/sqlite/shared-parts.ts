import { MemberWalk } from '../../xapi/statements/scan-json.ts'
import type { Connection, TransactionWatcher } from './connection.ts'
import { RecentEntries, textBytes } from './recent-entries.ts'

/**
 * Statements repeat one another: the same actors, verbs, activities and contexts. What came before is kept once, as a part,
 * and a statement's stored text has in its place a reference: \x01 and the part's id in base 36. No JSON text has a \x01, and
 * what follows a member is never a letter or digit, so that a text without references is its own stored form, and a text comes
 * back byte for byte as it was.
 */
const mark = '\x01'
const markByte = 1
const base = 36

/** Shorter members are left in place: a reference would save nothing. */
const partCharactersMin = 24
const partCharactersMax = 4_096
/** Longer statements are kept as they are; so is what comes behind so many references. */
const statementCharactersMax = 65_536
const referencesMax = 32
/** `context.contextActivities`, `object.definition.name`: what lies deeper is part of one of these. */
const depthMax = 3

const knownBytesMax = 16 * 1024 * 1024
const readBytesMax = 16 * 1024 * 1024

/** Members whose value hardly ever comes again. */
const singular = ['"id"', '"timestamp"', '"stored"', '"registration"']

/** Shortens the texts of new statements. One per writing connection. */
export class SharedParts implements TransactionWatcher {
  readonly #connection: Connection
  readonly #ids = new RecentEntries<string, number>(knownBytesMax, textBytes, copyOf)
  /** Hashes of members seen, each in the place that it points to: what comes a second time becomes a part. */
  readonly #seen = new Int32Array(1 << 16)
  /** Texts added since BEGIN, oldest first. */
  #added: string[] = []
  #addedBeforeMark = 0

  constructor(connection: Connection) {
    this.#connection = connection
    connection.watchers.push(this)
  }

  /**
   * @param json text of an object.
   * @returns its stored form. Only inside a transaction.
   */
  shorten(json: string): string {
    if (json.length > statementCharactersMax) return json
    const pieces: string[] = []
    const end = this.#replaceMembers(json, { object: 0, depth: 1, from: 0, pieces })
    if (end === 0) return json
    pieces.push(json.slice(end))
    return pieces.join('')
  }

  /** @returns up to where the text is in `pieces`. */
  #replaceMembers(
    json: string,
    given: { object: number; depth: number; from: number; pieces: string[] },
  ): number {
    const { object, depth, pieces } = given
    let from = given.from
    for (const walk = new MemberWalk(json, object); walk.next(); ) {
      const { start, valueStart, end } = walk
      const behind = json.charCodeAt(end) === comma ? end + 1 : end
      if (behind - start < partCharactersMin || pieces.length >= 2 * referencesMax) continue
      const isObject = json.charCodeAt(valueStart) === openBrace
      if (!isObject && singular.some((name) => json.startsWith(name, start))) continue
      const id =
        behind - start > partCharactersMax ? undefined : this.#idOf(json.slice(start, behind))
      if (id !== undefined) {
        pieces.push(json.slice(from, start), `${mark}${id.toString(base)}`)
        from = behind
      } else if (isObject && depth < depthMax) {
        from = this.#replaceMembers(json, { object: valueStart, depth: depth + 1, from, pieces })
      }
    }
    return from
  }

  /** The id of a part with this text; one that is new where the text was seen before. */
  #idOf(text: string): number | undefined {
    const known = this.#ids.get(text)
    if (known !== undefined) return known
    const hash = hashOf(text)
    const place = hash & (this.#seen.length - 1)
    if (this.#seen[place] !== hash) {
      this.#seen[place] = hash
      return undefined
    }
    const id = this.#find(hash, text) ?? this.#add(hash, text)
    this.#ids.set(text, id)
    return id
  }

  #find(hash: number, text: string): number | undefined {
    return this.#connection
      .all<{ id: number; text: Uint8Array }>(partsByHash, hash)
      .find((part) => Buffer.from(part.text).toString() === text)?.id
  }

  #add(hash: number, text: string): number {
    this.#added.push(text)
    return this.#connection.insert(insertPart, hash, Buffer.from(text))
  }

  marked(): void {
    this.#addedBeforeMark = this.#added.length
  }

  /** SQLite gives the ids of rows that are rolled back out again. */
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
}

const openBrace = 123
const comma = 44

/** A slice would keep the whole body alive. */
const copyOf = (text: string): string => Buffer.from(text).toString()

/** FNV-1a over the text's UTF-16 units. Whoever makes texts of one hash only makes parts that are kept more than once. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash ^ (hash >>> 15)
}

const partsByHash = 'SELECT id, text FROM part WHERE hash = ? LIMIT 4'
const insertPart = 'INSERT INTO part (hash, text) VALUES (?, ?)'

/** Gives stored statements their whole text back. One per reading connection. */
export class SharedPartsReader implements TransactionWatcher {
  readonly #connection: Connection
  readonly #texts = new RecentEntries<number, Uint8Array>(readBytesMax, arrayBytes)

  constructor(connection: Connection) {
    this.#connection = connection
    connection.watchers.push(this)
  }

  erased(): void {
    this.#texts.clear()
  }

  /** @param payload the stored form. */
  restore(payload: Uint8Array): Buffer {
    const stored = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength)
    const first = stored.indexOf(markByte)
    if (first < 0) return stored
    const parts: Uint8Array[] = []
    let length = first
    for (let at = first; at < stored.length; ) {
      if (stored[at] === markByte) {
        const end = referenceEnd(stored, at)
        const part = this.#textOf(idAt(stored, at + 1, end))
        parts.push(part)
        length += part.length
        at = end
      } else {
        length++
        at++
      }
    }
    return join(stored, parts, length)
  }

  #textOf(id: number): Uint8Array {
    const known = this.#texts.get(id)
    if (known) return known
    const row = this.#connection.get<{ text: Uint8Array }>(textOfPart, id)
    if (!row) throw new Error(`Part ${id} of a statement is not in the store.`)
    this.#texts.set(id, row.text)
    return row.text
  }
}

const textOfPart = 'SELECT text FROM part WHERE id = ?'

/** With what an array costs beside its content. */
const arrayBytes = (_id: number, { length }: Uint8Array): number => length + 160

/** Literal stretches are short: they are copied byte by byte, which is faster than to ask for each. */
function join(stored: Buffer, parts: readonly Uint8Array[], length: number): Buffer {
  const whole = Buffer.allocUnsafe(length)
  let to = 0
  let next = 0
  for (let at = 0; at < stored.length; ) {
    if (stored[at] !== markByte) {
      whole[to++] = stored[at++]!
      continue
    }
    const part = parts[next++]!
    whole.set(part, to)
    to += part.length
    at = referenceEnd(stored, at)
  }
  return whole
}

/** The ids of the parts that a stored form names. */
export function partsOf(payload: Uint8Array): number[] {
  const stored = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength)
  const ids: number[] = []
  for (let at = stored.indexOf(markByte); at >= 0; at = stored.indexOf(markByte, at)) {
    const end = referenceEnd(stored, at)
    ids.push(idAt(stored, at + 1, end))
    at = end
  }
  return ids
}

/** Behind the reference whose mark is at `position`. */
function referenceEnd(stored: Buffer, position: number): number {
  let at = position + 1
  while (digitOf(stored[at]) >= 0) at++
  return at
}

function idAt(stored: Buffer, position: number, end: number): number {
  let id = 0
  for (let at = position; at < end; at++) id = id * base + digitOf(stored[at])
  return id
}

/** The value of a digit in base 36, lower case; negative for another byte. */
function digitOf(byte: number | undefined): number {
  if (byte === undefined) return -1
  if (byte >= 48 && byte <= 57) return byte - 48
  return byte >= 97 && byte <= 122 ? byte - 87 : -1
}
