import { Bijection } from './bijection.ts'
import { compareAnswers, isLate } from './compare-answers.ts'
import { nextStep } from './next-step.ts'
import { type Answer, type Request, type Server, startTwo } from './two-servers.ts'
import { World } from './world.ts'

/** A request as it was sent, for it to be sent again. */
export interface Asked {
  readonly turn: number
  readonly request: Request
}

export interface Difference {
  readonly turn: number
  /** What is not the same, in words. */
  readonly what: string
  /** Everything up to the request whose answers differ. */
  readonly asked: readonly Asked[]
}

export interface Comparison {
  readonly requests: number
  /** How many statements' places differ, one to one. */
  readonly positions: number
  /** Of each kind of request how many answers had which status: `GET /xapi/statements 200`. */
  readonly answers: ReadonlyMap<string, number>
  readonly differences: readonly Difference[]
}

export interface Options {
  readonly count: number
  readonly seed: number
  /** So many end the run; one unless given. */
  readonly differencesMax?: number
  /** Told now and then. */
  readonly tell?: (done: number, differences: readonly Difference[]) => void
}

/** Sends the requests of a seed to a server on each engine, until answers differ. */
export async function compareEngines(mongodbServer: string, options: Options): Promise<Comparison> {
  const servers = await startTwo(mongodbServer)
  try {
    return await compareAll(servers, options)
  } finally {
    await Promise.all(servers.map((server) => server.stop()))
  }
}

async function compareAll(
  servers: readonly [Server, Server],
  { count, seed, differencesMax = 1, tell }: Options,
): Promise<Comparison> {
  const world = new World(seed)
  const bijection = new Bijection()
  const answers = new Map<string, number>()
  const asked: Asked[] = []
  const differences: Difference[] = []
  for (world.turn = 1; world.turn <= count; world.turn++) {
    const { request, learn } = nextStep(world)
    asked.push({ turn: world.turn, request })
    const { left, what } = await askBoth(servers, asked.at(-1)!, bijection)
    if (what !== undefined) differences.push({ turn: world.turn, what, asked: [...asked] })
    if (differences.length === differencesMax) break
    const kind = `${kindOf(request)} ${left.status}`
    answers.set(kind, (answers.get(kind) ?? 0) + 1)
    learn?.(left)
    if (world.turn % 500 === 0) tell?.(world.turn, differences)
  }
  return { requests: asked.length, positions: bijection.size, answers, differences }
}

/** The method and the path, with `*` for what was made in the run. */
const kindOf = ({ method, path }: Request): string =>
  `${method} ${path
    .split('?')[0]!
    .split('/')
    .map((part) => (/\d/.test(part) && part !== 'v1' ? '*' : part))
    .join('/')}`

const lateMillisecondsMax = 20_000

async function askBoth(
  [first, second]: readonly [Server, Server],
  { turn, request }: Asked,
  bijection: Bijection,
): Promise<{ readonly left: Answer; readonly what: string | undefined }> {
  const terms = { bijection, turn, list: listOf(request) }
  const inItsWords = translated(request, bijection)
  // What the second is asked names what both answered before, so they may work at the same time.
  const [left, answer] = await Promise.all([first.ask(turn, request), second.ask(turn, inItsWords)])
  let right = answer
  const end = performance.now() + lateMillisecondsMax
  while (isReading(request) && isLate(left, right, terms) && performance.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 50))
    right = await second.ask(turn, inItsWords)
  }
  if (isReading(request) && isLate(left, right, terms))
    return { left, what: `for ${lateMillisecondsMax / 1_000} s the bound is behind` }
  const wrong = [left, right].find(({ status }) => status >= 500)
  if (wrong) return { left, what: `status ${left.status} and ${right.status}: ${wrong.body}` }
  return { left, what: await compareAnswers(left, right, terms) }
}

const isReading = ({ method, path }: Request): boolean =>
  method === 'GET' || path.startsWith('/api/v1/statements/query')

/** The request in the words of the second server. Bytes that are no text are as they are. */
function translated(request: Request, bijection: Bijection): Request {
  const { headers = {}, body } = request
  const list = listOf(request)
  return {
    ...request,
    path: translatedPath(request, bijection),
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, bijection.translate(value, list)]),
    ),
    ...(typeof body === 'string' && { body: bijection.translate(body, list) }),
  }
}

const listOf = ({ path }: Request): string => path.split('?')[0]!

/** Parameters are read for it: a time has colons in it. */
function translatedPath({ path }: Request, bijection: Bijection): string {
  const [list = '', query] = path.split('?')
  if (query === undefined) return path
  const parts = query.split('&').map((part) => {
    const [name, value = ''] = part.split('=')
    const text = decodeURIComponent(value.replaceAll('+', ' '))
    const other = bijection.translate(text, list)
    return other === text ? part : `${name}=${encodeURIComponent(other)}`
  })
  return `${list}?${parts.join('&')}`
}

/** Sends recorded requests to new servers. @returns what differs at the last one, if it does. */
export async function replay(
  mongodbServer: string,
  asked: readonly Asked[],
): Promise<string | undefined> {
  const servers = await startTwo(mongodbServer)
  const bijection = new Bijection()
  try {
    for (const one of asked) {
      const { what } = await askBoth(servers, one, bijection)
      if (what !== undefined) return one === asked.at(-1) ? what : undefined
    }
    return undefined
  } finally {
    await Promise.all(servers.map((server) => server.stop()))
  }
}
