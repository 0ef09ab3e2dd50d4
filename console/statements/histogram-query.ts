import { queryOptions } from '@tanstack/react-query'
import type {
  ConditionBody,
  StatementQueryBody,
  StatementQueryResult,
} from '../../src/xapi/wire.ts'
import { post } from '../api/client.ts'
import { type Bucket, bucketsOf, floorTo, type Step, stepFor } from './histogram-steps.ts'
import { type StatementFilter, scoreRange } from './statement-filter.ts'

export interface HistogramData {
  readonly step: Step
  readonly buckets: readonly Bucket[]
}

const defaultSpan = 29 * 86_400_000

/** What the histogram shows, in milliseconds since 1970: the filter's span, or the 30 days up to its end. */
export function spanOf({ since, until }: StatementFilter): { from: number; to: number } {
  const to = until ? Date.parse(until) : Date.now()
  return { from: since ? Date.parse(since) : floorTo('day', to - defaultSpan), to }
}

/** The filter as POST /api/v1/statements/query takes it. */
export function conditionOf(filter: StatementFilter): ConditionBody {
  const { from, to } = spanOf(filter)
  const score = scoreRange(filter.score)
  return {
    ...(filter.learner && { learner: filter.learner }),
    ...(filter.agent && { agent: JSON.parse(filter.agent) }),
    ...(filter.verb && { verb: filter.verb }),
    ...(filter.activity && { relatedActivity: filter.activity }),
    ...(filter.registration && { registration: filter.registration }),
    ...(filter.key && { key: filter.key }),
    ...(filter.success && { success: filter.success === 'true' }),
    ...(filter.completion && { completion: filter.completion === 'true' }),
    ...((score.from !== undefined || score.to !== undefined) && {
      score: {
        ...(score.from !== undefined && { from: score.from }),
        ...(score.to !== undefined && { to: score.to }),
      },
    }),
    ...leftOutOf(filter),
    stored: {
      after: filter.since ?? new Date(from - 1).toISOString(),
      ...(filter.until && { until: new Date(to).toISOString() }),
    },
  }
}

function leftOutOf({ notVerb, notActivity, notAgent }: StatementFilter): ConditionBody {
  const conditions: ConditionBody[] = [
    ...(notVerb ? [{ verb: notVerb }] : []),
    ...(notActivity ? [{ relatedActivity: notActivity }] : []),
    ...(notAgent ? [{ agent: JSON.parse(notAgent) }] : []),
  ]
  return conditions.length === 0 ? {} : { and: conditions.map((not) => ({ not })) }
}

/** How many statements of the filter were stored in each step of its span, by Hà Nội's clock. */
export const histogramQuery = (filter: StatementFilter) =>
  queryOptions({
    queryKey: ['statements', 'histogram', filter],
    queryFn: async ({ signal }): Promise<HistogramData> => {
      const span = spanOf(filter)
      const step = stepFor(span.from, span.to)
      const body: StatementQueryBody = {
        where: conditionOf(filter),
        groupBy: [step],
        measures: ['count'],
        timeZone: 'Asia/Ho_Chi_Minh',
        timeOf: 'stored',
        limit: 1000,
      }
      const { rows } = await post<StatementQueryResult>('/statements/query', body, signal)
      const counts = new Map<number, number>()
      for (const { group, values } of rows) {
        const name = group[step]
        if (name) counts.set(startOfGroup(step, name), values.count ?? 0)
      }
      return { step, buckets: bucketsOf(step, span, counts) }
    },
  })

/** When a group begins: `2026-09-05T14`, `2026-09-05`, `2026-W36`, `2026-09`, in milliseconds since 1970. */
export function startOfGroup(step: Step, name: string): number {
  if (step === 'hour') return Date.parse(`${name}:00:00+07:00`)
  if (step === 'day') return Date.parse(`${name}T00:00:00+07:00`)
  if (step === 'month') return Date.parse(`${name}-01T00:00:00+07:00`)
  const [year, week] = name.split('-W')
  // The fourth of January is in the first week [ISO 8601].
  const first = floorTo('week', Date.parse(`${year}-01-04T00:00:00+07:00`))
  return first + (Number(week) - 1) * 7 * 86_400_000
}
