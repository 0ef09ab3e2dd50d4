import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { newUuid } from '../../../src/base/ids.ts'
import { statementOf } from '../../support/xapi-client.ts'

/** Record stores to pull from, each with pages of its own, which hold their readers up in the middle until they are let go on. */
export interface SlowSources {
  /** Of each store the endpoint and the ids of its statements. */
  readonly sources: readonly { readonly endpoint: string; readonly ids: readonly string[] }[]
  /** How many stores have a reader who waits in the middle. */
  readonly held: () => number
  letGo(): void
  close(): Promise<void>
}

const pages = 6
const perPage = 20
const heldPage = 3
const stored = '2026-09-05T07:30:00.000Z'

export async function startSlowSources(count: number): Promise<SlowSources> {
  const stores = Array.from({ length: count }, () =>
    Array.from({ length: pages * perPage }, () => statementOf({ id: newUuid(), stored })),
  )
  const held = new Set<string>()
  const gate = Promise.withResolvers<void>()
  const server = createServer(async (incoming, answer) => {
    const [, store, rest] = /^\/(\d+)\/xapi\/(.*)$/.exec(incoming.url!)!
    const page = Number(/more\/(\d+)/.exec(rest!)?.[1] ?? 0)
    const isCopying = !rest!.includes('ids')
    if (page === heldPage && isCopying) {
      held.add(store!)
      await gate.promise
    }
    answer.writeHead(200, { 'Content-Type': 'application/json' })
    answer.end(JSON.stringify(bodyOf(rest!, { store: store!, page, all: stores[Number(store)]! })))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    sources: stores.map((statements, store) => ({
      endpoint: `http://127.0.0.1:${port}/${store}/xapi/`,
      ids: statements.map(({ id }) => String(id)),
    })),
    held: () => held.size,
    letGo: gate.resolve,
    close() {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

function bodyOf(
  rest: string,
  { store, page, all }: { store: string; page: number; all: readonly object[] },
): object {
  if (rest === 'about') return { version: ['1.0.3'] }
  if (rest.endsWith('limit=1')) return { statements: [], more: '' }
  const form = rest.includes('ids') ? '?ids' : ''
  const more = page + 1 < pages ? `/${store}/xapi/more/${page + 1}${form}` : ''
  return { statements: all.slice(page * perPage, (page + 1) * perPage), more }
}
