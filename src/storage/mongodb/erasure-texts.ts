import { hash } from 'node:crypto'
import type { Document, Filter } from 'mongodb'
import type { ErasureReader, ErasureWriter, TextPlace } from '../../erasure/store.ts'
import { textOfRequest, utf8Of } from '../readable-text.ts'
import { credentials } from './access-credentials.ts'
import { auditEntries } from './audit.ts'
import type { Collection } from './collection.ts'
import { contents, documents } from './documents.ts'
import { erasures, holds } from './erasure-acts.ts'
import { attestations } from './evidence.ts'
import { deliveries, destinations } from './feeds.ts'
import { grants } from './grants.ts'
import { activities } from './learned.ts'
import { packageVersions } from './package-versions.ts'
import { keep, readKept, removeKept } from './pieces.ts'
import { refused } from './requests.ts'
import { packages } from './rows.ts'
import { jobs, rejections } from './transfer.ts'
import { moves } from './version-moves.ts'
import type { View } from './view.ts'

/** Texts outside of statements in which somebody may stand. */
interface Place {
  readonly of: Collection<Document>
  /** What tells rows apart, in the order in which they are gone through; `_id` unless given. */
  readonly keys?: readonly string[]
  /** Undefined where there is no text. */
  readonly text: (view: View, row: Document) => Promise<string | undefined>
  /** Fields with their new values; absent where a row can only go. */
  readonly change?: (view: View, row: Document, text: string) => Promise<Document>
}

/** Fields as the members of one JSON object; times are nobody's. */
const asJson = (of: Collection<never>, fields: readonly string[]): Place => ({
  of: of as Collection<Document>,
  text: async (_, row) => {
    const given = fields.filter((field) => row[field] !== undefined)
    return JSON.stringify(Object.fromEntries(given.map((field) => [field, row[field]])))
  },
  change: async (_, row, text) => {
    const changed = JSON.parse(text) as Document
    return Object.fromEntries(
      Object.entries(changed).map(([name, value]) => [name, withTimes(value, row[name])]),
    )
  },
})

/** Dates became texts in JSON: they are taken from what was there before. */
function withTimes(value: unknown, before: unknown): unknown {
  if (before instanceof Date) return before
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const was = (before ?? {}) as Document
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, withTimes(inner, was[name])]),
  )
}

/** A field that is JSON or another text. */
const asItIs = (of: Collection<never>, field: string): Place => ({
  of: of as Collection<Document>,
  text: async (_, row) => row[field] as string,
  change: async (_view, _row, text) => ({ [field]: text }),
})

