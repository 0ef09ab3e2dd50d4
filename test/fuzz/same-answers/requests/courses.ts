import { Player } from '../../../support/launch-stage.ts'
import type { Answer } from '../two-servers.ts'
import { jsonBody, jsonOf, note, type Playing, pathWith, type Step, type World } from '../world.ts'

/** What players do: opening a course, playing it, and sending what was played. */

const rt = (path: string, body: unknown, token?: string) => ({
  method: 'POST',
  path: `/_rt${path}`,
  isOfPlayer: true,
  headers: {
    'content-type': 'application/json',
    ...(token && { authorization: `Bearer ${token}` }),
  },
  body: JSON.stringify(body),
})

/** A link for a registration, which a later step opens. */
export function createLink(world: World): Step {
  const { chance, registrations } = world
  const registration = registrations.length > 0 ? chance.pickLate(registrations) : chance.uuid()
  const attempt = chance.pick([undefined, undefined, 'resume', 'new', 'review'])
  const path = pathWith(`/api/v1/registrations/${registration}/launch-links`, { attempt })
  return {
    request: { method: 'POST', path },
    learn: (answer) => {
      if (answer.status !== 201) return
      const ticket = (jsonOf(answer).launchUrl as string).split('#')[1]!
      world.tickets.push({ ticket, registration })
      if (chance.often(0.9)) world.due.push(openCourse(world))
    },
  }
}

/** Opens a course with a link; now and then with one that was used. */
export function openCourse(world: World): Step {
  const { chance, tickets } = world
  const { ticket, registration } = tickets.at(-1) ?? { ticket: 'x'.repeat(43), registration: '' }
  if (chance.often(0.8)) tickets.pop()
  return {
    request: rt('/sessions', { ticket, nonce: chance.uuid() }),
    learn: (answer) => learnStart(world, registration, answer),
  }
}

function learnStart(world: World, registration: string, answer: Answer): void {
  if (answer.status !== 201) return
  const started = jsonOf(answer)
  const commit = async () => ({ acknowledged: 0 })
  const player = new Player(started, { commit, clock: () => world.now() })
  note(world.sessions, { registration, session: started.session }, 40)
  note(world.playing, { player, registration }, 25)
  const { standard, activities } = started.course
  tryPlay(() => {
    if (standard === 'scorm12') player.open(activities[0].id)
    else player.begin().call('initialize', '')
  })
}

/** What a course may not do at this moment is not done. */
function tryPlay(work: () => void): boolean {
  try {
    work()
    return true
  } catch {
    return false
  }
}

/**
 * Plays on a little and sends it: as it should be, again, or with a part missing. It never says that it is leaving: the session would
 * be closed beside requests, at a time of the machine.
 */
export function playCourse(world: World): Step {
  const { chance, playing } = world
  if (playing.length === 0) return createLink(world)
  const at = chance.below(playing.length)
  const { player } = playing[at]!
  for (let n = chance.below(5); n >= 0; n--) tryPlay(() => playOn(world, player))
  const isOver = chance.often(0.15)
  if (isOver) tryPlay(() => player.finish())
  const entries = player.takeUnsent()
  const kind = chance.below(20)
  const sent = kind === 0 ? player.journal.slice(0, 3) : kind === 1 ? entries.slice(1) : entries
  if (kind === 1 || (isOver && chance.often(0.7))) playing.splice(at, 1)
  const body = {
    session: player.started.session,
    entries: sent,
    ...(chance.often(0.1) && { log: logOf(world) }),
  }
  return { request: rt('/commits', body, player.token) }
}

const logOf = (world: World) => ({
  page: world.chance.uuid(),
  from: 1,
  lines: [
    {
      at: world.now().toISOString(),
      what: 'failed-call',
      function: 'LMSSetValue',
      element: 'cmi.core.nothing',
      error: '401',
    },
  ],
  counts: { calls: 3, failedCalls: 1 },
})

