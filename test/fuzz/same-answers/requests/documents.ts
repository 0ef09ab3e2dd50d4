import type { Answer } from '../two-servers.ts'
import { jsonOf, pathWith, type Step, type World } from '../world.ts'
import { versionIn } from './statements.ts'
import { activityIn, agentParameter, registrationIn } from './words.ts'

interface Address {
  readonly path: string
  /** The same without the id: the list, or all of them. */
  readonly all: string
}

/** A document of one of the three resources; few, so that they meet one another. */
function addressIn(world: World): Address {
  const { chance } = world
  const activityId = activityIn(world)
  const agent = agentParameter(world)
  const id = chance.pick(['bookmark', 'tiến độ', 'a b/ü?', 'x'])
  const at = (
    path: string,
    context: Record<string, string | undefined>,
    name: string,
  ): Address => ({
    path: pathWith(path, { ...context, [name]: id }),
    all: pathWith(path, { ...context, ...(chance.often(0.3) && { since: world.time() }) }),
  })
  const registration = chance.often(0.4) ? registrationIn(world) : undefined
  return chance.pick([
    () => at('/xapi/activities/state', { activityId, agent, registration }, 'stateId'),
    () => at('/xapi/activities/state', { activityId, agent, registration }, 'stateId'),
    () => at('/xapi/agents/profile', { agent }, 'profileId'),
    () => at('/xapi/activities/profile', { activityId }, 'profileId'),
  ])()
}

/** Contents: objects that merge, JSON that does not, and other types. */
function contentIn(world: World): { readonly type: string; readonly body: string | Buffer } {
  const { chance } = world
  const object = () =>
    Object.fromEntries(
      Array.from({ length: chance.below(4) }, () => [
        chance.pick(['a', 'b', 'ngôn ngữ', '__proto__', '1']),
        chance.below(9),
      ]),
    )
  return chance.pick([
    () => ({ type: 'application/json', body: JSON.stringify(object()) }),
    () => ({ type: 'application/json', body: JSON.stringify(object(), null, 2) }),
    () => ({ type: 'application/json; charset=utf-8', body: JSON.stringify([object()]) }),
    () => ({ type: 'application/json', body: '{"a":' }),
    () => ({ type: 'text/plain', body: `ghi chú ${chance.below(99)}` }),
    () => ({
      type: 'application/octet-stream',
      body: Buffer.alloc(chance.below(70_000), chance.below(256)),
    }),
  ])()
}

function preconditionIn(world: World, { path }: Address): Record<string, string> {
  const { chance } = world
  const etag = world.documents.get(path)
  const kind = chance.below(10)
  if (etag && kind < 6) return { 'if-match': etag }
  if (kind < 7) return { 'if-none-match': '*' }
  if (kind < 8) return { 'if-match': '"0000000000000000000000000000000000000000"' }
  return kind < 9 && etag ? { 'if-none-match': etag } : {}
}

/** What is asked of a document, mostly as its last reader would ask. */
export function askDocument(world: World): Step {
  const { chance } = world
  const address = addressIn(world)
  const version = { 'x-experience-api-version': versionIn(world) }
  const kind = chance.below(100)
  if (kind < 30) {
    const method = chance.often(0.1) ? 'HEAD' : 'GET'
    return get(world, address.path, {
      method,
      headers: { ...version, ...maybeNoneMatch(world, address) },
    })
  }
  if (kind < 40) return get(world, address.all, { method: 'GET', headers: version })
  if (kind < 88) {
    const { type, body } = contentIn(world)
    const headers = { ...version, 'content-type': type, ...preconditionIn(world, address) }
    const method = chance.often(0.5) ? 'PUT' : 'POST'
    return { request: { method, path: address.path, headers, body }, learn: forget(world, address) }
  }
  const path = kind < 96 ? address.path : address.all
  const headers = { ...version, ...(chance.often(0.5) && preconditionIn(world, address)) }
  return { request: { method: 'DELETE', path, headers }, learn: forget(world, address) }
}

const maybeNoneMatch = (
  { chance, documents }: World,
  { path }: Address,
): Record<string, string> => {
  const etag = documents.get(path)
  return etag && chance.often(0.2) ? { 'if-none-match': etag } : {}
}

function get(
  world: World,
  path: string,
  request: { method: string; headers: Record<string, string> },
): Step {
  return {
    request: { ...request, path },
    learn: (answer: Answer) => {
      if (answer.status === 200 && answer.headers.etag)
        world.documents.set(path, answer.headers.etag)
      if (!answer.headers.etag) jsonOf(answer)
    },
  }
}

/** Often the ETag stays, so that some requests come with an old one. */
const forget =
  (world: World, { path }: Address) =>
  () => {
    if (world.chance.often(0.5)) world.documents.delete(path)
  }
