import { createServer, request as httpRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { createCredential } from '../../../src/access/index.ts'
import { systemClock } from '../../../src/base/clock.ts'
import type { Scope } from '../../../src/base/principal.ts'
import { type ContentLimits, contentOperations, fileRoutes } from '../../../src/content/index.ts'
import { contentHeaders } from '../../../src/http/content-headers.ts'
import { answerNotFound, problemHandler } from '../../../src/http/problem-handler.ts'
import { createLog } from '../../../src/observability/log.ts'
import { serveOperations } from '../../support/serve-operations.ts'
import { type ImportBench, openImportBench } from '../../unit/content/import-bench.ts'

export const limits: ContentLimits = {
  packageBytesMax: 1_000_000,
  packageInflatedBytesMax: 10_000_000,
  packageEntriesMax: 1_000,
  importSecondsMax: 60,
}

/** The operations of content over real HTTP, and the routes of the content origin with access texts that are version ids. */
export interface ContentServer {
  readonly bench: ImportBench
  readonly url: string
  readonly contentUrl: string
  call(method: string, path: string, body?: unknown, scopes?: readonly Scope[]): Promise<Response>
  upload(zip: Uint8Array, query?: string, headers?: Record<string, string>): Promise<Response>
  /** GETs a path of the content origin exactly as it is written, which fetch would tidy. */
  rawGet(path: string, headers?: Record<string, string>): Promise<RawAnswer>
  close(): Promise<void>
}

export interface RawAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
}

export async function startContent(): Promise<ContentServer> {
  const bench = await openImportBench()
  const { storage: store, files } = bench
  const served = await serveOperations(store, systemClock, () =>
    contentOperations({ store, files, clock: systemClock, limits }),
  )
  const authorize = async (scopes: readonly Scope[]) => {
    const { key, secret } = await createCredential(store, systemClock)({ name: 'test', scopes })
    return { authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}` }
  }
  const all = await authorize(['all'])
  const rules = { appUrl: 'http://localhost:8080', contentHosts: [], contentAllow: [] }
  const content = express().set('etag', false).use(contentHeaders(rules))
  const verifyAccess = (text: string) => (text === 'expired' ? undefined : text)
  content.use(fileRoutes({ store, files, verifyAccess, appUrl: 'http://localhost:8080' }))
  content.use(answerNotFound, problemHandler(createLog('silent')))
  const server = createServer(content)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const port = (server.address() as AddressInfo).port
  return {
    bench,
    url: served.url,
    contentUrl: `http://127.0.0.1:${port}`,
    call: async (method, path, body, scopes) =>
      served.call(method, path, {
        body,
        headers: scopes ? await authorize(scopes) : all,
      }),
    upload: (zip, query = '', headers = {}) =>
      fetch(`${served.url}/api/v1/packages${query}`, {
        method: 'POST',
        headers: { ...all, 'Content-Type': 'application/zip', ...headers },
        body: new Uint8Array(zip),
      }),
    rawGet: (path, headers = {}) => rawGet(port, path, headers),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await served.close()
      await bench.remove()
    },
  }
}

function rawGet(port: number, path: string, headers: Record<string, string>): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      { host: '127.0.0.1', port, path, headers, agent: false },
      (response) => {
        response.toArray().then(
          (chunks) =>
            resolve({
              status: response.statusCode!,
              headers: response.headers,
              body: Buffer.concat(chunks),
            }),
          reject,
        )
      },
    )
    sent.on('error', reject)
    sent.end()
  })
}
