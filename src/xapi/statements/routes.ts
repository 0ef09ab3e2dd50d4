import { Problem } from '../../base/problem.ts'
import { pageOfQuery, pageParameters } from '../../http/list-page.ts'
import type { Operation } from '../../http/operation.ts'
import type { StatementList as StatementListAnswer } from '../wire.ts'
import { cursorSigner } from './cursor.ts'
import { defined } from './defined.ts'
import { accountKey } from './index-keys.ts'
import { type RowRules, statementRows } from './list-statements.ts'
import { queryStatements } from './query-statements.ts'
import { agentParameter, type StatementList } from './read-query.ts'
import { seqOf } from './seq.ts'
import { oneStatementOperations } from './show-routes.ts'
import { siftStatements } from './sift-statements.ts'
import {
  exclusionParameters,
  indexParameters,
  readSieve,
  resultParameters,
  type StatementSieve,
} from './statement-sieve.ts'
import type { Seq, StatementFilter, StatementReader } from './store.ts'
import { type XapiValidators, xapiValidators } from './validate-statement.ts'

interface StatementOperationParts extends RowRules {
  readonly store: StatementReader
  readonly signingKey: Buffer
}

type Query = Parameters<Operation['handle']>[0]['query']

/** /api/v1/statements: what the console lists. Tools that speak xAPI use /xapi. */
export function statementOperations(parts: StatementOperationParts): Operation[] {
  const find = queryStatements(parts.store, parts.appUrl)
  const cursors = cursorSigner(parts.signingKey)
  const validators = xapiValidators()
  return [
    {
      method: 'get',
      path: '/statements',
      id: 'listStatements',
      summary: 'List statements, the newest first, in words that people read',
      tag: 'Statements',
      requires: 'statements/read',
      reach: 'installation',
      query: parameters,
      answer: 'api/statement-list',
      appliesRowFilter: true,
      async handle({ principal, query }, request): Promise<StatementListAnswer> {
        const { sieve, ...list } = listOf(query, { ...parts, cursors, validators })
        const { items, next } = sieve
          ? await siftStatements(find.list, principal!, { list, sieve })
          : await find.list(principal!, list)
        const rows = await statementRows(items, request.get('accept-language'), parts)
        return next ? { items: rows, cursor: cursors.seal({ ...next, sieve }) } : { items: rows }
      },
    },
    ...oneStatementOperations(parts),
  ]
}

interface ListRules {
  readonly appUrl: string
  readonly cursors: ReturnType<typeof cursorSigner>
  readonly validators: XapiValidators
}

interface SiftedList extends StatementList {
  readonly sieve?: StatementSieve
}

function listOf(query: Query, rules: ListRules): SiftedList {
  const { limit } = pageOfQuery(query)
  if (typeof query.cursor === 'string') {
    return { ...(rules.cursors.open(query.cursor) as SiftedList), limit }
  }
  const filter = filterOf(query, rules)
  const sieve = readSieve(query, rules.validators)
  return {
    kind: 'list',
    filter,
    limit,
    format: 'exact',
    attachments: false,
    ...(sieve && { sieve }),
  }
}

function filterOf(query: Query, { appUrl, validators }: ListRules): StatementFilter {
  const text = (name: string) => (query[name] === undefined ? undefined : String(query[name]))
  const learner = text('learner')
  const agent = text('agent')
  const key = text('key')
  return defined({
    agent: learner
      ? accountKey(appUrl, learner)
      : agent && agentParameter('agent', agent, validators),
    verb: text('verb'),
    activity: text('activity'),
    relatedActivities: query.activity === undefined ? undefined : true,
    registration: text('registration'),
    authority: key && accountKey(appUrl, key),
    since: timeOf('since', text('since')),
    until: timeOf('until', text('until')),
  })
}

function timeOf(name: string, text: string | undefined): Seq | undefined {
  if (text === undefined) return undefined
  const seq = seqOf(text)
  if (seq !== undefined) return seq
  throw new Problem('invalid-query', `The parameter "${name}" must be a timestamp.`, {
    pointer: name,
  })
}

const parameters: NonNullable<Operation['query']> = {
  learner: {
    description: 'Id of a learner: statements whose actor or object it is.',
    schema: { type: 'string', format: 'uuid' },
  },
  agent: indexParameters.agent,
  verb: indexParameters.verb,
  activity: {
    description: 'IRI of an activity: the object, or in the context of one.',
    schema: { type: 'string', maxLength: 2_000 },
  },
  registration: indexParameters.registration,
  key: {
    description:
      'Key of the credential that stored them; the id of an account for what the server stored for it.',
    schema: { type: 'string', maxLength: 200 },
  },
  ...resultParameters,
  ...exclusionParameters,
  since: {
    description: 'Stored after this time.',
    schema: { type: 'string', format: 'date-time' },
  },
  until: {
    description: 'Stored at or before this time.',
    schema: { type: 'string', format: 'date-time' },
  },
  limit: pageParameters().limit,
  cursor: {
    description: '`cursor` of the page before; it carries the whole query.',
    schema: { type: 'string', maxLength: 8_000 },
  },
}
