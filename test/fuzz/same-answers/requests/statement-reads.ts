import type { Request } from '../two-servers.ts'
import { jsonOf, note, pathWith, type Step, type World } from '../world.ts'
import { versionIn } from './statements.ts'
import { activityIn, agentParameter, registrationIn, verbIn } from './words.ts'

/** GET of one statement, stored or not, voided or not, in every format. */
export function getStatement(world: World): Step {
  const { chance, sent } = world
  const id = sent.length > 0 && chance.often(0.9) ? chance.pickLate(sent).id : chance.uuid()
  const name = chance.often(0.75) ? 'statementId' : 'voidedStatementId'
  const path = pathWith('/xapi/statements', {
    [name]: chance.often(0.1) ? id.toUpperCase() : id,
    format: chance.pick([undefined, undefined, 'exact', 'ids', 'canonical']),
    attachments: chance.pick([undefined, undefined, undefined, true, false]),
  })
  return read(world, { method: chance.often(0.1) ? 'HEAD' : 'GET', path })
}

/** Filters as GET /xapi/statements, the feed and exports know them. */
export function filterIn(world: World) {
  const { chance } = world
  const maybe = <Value>(share: number, value: () => Value) =>
    chance.often(share) ? value() : undefined
  const agent = maybe(0.3, () => agentParameter(world))
  const activity = maybe(0.3, () => activityIn(world))
  return {
    agent,
    activity,
    verb: maybe(0.3, () => verbIn(world)),
    registration: maybe(0.15, () => registrationIn(world)),
    related_agents: agent && maybe(0.4, () => chance.often(0.8)),
    related_activities: activity && maybe(0.4, () => chance.often(0.8)),
  }
}

/**
 * Mostly a recent time: the servers in tests for MongoDB read all that fits before they give a page, which a run of many thousand
 * requests cannot wait for each time.
 */
export const sinceIn = (world: World): string | undefined => {
  const { chance } = world
  if (chance.often(world.turn < 1_000 ? 0.5 : 0.04)) return undefined
  return chance.often(0.5) ? world.time() : world.recent()
}

export function listStatements(world: World): Step {
  const { chance } = world
  const isPlain = chance.often(0.1)
  const path = pathWith('/xapi/statements', {
    ...(!isPlain && filterIn(world)),
    since: sinceIn(world),
    until: chance.often(0.25) ? world.time() : undefined,
    limit: chance.pick([undefined, 0, 1, 2, 3, 7, 20, 50]) ?? (isPlain ? 30 : undefined),
    format: chance.pick([undefined, undefined, 'exact', 'ids', 'canonical']),
    ascending: chance.pick([undefined, undefined, true, false]),
    attachments: chance.often(0.08) ? true : undefined,
  })
  return read(world, { method: 'GET', path })
}

/** A page that an answer has named. */
export function followMore(world: World): Step {
  const { more, chance } = world
  if (more.length === 0) return listStatements(world)
  const [path] = more.splice(chance.below(more.length), 1)
  return read(world, { method: 'GET', path: path! })
}

/** A query that is refused, or nearly: each parameter with what it does not take. */
export function strangeQuery(world: World): Step {
  const { chance } = world
  const wrong = chance.pick([
    ['agent', '{"mbox":"an@example.vn"}'],
    ['agent', 'nonsense'],
    ['since', 'yesterday'],
    ['limit', '-1'],
    ['format', 'short'],
    ['ascending', 'yes'],
    ['cursor', 'made.up'],
    ['registration', '1'],
    ['Verb', verbIn(world)],
    ['until', '2026-11-02 01:00'],
  ] as const)
  const path = pathWith('/xapi/statements', { ...filterIn(world), [wrong[0]]: wrong[1] })
  return read(world, { method: 'GET', path })
}

const languages = ['vi', 'en-US, vi;q=0.5', 'fr', '*', '']

function read(world: World, request: Pick<Request, 'method' | 'path'>): Step {
  const headers = {
    'x-experience-api-version': versionIn(world),
    'accept-language': world.chance.pick(languages),
  }
  return {
    request: { ...request, headers },
    learn: (answer) => {
      const body = jsonOf(answer)
      if (!body) return
      if (body.more) note(world.more, body.more, 60)
      for (const { stored } of body.statements ?? [body])
        if (typeof stored === 'string') note(world.moments, stored)
    },
  }
}

/** What is known of an agent or an activity, and of the store. */
export function askKnowledge(world: World): Step {
  const { chance } = world
  const version = { 'x-experience-api-version': versionIn(world) }
  const path = chance.pick([
    () => '/xapi/about',
    () => '/xapi/',
    () => pathWith('/xapi/agents', { agent: agentParameter(world) }),
    () => pathWith('/xapi/agents', { agent: agentParameter(world) }),
    () => pathWith('/xapi/activities', { activityId: activityIn(world) }),
    () => pathWith('/xapi/activities', { activityId: activityIn(world) }),
    () =>
      pathWith('/xapi/activities', {
        activityId: `https://example.vn/khong-co/${chance.below(9)}`,
      }),
    () => '/xapi/nothing',
  ])()
  return { request: { method: 'GET', path, headers: version } }
}
