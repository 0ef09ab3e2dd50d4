import type { AccessReader } from '../access/index.ts'
import type { Clock } from '../base/clock.ts'
import type { Principal } from '../base/principal.ts'
import { Problem } from '../base/problem.ts'
import { pageOfQuery, pageParameters } from '../http/list-page.ts'
import type { Call, Operation } from '../http/operation.ts'
import { hourOf } from './count-figures.ts'
import { weekHours } from './find-alert.ts'
import { replayRequest, type Sandbox } from './replay-request.ts'
import type { RequestFilter, RequestReader, RequestSource } from './store.ts'
import { groupItem, requestDetail, requestItem, sourceReport } from './to-wire.ts'
import type {
  ReplayRequest,
  ReplayVerdict,
  RequestDetail,
  RequestGroups,
  SourceReport,
  SourceReports,
} from './wire.ts'

export interface RequestParts {
  readonly store: RequestReader & Pick<AccessReader, 'findCredential'>
  readonly clock: Clock
  readonly sandbox: Sandbox
  /** Refused requests that could not be kept. */
  readonly dropped: () => number
}

const tag = 'Requests'
const groupsMax = 100

/** Requests that were refused or failed, and how programs do. */
export const requestOperations = (parts: RequestParts): Operation[] => [
  listOperation(parts),
  groupsOperation(parts),
  findOperation(parts),
  replayOperation(parts),
  sourcesOperation(parts),
]

const listOperation = ({ store }: RequestParts): Operation => ({
  method: 'get',
  path: '/requests',
  id: 'listRequests',
  summary: 'List requests that were refused or failed, the last first',
  tag,
  requires: 'requests/read',
  reach: 'installation',
  query: {
    ...filterParameters,
    ...pageParameters(),
  },
  answer: 'api/request-list',
  async handle({ query }) {
    const found = await store.listRefusedRequests(filterOf(query), pageOfQuery(query))
    return { ...found, items: found.items.map(requestItem) }
  },
})

const groupsOperation = ({ store }: RequestParts): Operation => ({
  method: 'get',
  path: '/requests/groups',
  id: 'groupRequests',
  summary: 'Count refused requests by code, endpoint and source, the largest group first',
  tag,
  requires: 'requests/read',
  reach: 'installation',
  query: filterParameters,
  answer: 'api/request-groups',
  async handle({ query }): Promise<RequestGroups> {
    const groups = await store.groupRefusedRequests(filterOf(query), groupsMax)
    return { items: groups.map(groupItem) }
  },
})

const findOperation = ({ store }: RequestParts): Operation => ({
  method: 'get',
  path: '/requests/{id}',
  id: 'getRequest',
  summary: 'Show a refused request with its headers, its body and the place in it that is wrong',
  tag,
  requires: 'requests/read',
  reach: 'installation',
  answer: 'api/request-detail',
  handle: async ({ params }): Promise<RequestDetail> =>
    requestDetail(await find(store, params.id!)),
})

function replayOperation({ store, sandbox }: RequestParts): Operation {
  const principalOf = async ({ kind, id }: RequestSource): Promise<Principal | undefined> => {
    const credential = kind === 'credential' ? await store.findCredential(id ?? '') : undefined
    if (!credential) return undefined
    const { key, name, scopes, filter } = credential
    return { kind: 'credential', id: key, name, scopes, ...(filter && { filter }) }
  }
  const replay = replayRequest({ sandbox, principalOf })
  return {
    method: 'post',
    path: '/requests/{id}/replay',
    id: 'replayRequest',
    isAudited: false,
    summary: 'Try a refused request again, with another body if one is given; nothing is stored',
    tag,
    requires: 'requests/read',
    reach: 'installation',
    body: 'api/request-replay',
    answer: 'api/request-verdict',
    async handle({ params, body, principal }): Promise<ReplayVerdict> {
      const request = await find(store, params.id!)
      return replay(request, (body as ReplayRequest).body, principal!)
    },
  }
}

const sourcesOperation = ({ store, clock, dropped }: RequestParts): Operation => ({
  method: 'get',
  path: '/sources',
  id: 'listSources',
  summary: 'Tell how each program does, and which fell silent or fails more than it used to',
  tag,
  requires: 'requests/read',
  reach: 'installation',
  answer: 'api/source-reports',
  async handle(): Promise<SourceReports> {
    const now = clock()
    const sources = await store.listSources(hourOf(now) - weekHours - 2)
    const reports = await Promise.all(
      sources.map(async (one): Promise<SourceReport> => {
        const { alert, ...report } = sourceReport(one, now)
        // Whoever revoked a credential does not wait for it.
        const isMissed = alert !== undefined && (await isThere(store, one.source))
        return isMissed ? { ...report, alert } : report
      }),
    )
    const rank = ({ alert }: SourceReport) => (alert ? 0 : 1)
    reports.sort((a, b) => rank(a) - rank(b) || b.lastAt.localeCompare(a.lastAt))
    return { items: reports, dropped: dropped() }
  },
})

const isThere = async (store: RequestParts['store'], { kind, id }: RequestSource) =>
  kind !== 'credential' || (await store.findCredential(id ?? '')) !== undefined

async function find(store: RequestReader, id: string) {
  const found = await store.findRefusedRequest(id)
  if (found) return found
  throw new Problem('request-not-found', 'No refused request with this id is kept.')
}

const filterParameters: NonNullable<Operation['query']> = {
  key: {
    description: 'Key of a credential, or what else identifies the source.',
    schema: { type: 'string', maxLength: 300 },
  },
  status: {
    description: 'A status such as 409, or a class of them: 4xx, 5xx.',
    schema: { type: 'string', maxLength: 3 },
  },
  code: { description: 'Code of the problem.', schema: { type: 'string', maxLength: 100 } },
  path: { description: 'Part of the path.', schema: { type: 'string', maxLength: 500 } },
  endpoint: {
    description: 'The path without query, ids as `{id}`, exactly.',
    schema: { type: 'string', maxLength: 300 },
  },
  q: {
    description: 'Part of the message, path, pointer, user agent or id.',
    schema: { type: 'string', maxLength: 200 },
  },
  since: { description: 'From then on.', schema: { type: 'string', format: 'date-time' } },
  until: { description: 'Before then.', schema: { type: 'string', format: 'date-time' } },
}

function filterOf(query: Call['query']): RequestFilter {
  const text = (name: string) => (query[name] === undefined ? undefined : String(query[name]))
  const time = (name: string) => (query[name] === undefined ? undefined : new Date(text(name)!))
  const filter = {
    key: text('key'),
    ...statusesOf(text('status')),
    code: text('code'),
    path: text('path'),
    endpoint: text('endpoint'),
    text: text('q'),
    since: time('since'),
    until: time('until'),
  }
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined))
}

function statusesOf(text: string | undefined) {
  if (text === undefined) return {}
  if (/^[1-5]xx$/i.test(text)) {
    const from = Number(text[0]) * 100
    return { statusFrom: from, statusTo: from + 99 }
  }
  if (/^[1-5]\d\d$/.test(text)) return { statusFrom: Number(text), statusTo: Number(text) }
  throw new Problem('invalid-request', 'The parameter "status" is one such as 409, 4xx or 5xx.', {
    pointer: 'status',
  })
}
