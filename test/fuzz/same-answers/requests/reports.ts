import { jsonBody, jsonOf, note, pathWith, type Step, type World } from '../world.ts'
import { filterIn, sinceIn } from './statement-reads.ts'
import { learnCursor, sieveIn } from './transfer.ts'
import { activityIn, agentIn, registrationIn, verbIn } from './words.ts'

/** POST /api/v1/statements/query: conditions, groups and measures, up to the cost limit and beyond. */
export function queryStatements(world: World): Step {
  const { chance } = world
  const groups = ['verb', 'activity', 'actor', 'authority', 'hour', 'day', 'week', 'month']
  const measures = [
    'count',
    'distinctActors',
    'score.average',
    'score.p50',
    'score.max',
    'duration.sum',
    'duration.p90',
  ]
  const some = (items: readonly string[], most: number) => [
    ...new Set(Array.from({ length: chance.below(most + 1) }, () => chance.pick(items))),
  ]
  const chosen = some(measures, 3)
  const after = sinceIn(world)
  const body = {
    where: { ...conditionIn(world, 2), ...(after && { stored: { after } }) },
    groupBy: some(groups, 2),
    ...(chosen.length > 0 && { measures: chosen }),
    ...(chance.often(0.3) && { limit: 1 + chance.below(5) }),
    ...(chance.often(0.3) && {
      timeZone: chance.pick(['Asia/Ho_Chi_Minh', 'America/New_York', 'Sao/Hoả']),
    }),
    ...(chance.often(0.3) && { timeOf: chance.pick(['timestamp', 'stored']) }),
  }
  return { request: { method: 'POST', path: '/api/v1/statements/query', ...jsonBody(body) } }
}

function conditionIn(world: World, depth: number): object {
  const { chance } = world
  const terms = [
    () => ({ verb: verbIn(world) }),
    () => ({ activity: activityIn(world) }),
    () => ({ relatedActivity: activityIn(world) }),
    () => ({ agent: agentIn(world) }),
    () => ({ registration: registrationIn(world) }),
    () => ({ success: chance.often(0.5) }),
    () => ({ score: { from: chance.below(100) / 100 } }),
    () => ({ duration: { to: chance.below(300) } }),
    () => ({ timestamp: { until: world.time() } }),
    () => ({ stored: { until: world.time() } }),
  ]
  const nested = [
    () => ({ and: [conditionIn(world, depth - 1), conditionIn(world, depth - 1)] }),
    () => ({ or: [conditionIn(world, depth - 1), conditionIn(world, depth - 1)] }),
    () => ({ not: conditionIn(world, depth - 1) }),
  ]
  if (depth > 0 && chance.often(0.3)) return chance.pick(nested)()
  return Object.assign({}, ...Array.from({ length: chance.below(3) }, () => chance.pick(terms)()))
}

/** Statements in words for people: lists, one, its text, its files. */
export function showStatements(world: World): Step {
  const { chance, sent, files } = world
  const headers = { 'accept-language': chance.pick(['vi', 'en']) }
  if (sent.length > 0 && chance.often(0.5)) {
    const { id } = chance.pickLate(sent)
    const path = `/api/v1/statements/${id}${chance.pick(['', '', '/source'])}`
    return { request: { method: 'GET', path, headers } }
  }
  if (files.length > 0 && chance.often(0.2)) {
    const { id, sha2 } = chance.pickLate(files)
    return {
      request: { method: 'GET', path: `/api/v1/statements/${id}/attachments/${sha2}`, headers },
    }
  }
  const { related_agents: _agents, related_activities: _activities, ...filter } = filterIn(world)
  const path = pathWith('/api/v1/statements', {
    ...filter,
    ...sieveIn(world),
    since: sinceIn(world),
    until: chance.often(0.3) ? world.time() : undefined,
    limit: chance.pick([1, 3, 10, 30]),
  })
  return list(world, path)
}

/** A list of `/api/v1`, whose next page is asked for later. */
export const list = (world: World, path: string): Step => ({
  request: { method: 'GET', path, headers: { 'accept-language': 'vi' } },
  learn: (answer) => {
    const body = jsonOf(answer)
    learnCursor(world, path, body)
    for (const { stored } of body?.items ?? [])
      if (typeof stored === 'string') note(world.moments, stored)
  },
})
