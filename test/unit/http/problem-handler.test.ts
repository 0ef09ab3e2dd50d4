import type { Request, Response } from 'express'
import { Problem } from '../../../src/base/problem.ts'
import { problemHandler } from '../../../src/http/problem-handler.ts'
import type { Log } from '../../../src/observability/log.ts'

interface Line {
  readonly level: 'warn' | 'error'
  readonly event: string
  readonly err: unknown
}

let lines: Line[]
let answered: number[]
let handle: (error: unknown) => void
beforeEach(() => {
  lines = []
  answered = []
  const log = {
    warn: (line: Omit<Line, 'level'>) => lines.push({ level: 'warn', ...line }),
    error: (line: Omit<Line, 'level'>) => lines.push({ level: 'error', ...line }),
  } as unknown as Log
  const handler = problemHandler(log)
  handle = (error) => {
    const response = {
      ...{ locals: {}, headersSent: false, getHeader: () => 'an-id', setHeader: () => response },
      ...{ hasHeader: () => false, json: () => response },
      status: (status: number) => {
        answered.push(status)
        return response
      },
    }
    const request = { method: 'POST', complete: true, headers: {} } as Request
    handler(error, request, response as unknown as Response, () => undefined)
  }
})

test('a mistake of the server is logged each time, and answered without what it was', () => {
  handle(new TypeError('x is undefined'))
  handle(new TypeError('y is undefined'))
  expect(lines.map(({ level, event }) => [level, event])).toEqual([
    ['error', 'request.failed'],
    ['error', 'request.failed'],
  ])
  expect(answered).toEqual([500, 500])
})

test('the cause of a store that is away is logged once for the many that it refuses', () => {
  const cause = new Error('ECONNREFUSED 10.0.0.5:9000')
  for (let n = 0; n < 100; n++) {
    const problem = new Problem('storage-unavailable', 'It is away.', { retryAfterSeconds: 5 })
    problem.cause = cause
    handle(problem)
  }
  expect(lines).toMatchObject([{ level: 'warn', event: 'request.storage-unavailable', err: cause }])
  expect(answered).toEqual(Array(100).fill(503))
})

test('what a client did wrong is not in the log', () => {
  handle(new Problem('not-found', 'Nothing is here.'))
  expect(lines).toEqual([])
})
