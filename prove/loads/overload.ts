import { newUuid } from '../../src/base/ids.ts'
import { statementOf } from '../../test/support/xapi-client.ts'
import { send } from './send.ts'
import { forEach, openServer, pause, percentile } from './server-under-load.ts'

export interface OverloadOptions {
  readonly clients: number
  /** HOCBA_REQUESTS_AT_ONCE_MAX. */
  readonly atOnce: number
  readonly seconds: number
}

export interface OverloadFigures {
  readonly accepted: number
  readonly refused: number
  /** Answers that are neither taken nor a refusal with Retry-After; connections that broke. */
  readonly wrong: number
  /** Accepted, and not there after a kill -9. */
  readonly lost: number
  /** Milliseconds of what was accepted. */
  readonly p50: number
  readonly p99: number
}

/** Each client posts one statement after the other, and waits as long as it is told when it is refused. */
export async function overload({
  clients,
  atOnce,
  seconds,
}: OverloadOptions): Promise<OverloadFigures> {
  const server = await openServer({ HOCBA_REQUESTS_AT_ONCE_MAX: String(atOnce) })
  try {
    const { url, authorization } = server.client
    const accepted: string[] = []
    const milliseconds: number[] = []
    let refused = 0
    let wrong = 0
    const end = performance.now() + seconds * 1_000
    const post = async () => {
      while (performance.now() < end) {
        const id = newUuid()
        const options = { authorization, body: statementOf({ id }), version: '1.0.3' }
        const answer = await send(`${url}/xapi/statements`, options)
        if (answer?.status === 200) {
          accepted.push(id)
          milliseconds.push(answer.milliseconds)
        } else if (answer?.retryAfterSeconds && [429, 503].includes(answer.status)) {
          refused += 1
          await pause(answer.retryAfterSeconds * 1_000)
        } else wrong += 1
      }
    }
    await Promise.all(Array.from({ length: clients }, post))
    await server.crashAndStart()
    let lost = 0
    const step = Math.ceil(accepted.length / 5_000)
    const looked = accepted.filter((_, index) => index % step === 0)
    await forEach(looked, 16, async (id) => {
      const headers = { 'X-Experience-API-Version': '1.0.3' }
      const path = `/xapi/statements?statementId=${id}`
      const answer = await server.client.request('GET', path, undefined, headers)
      await answer.arrayBuffer()
      if (answer.status !== 200) lost += 1
    })
    const [p50, p99] = [percentile(milliseconds, 0.5), percentile(milliseconds, 0.99)]
    return { accepted: accepted.length, refused, wrong, lost, p50, p99 }
  } finally {
    await server.remove()
  }
}
