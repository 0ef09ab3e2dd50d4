import { Problem } from '../../base/problem.ts'
import type { Operation } from '../../http/operation.ts'
import { storedOf } from '../statements/seq.ts'
import { xapiValidators } from '../statements/validate-statement.ts'
import type { StatementQueryBody, StatementQueryResult } from '../wire.ts'
import { calendarOf } from './calendar.ts'
import type { StatementQuery } from './query.ts'
import { type ConditionRules, readCondition } from './read-condition.ts'
import { type QueryParts, runQuery } from './run-query.ts'

const limitDefault = 100

/** `/api/v1/statements/query`: questions that need no copy of the records elsewhere. */
export function queryOperations(parts: QueryParts): Operation[] {
  const run = runQuery(parts)
  const rules = { appUrl: parts.appUrl, validators: xapiValidators() }
  return [
    {
      method: 'post',
      path: '/statements/query',
      id: 'queryStatements',
      isAudited: false,
      summary: 'Count and measure statements in groups',
      tag: 'Statements',
      requires: 'statements/read',
      reach: 'installation',
      appliesRowFilter: true,
      body: 'api/statement-query',
      answer: 'api/statement-query-result',
      async handle({ principal, body }): Promise<StatementQueryResult> {
        const query = readQuery(body as StatementQueryBody, rules)
        const { rows, groups, examined, matched, through } = await run(principal!, query)
        const { parameters } = query.where
        return {
          rows,
          groups,
          examined,
          matched,
          consistentThrough: storedOf(through),
          xapi: parameters ? requestOf(parameters) : null,
        }
      },
    },
  ]
}

function requestOf(parameters: Readonly<Record<string, string>>): string {
  const query = `${new URLSearchParams(parameters)}`
  return query === '' ? '/xapi/statements' : `/xapi/statements?${query}`
}

/** @throws Problem invalid-request with the pointer. */
function readQuery(body: StatementQueryBody, rules: ConditionRules): StatementQuery {
  const { where = {}, groupBy = [], measures = ['count'], limit = limitDefault } = body
  const timeZone = body.timeZone ?? 'UTC'
  requireTimeZone(timeZone)
  const sort = body.sort ?? defaultSort({ groupBy, measures })
  for (const [index, { by }] of sort.entries()) {
    const isThere = [...groupBy, ...measures].some((name) => name === by)
    if (!isThere)
      throw new Problem('invalid-request', `The query has no "${by}" to sort by.`, {
        pointer: `/sort/${index}/by`,
      })
  }
  const timeOf = body.timeOf ?? 'timestamp'
  return { where: readCondition(where, rules), groupBy, measures, sort, limit, timeZone, timeOf }
}

/** Time goes forward; other groups begin with the largest. */
const defaultSort = ({
  groupBy,
  measures,
}: Pick<StatementQuery, 'groupBy' | 'measures'>): StatementQuery['sort'] => {
  const time = groupBy.find((name) => ['hour', 'day', 'week', 'month'].includes(name))
  if (time) return [{ by: time, order: 'ascending' }]
  return measures.includes('count') ? [{ by: 'count', order: 'descending' }] : []
}

function requireTimeZone(timeZone: string): void {
  try {
    calendarOf(timeZone)
  } catch {
    throw new Problem('invalid-request', `There is no time zone "${timeZone}".`, {
      pointer: '/timeZone',
    })
  }
}
