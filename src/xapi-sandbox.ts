import express from 'express'
import type { Parts } from './app.ts'
import { newUuid } from './base/ids.ts'
import type { Principal } from './base/principal.ts'
import { undoing } from './base/transactor.ts'
import { answerInMemory } from './http/answer-in-memory.ts'
import { answerNotFound, problemHandler } from './http/problem-handler.ts'
import type { Sandbox } from './requests/index.ts'
import { statementObservers } from './statement-observers.ts'
import type { Storage, Writer } from './storage/port.ts'
import { xapiRoutes } from './xapi/index.ts'

/** /xapi over a store that keeps nothing, for whoever it is given; made when it is first used. */
export function xapiSandbox({ config, storage, log }: Parts): Sandbox {
  const principals = new Map<string, Principal>()
  const open = () => {
    const router = xapiRoutes({
      ...config,
      store: undoing<Writer, Storage>(storage),
      authenticate: async ({ authorization }) => principals.get(authorization ?? ''),
      observers: statementObservers(config.appUrl).ofTools,
    })
    return express()
      .set('query parser', false)
      .set('etag', false)
      .use('/xapi', router, answerNotFound)
      .use(problemHandler(log))
  }
  let app: ReturnType<typeof open> | undefined
  return async (request, principal) => {
    app ??= open()
    const authorization = `Sandbox ${newUuid()}`
    principals.set(authorization, principal)
    try {
      const headers = { ...request.headers, authorization, host: new URL(config.appUrl).host }
      return await answerInMemory(app, { ...request, headers })
    } finally {
      principals.delete(authorization)
    }
  }
}
