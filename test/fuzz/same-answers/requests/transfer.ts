import { gzipSync } from 'node:zlib'
import { jsonOf, note, pathWith, type Step, type World } from '../world.ts'
import { filterIn } from './statement-reads.ts'
import { courseStatement } from './statements.ts'
import { activityIn, verbIn } from './words.ts'

/**
 * Sends a file, then waits for the import to end, which goes on beside requests. Every statement brings its id: those that the
 * importer makes are random, since no request makes them.
 */
export function importStatements(world: World): Step {
  const { chance } = world
  const lines = Array.from({ length: 1 + chance.below(30) }, () => lineIn(world))
  const text = chance.often(0.3) ? `[${lines.join(',\n')}]` : `${lines.join('\n')}\n`
  const body = chance.often(0.3) ? gzipSync(text) : Buffer.from(text)
  const keepAuthority = chance.pick([undefined, true, false])
  const path = pathWith('/api/v1/imports', {
    fileName: `tệp ${chance.below(9)}.json`,
    keepAuthority,
  })
  return {
    request: { method: 'POST', path, headers: { 'content-type': 'application/x-ndjson' }, body },
    learn: (answer) => {
      const id = jsonOf(answer)?.id
      if (answer.status !== 202 || !id) return
      note(world.imports, id, 20)
      const until = /"state":"(?!waiting|running)/
      world.due.push({
        request: { method: 'GET', path: `/api/v1/imports/${id}`, until, asOfTurn: world.turn },
      })
      world.due.push({ request: { method: 'GET', path: `/api/v1/imports/${id}/rejections` } })
    },
  }
}

function lineIn(world: World): string {
  const { chance, sent } = world
  const kind = chance.below(20)
  if (kind === 0) return '{"not":"a statement"}'
  if (kind === 1 && sent.length > 0) {
    const other = chance.pickLate(sent)
    return JSON.stringify({ ...other.statement, id: other.id })
  }
  const authority = { account: { homePage: 'https://old.example.vn', name: 'cũ' } }
  return JSON.stringify({
    id: chance.uuid(),
    ...courseStatement(world),
    ...(kind < 6 && { authority, stored: '2020-01-01T00:00:00Z' }),
  })
}

export function askImports(world: World): Step {
  const { chance, imports } = world
  const id = imports.length > 0 ? chance.pick(imports) : chance.uuid()
  const [method, path] = chance.pick([
    ['GET', pathWith('/api/v1/imports', { limit: chance.pick([1, 2, 5]) })],
    ['GET', `/api/v1/imports/${id}`],
    ['POST', `/api/v1/imports/${id}/cancel`],
    ['POST', `/api/v1/imports/${id}/resume`],
    ['DELETE', `/api/v1/imports/${id}`],
  ] as const)
  return { request: { method, path }, learn: (answer) => learnCursor(world, path, jsonOf(answer)) }
}

/** Results and exclusions, which no list of the store finds: a sieve behind it. */
export const sieveIn = ({ chance, ...world }: World) => ({
  success: chance.often(0.2) ? chance.often(0.5) : undefined,
  completion: chance.often(0.1) ? chance.often(0.5) : undefined,
  score: chance.often(0.15) ? chance.pick(['0.5..', '..0.3', '0.2..0.8', '1..0']) : undefined,
  notVerb: chance.often(0.1) ? verbIn({ chance, ...world } as World) : undefined,
  notActivity: chance.often(0.1) ? activityIn({ chance, ...world } as World) : undefined,
})

/** An export of what came lately; in a long run all of it would be most of the work. */
export function exportStatements(world: World): Step {
  const { chance } = world
  const format = chance.pick(['ndjson', 'csv', 'parquet'])
  const path = pathWith(`/api/v1/exports/statements.${format}`, {
    ...filterIn(world),
    ...sieveIn(world),
    since: world.time(),
    until: chance.often(0.2) ? world.time() : undefined,
    ascending: chance.pick([undefined, true, false]),
    voided: chance.pick([undefined, undefined, true, false]),
    ...(format === 'csv' && { separator: chance.pick([undefined, ';']) }),
    ...(format !== 'ndjson' &&
      chance.often(0.3) && { paths: 'id,stored,/result/score/scaled,actorName' }),
  })
  return {
    request: { method: 'GET', path, headers: { 'accept-language': chance.pick(['vi', 'en']) } },
  }
}

/** The next page of a list, where there is one. */
export function learnCursor(
  world: World,
  path: string,
  body: { cursor?: unknown } | undefined,
): void {
  if (typeof body?.cursor !== 'string' || !world.chance.often(0.7)) return
  const next = new URL(path, 'http://hocba.example')
  next.searchParams.set('cursor', body.cursor)
  note(world.more, `${next.pathname}${next.search}`, 60)
}

/**
 * A part of the feed. A stream has no end: a statement that fits its filter is stored first, and the stream is read up to it.
 */
export function followFeed(world: World): Step {
  const { chance } = world
  const last = { id: chance.uuid(), ...courseStatement(world) }
  const { actor, verb, object } = last as unknown as {
    actor: object
    verb: { id: string }
    object: { id: string }
  }
  const from =
    chance.often(0.5) || world.positions.length === 0
      ? { since: world.time() }
      : { lastEventId: chance.pickLate(world.positions) }
  const path = pathWith('/api/v1/feed', {
    ...from,
    agent: chance.often(0.3) ? JSON.stringify(actor) : undefined,
    verb: chance.often(0.3) ? verb.id : undefined,
    activity: chance.often(0.3) ? object.id : undefined,
  })
  const headers = { 'x-experience-api-version': '1.0.3', 'content-type': 'application/json' }
  world.due.push({
    request: {
      method: 'GET',
      path,
      headers: { connection: 'close' },
      readUpTo: `"id":"${last.id}"`,
    },
    learn: ({ body }) => {
      for (const [, position] of body.toString().matchAll(/^id: (\d+)$/gm))
        note(world.positions, position!)
    },
  })
  return {
    request: { method: 'POST', path: '/xapi/statements', headers, body: JSON.stringify(last) },
  }
}
