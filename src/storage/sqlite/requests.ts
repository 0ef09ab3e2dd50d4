import { pageOf, readCursor } from '../../base/page.ts'
import type {
  Figures,
  RefusedRequest,
  RefusedRequestDetail,
  RequestFilter,
  RequestGroup,
  RequestLogLimits,
  RequestReader,
  RequestSource,
  RequestWriter,
  SourceFigures,
  SourceHour,
} from '../../requests/store.ts'
import type { Connection } from './connection.ts'

interface SourceColumns {
  source_kind: RequestSource['kind']
  source_id: string | null
  source_name: string | null
}

interface RequestRow extends SourceColumns {
  seq: number
  id: string
  at: string
  area: RefusedRequest['area']
  method: string
  path: string
  endpoint: string
  status: number
  code: string
  message: string
  pointer: string | null
  clause: string | null
  origin: string | null
  user_agent: string | null
  version: string | null
  milliseconds: number
  bytes: number
  is_personal: number
  has_body: number
}

interface GroupRow extends SourceColumns {
  code: string
  status: number
  method: string
  endpoint: string
  count: number
  first_at: string
  last_at: string
  last_pointer: string | null
}

interface HourRow extends Figures {
  kind: RequestSource['kind']
  id: string
  name: string | null
  last_at: string
  last_rejected_at: string | null
  hour: number | null
}

export const requestReader = (connection: Connection): RequestReader => ({
  async listRefusedRequests(filter, { limit, cursor }) {
    const { where, values } = conditionOf(filter)
    const [before] =
      cursor === undefined ? [Number.MAX_SAFE_INTEGER] : readCursor(cursor, ['number'])
    const rows = connection.all<RequestRow>(
      `SELECT * FROM refused_request WHERE seq < ? AND ${where} ORDER BY seq DESC LIMIT ?`,
      before!,
      ...values,
      limit + 1,
    )
    const page = pageOf(rows, limit, (last) => [last.seq])
    return { ...page, items: page.items.map(requestOf) }
  },
  async findRefusedRequest(id) {
    const row = connection.get<RequestRow & { headers: string; body: Uint8Array | null }>(
      'SELECT * FROM refused_request NATURAL JOIN refused_request_content WHERE id = ?',
      id,
    )
    if (!row) return undefined
    const headers = JSON.parse(row.headers) as Record<string, string>
    return { ...requestOf(row), headers, ...(row.body && { body: Buffer.from(row.body) }) }
  },
  async groupRefusedRequests(filter, limit) {
    const { where, values } = conditionOf(filter)
    // With one max() the bare columns are those of the row that has it: the pointer is that of the last request.
    const rows = connection.all<GroupRow>(
      `SELECT code, status, method, endpoint, source_kind, source_id, source_name, count(*) AS count,
         min(at) AS first_at, at AS last_at, pointer AS last_pointer, max(seq)
       FROM refused_request WHERE ${where}
       GROUP BY code, status, method, endpoint, source_kind, source_id
       ORDER BY count DESC, max(seq) DESC LIMIT ?`,
      ...values,
      limit,
    )
    return rows.map(groupOf)
  },
  async listSources(fromHour) {
    const rows = connection.all<HourRow>(
      `SELECT s.*, h.hour, h.requests, h.statements, h.rejected, h.bytes
       FROM request_source s
       LEFT JOIN request_source_hour h ON h.kind = s.kind AND h.id = s.id AND h.hour >= ?
       ORDER BY s.kind, s.id, h.hour`,
      fromHour,
    )
    return sourcesOf(rows)
  },
})

export const requestWriter = (connection: Connection): RequestWriter => ({
  async insertRefusedRequests(requests) {
    for (const request of requests) insertRequest(connection, request)
  },
  async addSourceHours(hours) {
    for (const one of hours) addHour(connection, one)
  },
  pruneRequestLog: async (limits) => prune(connection, limits),
})

/** @returns a condition that is never empty, and its values. */
function conditionOf(filter: RequestFilter) {
  const conditions: readonly (readonly [string, string | number | undefined])[] = [
    ['source_id = ?', filter.key],
    ['status >= ?', filter.statusFrom],
    ['status <= ?', filter.statusTo],
    ['code = ?', filter.code],
    ['instr(path, ?) > 0', filter.path],
    ['endpoint = ?', filter.endpoint],
    ['instr(search, ?) > 0', filter.text?.toLowerCase()],
    ['at >= ?', filter.since?.toISOString()],
    ['at < ?', filter.until?.toISOString()],
  ]
  const used = conditions.filter(([, value]) => value !== undefined)
  return {
    where: ['TRUE', ...used.map(([condition]) => condition)].join(' AND '),
    values: used.map(([, value]) => value!),
  }
}

