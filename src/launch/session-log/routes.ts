import { pageOfQuery, pageParameters } from '../../http/list-page.ts'
import type { Operation } from '../../http/operation.ts'
import { listSessions, type SessionLogStore, showSessionLog } from './read-log.ts'
import { logTable } from './write-log-table.ts'

const shared = {
  method: 'get',
  tag: 'Registrations',
  requires: 'registrations/read',
  reach: { kind: 'registration', by: 'id' },
} as const

/** What was said in learners' sessions. */
export const sessionLogOperations = ({
  store,
}: {
  readonly store: SessionLogStore
}): Operation[] => [
  {
    ...shared,
    path: '/registrations/{id}/sessions',
    id: 'listCourseSessions',
    summary: 'List when the learner had the course open, newest first, and what each time came to',
    query: pageParameters(200),
    answer: 'api/course-session-list',
    handle: ({ params, query }) => listSessions(store)(params.id!, pageOfQuery(query)),
  },
  {
    ...shared,
    path: '/registrations/{id}/sessions/{session}/log',
    id: 'getSessionLog',
    summary:
      'Show what the course called in a session, what the sequencer decided, and what failed',
    answer: 'api/session-log',
    handle: ({ params }) => showSessionLog(store)(params.id!, params.session!),
  },
  {
    ...shared,
    path: '/registrations/{id}/sessions/{session}/log.csv',
    id: 'exportSessionLog',
    summary: 'Export the log of a session as a table for spreadsheets',
    query: {
      separator: {
        description: 'Sign between columns.',
        schema: { type: 'string', enum: [',', ';'], default: ',' },
      },
    },
    answer: 'binary',
    answerType: 'text/csv',
    async handle({ params, query }, _request, response) {
      const log = await showSessionLog(store)(params.id!, params.session!)
      response.set({
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': 'attachment; filename="session-log.csv"',
        'Cache-Control': 'no-store',
      })
      response.send(logTable(log, query.separator === ';' ? ';' : ','))
    },
  },
]
