import type { NavigationRequest } from '../navigation.ts'
import { endAttempt, terminateDescendentAttempts } from './attempts.ts'
import { contentDeliveryEnvironment, deliveryRequest } from './delivery.ts'
import { decide, type Ledger, setCurrent, trackingOf } from './ledger.ts'
import { navigationRequest, type SequencingRequest } from './navigation-request.ts'
import { sequencingRequest } from './sequencing-request.ts'
import { type Termination, terminationRequest } from './termination-request.ts'

/** What came of a request. */
export interface Result {
  readonly delivered?: { readonly activity: string; readonly isResumed: boolean }
  readonly hasEnded: boolean
  /** The code of the sequencing exception. */
  readonly exception?: string
}

/** Overall Sequencing Process [OP.1] */
export function overallSequencing(ledger: Ledger, request: NavigationRequest): Result {
  const activity = 'activity' in request ? { activity: request.activity } : {}
  const facts = { request: request.to }
  decide(ledger, 'request-received', { process: 'OP.1', ...activity, facts })
  const navigation = navigationRequest(ledger, request)
  if (navigation.exception !== undefined) return refused(ledger, 'NB.2.1', navigation.exception)
  const termination: Termination =
    navigation.termination === undefined ? {} : terminationRequest(ledger, navigation.termination)
  if (termination.exception !== undefined) return refused(ledger, 'TB.2.3', termination.exception)
  const { following } = termination
  if (following !== undefined) tellFollowing(ledger, request, following)
  return sequence(ledger, following ?? navigation.sequencing)
}

function tellFollowing(
  ledger: Ledger,
  asked: NavigationRequest,
  { request }: SequencingRequest,
): void {
  if (request === asked.to || (request === 'exit' && asked.to.endsWith('All'))) return
  const { current: activity } = ledger.state
  decide(ledger, 'request-replaced', {
    process: 'TB.2.3',
    ...(activity !== undefined && { activity }),
    facts: { request },
  })
}

/** [OP.1] 4-6: finds what is to be delivered, and delivers it. A new attempt on the course that is refused forgets nothing. */
function sequence(ledger: Ledger, sequencing: SequencingRequest): Result {
  const { shared } = ledger
  const isBeginning = !trackingOf(ledger, ledger.tree.root).isActive
  const result = deliver(ledger, sequencing)
  if (isBeginning && result.exception !== undefined) ledger.shared = shared
  return result
}

function deliver(ledger: Ledger, sequencing: SequencingRequest): Result {
  const { delivery, endsSession, exception } = sequencingRequest(ledger, sequencing)
  if (exception !== undefined) return refused(ledger, 'SB.2.12', exception)
  if (endsSession === true) return endSession(ledger)
  if (delivery === undefined) {
    decide(ledger, 'nothing-delivered', { process: 'OP.1' })
    return { hasEnded: false }
  }
  const refusal = deliveryRequest(ledger, delivery)
  if (refusal !== undefined) return refused(ledger, 'DB.1.1', refusal)
  const { isResumed, exception: failure } = contentDeliveryEnvironment(ledger, delivery)
  if (failure !== undefined) return refused(ledger, 'DB.2', failure)
  return { delivered: { activity: delivery, isResumed }, hasEnded: false }
}

/** The session ends; what is active in it ends, and the next session begins without a current activity. */
function endSession(ledger: Ledger): Result {
  terminateDescendentAttempts(ledger, ledger.tree.root)
  endAttempt(ledger, ledger.tree.root)
  setCurrent(ledger, undefined)
  decide(ledger, 'session-ended', { process: 'OP.1' })
  return { hasEnded: true }
}

function refused(ledger: Ledger, process: string, exception: string): Result {
  decide(ledger, 'request-refused', { process, facts: { code: exception } })
  return { hasEnded: false, exception }
}
