import { randomUUID } from 'node:crypto'
import { request } from 'node:http'
import { launchLink, prepareCourse } from '../../support/courses.ts'
import { startServer, type TestServer } from '../../support/server.ts'
import { smallCourse } from '../../support/small-course.ts'

/** Every registration's course at a host of its own, asked for by the Host header as a browser sends it. */

let server: TestServer
let links: string[]

beforeAll(async () => {
  server = await startServer({ env: { HOCBA_CONTENT_URL: 'http://*.courses.example.vn' } })
  const registrations = await Promise.all(
    ['An', 'Bình'].map(
      async (name) => (await prepareCourse(server, smallCourse(), name)).registration,
    ),
  )
  links = await Promise.all(registrations.map((id) => launchLink(server, id)))
})
afterAll(() => server.stop())

interface Answer {
  readonly status: number
  readonly text: string
}

const ask = (host: string, path: string, body?: unknown, origin = `http://${host}`) =>
  new Promise<Answer>((resolve, reject) => {
    const asking = request(
      {
        port: server.config.contentPort,
        path,
        method: body === undefined ? 'GET' : 'POST',
        headers: { Host: host, ...(body !== undefined && { Origin: origin }) },
      },
      (response) => {
        let text = ''
        response.on('data', (chunk) => {
          text += chunk
        })
        response.on('end', () => resolve({ status: response.statusCode!, text }))
      },
    )
    asking.on('error', reject)
    asking.end(body === undefined ? undefined : JSON.stringify(body))
  })

const start = (link: string, host = new URL(link).host, origin?: string) =>
  ask(host, '/_rt/sessions', { ticket: new URL(link).hash.slice(1), nonce: randomUUID() }, origin)

const prefixIn = ({ text }: Answer) => (JSON.parse(text) as { filesPrefix: string }).filesPrefix

test('a link names the host of its registration', async () => {
  const hosts = links.map((link) => new URL(link).host)
  expect(hosts[0]).toMatch(/^[0-9a-f]{32}\.courses\.example\.vn$/)
  expect(hosts[0]).not.toBe(hosts[1])
})

test("a ticket and a course's files work at their own host only", async () => {
  const [own, other] = links.map((link) => new URL(link).host) as [string, string]
  expect((await start(links[0]!, other)).status).toBe(410)
  const started = await start(links[0]!)
  expect(started.status).toBe(201)
  const page = `${prefixIn(started)}index.html`
  expect((await ask(own, page)).status).toBe(200)
  expect((await ask(other, page)).status).toBe(403)
})

test('a page of one course cannot speak for another', async () => {
  const [own, other] = links.map((link) => new URL(link).host) as [string, string]
  expect((await start(links[1]!, other, `http://${own}`)).status).toBe(403)
})

test.each(['courses.example.vn', 'localhost', 'x.courses.example.vn', '127.0.0.1'])(
  'nothing is served at the host %s',
  async (host) => {
    for (const path of ['/_player/', '/_c/x/index.html', '/_rt/sessions']) {
      expect((await ask(host, path)).status).toBe(421)
    }
  },
)
