import { newUuid } from '../../src/base/ids.ts'
import { statementOf } from '../../test/support/xapi-client.ts'
import { send } from './send.ts'
import { openServer } from './server-under-load.ts'

export interface LargeBodiesFigures {
  /** How many of each status; 0 for a connection that broke. */
  readonly statuses: Readonly<Record<number, number>>
  /** Most memory of the server, in MiB. */
  readonly mebibytes: number
  /** Whether it answers afterwards. */
  readonly isReady: boolean
}

/** Batches of a thousand statements and 9 MB each, all at once, to a server whose heap may hold 256 MiB. */
export async function sendLargeBodies(count: number): Promise<LargeBodiesFigures> {
  const server = await openServer({}, { nodeArguments: ['--max-old-space-size=256'] })
  try {
    const { url, authorization } = server.client
    let mebibytes = 0
    const watch = setInterval(() => {
      mebibytes = Math.max(mebibytes, server.mebibytes())
    }, 100)
    const statuses: Record<number, number> = {}
    const result = { response: 'x'.repeat(8_500) }
    await Promise.all(
      Array.from({ length: count }, async () => {
        const body = Array.from({ length: 1_000 }, () => statementOf({ id: newUuid(), result }))
        const options = { authorization, body, version: '1.0.3' }
        const status = (await send(`${url}/xapi/statements`, options))?.status ?? 0
        statuses[status] = (statuses[status] ?? 0) + 1
      }),
    )
    clearInterval(watch)
    const isReady = await fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    )
    return { statuses, mebibytes, isReady }
  } finally {
    await server.remove()
  }
}
