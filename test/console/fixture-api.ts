import type { IncomingMessage } from 'node:http'
import type { CredentialItem, Me } from '../../src/access/wire.ts'
import { fold } from '../../src/base/text.ts'
import type { LegalHoldItem } from '../../src/erasure/wire.ts'
import type { SessionItem } from '../../src/launch/session-log/wire.ts'
import type { StatementQueryBody } from '../../src/xapi/wire.ts'
import * as data from './fixture-data.ts'
import { answerErasures, holds } from './fixture-erasures.ts'
import { FixtureLedger } from './fixture-ledger.ts'
import { openapi } from './fixture-openapi.ts'
import { questionDetail, questionList, questions } from './fixture-questions.ts'
import { answerRequests } from './fixture-requests.ts'
import { answerSchool } from './fixture-school.ts'
import { sessionLog, sessions } from './fixture-sessions.ts'
import { counted, listed, refusedRequest, statementDetail } from './fixture-statements.ts'
import { answerTransfers } from './fixture-transfers.ts'
import * as versions from './fixture-versions.ts'

/** How the imagined server behaves. */
export interface Fixture {
  /** `broken` answers 500 to everything but /me and sign-in. */
  mode: 'full' | 'empty' | 'broken'
  isSignedIn: boolean
  isSetupOpen: boolean
  /** Who is signed in. */
  me: Me
  /** Milliseconds before each answer. */
  delay: number
  /** Paths that fail with 500 while the rest works, e.g. `/statements`. */
  failing: Set<string>
  /** Keys whose last request was refused. */
  refusedKeys: Set<string>
  /** Credentials made or used while the test runs. */
  credentials: CredentialItem[]
  /** The sessions of every registration. */
  sessions: readonly SessionItem[]
  /** The verifiable log. */
  ledger: FixtureLedger
  /** Legal holds. */
  holds: LegalHoldItem[]
  /** Method, path and body of each state-changing request, oldest first. */
  readonly writes: { method: string; path: string; query: URLSearchParams; body: unknown }[]
}

export const newFixture = (): Fixture => ({
  mode: 'full',
  isSignedIn: true,
  isSetupOpen: false,
  me: data.me,
  delay: 0,
  failing: new Set(),
  refusedKeys: new Set(),
  credentials: [...data.credentials],
  sessions,
  ledger: new FixtureLedger(),
  holds: [...holds],
  writes: [],
})

interface Answer {
  readonly status: number
  readonly body?: object | undefined
}

const problem = (status: number, code: string, message: string, facts?: object): Answer => ({
  status,
  body: { code, message, ...(facts && { facts }) },
})

export async function answerApi(
  request: IncomingMessage,
  url: URL,
  fixture: Fixture,
): Promise<Answer> {
  const path = url.pathname.slice('/api/v1'.length)
  const method = request.method ?? 'GET'
  // Of the test that asks: when a late answer is ready, the next test may have begun.
  const { writes } = fixture
  const body = method === 'GET' ? undefined : await bodyOf(request)
  if (fixture.delay > 0) await new Promise((resolve) => setTimeout(resolve, fixture.delay))
  if (method !== 'GET') writes.push({ method, path, query: url.searchParams, body })
  if (path === '/setup' && method === 'GET')
    return { status: 200, body: { isOpen: fixture.isSetupOpen } }
  if (path === '/setup') return setUp(body, fixture)
  if (path === '/sign-in') return signIn(body, fixture)
  if (path === '/sign-out') {
    fixture.isSignedIn = false
    return { status: 204 }
  }
  if (!fixture.isSignedIn) return problem(401, 'unauthenticated', 'Sign in.')
  if (path === '/me') return { status: 200, body: fixture.me }
  if (fixture.mode === 'broken' || fixture.failing.has(path)) {
    return problem(500, 'internal-error', 'The server made a mistake.')
  }
  const isEmpty = fixture.mode === 'empty'
  const requests = answerRequests({ method, path, query: url.searchParams, body, isEmpty })
  if (requests && !fixture.refusedKeys.has(url.searchParams.get('key') ?? '')) return requests
  const transfers = answerTransfers({ method, path, query: url.searchParams, isEmpty })
  if (transfers) return transfers
  if (path.startsWith('/ledger/')) {
    const found = await fixture.ledger.answer(path, url.searchParams, isEmpty)
    return found ? { status: 200, body: found } : problem(404, 'not-in-ledger', 'Not there.')
  }
  const erasures = answerErasures({ method, path, body, isEmpty, holds: fixture.holds })
  if (erasures) return erasures
  const school = answerSchool({ method, path, isEmpty })
  if (school) return school
  return method === 'GET'
    ? read(path, url.searchParams, fixture)
    : write(method, path, { query: url.searchParams, body, fixture })
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const all = Buffer.concat(chunks)
  if (!request.headers['content-type']?.includes('json')) return { bytes: all.length }
  return JSON.parse(all.toString() || 'null')
}

