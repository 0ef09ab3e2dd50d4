import { newUuid } from '../../base/ids.ts'
import {
  closeSilentSessions,
  commitSession,
  createLaunchLink,
  type SessionStarted,
  startSession,
} from '../../launch/index.ts'
import { engines } from '../../runtime/index.ts'
import { statementObservers } from '../../statement-observers.ts'
import type { Installation } from '../installation.ts'
import type { CourseScript } from './course-script.ts'
import type { MovingClock } from './moving-clock.ts'
import type { Random } from './seeded-random.ts'
import { type SimulatedPlayer, simulatedPlayer } from './simulated-player.ts'
import type { Sitting } from './sittings.ts'
import { beginScoRun, readAsset, type ScoRun } from './study-sco.ts'

export interface Seat {
  readonly registration: string
  readonly script: CourseScript
  readonly clock: MovingClock
  readonly random: Random
  /** How slowly the learner reads; 1 is the usual. */
  readonly pace: number
}

/** Pages and answers between two commits of the journal; the real player waits seconds, not minutes. */
const stepsPerCommit = 5
/** A server beside forgets links that ended days ago by its own clock: this one must not have ended weeks later. */
const linkMinutesMax = 60 * 24 * 60
/** How often a browser dies without a word, so that the server has to close the session. */
const silentShare = 0.2

/**
 * Plays one sitting the way a browser does: by a launch link, through the runtime, with its journal committed to the server's
 * own functions. Statements, attempts and progress come out of the replay as they always do.
 */
export async function playSitting(
  installation: Installation,
  seat: Seat,
  { at, steps }: Sitting,
): Promise<void> {
  const { storage, config, clock } = installation
  const rules = rulesOf(installation)
  seat.clock.set(at)
  const link = await createLaunchLink(
    storage,
    clock,
    config,
  )(seat.registration, {
    minutesMax: linkMinutesMax,
  })
  const ticket = new URL(link.launchUrl).hash.slice(1)
  seat.clock.wait(seat.random.between(1, 4))
  const started = await startSession(storage, clock, rules)({ ticket, nonce: newUuid() }, 'vi')
  const player = simulatedPlayer(engines[started.course.standard], started, seat.clock)
  const send = sender(installation, started, player)

  let run: ScoRun | undefined
  for (const [index, step] of steps.entries()) {
    if (step.do === 'read') readAsset(step.activity, { ...seat, player })
    else {
      const sco = seat.script.scos[step.activity]!
      run ??= beginScoRun(step.activity, { ...seat, player, sco })
      run.take(step)
    }
    if (step.do === 'end') run = undefined
    if (index % stepsPerCommit === stepsPerCommit - 1) await send({ isLeaving: false })
  }
  if (run && seat.random.chance(silentShare)) {
    await send({ isLeaving: false })
    seat.clock.wait((config.sessionIdleMinutesMax + 1) * 60)
    await closeSilentSessions(storage, clock, { ...rules, ...config })()
    return
  }
  run?.suspend()
  await send({ isLeaving: true })
}

const rulesOf = ({ config }: Installation) => ({
  ...config,
  observers: statementObservers(config.appUrl).ofPlayer,
})

const sender = (
  installation: Installation,
  { session, token }: SessionStarted,
  player: SimulatedPlayer,
) => {
  const { storage, clock } = installation
  const commit = commitSession(storage, clock, rulesOf(installation))
  return ({ isLeaving }: { isLeaving: boolean }) =>
    commit(token!, { session, entries: player.takeEntries(), isLeaving })
}