const places: Readonly<Record<TextPlace, Place>> = {
  audit: {
    of: auditEntries as Collection<Document>,
    text: async (_, { actor, actorName, about, network, details }) =>
      JSON.stringify({
        ...{ actor, actor_name: actorName, about: ['', ...about, ''].join(' '), network },
        details: JSON.parse(details),
      }),
    async change(_view, _row, text) {
      const { actor, actor_name, about, network, details } = JSON.parse(text)
      return {
        ...{ actor, actorName: actor_name, network, details: JSON.stringify(details) },
        about: about.split(' ').filter((one: string) => one !== ''),
      }
    },
  },
  request: {
    of: refused as Collection<Document>,
    keys: ['seq', '_id'],
    text: async (_, { path, message, pointer, search, userAgent, headers, body }) =>
      textOfRequest([path, message, pointer, search, userAgent, headers], body ?? null),
  },
  import: {
    of: jobs as Collection<Document>,
    text: async (_, { by, details }) => JSON.stringify({ by, details: JSON.parse(details) }),
    async change(_view, _row, text) {
      const { by, details } = JSON.parse(text)
      return { by, details: JSON.stringify(details) }
    },
  },
  rejection: {
    ...asItIs(rejections as Collection<never>, 'details'),
    keys: ['job', 'position'],
  },
  definition: asItIs(activities as Collection<never>, 'known'),
  document: {
    of: documents as Collection<Document>,
    text: async (view, { _id, bytes }) =>
      utf8Of(await readKept(view, contents, { of: _id, kept: bytes })),
    async change(view, { _id, isCut }, text) {
      await removeKept(view, contents, [{ of: _id, isCut }])
      const kept = await keep(view, contents, { of: _id, bytes: Buffer.from(text) })
      return { bytes: kept, isCut: typeof kept === 'number', etag: hash('sha1', text) }
    },
  },
  destination: asJson(destinations as Collection<never>, [
    ...['name', 'filter', 'lastError', 'createdBy'],
  ]),
  delivery: asJson(deliveries as Collection<never>, ['lastAttempt']),
  credential: asJson(credentials as Collection<never>, ['name', 'filter', 'createdBy']),
  attestation: asJson(attestations as Collection<never>, ['by', 'note', 'withdrawal']),
  version: {
    ...asJson(packageVersions as Collection<never>, ['createdBy']),
    async change(view, { createdBy }, text) {
      const changed = JSON.parse(text) as { readonly createdBy: string }
      // Who uploaded the first version stands on the package, too.
      const uploaded = { uploadedBy: createdBy as string }
      await view.in(packages).updateAll(uploaded, { $set: { uploadedBy: changed.createdBy } })
      return changed
    },
  },
  move: asJson(moves as Collection<never>, ['startedBy']),
  grant: asJson(grants as Collection<never>, ['createdBy']),
  hold: asJson(holds as Collection<never>, ['reason', 'by']),
  erasure: asItIs(erasures as Collection<never>, 'details'),
}

/** Rows are read so many at once, and a page ends when its texts are so many bytes: it has to fit into memory. */
const rowsAtOnce = 32
const scanBytesMax = 16 * 1024 * 1024

export const textScan = (view: View): Pick<ErasureReader, 'scanTexts'> => ({
  async scanTexts(place, after, limit) {
    const { text } = places[place]
    const keys = keysOf(place)
    const items: { at: string; text: string }[] = []
    let bytes = 0
    let end = after
    for (let read = 0; read < limit; read += rowsAtOnce) {
      const rows = await rowsAfter(view, place, end)
      for (const row of rows) {
        const found = await text(view, row)
        end = JSON.stringify(keys.map((name) => row[name]))
        if (found === undefined) continue
        items.push({ at: end, text: found })
        bytes += found.length
      }
      if (rows.length < rowsAtOnce) return { items }
      if (bytes > scanBytesMax) break
    }
    return { items, end }
  },
})

const keysOf = (place: TextPlace): readonly string[] => places[place].keys ?? ['_id']

function rowsAfter(view: View, place: TextPlace, after: string): Promise<Document[]> {
  const keys = keysOf(place)
  const values = after === '' ? [] : (JSON.parse(after) as unknown[])
  // Later in one key, and the same in all before it.
  const later = keys.map((name, index) => ({
    ...Object.fromEntries(keys.slice(0, index).map((same, at) => [same, values[at]])),
    [name]: { $gt: values[index] },
  }))
  const filter = (values.length === 0 ? {} : { $or: later }) as Filter<Document>
  const sort = Object.fromEntries(keys.map((name) => [name, 1 as const]))
  return view.in(places[place].of).find(filter, { sort, limit: rowsAtOnce })
}

/** What stands there is read again: others write to documents and the like while an act runs. */
export const textChanger = (view: View): Pick<ErasureWriter, 'changeText'> => ({
  async changeText(place, at, change) {
    const { of, text: textOf, change: fieldsOf } = places[place]
    const values = JSON.parse(at) as unknown[]
    const where = Object.fromEntries(keysOf(place).map((name, index) => [name, values[index]]))
    const row = await view.in(of).findOne(where)
    const before = row && (await textOf(view, row))
    if (before === undefined) return
    const text = change(before)
    if (text === undefined || !fieldsOf) await view.in(of).remove(where)
    else await view.in(of).update(where, { $set: await fieldsOf(view, row!, text) })
  },
})