function signIn(body: unknown, fixture: Fixture): Answer {
  const { password } = body as { password: string }
  if (password === 'sai') return problem(401, 'sign-in-failed', 'Wrong.')
  fixture.isSignedIn = true
  return { status: 200, body: data.me }
}

function setUp(body: unknown, fixture: Fixture): Answer {
  const { token } = body as { token: string }
  if (token !== 'mot-lan') return problem(410, 'setup-link-invalid', 'Used or expired.')
  fixture.isSignedIn = true
  fixture.isSetupOpen = false
  return { status: 201, body: data.me }
}

function read(path: string, query: URLSearchParams, fixture: Fixture): Answer {
  if (path === '/openapi.json') return { status: 200, body: openapi }
  const [, kind, id, more, number] = path.split('/')
  const isEmpty = fixture.mode === 'empty'
  if (kind === 'statements' && id) {
    const one = statementDetail(id)
    return one
      ? { status: 200, body: more ? (one.statement as object) : one }
      : problem(404, 'statement-not-found', 'Not there.')
  }
  if (more === 'questions' && id) return readQuestions(id, number, query, isEmpty)
  if (more === 'sessions') {
    const one = number === undefined ? undefined : sessionLog(number)
    return one ? { status: 200, body: one } : page(isEmpty ? [] : fixture.sessions, query)
  }
  if (id) return readOne(kind ?? '', path.split('/').slice(2))
  if (kind === 'packages') return page(isEmpty ? [] : named(data.packages, 'title', query), query)
  if (kind === 'learners') return page(isEmpty ? [] : named(data.learners, 'name', query), query)
  if (kind === 'registrations') return page(isEmpty ? [] : registrations(query), query)
  if (kind === 'statements') return page(isEmpty ? [] : listed(query), query)
  if (kind === 'credentials')
    return { status: 200, body: { items: isEmpty ? [] : fixture.credentials } }
  if (kind === 'requests')
    return page(fixture.refusedKeys.has(query.get('key') ?? '') ? [refusedRequest] : [], query)
  return problem(404, 'not-found', 'Nothing is at this address.')
}

function readQuestions(
  packageId: string,
  id: string | undefined,
  query: URLSearchParams,
  isEmpty: boolean,
): Answer {
  const one = id === undefined ? undefined : questionDetail(packageId, id, query)
  if (id !== undefined && !one) return problem(404, 'question-not-found', 'Not there.')
  return { status: 200, body: one ?? questionList(packageId, isEmpty ? [] : questions, query) }
}

function readOne(kind: string, path: readonly string[]): Answer {
  const [id = '', more, number, last] = path
  const list: readonly { readonly id: string }[] =
    { packages: data.packages, learners: data.learners, registrations: data.registrations }[kind] ??
    []
  const one = list.find((item) => item.id === id)
  if (!one) return problem(404, `${kind.slice(0, -1)}-not-found`, 'Not there.')
  if (more === 'summary') return { status: 200, body: data.figuresOf(id) }
  if (more === 'policy') return { status: 200, body: versions.policy }
  if (more === 'moves') return { status: 200, body: versions.movesOf(id) }
  if (last === 'move-preview') return { status: 200, body: versions.previewOf(id, Number(number)) }
  if (more === 'versions' && number) {
    const { verdict, findings } = data.packages.find((item) => item.id === id)!
    return { status: 200, body: { verdict, findings } }
  }
  return { status: 200, body: one }
}

function named<Item extends object>(
  items: readonly Item[],
  name: keyof Item,
  query: URLSearchParams,
): readonly Item[] {
  const q = fold(query.get('q') ?? '')
  return items.filter((item) => fold(String(item[name])).includes(q))
}

function registrations(query: URLSearchParams): readonly object[] {
  const fits = (name: string, value: string) => !query.get(name) || query.get(name) === value
  return data.registrations
    .filter((one) => fits('package', one.package.id) && fits('learner', one.learner.id))
    .filter((one) => fits('completion', one.completion) && fits('success', one.success))
    .filter((one) => fits('evidence', one.evidence ?? 'none'))
    .toSorted((a, b) => (b.lastActivityAt ?? '').localeCompare(a.lastActivityAt ?? ''))
}

