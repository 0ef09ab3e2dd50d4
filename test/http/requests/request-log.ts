import type { TestServer } from '../../support/server.ts'

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers freely, and fail where they are not as expected.
type Answer = any

/** Reads from the log of a test server, which is written a moment after the answer. */
export const requestLog = (server: TestServer) => {
  const get = async (path: string): Promise<Answer> =>
    (await server.request('GET', `/api/v1${path}`)).json()
  const until = async (path: string, isThere: (answer: Answer) => boolean): Promise<Answer> => {
    for (let tries = 0; tries < 100; tries++) {
      const answer = await get(path)
      if (isThere(answer)) return answer
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    throw new Error(`it never came: ${path} ${JSON.stringify(await get(path))}`)
  }
  return {
    get,
    until,
    /** What is kept of the request that this answered. */
    kept: async (response: Response): Promise<Answer> => {
      await response.arrayBuffer().catch(() => undefined)
      const id = response.headers.get('x-request-id')
      return until(`/requests/${id}`, (answer) => answer.id === id)
    },
    replay: async (id: string, body: object = {}): Promise<Answer> =>
      (await server.request('POST', `/api/v1/requests/${id}/replay`, body)).json(),
  }
}
