import type { FeedFilter } from '../../src/feeds/wire.ts'
import { exportQuery, type StatementFilter } from '../statements/statement-filter.ts'

/** The explorer's conditions as webhooks and forwardings take them; undefined where there are none. */
export function feedFilterOf(filter: StatementFilter): FeedFilter | undefined {
  const {
    agent,
    notAgent,
    success,
    completion,
    since: _,
    until: __,
    ...words
  } = exportQuery(filter)
  const wanted = {
    ...words,
    ...(agent !== undefined && { agent: JSON.parse(String(agent)) as object }),
    ...(notAgent !== undefined && { notAgent: JSON.parse(String(notAgent)) as object }),
    ...(success !== undefined && { success: success === 'true' }),
    ...(completion !== undefined && { completion: completion === 'true' }),
  }
  const given = Object.entries(wanted).filter(([, value]) => value !== undefined)
  return given.length === 0 ? undefined : (Object.fromEntries(given) as FeedFilter)
}

/** The other way round, to show a filter in the explorer's words. */
export const statementFilterOf = (filter: FeedFilter = {}): StatementFilter => ({
  verb: filter.verb,
  activity: filter.activity,
  registration: filter.registration,
  score: filter.score,
  notVerb: filter.notVerb,
  notActivity: filter.notActivity,
  ...(filter.agent && { agent: JSON.stringify(filter.agent) }),
  ...(filter.notAgent && { notAgent: JSON.stringify(filter.notAgent) }),
  ...(filter.success !== undefined && { success: String(filter.success) }),
  ...(filter.completion !== undefined && { completion: String(filter.completion) }),
})
