import { randomUUID } from 'node:crypto'
import {
  attachmentOf,
  filePart,
  jsonPart,
  multipartBody,
  multipartType,
} from '../../support/multipart.ts'
import { requestsTo } from '../../support/server.ts'
import { smallCourse } from '../../support/small-course.ts'

/** A server of any state of hocba, over what its API has had from the beginning. */
export interface AnyServer {
  readonly url: string
  readonly contentUrl: string
}

/** HOCBA_APP_URL of all of them: names of activities begin with it. */
export const appUrl = 'http://localhost:8080'

/** Who asked what while a state was recorded; with these the same is asked of a later hocba. */
export interface Recorded {
  /** Authorization of a program, with the scope `all`. */
  readonly authorization: string
  /** Cookie header of the administrator's session. */
  readonly cookie: string
  /** Token of a player whose course is open. */
  readonly playerToken: string
  /** Ticket of a launch link that nobody has used. */
  readonly ticket: string
  /** The registration that was passed, with one question answered. */
  readonly passed: string
  /** What is asked of the app origin by GET. */
  readonly paths: readonly string[]
}

export const administrator = {
  name: 'Nguyễn Văn An',
  email: 'an@truong.edu.vn',
  password: 'con trâu ăn cỏ ngoài đồng',
}

const version = { 'X-Experience-API-Version': '1.0.3' }
const learnerOf = (name: string) => ({ account: { homePage: 'http://truong.edu.vn', name } })

/** Does a little of everything: an administrator, a program, a course that three learners take, statements, documents. */
export async function fillServer(server: AnyServer, setupToken: string): Promise<Recorded> {
  const cookie = await setUp(server, setupToken)
  const authorization = await makeProgram(server, cookie)
  const request = asking(server, authorization)
  const played = await playCourses(server, request)
  const recorded = await recordStatements(request)
  await refuse(server, authorization)
  const paths = ['/api/v1/learners', ...played.paths, ...recorded]
  const { token: playerToken, ticket, passed } = played
  return { authorization, cookie, playerToken, ticket, passed, paths }
}

type Asking = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Response>

/** Requests that must succeed. */
const asking = ({ url }: AnyServer, authorization: string): Asking => {
  const request = requestsTo(url, authorization)
  return async (method, path, body, headers) => {
    const answer = await request(method, path, body, { ...version, ...headers })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return answer
  }
}

const json = async (answer: Response): Promise<Record<string, string>> =>
  (await answer.json()) as Record<string, string>

async function setUp({ url }: AnyServer, token: string): Promise<string> {
  const answer = await fetch(`${url}/api/v1/setup`, {
    method: 'POST',
    headers: { Origin: appUrl, 'Content-Type': 'application/json' },
    body: JSON.stringify({ ...administrator, token }),
  })
  if (answer.status !== 201) throw new Error(`setup: ${answer.status} ${await answer.text()}`)
  return answer.headers.getSetCookie()[0]!.split(';')[0]!
}

async function makeProgram({ url }: AnyServer, cookie: string): Promise<string> {
  const answer = await fetch(`${url}/api/v1/credentials`, {
    method: 'POST',
    headers: { Origin: appUrl, Cookie: cookie, 'Content-Type': 'application/json' },
    body: JSON.stringify({ name: 'Máy chủ điểm', scopes: ['all'] }),
  })
  const { key, secret } = await json(answer)
  return `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`
}

/** One learner in the middle of a course, one who passed it, and one who has a link and has not come. */
async function playCourses(server: AnyServer, request: Asking) {
  const zip = new Uint8Array(smallCourse({ title: 'An toàn lao động', masteryScore: '50' }))
  const path = '/api/v1/packages?fileName=an-toan.zip'
  const uploaded = await json(
    await request('POST', path, zip, { 'Content-Type': 'application/zip' }),
  )
  const registrations: string[] = []
  const tickets: string[] = []
  for (const name of ['Trần Thị Bình', 'Lê Văn Cường', 'Đỗ Thị Dung']) {
    const body = {
      name,
      code: `HV${registrations.length}`,
      email: `hv${registrations.length}@truong.edu.vn`,
    }
    const learner = (await json(await request('POST', '/api/v1/learners', body))).id
    const wanted = { package: uploaded.package, learner }
    const { id } = await json(await request('POST', '/api/v1/registrations', wanted))
    registrations.push(id!)
    const link = await json(await request('POST', `/api/v1/registrations/${id}/launch-links`))
    tickets.push(link.launchUrl!.split('#')[1]!)
  }
  const token = await play(server, tickets[0]!, [
    [{ do: 'open' }, { do: 'initialize' }],
    [
      { do: 'set', element: 'cmi.core.lesson_location', value: 'trang 7' },
      { do: 'set', element: 'cmi.suspend_data', value: 'ghi nhớ '.repeat(5) },
      { do: 'commit' },
    ],
  ])
  await play(server, tickets[1]!, [
    [{ do: 'open' }, { do: 'initialize' }],
    [
      { do: 'set', element: 'cmi.interactions.0.id', value: 'q1' },
      { do: 'set', element: 'cmi.interactions.0.type', value: 'choice' },
      { do: 'set', element: 'cmi.interactions.0.student_response', value: 'b' },
      { do: 'set', element: 'cmi.interactions.0.result', value: 'correct' },
      { do: 'set', element: 'cmi.core.score.raw', value: '80' },
      { do: 'set', element: 'cmi.core.session_time', value: '00:12:30' },
      { do: 'commit' },
    ],
    [{ do: 'finish' }],
  ])
  const of = registrations.map((id) => `/api/v1/registrations/${id}`)
  const statements = registrations.map((id) => `/xapi/statements?registration=${id}`)
  const paths = [`/api/v1/packages/${uploaded.package}`, ...of, ...statements]
  return { paths, token, ticket: tickets[2]!, passed: registrations[1]! }
}

