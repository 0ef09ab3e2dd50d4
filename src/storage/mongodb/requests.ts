import type { Filter } from 'mongodb'
import { pageOf, readCursor } from '../../base/page.ts'
import type {
  RefusedRequest,
  RefusedRequestDetail,
  RequestFilter,
  RequestGroup,
  RequestLogLimits,
  RequestReader,
  RequestSource,
  RequestWriter,
} from '../../requests/store.ts'
import { collection } from './collection.ts'
import { pattern } from './pattern.ts'
import {
  addSourceHours,
  forgetHours,
  requestSourceCollections,
  sourceReader,
} from './request-sources.ts'
import type { View } from './view.ts'
import type { Transaction } from './write-groups.ts'

export interface RequestRow extends Omit<RefusedRequestDetail, 'id' | 'headers'> {
  _id: string
  /** When it was written; two of one time are of different nodes. What lists are ordered by. */
  seq: number
  /** JSON */
  headers: string
  isProven: boolean
  /** What a search looks into, in small letters. */
  search: string
}

export const refused = collection<RequestRow>('refusedRequests', [
  { keys: { seq: -1, _id: -1 } },
  { keys: { isProven: 1, seq: -1, _id: -1 } },
  { keys: { at: 1, seq: 1, _id: 1 } },
])

export const requestCollections = [refused, ...requestSourceCollections]

/** Lists read no headers and no bodies. */
const listedFields = { headers: 0, body: 0, search: 0 } as const

const newestFirst = { seq: -1, _id: -1 } as const
const oldestFirst = { seq: 1, _id: 1 } as const

export const requestReader = (view: View): RequestReader => ({
  async listRefusedRequests(filter, { limit, cursor }) {
    const [seq, id] = cursor === undefined ? [] : readCursor(cursor, ['number', 'string'])
    const older = [{ seq: { $lt: Number(seq) } }, { seq: Number(seq), _id: { $lt: String(id) } }]
    const rows = await view
      .in(refused)
      .find(
        { ...conditionOf(filter), ...(seq !== undefined && { $or: older }) },
        { sort: newestFirst, limit: limit + 1, fields: listedFields },
      )
    const page = pageOf(rows, limit, (last) => [last.seq, last._id])
    return { ...page, items: page.items.map(requestOf) }
  },
  async findRefusedRequest(id) {
    const row = await view.in(refused).findOne({ _id: id })
    if (!row) return undefined
    const headers = JSON.parse(row.headers) as Record<string, string>
    return { ...requestOf(row), headers, ...(row.body && { body: row.body }) }
  },
  async groupRefusedRequests(filter, limit) {
    const groups = await view.in(refused).aggregate<GroupRow>([
      { $match: conditionOf(filter) },
      { $sort: oldestFirst },
      {
        $group: {
          _id: {
            code: '$code',
            status: '$status',
            method: '$method',
            endpoint: '$endpoint',
            kind: '$source.kind',
            id: '$source.id',
          },
          count: { $sum: 1 },
          firstAt: { $min: '$at' },
          lastAt: { $last: '$at' },
          lastPointer: { $last: '$pointer' },
          lastName: { $last: '$source.name' },
          lastSeq: { $last: '$seq' },
        },
      },
      { $sort: { count: -1, lastSeq: -1 } },
      { $limit: limit },
    ])
    return groups.map(groupOf)
  },
  ...sourceReader(view),
})

interface GroupRow {
  _id: Pick<RequestGroup, 'code' | 'status' | 'method' | 'endpoint'> & {
    kind: RequestSource['kind']
    id?: string | null
  }
  count: number
  firstAt: Date
  lastAt: Date
  lastPointer?: string | null
  lastName?: string | null
  lastSeq: number
}

export const requestWriter = ({ view, ticks }: Transaction): RequestWriter => ({
  async insertRefusedRequests(requests) {
    const ids = requests.map(({ id }) => id)
    const kept = await view.in(refused).find({ _id: { $in: ids } }, { fields: { _id: 1 } })
    const known = new Set(kept.map(({ _id }) => _id))
    const fresh = requests.filter(({ id }) => !known.has(id) && known.add(id))
    await view.in(refused).insert(...fresh.map((request) => rowOf(request, ticks.time())))
  },
  addSourceHours: (hours) => addSourceHours(view, hours),
  async pruneRequestLog(limits) {
    await forgetHours(view, limits.hourBefore)
    const doomed = await view
      .in(refused)
      .find(
        { $or: await tooMany(view, limits) },
        { sort: oldestFirst, limit: limits.deletedMax, fields: { _id: 1 } },
      )
    return view.in(refused).remove({ _id: { $in: doomed.map(({ _id }) => _id) } })
  },
})

/** What is too old, and what of each kind has enough newer ones. */
async function tooMany(
  view: View,
  { before, provenMax, unprovenMax }: RequestLogLimits,
): Promise<Filter<RequestRow>[]> {
  const conditions: Filter<RequestRow>[] = [{ at: { $lt: before } }]
  for (const [isProven, most] of [
    [true, provenMax],
    [false, unprovenMax],
  ] as const) {
    const options = { sort: newestFirst, skip: most, fields: { seq: 1 } } as const
    const beyond = await view.in(refused).findOne({ isProven }, options)
    if (!beyond) continue
    const { _id, seq } = beyond
    conditions.push({ isProven, $or: [{ seq: { $lt: seq } }, { seq, _id: { $lte: _id } }] })
  }
  return conditions
}

function conditionOf(filter: RequestFilter): Filter<RequestRow> {
  const { key, statusFrom, statusTo, code, path, endpoint, text, since, until } = filter
  return {
    ...(key !== undefined && { 'source.id': key }),
    ...((statusFrom ?? statusTo) !== undefined && {
      status: {
        ...(statusFrom !== undefined && { $gte: statusFrom }),
        ...(statusTo !== undefined && { $lte: statusTo }),
      },
    }),
    ...(code !== undefined && { code }),
    ...(path !== undefined && { path: { $regex: pattern(path) } }),
    ...(endpoint !== undefined && { endpoint }),
    ...(text !== undefined && { search: { $regex: pattern(text.toLowerCase()) } }),
    ...((since ?? until) && {
      at: { ...(since && { $gte: since }), ...(until && { $lt: until }) },
    }),
  }
}

function rowOf({ id, headers, ...request }: RefusedRequestDetail, seq: number): RequestRow {
  const { path, message, pointer, userAgent, origin, source } = request
  return {
    _id: id,
    seq,
    ...request,
    headers: JSON.stringify(headers),
    isProven: source.kind !== 'unknown',
    search: [id, path, message, pointer, userAgent, origin, source.name, source.id]
      .filter((text) => text !== undefined)
      .join('\n')
      .toLowerCase(),
  }
}

const requestOf = ({
  _id,
  seq: _seq,
  headers: _headers,
  body: _body,
  isProven: _isProven,
  search: _search,
  ...request
}: RequestRow): RefusedRequest => ({ id: _id, ...request })

const groupOf = ({
  _id,
  count,
  firstAt,
  lastAt,
  lastPointer,
  lastName,
}: GroupRow): RequestGroup => {
  const { kind, id, ...alike } = _id
  return {
    ...alike,
    source: { kind, ...(isKnown(id) && { id }), ...(isKnown(lastName) && { name: lastName }) },
    count,
    firstAt,
    lastAt,
    ...(isKnown(lastPointer) && { lastPointer }),
  }
}

/** What is absent from a document is null in a group. */
const isKnown = <Value>(value: Value | null | undefined): value is Value =>
  value !== null && value !== undefined
