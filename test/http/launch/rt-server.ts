import { openStore } from '../../../src/open-store.ts'
import type { Course } from '../../../src/runtime/index.ts'
import { addLearner, launchLink, register } from '../../support/courses.ts'
import { courseOf, insertCourse, sco } from '../../support/launch-stage.ts'
import { startServer, type TestServer } from '../../support/server.ts'

/** A running server with one course and a learner registered for it. */
export interface RtServer extends TestServer {
  readonly package: string
  readonly learner: string
  readonly registration: string
  ticket(): Promise<string>
  /** POSTs to `/_rt{path}` of the content origin. */
  rt(path: string, body: unknown, options?: RtOptions): Promise<RtAnswer>
}

export interface RtOptions {
  readonly token?: string
  readonly headers?: Record<string, string>
}

export interface RtAnswer {
  readonly status: number
  readonly headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: answers of every kind, looked into by tests.
  readonly body: any
}

export async function startRtServer(course: Course = courseOf(sco('one'))): Promise<RtServer> {
  const server = await startServer()
  const storage = await openStore(server.config, () => new Date())
  const version = await insertCourse(storage, course, new Date())
  await storage.close()
  const learner = await addLearner(server, 'Trần Thị Ánh')
  const registration = await register(server, version.package, learner)
  return {
    ...server,
    package: version.package,
    learner,
    registration,
    ticket: async () => (await launchLink(server, registration)).split('#')[1]!,
    async rt(path, body, { token, headers } = {}) {
      const response = await fetch(`${server.contentUrl}/_rt${path}`, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          ...(token !== undefined && { Authorization: `Bearer ${token}` }),
          ...headers,
        },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      })
      const text = await response.text()
      return {
        status: response.status,
        headers: response.headers,
        body: text === '' ? undefined : JSON.parse(text),
      }
    },
  }
}
