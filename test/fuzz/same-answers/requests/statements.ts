import type { XapiVersion } from '../../../../src/xapi/negotiate-version.ts'
import {
  attachmentOf,
  filePart,
  jsonPart,
  multipartBody,
  multipartType,
} from '../../../support/multipart.ts'
import { type Json, referringTo, statementOf, voiding } from '../../../support/xapi-client.ts'
import { mutatedStatements, validStatements } from '../../seed.ts'
import type { Answer, Request } from '../two-servers.ts'
import { jsonOf, note, type Step, type World } from '../world.ts'
import { activityIn, agentIn, registrationIn, verbIn } from './words.ts'

export const versionIn = ({ chance }: World): XapiVersion =>
  chance.pick(['1.0.3', '1.0.3', '2.0.0'])

/** What is made in hundreds, of which a turn takes one; made anew now and then. */
const pools = new Map<string, readonly unknown[]>()

function fromPool<Item>(
  world: World,
  name: string,
  make: (block: number) => readonly Item[],
): Item {
  const block = Math.floor(world.turn / 2_000)
  const key = `${name} ${block}`
  const pool = (pools.get(key) as readonly Item[] | undefined) ?? make(block)
  pools.set(key, pool)
  return world.chance.pick(pool)
}

/** A statement of any shape. */
function anyStatement(world: World, version: XapiVersion): Json {
  const made = fromPool(world, version, (block) => validStatements(version, 200, block))
  // The same one again would be the same statement if it had an id of its own.
  const { id: _, ...statement } = made
  return statement
}

/** A statement as courses send it, about few people and lessons, so that queries find some. */
export function courseStatement(world: World): Json {
  const { chance } = world
  const score = chance.below(101) / 100
  return statementOf({
    actor: agentIn(world),
    verb: { id: verbIn(world) },
    object: {
      id: activityIn(world),
      ...(chance.often(0.3) && { definition: { name: { vi: `Bài ${chance.below(9)}` } } }),
    },
    ...(chance.often(0.6) && {
      result: {
        score: { scaled: score },
        success: score > 0.5,
        ...(chance.often(0.5) && { completion: chance.often(0.5) }),
        duration: `PT${chance.below(300)}S`,
      },
    }),
    ...(chance.often(0.5) && {
      context: {
        registration: registrationIn(world),
        contextActivities: {
          parent: [{ id: activityIn(world) }],
          grouping: { id: activityIn(world) },
        },
        ...(chance.often(0.3) && { instructor: agentIn(world) }),
      },
    }),
    ...(chance.often(0.4) && {
      timestamp: new Date(world.now().getTime() - chance.below(1e9)).toISOString(),
    }),
  })
}

/** A statement of some kind, mostly with an id: new, of another, again, or again with another content. */
function someStatement(world: World, version: XapiVersion): Json {
  const { chance, sent } = world
  const kind = chance.below(100)
  const other = sent.length > 0 ? chance.pickLate(sent) : undefined
  if (other && kind < 6) return { ...voiding(other.id), id: chance.uuid() }
  if (other && kind < 16) return { ...referringTo(other.id), id: chance.uuid() }
  // Of one that may come later, or never.
  if (kind < 20)
    return { ...chance.pick([voiding, referringTo])(futureId(world)), id: chance.uuid() }
  if (other && kind < 24) return { ...other.statement, id: other.id }
  if (other && kind < 27) return { ...other.statement, id: other.id, verb: { id: verbIn(world) } }
  if (kind < 32) return { ...courseStatement(world), id: futureId(world) }
  if (kind < 52) return { ...anyStatement(world, version), id: chance.uuid() }
  const statement = courseStatement(world)
  return chance.often(0.8) ? { id: chance.uuid(), ...statement } : statement
}

/** One of few ids that statements refer to before they come. */
const futureId = ({ chance, turn }: World): string =>
  `00000000-0000-4000-8000-${String(Math.floor(turn / 500) * 10 + chance.below(10)).padStart(12, '0')}`

const headersOf = (version: XapiVersion, more: Record<string, string> = {}) => ({
  'x-experience-api-version': version,
  'content-type': 'application/json',
  ...more,
})

/** Notes what was taken. */
const learnSent = (world: World, statements: readonly Json[]) => (answer: Answer) => {
  if (answer.status !== 200) return
  const ids = jsonOf(answer) as string[]
  for (const [n, id] of ids.entries()) note(world.sent, { id, statement: statements[n]! })
}

export function postStatements(world: World): Step {
  const { chance } = world
  const version = versionIn(world)
  const isBatch = chance.often(0.4)
  const count = isBatch ? chance.pick([0, 1, 2, 3, 5, 8, 20, 60]) : 1
  const statements = Array.from({ length: count }, () => someStatement(world, version))
  const body = JSON.stringify(isBatch ? statements : statements[0])
  const request: Request = {
    method: 'POST',
    path: '/xapi/statements',
    headers: headersOf(version),
    body,
  }
  return { request, learn: learnSent(world, statements) }
}

export function putStatement(world: World): Step {
  const { chance } = world
  const version = versionIn(world)
  const { id = chance.uuid(), ...statement } = someStatement(world, version)
  const isNamed = chance.often(0.3)
  const request: Request = {
    method: 'PUT',
    path: `/xapi/statements?statementId=${id}`,
    headers: headersOf(version),
    body: JSON.stringify(isNamed ? { ...statement, id } : statement),
  }
  return {
    request,
    learn: ({ status }) => {
      if (status === 204) note(world.sent, { id: id as string, statement })
    },
  }
}

/** With one mistake somewhere; alone, or behind one that would be taken. */
export function postMistake(world: World): Step {
  const version = versionIn(world)
  const mutated = fromPool(world, `mistakes ${version}`, (block) =>
    mutatedStatements(version, 200, block, block * 200),
  )
  const body = world.chance.often(0.5)
    ? mutated.text
    : `[${JSON.stringify(courseStatement(world))},${mutated.text}]`
  return {
    request: { method: 'POST', path: '/xapi/statements', headers: headersOf(version), body },
  }
}

/** Files that come along, some of them the same ones again, and some that do not fit what is said of them. */
export function postFiles(world: World): Step {
  const { chance } = world
  const files = Array.from({ length: 1 + chance.below(3) }, () =>
    `tệp ${chance.below(40)} `.repeat(1 + chance.below(900)),
  )
  const isWrong = chance.often(0.1)
  const attachments = files.map((file) => attachmentOf(file))
  const id = chance.uuid()
  const statement = { ...courseStatement(world), id, attachments }
  const body = multipartBody([
    jsonPart(statement),
    ...files.map((file) =>
      filePart(isWrong ? `${file}!` : file, attachmentOf(file).sha2 as string),
    ),
  ])
  const headers = headersOf(versionIn(world), { 'content-type': multipartType()['Content-Type'] })
  return {
    request: { method: 'POST', path: '/xapi/statements', headers, body: Buffer.from(body) },
    learn: (answer) => {
      if (answer.status !== 200) return
      note(world.sent, { id, statement })
      for (const { sha2 } of attachments) note(world.files, { id, sha2: sha2 as string })
    },
  }
}