/** Plays these commits, one after another; @returns the token of the session, which stays open. */
async function play(
  { contentUrl }: AnyServer,
  ticket: string,
  commits: readonly (readonly object[])[],
): Promise<string> {
  const post = async (path: string, body: unknown, token?: string) => {
    const answer = await fetch(`${contentUrl}${path}`, {
      method: 'POST',
      headers: token ? { Authorization: `Bearer ${token}` } : {},
      body: JSON.stringify(body),
    })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return json(answer)
  }
  const { session, token } = await post('/_rt/sessions', { ticket, nonce: randomUUID() })
  let n = 0
  for (const steps of commits) {
    const at = new Date().toISOString()
    const entries = steps.map((step) => ({ n: ++n, at, activity: 'lesson', step }))
    await post('/_rt/commits', { session, entries }, token)
  }
  return token!
}

/** Plain ones, ones that share an activity, one with a file, one that is voided, and one about another; documents of each kind. */
async function recordStatements(request: Asking): Promise<string[]> {
  const shared = {
    id: 'http://truong.edu.vn/bai/1',
    definition: { name: { vi: 'Bài 1: An toàn điện' }, description: { vi: 'Đọc kỹ. '.repeat(12) } },
  }
  const verb = { id: 'http://adlnet.gov/expapi/verbs/experienced', display: { vi: 'đã xem' } }
  const statementOf = (name: string, more = {}) => ({
    id: randomUUID(),
    actor: { name, ...learnerOf(name) },
    verb,
    object: shared,
    timestamp: '2026-01-02T03:04:05.678Z',
    ...more,
  })
  const plain = Array.from({ length: 6 }, (_, n) =>
    statementOf(`hv${n}`, {
      result: {
        response: `câu ${n}`,
        extensions: { 'http://truong.edu.vn/e': { 'a.b': [n, null] } },
      },
      context: {
        platform: 'Máy tính',
        contextActivities: { grouping: [{ id: 'http://truong.edu.vn/khoa' }] },
      },
    }),
  )
  const voided = statementOf('hv0')
  const about = statementOf('hv1', { object: { objectType: 'StatementRef', id: plain[0]!.id } })
  const voiding = statementOf('hv0', {
    verb: { id: 'http://adlnet.gov/expapi/verbs/voided' },
    object: { objectType: 'StatementRef', id: voided.id },
  })
  await request('POST', '/xapi/statements', [...plain, voided])
  await request('POST', '/xapi/statements', [about])
  await request('POST', '/xapi/statements', [voiding])
  const file = 'một tệp đi cùng câu'
  const withFile = statementOf('hv2', { attachments: [attachmentOf(file)] })
  const body = multipartBody([jsonPart(withFile), filePart(file)])
  await request('POST', '/xapi/statements', body, multipartType())
  const documents = await keepDocuments(request, shared.id)
  const agent = encodeURIComponent(JSON.stringify(learnerOf('hv1')))
  return [
    ...[...plain, about, voiding, withFile].map(({ id }) => `/xapi/statements?statementId=${id}`),
    `/xapi/statements?voidedStatementId=${voided.id}`,
    '/xapi/statements?ascending=true&limit=100',
    `/xapi/statements?agent=${agent}`,
    `/xapi/statements?activity=${encodeURIComponent('http://truong.edu.vn/khoa')}&related_activities=true`,
    `/xapi/activities?activityId=${encodeURIComponent(shared.id)}`,
    `/xapi/agents?agent=${agent}`,
    `/api/v1/statements/${withFile.id}/attachments/${attachmentOf(file).sha2}`,
    ...documents,
  ]
}

async function keepDocuments(request: Asking, activityId: string): Promise<string[]> {
  const of = (values: Record<string, string>) => new URLSearchParams(values).toString()
  const agent = JSON.stringify(learnerOf('hv1'))
  const paths = [
    `/xapi/activities/state?${of({ activityId, agent, stateId: 'cho', registration: randomUUID() })}`,
    `/xapi/activities/state?${of({ activityId, agent, stateId: 'cho' })}`,
    `/xapi/activities/profile?${of({ activityId, profileId: 'ho-so' })}`,
    `/xapi/agents/profile?${of({ agent, profileId: 'ho-so' })}`,
  ]
  for (const [index, path] of paths.entries()) {
    const headers = { 'If-None-Match': '*' }
    await request('PUT', path, { trang: index, khoá: 'một hai ba' }, headers)
  }
  return paths
}

/** A statement that is no statement: later states keep such requests. */
async function refuse({ url }: AnyServer, authorization: string): Promise<void> {
  const answer = await requestsTo(url, authorization)(
    'POST',
    '/xapi/statements',
    { verb: 1 },
    version,
  )
  if (answer.status !== 400) throw new Error(`a wrong statement was answered ${answer.status}`)
}