function insertRequest(connection: Connection, request: RefusedRequestDetail): void {
  const { source } = request
  const isNew = connection.run(
    `INSERT INTO refused_request
       (id, at, area, method, path, endpoint, status, code, message, pointer, clause, source_kind, source_id, source_name,
        origin, user_agent, version, milliseconds, bytes, is_personal, has_body, is_proven, search)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
    request.id,
    request.at.toISOString(),
    request.area,
    request.method,
    request.path,
    request.endpoint,
    request.status,
    request.code,
    request.message,
    request.pointer ?? null,
    request.clause ?? null,
    source.kind,
    source.id ?? null,
    source.name ?? null,
    request.origin ?? null,
    request.userAgent ?? null,
    request.version ?? null,
    request.milliseconds,
    request.bytes,
    Number(request.isPersonal),
    Number(request.hasBody),
    Number(source.kind !== 'unknown'),
    searchTextOf(request),
  )
  if (isNew === 0) return
  connection.run(
    'INSERT INTO refused_request_content (seq, headers, body) VALUES (last_insert_rowid(), ?, ?)',
    JSON.stringify(request.headers),
    request.body ?? null,
  )
}

const searchTextOf = ({ id, path, message, pointer, userAgent, origin, source }: RefusedRequest) =>
  [id, path, message, pointer, userAgent, origin, source.name, source.id]
    .filter((text) => text !== undefined)
    .join('\n')
    .toLowerCase()

function addHour(connection: Connection, one: SourceHour): void {
  const { kind, id, name } = one.source
  connection.run(
    `INSERT INTO request_source (kind, id, name, last_at, last_rejected_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (kind, id) DO UPDATE SET
       name = coalesce(excluded.name, name), last_at = max(last_at, excluded.last_at),
       last_rejected_at = max(coalesce(last_rejected_at, ''), coalesce(excluded.last_rejected_at, last_rejected_at))`,
    kind,
    id,
    name ?? null,
    one.lastAt.toISOString(),
    one.lastRejectedAt?.toISOString() ?? null,
  )
  connection.run(
    `INSERT INTO request_source_hour (kind, id, hour, requests, statements, rejected, bytes) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (kind, id, hour) DO UPDATE SET
       requests = requests + excluded.requests, statements = statements + excluded.statements,
       rejected = rejected + excluded.rejected, bytes = bytes + excluded.bytes`,
    ...[kind, id, one.hour, one.requests, one.statements, one.rejected, one.bytes],
  )
}

function prune(connection: Connection, limits: RequestLogLimits): number {
  connection.run('DELETE FROM request_source_hour WHERE hour < ?', limits.hourBefore)
  connection.run(
    'DELETE FROM request_source WHERE last_at < ?',
    new Date(limits.hourBefore * 3_600_000).toISOString(),
  )
  const doomed = connection.all<{ seq: number }>(
    `SELECT seq FROM refused_request WHERE at < ?
     UNION SELECT seq FROM refused_request WHERE is_proven = 1 AND seq <= (
       SELECT seq FROM refused_request WHERE is_proven = 1 ORDER BY seq DESC LIMIT 1 OFFSET ?)
     UNION SELECT seq FROM refused_request WHERE is_proven = 0 AND seq <= (
       SELECT seq FROM refused_request WHERE is_proven = 0 ORDER BY seq DESC LIMIT 1 OFFSET ?)
     ORDER BY seq LIMIT ?`,
    limits.before.toISOString(),
    limits.provenMax,
    limits.unprovenMax,
    limits.deletedMax,
  )
  for (const { seq } of doomed) {
    connection.run('DELETE FROM refused_request WHERE seq = ?', seq)
    connection.run('DELETE FROM refused_request_content WHERE seq = ?', seq)
  }
  return doomed.length
}

const requestOf = (row: RequestRow): RefusedRequest => ({
  id: row.id,
  at: new Date(row.at),
  area: row.area,
  method: row.method,
  path: row.path,
  endpoint: row.endpoint,
  status: row.status,
  code: row.code,
  message: row.message,
  ...(row.pointer !== null && { pointer: row.pointer }),
  ...(row.clause !== null && { clause: row.clause }),
  source: sourceOf(row),
  ...(row.origin !== null && { origin: row.origin }),
  ...(row.user_agent !== null && { userAgent: row.user_agent }),
  ...(row.version !== null && { version: row.version }),
  milliseconds: row.milliseconds,
  bytes: row.bytes,
  isPersonal: row.is_personal === 1,
  hasBody: row.has_body === 1,
})

const sourceOf = ({ source_kind, source_id, source_name }: SourceColumns): RequestSource => ({
  kind: source_kind,
  ...(source_id !== null && { id: source_id }),
  ...(source_name !== null && { name: source_name }),
})

const groupOf = (row: GroupRow): RequestGroup => ({
  code: row.code,
  status: row.status,
  method: row.method,
  endpoint: row.endpoint,
  source: sourceOf(row),
  count: row.count,
  firstAt: new Date(row.first_at),
  lastAt: new Date(row.last_at),
  ...(row.last_pointer !== null && { lastPointer: row.last_pointer }),
})

/** @param rows by source, and within one by hour. */
function sourcesOf(rows: readonly HourRow[]): SourceFigures[] {
  const sources: (SourceFigures & { hours: (Figures & { hour: number })[] })[] = []
  for (const row of rows) {
    let last = sources.at(-1)
    if (last?.source.kind !== row.kind || last.source.id !== row.id) {
      last = {
        source: { kind: row.kind, id: row.id, ...(row.name !== null && { name: row.name }) },
        lastAt: new Date(row.last_at),
        ...(row.last_rejected_at && { lastRejectedAt: new Date(row.last_rejected_at) }),
        hours: [],
      }
      sources.push(last)
    }
    if (row.hour === null) continue
    const { hour, requests, statements, rejected, bytes } = row
    last.hours.push({ hour, requests, statements, rejected, bytes })
  }
  return sources
}
