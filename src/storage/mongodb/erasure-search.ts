import { BSON, type Document, type Filter } from 'mongodb'
import type { KeptSearch } from '../../erasure/store.ts'
import type { Collection } from './collection.ts'
import type { View } from './view.ts'

/** A page of documents, each of which may be 16 MiB. */
const rowsAtOnce = 64
/** So many pages in one call, after which whoever asks has a say again. */
const pagesMax = 32

/** Where a search stands. */
interface Position {
  /** The collection that is next. */
  readonly collection: number
  /** The last document that was looked through in it, as extended JSON. */
  readonly after?: unknown
  /** Whether something was found in it already. */
  readonly isHit: boolean
}

/**
 * Looks through every document of every collection for words, as the bytes that the server answers with: texts and binary contents,
 * names of fields, ids. What the server's own files keep of what is deleted, nobody can ask it.
 */
export async function searchCollections(
  view: View,
  // biome-ignore lint/suspicious/noExplicitAny: each is typed where it is declared
  all: readonly Collection<any>[],
  { words, after }: { readonly words: readonly string[]; readonly after: string },
): Promise<KeptSearch> {
  const bytes = words.map((word) => Buffer.from(word))
  let position: Position = after === '' ? { collection: 0, isHit: false } : JSON.parse(after)
  let [searched, hits] = [0, 0]
  for (let pages = 0; pages < pagesMax; pages++) {
    const of = all[position.collection]
    if (!of) return { searched, hits }
    const rows = await rowsAfter(view, of, position.after)
    const isHit = rows.some((row) => holds(row, bytes))
    if (isHit && !position.isHit) hits++
    if (rows.length < rowsAtOnce) {
      searched++
      position = { collection: position.collection + 1, isHit: false }
    } else {
      const last = BSON.EJSON.serialize(rows.at(-1)!._id)
      position = { ...position, after: last, isHit: isHit || position.isHit }
    }
  }
  return { searched, hits, end: JSON.stringify(position) }
}

function holds(row: Document, words: readonly Buffer[]): boolean {
  const bytes = Buffer.from(BSON.serialize(row))
  return words.some((word) => bytes.includes(word))
}

function rowsAfter(view: View, of: Collection<Document>, after: unknown): Promise<Document[]> {
  const filter =
    after === undefined ? {} : { _id: { $gt: BSON.EJSON.deserialize(after as Document) } }
  return view.in(of).find(filter as Filter<Document>, { sort: { _id: 1 }, limit: rowsAtOnce })
}
