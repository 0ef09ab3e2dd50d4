import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import {
  type AccessSettings,
  type AuthenticateProgram,
  openAccess,
} from '../../src/access/index.ts'
import { auditing, keepLog } from '../../src/audit/index.ts'
import type { Clock } from '../../src/base/clock.ts'
import { validators } from '../../src/base/validator.ts'
import { mountOperations } from '../../src/http/mount-operations.ts'
import type { Operation } from '../../src/http/operation.ts'
import { problemHandler } from '../../src/http/problem-handler.ts'
import { createLog } from '../../src/observability/log.ts'
import type { Storage, Writer } from '../../src/storage/port.ts'

export const signingKeyOfTests = Buffer.alloc(32, 7)

export interface ServedOperations {
  /** Origin of the server; operations are below `/api/v1`. */
  readonly url: string
  /** `{url}/api/v1{path}` with a JSON body. `from` is the client's IP address, as a proxy reports it. */
  call(
    method: string,
    path: string,
    options?: { body?: unknown; headers?: Record<string, string>; from?: string },
  ): Promise<Response>
  readonly authenticateProgram: AuthenticateProgram
  close(): Promise<void>
}

/**
 * Serves the operations of access, and those that `others` makes, over real HTTP on a free port: a slice's front door tested
 * without the rest of the server.
 */
export async function serveOperations(
  storage: Storage,
  clock: Clock,
  others: (appUrl: string) => readonly Operation[] = () => [],
  settings: Partial<AccessSettings> = {},
): Promise<ServedOperations> {
  const app = express().set('trust proxy', true)
  const server = createServer(app)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://localhost:${(server.address() as AddressInfo).port}`
  const access = openAccess({
    store: Object.assign(Object.create(storage), {
      transact: auditing<Writer, Storage>(storage).transact,
    }) as Storage,
    signingKey: signingKeyOfTests,
    clock,
    appUrl: url,
    requestsPerMinuteMax: 1_000_000,
    ...settings,
  })
  app.use(
    '/api/v1',
    mountOperations([...access.operations, ...others(url)], {
      authenticate: (request, goesOn = false) =>
        access.authenticate({
          goesOn,
          method: request.method,
          authorization: request.get('authorization'),
          cookie: request.get('cookie'),
          origin: request.get('origin'),
          fetchSite: request.get('sec-fetch-site'),
        }),
      authoriser: access.authoriser,
      takeRequest: access.takeRequest,
      keepLog: keepLog(storage, clock),
      validator: validators({}),
      requestBytesMax: 100_000,
    }),
  )
  app.use(problemHandler(createLog('error')))
  return {
    url,
    authenticateProgram: access.authenticateProgram,
    call: (method, path, { body, headers, from } = {}) =>
      fetch(`${url}/api/v1${path}`, {
        method,
        headers: { ...headers, ...(from && { 'X-Forwarded-For': from }) },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
