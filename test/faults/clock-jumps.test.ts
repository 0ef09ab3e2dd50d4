import { newUuid } from '../../src/base/ids.ts'
import { addLearner, launchLink, prepareCourse, progressOf } from '../support/courses.ts'
import { reportFigures } from '../support/figures.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { smallCourse } from '../support/small-course.ts'
import { statementOf } from '../support/xapi-client.ts'

/** The clock of the machine is set while the server runs. */

const version = { 'X-Experience-API-Version': '1.0.3' }
const hour = 3_600_000
const jumps = [hour, -hour, -24 * hour, 400 * 24 * hour, -400 * 24 * hour, 1, 0, -1]

let server: TestServer
let offset = 0
beforeAll(async () => {
  server = await startServer({ clock: () => new Date(Date.now() + offset) })
})
afterAll(() => server.stop())

interface Stored {
  readonly id: string
  readonly stored: string
}

async function read(path: string): Promise<Stored[]> {
  const found: Stored[] = []
  for (let next: string | undefined = path; next; ) {
    const answer = await server.request('GET', next, undefined, version)
    const page = (await answer.json()) as { statements: Stored[]; more?: string }
    found.push(...page.statements)
    next = page.more || undefined
  }
  return found
}

test('stored increases strictly, and who reads on since the last one misses nothing, wherever the clock jumps', async () => {
  const sent: string[] = []
  const followed: Stored[] = []
  for (const jump of jumps) {
    offset += jump
    for (let n = 0; n < 20; n++) {
      const id = newUuid()
      const answer = await server.request('POST', '/xapi/statements', statementOf({ id }), version)
      expect(answer.status).toBe(200)
      sent.push(id)
    }
    const since = followed.at(-1)?.stored
    const from = since ? `&since=${encodeURIComponent(since)}` : ''
    followed.push(...(await read(`/xapi/statements?ascending=true&limit=7${from}`)))
  }
  expect(followed.map(({ id }) => id)).toEqual(sent)
  const times = followed.map(({ stored }) => stored)
  const disorder = times.filter((time, index) => index > 0 && !(times[index - 1]! < time)).length
  reportFigures('clock', { jumps: jumps.length, statements: sent.length, disorder })
  expect(disorder).toBe(0)
})

test('a course that is open when the clock jumps goes on and is completed', async () => {
  const { registration } = await prepareCourse(server, smallCourse())
  await addLearner(server, 'Trần Thị Bình')
  const ticket = (await launchLink(server, registration)).split('#')[1]
  const send = async (path: string, body: unknown, token = '') => {
    const answer = await fetch(`${server.contentUrl}/_rt${path}`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    })
    expect([path, answer.status]).toEqual([path, path === '/sessions' ? 201 : 200])
    return (await answer.json()) as { session: string; token: string }
  }
  const { session, token } = await send('/sessions', { ticket, nonce: newUuid() })
  const steps = [
    { do: 'open' },
    { do: 'initialize' },
    { do: 'set', element: 'cmi.core.lesson_status', value: 'completed' },
    { do: 'finish' },
  ]
  for (const [index, step] of steps.entries()) {
    // Back by an hour each time: a token is then from the future.
    offset -= hour
    const at = new Date(Date.now() + offset).toISOString()
    const entries = [{ n: index + 1, at, activity: 'lesson', step }]
    await send('/commits', { session, entries }, token)
  }
  const progress = await progressOf(server, registration)
  expect(progress.completion).toBe('completed')
  expect(progress.seconds).toBeGreaterThanOrEqual(0)
})