function page(items: readonly object[], query: URLSearchParams): Answer {
  const from = Number(query.get('cursor') ?? 0)
  const to = from + Number(query.get('limit') ?? 50)
  return {
    status: 200,
    body: { items: items.slice(from, to), ...(to < items.length && { cursor: String(to) }) },
  }
}

interface Sent {
  readonly query: URLSearchParams
  readonly body: unknown
  readonly fixture: Fixture
}

function write(method: string, path: string, { query, body, fixture }: Sent): Answer {
  if (method === 'DELETE') return { status: 204 }
  if (path.startsWith('/credentials'))
    return writeCredential(method, path, { query, body, fixture })
  if (path === '/statements/query') {
    const asked = body as StatementQueryBody
    const isEmpty = fixture.mode === 'empty'
    return { status: 200, body: isEmpty ? { rows: [] } : counted(asked) }
  }
  const asked = (body ?? {}) as Record<string, string>
  const later = new Date(data.now + 7 * 86_400_000).toISOString()
  const launchUrl = 'http://127.0.0.1:8081/_player/#5nR0kq2vX9tYB7cLmW3eJzHs8dPf1aGu'
  if (path === '/learners') {
    if (asked.code === 'HV-2026-001')
      return problem(409, 'learner-exists', 'A learner with this code exists.')
    return { status: 201, body: { id: data.learners[0]!.id, name: asked.name, createdAt: later } }
  }
  if (path === '/me/second-factor') return { status: 201, body: data.secondFactor }
  if (path === '/me/second-factor/confirm') return { status: 200, body: data.recovery }
  if (path.endsWith('/policy')) return { status: 200, body: body as object }
  if (path.endsWith('/moves')) return { status: 202, body: versions.moves[0]! }
  if (path === '/registrations') return { status: 201, body: data.registrations[0]! }
  if (path.endsWith('/launch-links')) return { status: 201, body: { launchUrl, expiresAt: later } }
  if (path.endsWith('/trials'))
    return { status: 201, body: { registration: data.registrations[0]!.id, launchUrl } }
  return upload(query.get('fileName') ?? '')
}

const secret = 'kQ7ZfJ2mVb0cX4nLr8sTwYh1dGpUe6oA'
const endpoint = 'http://localhost:8080/xapi/'

function writeCredential(method: string, path: string, { query, body, fixture }: Sent): Answer {
  const [, , key, action] = path.split('/')
  const one = fixture.credentials.find((item) => item.key === key)
  if (action === 'rotate') {
    const hours = Number(query.get('overlapHours'))
    const previousSecretUntil = new Date(data.now + hours * 3_600_000).toISOString()
    return {
      status: 200,
      body: { key, secret, endpoint, ...(hours > 0 && { previousSecretUntil }) },
    }
  }
  if (method === 'PATCH') return { status: 200, body: { ...one, ...(body as object) } }
  const asked = body as {
    name: string
    scopes: CredentialItem['scopes']
    allowedOrigins?: string[]
  }
  if (asked.allowedOrigins?.some((origin) => !/^https?:\/\/[^/]+$/.test(origin)))
    return {
      status: 400,
      body: { code: 'invalid-request', message: 'No origin.', pointer: '/allowedOrigins/0' },
    }
  const made = { ...asked, key: '77aa12cd34ef56ab78cd90ef12ab34cd' }
  const createdAt = new Date(data.now).toISOString()
  fixture.credentials.unshift({ ...made, createdAt, state: 'active' })
  return { status: 201, body: { ...made, secret, endpoint } }
}

/** What becomes of a file is in its name. */
function upload(fileName: string): Answer {
  const one = fileName.includes('canh-bao') ? data.packages[3]! : data.packages[1]!
  if (fileName.includes('hong')) {
    return problem(422, 'package-refused', 'The package cannot be used.', {
      verdict: 'refused',
      findings: [
        {
          severity: 'error',
          code: 'manifest-malformed',
          message: 'imsmanifest.xml: unexpected end of the element <item>.',
          file: 'imsmanifest.xml',
          line: 42,
          column: 17,
        },
        {
          severity: 'warning',
          code: 'name-encoding-guessed',
          message: 'Names look like windows-1258.',
        },
      ],
    })
  }
  const { standard, edition, title, verdict, findings } = one
  return {
    status: 201,
    body: {
      package: one.id,
      version: one.versions[0]!.id,
      number: 1,
      standard,
      edition,
      title,
      verdict,
      launchable: 5,
      findings,
    },
  }
}
