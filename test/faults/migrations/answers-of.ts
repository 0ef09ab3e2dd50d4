import { requestsTo } from '../../support/server.ts'
import { type AnyServer, appUrl, type Recorded } from './fill-server.ts'

/** What a server says of all that was recorded, by what was asked: JSON, or text where it is none. */
export async function answersOf(
  server: AnyServer,
  { authorization, cookie, playerToken, paths }: Omit<Recorded, 'ticket'>,
): Promise<Record<string, unknown>> {
  const request = requestsTo(server.url, authorization)
  const answers: Record<string, unknown> = {}
  for (const path of paths) {
    const headers = { 'X-Experience-API-Version': '1.0.3' }
    answers[path] = await said(await request('GET', path, undefined, headers))
  }
  const headers = { Cookie: cookie, Origin: appUrl }
  const me = await said(await fetch(`${server.url}/api/v1/me`, { headers }))
  answers['who is signed in'] = only(me, ['id', 'name', 'email', 'scopes'])
  const resumed = await fetch(`${server.contentUrl}/_rt/sessions/resume`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${playerToken}` },
  })
  // The path of the files is signed anew each time.
  const session = ['session', 'epoch', 'registration', 'course', 'mode', 'attempt', 'nextEntry']
  answers['the open session'] = only(await said(resumed), session)
  return answers
}

const only = (answer: unknown, keys: readonly string[]): unknown =>
  typeof answer === 'object' && answer !== null
    ? Object.fromEntries(Object.entries(answer).filter(([key]) => keys.includes(key)))
    : answer

async function said(answer: Response): Promise<unknown> {
  const text = await answer.text()
  if (!answer.ok) return `${answer.status} ${text}`
  const isJson = answer.headers.get('Content-Type')?.startsWith('application/json')
  return isJson ? withIds(JSON.parse(text)) : text
}

/** Of a list of statements which they are: each is asked for by itself too. */
const withIds = (answer: { statements?: { id: string }[] }): unknown =>
  answer.statements ? { ...answer, statements: answer.statements.map(({ id }) => id) } : answer