function playOn(world: World, player: Player): void {
  const { chance } = world
  const is2004 = player.started.course.standard !== 'scorm12'
  if (is2004 && chance.often(0.2)) {
    player
      .finish()
      .go({ to: chance.pick(['continue', 'continue', 'previous', 'suspendAll'] as const) })
    player.call('initialize', '')
    return
  }
  player.set(
    chance.often(0.4)
      ? interactionIn(world, is2004)
      : is2004
        ? progress2004(world)
        : progress12(world),
  )
  if (chance.often(0.3)) player.call('commit', '')
}

const progress12 = ({ chance }: World): Record<string, string> =>
  chance.pick([
    () => ({
      'cmi.core.lesson_status': chance.pick(['incomplete', 'completed', 'passed', 'failed']),
    }),
    () => ({ 'cmi.core.score.raw': String(chance.below(101)), 'cmi.core.score.max': '100' }),
    () => ({ 'cmi.suspend_data': `trang ${chance.below(50)}`.repeat(1 + chance.below(30)) }),
    () => ({ 'cmi.core.lesson_location': String(chance.below(30)) }),
    () => ({ 'cmi.core.session_time': `0000:${String(chance.below(60)).padStart(2, '0')}:07` }),
    () => ({ 'cmi.objectives.0.id': 'muc-tieu', 'cmi.objectives.0.status': 'completed' }),
  ])()

const progress2004 = ({ chance }: World): Record<string, string> =>
  chance.pick([
    () => ({ 'cmi.completion_status': chance.pick(['incomplete', 'completed']) }),
    () => ({ 'cmi.success_status': chance.pick(['passed', 'failed']) }),
    () => ({ 'cmi.score.scaled': String(chance.below(101) / 100) }),
    () => ({ 'cmi.suspend_data': `màn ${chance.below(50)}` }),
    () => ({ 'cmi.location': String(chance.below(30)), 'cmi.exit': 'suspend' }),
    () => ({ 'cmi.session_time': `PT${chance.below(60)}M7S` }),
    () => ({ 'cmi.progress_measure': String(chance.below(101) / 100) }),
  ])()

/** An answer to one of few questions: whole, so that statistics count it. */
function interactionIn({ chance }: World, is2004: boolean): Record<string, string> {
  const n = chance.below(3)
  const at = `cmi.interactions.${n}`
  const response = chance.pick(['a', 'b', 'c'])
  return {
    [`${at}.id`]: `cau-${n}`,
    [`${at}.type`]: 'choice',
    [`${at}.correct_responses.0.pattern`]: 'b',
    [`${at}.${is2004 ? 'learner_response' : 'student_response'}`]: response,
    [`${at}.result`]: response === 'b' ? 'correct' : is2004 ? 'incorrect' : 'wrong',
    [`${at}.latency`]: is2004
      ? `PT${chance.below(60)}S`
      : `0000:00:${String(chance.below(60)).padStart(2, '0')}`,
  }
}

/** A page that comes back, or another that takes over. */
export function returnToCourse(world: World): Step {
  const { chance, playing } = world
  if (playing.length === 0) return createLink(world)
  const at = chance.below(playing.length)
  const [one] = playing.splice(at, 1) as [Playing]
  const isTakeover = chance.often(0.5)
  return {
    request: rt(isTakeover ? '/sessions/takeover' : '/sessions/resume', {}, one.player.token),
    learn: (answer) => {
      if (isTakeover) learnStart(world, one.registration, answer)
    },
  }
}

/** The links of a whole package, for its producer, and who tries it. */
export function startTrial(world: World): Step {
  const { chance, packages } = world
  const path = `/api/v1/packages/${chance.pick(packages)}/trials`
  return {
    request: { method: 'POST', path, ...jsonBody({}) },
    learn: (answer) => {
      if (answer.status !== 201) return
      const { launchUrl, registration } = jsonOf(answer)
      world.tickets.push({ ticket: launchUrl.split('#')[1], registration })
      world.due.push(openCourse(world))
    },
  }
}
