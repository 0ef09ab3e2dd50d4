import { createHash } from 'node:crypto'
import { newUuid } from '../../src/base/ids.ts'
import { kinds } from '../../src/moving/kinds.ts'
import { putRecords } from '../../src/moving/put-records.ts'
import type { FieldType, FieldValue, Kind, MovedRecord } from '../../src/moving/record.ts'
import type { MovingTarget } from '../../src/moving/store.ts'

/** What a made-up record says where not any text or number will do. */
type Given = (at: number) => Readonly<Record<string, FieldValue>>

const uuid = (kind: string, at: number): string => {
  const hex = createHash('sha256').update(`${kind} ${at}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

const start = Date.UTC(2026, 10, 1)
/** So many files are named by the records of packages, each by as many as there are. */
export const fileCount = 100

/** The content of a file that records name. */
export const fileContent = (at: number): Buffer =>
  Buffer.alloc(256 * 1024, `file ${at % fileCount} `)

const fileNames = new Map<number, string>()

const fileName = (at: number): string => {
  const known = fileNames.get(at % fileCount)
  if (known) return known
  const name = createHash('sha256').update(fileContent(at)).digest('hex')
  fileNames.set(at % fileCount, name)
  return name
}

const seqAt = (at: number): number => (start + at) * 1000 + 7

const figures = { completion: 'completed', success: 'passed', score: '{"scaled":0.5,"raw":5}' }
const activity = {
  ...{ activity: 'https://school.example/a', title: 'Bài 1', completion: 'incomplete' },
  ...{ success: 'unknown', score: { scaled: 0.25 }, progress: 0.5, centiseconds: 7, attempts: 1 },
  ...{ first_activity_at: start, last_activity_at: null },
}

/** The statement at a place; every fifth voids the one before it. */
function statement(at: number): MovedRecord {
  const id = uuid('statements', at)
  const isVoiding = at % 5 === 4
  const verb = isVoiding ? 'voided' : ['answered', 'completed', 'experienced'][at % 3]
  const object = isVoiding
    ? { objectType: 'StatementRef', id: uuid('statements', at - 1) }
    : { id: `https://school.example/activities/${at % 50}` }
  const home = 'https://school.example'
  const text = JSON.stringify({
    id,
    actor: { account: { homePage: home, name: `hv${at % 40}` }, name: `Nguyễn Thị ${at % 40}` },
    verb: { id: `http://adlnet.gov/expapi/verbs/${verb}`, display: { vi: 'đã làm' } },
    object,
    context: { registration: uuid('registrations', at % 20), platform: 'hocba' },
    authority: { account: { homePage: home, name: 'key' } },
    version: '1.0.3',
    timestamp: new Date(start + at).toISOString(),
    stored: new Date(start + at).toISOString(),
  })
  const equality = createHash('sha256').update(text).digest('hex')
  const isVoided = at % 5 === 3
  return { seq: seqAt(at), id, equality, isVoiding, isVoided, json: Buffer.from(text) }
}

/** Only what cannot be any text, any number or any JSON. */
const given: Readonly<Record<string, Given>> = {
  packages: (at) => ({ currentVersion: `packageVersions ${at}`, versions: 1 }),
  packageVersions: (at) => ({
    package: `packages ${at}`,
    number: 1,
    verdict: 'ok',
    contentBytes: 10,
  }),
  classes: (at) => ({ packages: JSON.stringify([`packages ${at}`]), organisation: undefined }),
  classMembers: (at) => ({ class: `classes ${at}`, person: `people ${at}` }),
  people: (at) => ({ organisation: `organisations ${at}` }),
  organisations: (at) => ({ parent: at === 0 ? undefined : 'organisations 0' }),
  registrations: (at) => ({
    ...figures,
    id: uuid('registrations', at),
    learner: `people ${at}`,
    package: `packages ${at}`,
    version: `packageVersions ${at}`,
    isTrial: at % 7 === 6,
  }),
  courseAttempts: (at) => ({
    ...figures,
    registration: uuid('registrations', at),
    number: 2,
    activities: JSON.stringify([activity]),
  }),
  coursePolicies: (at) => ({ package: `packages ${at}`, policy: '{"attemptsMax":3}' }),
  summaries: (at) => ({ package: `packages ${at}`, figures: '{"registrations":2,"seconds":-4}' }),
  packageFiles: (at) => ({
    version: `packageVersions ${at}`,
    path: `thư mục/bài ${at}.html`,
    sha256: fileName(at),
  }),
  versionMoveOutcomes: (at) => ({
    move: `versionMoves ${at}`,
    registration: uuid('registrations', at),
  }),
  grants: (at) => ({ account: `accounts ${at}` }),
  sessions: (at) => ({ account: `accounts ${at}` }),
  accountLinks: (at) => ({ account: `accounts ${at}` }),
  accountIdentities: (at) => ({ account: `accounts ${at}` }),
  secondFactors: (at) => ({ account: `accounts ${at}` }),
  signInAddresses: (at) => ({ account: `accounts ${at}` }),
  setupLinks: () => ({ one: 1 }),
  credentials: () => ({ scopes: '["statements/read","all"]', allowedOrigins: undefined }),
  auditEntries: (at) => ({ kind: 'change', about: ' one two ', seq: at + 1 }),
  statements: statement,
  statementFiles: (at) => ({
    seq: seqAt(at),
    files: JSON.stringify([{ sha2: `Ab${at}`, contentType: 'text/plain' }]),
  }),
  questionDefinitions: (at) => ({ question: at }),
  questions: (at) => ({ key: at }),
  questionResponses: (at) => ({ question: at }),
  answers: (at) => ({ seq: seqAt(at), result: 'points', credit: 0.5, question: at }),
  launchTickets: (at) => ({
    isUsed: at % 2 === 0,
    ...(at % 2 === 1 && { usedNonce: undefined, usedAt: undefined, usedSession: undefined }),
  }),
  launchSessions: (at) => ({ state: 'live', registration: uuid('registrations', at) }),
  launchAttempts: (at) => ({ registration: uuid('registrations', at), number: 1 }),
  launchShared: (at) => ({ kind: at % 2 === 0 ? 'objective' : 'data' }),
  sessionLogParts: () => ({ content: '[{"n":1},{"n":2}]' }),
  destinations: () => ({ kind: 'webhook', state: 'active' }),
  deliveries: (at) => ({
    destination: `destinations ${at}`,
    state: 'pending',
    source: 'feed',
    lastAttempt: `{"at":"${new Date(start).toISOString()}","milliseconds":12,"status":500}`,
  }),
  importJobs: (at) => ({
    state: at % 2 === 0 ? 'running' : 'done',
    details: '{"by":{"id":"key 1"},"file":{"name":"tệp"}}',
    number: at + 1,
  }),
  refusedRequests: (at) => ({ seq: at + 1, sourceKind: 'credential' }),
  requestSources: () => ({ kind: 'credential' }),
  requestSourceHours: () => ({ kind: 'credential' }),
  ledgerHead: () => ({ id: 1 }),
  ledgerEntries: (at) => ({ kind: 'statement', position: at, source: seqAt(at) }),
  ledgerNotes: (at) => ({ number: at }),
  erasures: (at) => ({ state: 'done', number: at + 1, details: '{"step":"disk","position":"3"}' }),
  legalHolds: () => ({ kind: 'person' }),
}

/** One record of a kind, with every field that it can have, the same for the same place. */
export function madeRecord(kind: Kind, at: number): MovedRecord {
  const any = Object.entries(kind.fields).map(([field, type], index) => [
    field,
    anyValue(type, `${field === kind.key.at(-1) ? kind.name : field} ${at}`, at * 3 + index),
  ])
  const values = { ...Object.fromEntries(any), ...given[kind.name]?.(at) }
  const entries = Object.entries(values) as [string, FieldValue][]
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
}

function anyValue(type: FieldType, text: string, number: number): FieldValue {
  const values: Readonly<Record<FieldType, FieldValue>> = {
    text,
    number,
    flag: number % 2 === 0,
    time: start + number,
    bytes: Buffer.from(`\0${text}`.repeat(3)),
    json: JSON.stringify({ [`b ${text}`]: [number, null], a: { 2: 'hai', 1: text } }),
  }
  return values[type]
}

const single = new Set(['setupLinks', 'ledgerHead'])

/** Fills an empty engine with records of every kind, as a move would. @param count how many of most kinds */
export async function fill(target: MovingTarget, count: number, statements = count): Promise<void> {
  const state = {
    from: `seed ${newUuid()}`,
    begunAt: '',
    phase: 'copying',
    kind: '',
    after: '',
  } as const
  await target.begin(state)
  for (const kind of kinds) {
    const most = kind.name === 'statements' ? statements : count
    const length = single.has(kind.name) ? 1 : most
    for (let first = 0; first < length; first += kind.pageMax) {
      const records = Array.from({ length: Math.min(kind.pageMax, length - first) }, (_, index) =>
        madeRecord(kind, first + index),
      )
      await putRecords(target, kind.name, { records, next: state })
    }
  }
  await target.save({ ...state, phase: 'done' })
}
