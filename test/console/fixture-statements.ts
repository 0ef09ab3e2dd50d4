import { createHash } from 'node:crypto'
import type { RequestItem } from '../../src/requests/wire.ts'
import type {
  ConditionBody,
  StatementDetail,
  StatementQueryBody,
  StatementQueryResult,
  StatementRow,
} from '../../src/xapi/wire.ts'
import { credentials, now, statements } from './fixture-data.ts'

const id = (n: number): string => `00000006-0000-4000-8000-${String(n).padStart(12, '0')}`
const adl = 'http://adlnet.gov/expapi/verbs/'
const teacher = { objectType: 'Agent', name: 'Lê Quang Vinh', mbox: 'mailto:vinh@example.org' }

/** A statement whose object is another. */
function referring(n: number, verb: string, target: StatementRow): StatementRow {
  const timestamp = new Date(Date.parse(target.timestamp) + 3_600_000).toISOString()
  return {
    ...target,
    id: id(n),
    timestamp,
    stored: timestamp,
    actor: { name: teacher.name },
    verb: { id: verb, display: 'đã xác nhận' },
    object: { id: target.id, name: target.id, type: 'StatementRef' },
    result: null,
    registration: null,
    statement: {
      id: id(n),
      actor: teacher,
      verb: { id: verb },
      object: { objectType: 'StatementRef', id: target.id },
      timestamp,
      stored: timestamp,
    },
  }
}

/** A statement that is voided, and so in no list; with a file that came with it. */
export const voided: StatementRow = {
  ...statements[8]!,
  id: id(1),
  statement: {
    ...(statements[8]!.statement as object),
    id: id(1),
    attachments: [
      {
        usageType: 'http://example.org/attachments/scan',
        display: { vi: 'Bài thu hoạch.pdf', en: 'Paper.pdf' },
        contentType: 'application/pdf',
        length: 482_113,
        sha2: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
      },
      ...['https://files.example.org/a', 'search-ms:query=a'].map((fileUrl) => ({
        usageType: 'http://example.org/attachments/scan',
        display: { vi: fileUrl, en: fileUrl },
        contentType: 'text/plain',
        length: 3,
        sha2: createHash('sha256').update(fileUrl).digest('hex'),
        fileUrl,
      })),
    ],
  },
}
export const voiding = referring(2, `${adl}voided`, voided)
export const confirming = referring(3, 'http://example.org/verbs/da-xac-nhan', statements[4]!)

export function statementDetail(wanted: string): StatementDetail | undefined {
  const row = [...statements, voided, voiding, confirming].find((one) => one.id === wanted)
  return (
    row && {
      ...row,
      isVoided: row === voided,
      referrers: [voiding, confirming].filter(({ object }) => object.id === wanted),
    }
  )
}

/** What a GET of the list filters by. */
export function listed(query: URLSearchParams): readonly StatementRow[] {
  const fits = (name: string, value: string | null | undefined) =>
    !query.get(name) || query.get(name) === value
  return statements
    .filter((row) => fits('verb', row.verb.id) && fits('learner', row.actor.learner))
    .filter((row) => fits('registration', row.registration) && fits('activity', row.object.id))
    .filter((row) => fits('key', authorityOf(row)))
    .filter((row) => fits('success', row.result?.success?.toString()))
    .filter((row) => row.verb.id !== query.get('notVerb'))
    .filter((row) => row.stored > (query.get('since') ?? ''))
    .filter((row) => row.stored <= (query.get('until') ?? '9'))
}

const authorityOf = ({ statement }: StatementRow): string | undefined =>
  (statement as { authority?: { account: { name: string } } }).authority?.account.name

/** Counts by hour, day or month of Hà Nội. */
export function counted({ where = {}, groupBy = [] }: StatementQueryBody): StatementQueryResult {
  const [step = 'day'] = groupBy
  const length = { hour: 13, day: 10, month: 7 }[step as string] ?? 10
  const counts = new Map<string, number>()
  for (const { stored } of listed(parametersOf(where))) {
    const name = new Date(Date.parse(stored) + 7 * 3_600_000).toISOString().slice(0, length)
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  const rows = [...counts].map(([name, count]) => ({ group: { [step]: name }, values: { count } }))
  const matched = rows.reduce((sum, { values }) => sum + values.count, 0)
  return {
    rows,
    groups: rows.length,
    examined: matched,
    matched,
    consistentThrough: new Date(now).toISOString(),
    xapi: null,
  }
}

function parametersOf(where: ConditionBody & { readonly key?: string }): URLSearchParams {
  const { verb, learner, registration, relatedActivity, key, success, stored } = where
  const given = {
    verb,
    learner,
    registration,
    activity: relatedActivity,
    key,
    success,
    since: stored?.after,
    until: stored?.until,
  }
  const known = Object.entries(given).filter(([, value]) => value !== undefined)
  return new URLSearchParams(known.map(([name, value]) => [name, String(value)]))
}

/** What was wrong with the first request of a new key. */
export const refusedRequest: RequestItem = {
  id: id(9),
  at: new Date(now).toISOString(),
  area: 'xapi',
  method: 'POST',
  path: '/xapi/statements',
  endpoint: '/xapi/statements',
  status: 400,
  code: 'version-missing',
  message: 'The header X-Experience-API-Version is missing.',
  clause: 'xAPI-Communication 3.3',
  source: { kind: 'credential', id: credentials[0]!.key },
  milliseconds: 2,
  bytes: 412,
  isPersonal: false,
  hasBody: true,
}
