import { choiceSequencingRequest } from './choice.ts'
import { type Direction, type Flow, flow } from './flow.ts'
import { decide, hasSuspendedAttempt, isLeaf, type Ledger, parentOf, trackingOf } from './ledger.ts'
import type { SequencingRequest } from './navigation-request.ts'
import { targetsOf } from './objectives.ts'

/** What a sequencing request comes to: an activity to deliver, the end of the session, an exception, or nothing. */
export interface Sequenced {
  readonly delivery?: string
  readonly endsSession?: boolean
  readonly exception?: string
}

/** Sequencing Request Process [SB.2.12] */
export function sequencingRequest(ledger: Ledger, sequencing: SequencingRequest): Sequenced {
  if (sequencing.request !== 'exit') forgetFormerAttempt(ledger)
  switch (sequencing.request) {
    case 'start':
      return startSequencingRequest(ledger)
    case 'resumeAll':
      return resumeAllSequencingRequest(ledger)
    case 'continue':
      return flowSequencingRequest(ledger, 'forward', 'SB.2.7')
    case 'previous':
      return flowSequencingRequest(ledger, 'backward', 'SB.2.8')
    case 'choice':
      return choiceSequencingRequest(ledger, sequencing.target)
    case 'retry':
      return retrySequencingRequest(ledger)
    case 'exit':
      return exitSequencingRequest(ledger)
    case 'jump':
      return jumpSequencingRequest(ledger, sequencing.target)
  }
}

/**
 * Where the course has no attempt in progress and none to resume, what comes is a new one: it knows nothing of the one before,
 * unless the course's global objectives are those of all courses [CAM objectivesGlobalToSystem].
 */
function forgetFormerAttempt(ledger: Ledger): void {
  const { objectivesGlobalToSystem, activities, root } = ledger.tree
  const { isActive, isSuspended } = trackingOf(ledger, root)
  if (objectivesGlobalToSystem || isActive || isSuspended) return
  const own = new Set([...activities.values()].flatMap(({ objectives }) => targetsOf(objectives)))
  const known = Object.entries(ledger.shared.objectives)
  const others = known.filter(([id]) => !own.has(id))
  if (others.length === known.length) return
  ledger.shared = { ...ledger.shared, objectives: Object.fromEntries(others) }
  decide(ledger, 'global-objectives-cleared', { process: 'SB.2.12', activity: root })
}

/** Start Sequencing Request Process [SB.2.5] */
function startSequencingRequest(ledger: Ledger): Sequenced {
  const { root } = ledger.tree
  if (ledger.state.current !== undefined) return { exception: 'SB.2.5-1' }
  if (isLeaf(ledger, root)) return { delivery: root }
  return fromFlow(flow(ledger, { from: root, direction: 'forward', isEntering: true }))
}

/** Resume All Sequencing Request Process [SB.2.6]. A cluster that was suspended with nothing open is entered from its front. */
function resumeAllSequencingRequest(ledger: Ledger): Sequenced {
  const { current, suspended } = ledger.state
  if (current !== undefined) return { exception: 'SB.2.6-1' }
  if (suspended === undefined) return { exception: 'SB.2.6-2' }
  if (isLeaf(ledger, suspended)) return { delivery: suspended }
  return fromFlow(flow(ledger, { from: suspended, direction: 'forward', isEntering: true }))
}

/** Continue [SB.2.7] and Previous [SB.2.8] Sequencing Request Process */
function flowSequencingRequest(
  ledger: Ledger,
  direction: Direction,
  process: 'SB.2.7' | 'SB.2.8',
): Sequenced {
  const { current } = ledger.state
  if (current === undefined) return { exception: `${process}-1` }
  if (parentOf(ledger, current)?.sequencing.controlMode.flow === false)
    return { exception: `${process}-2` }
  return fromFlow(flow(ledger, { from: current, direction, isEntering: false }))
}

/** Retry Sequencing Request Process [SB.2.10] */
function retrySequencingRequest(ledger: Ledger): Sequenced {
  const { current } = ledger.state
  if (current === undefined) return { exception: 'SB.2.10-1' }
  const { isActive } = trackingOf(ledger, current)
  if (isActive || hasSuspendedAttempt(ledger, current)) return { exception: 'SB.2.10-2' }
  if (isLeaf(ledger, current)) return { delivery: current }
  const flowed = flow(ledger, { from: current, direction: 'forward', isEntering: true })
  return flowed.isDeliverable ? { delivery: flowed.activity } : { exception: 'SB.2.10-3' }
}

/** Exit Sequencing Request Process [SB.2.11] */
function exitSequencingRequest(ledger: Ledger): Sequenced {
  const { current } = ledger.state
  if (current === undefined) return { exception: 'SB.2.11-1' }
  if (trackingOf(ledger, current).isActive) return { exception: 'SB.2.11-2' }
  return { endsSession: current === ledger.tree.root }
}

/** Jump Sequencing Request Process [SB.2.13], 4th Edition */
const jumpSequencingRequest = (ledger: Ledger, target: string): Sequenced =>
  ledger.state.current === undefined ? { exception: 'SB.2.13-1' } : { delivery: target }

function fromFlow({ activity, isDeliverable, endsSession, exception }: Flow): Sequenced {
  if (isDeliverable) return { delivery: activity }
  return {
    ...(endsSession !== undefined && { endsSession }),
    ...(exception !== undefined && { exception }),
  }
}
