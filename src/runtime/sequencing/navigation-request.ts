import type { NavigationRequest } from '../navigation.ts'
import {
  activityOf,
  commonAncestor,
  forbidsExit,
  isAvailable,
  type Ledger,
  parentOf,
  pathUpTo,
  trackingOf,
} from './ledger.ts'
import type { TerminationRequest } from './termination-request.ts'

export type SequencingRequest =
  | { readonly request: 'start' | 'resumeAll' | 'continue' | 'previous' | 'retry' | 'exit' }
  | { readonly request: 'choice' | 'jump'; readonly target: string }

export type Navigation =
  | { readonly exception: string }
  | {
      readonly exception?: undefined
      readonly termination?: TerminationRequest
      readonly sequencing: SequencingRequest
    }

/** Navigation Request Process [NB.2.1]: whether the request can be asked at all, and what it asks to end and to begin. */
export function navigationRequest(ledger: Ledger, request: NavigationRequest): Navigation {
  const { current, suspended } = ledger.state
  switch (request.to) {
    case 'start':
      return current === undefined ? begin('start') : refuse('NB.2.1-1')
    case 'resumeAll':
      if (current !== undefined) return refuse('NB.2.1-1')
      return suspended === undefined ? refuse('NB.2.1-3') : begin('resumeAll')
    case 'continue':
    case 'previous':
      return flowNavigation(ledger, request.to)
    case 'choice':
      return choiceNavigation(ledger, request.activity)
    case 'jump':
      if (current === undefined) return refuse('NB.2.1-2')
      if (!isAvailable(ledger, request.activity)) return refuse('NB.2.1-11')
      return leaveFor(ledger, { request: 'jump', target: request.activity })
    case 'exit':
    case 'abandon':
      if (current === undefined) return refuse('NB.2.1-2')
      if (!trackingOf(ledger, current).isActive) return refuse('NB.2.1-12')
      return { termination: request.to, sequencing: { request: 'exit' } }
    case 'exitAll':
    case 'abandonAll':
    case 'suspendAll':
      if (current === undefined) return refuse('NB.2.1-2')
      return { termination: request.to, sequencing: { request: 'exit' } }
  }
}

const refuse = (exception: string): Navigation => ({ exception })
const begin = (request: 'start' | 'resumeAll'): Navigation => ({ sequencing: { request } })

/** What is open ends first. */
function leaveFor(ledger: Ledger, sequencing: SequencingRequest): Navigation {
  const { current } = ledger.state
  const isOpen = current !== undefined && trackingOf(ledger, current).isActive
  return isOpen ? { termination: 'exit', sequencing } : { sequencing }
}

/** [NB.2.1] 3 and 4 */
function flowNavigation(ledger: Ledger, request: 'continue' | 'previous'): Navigation {
  const { current } = ledger.state
  if (current === undefined) return refuse('NB.2.1-2')
  const controls = parentOf(ledger, current)?.sequencing.controlMode
  if (request === 'continue')
    return controls?.flow === true ? leaveFor(ledger, { request }) : refuse('NB.2.1-4')
  if (controls === undefined) return refuse('NB.2.1-6')
  if (!controls.flow || controls.forwardOnly) return refuse('NB.2.1-5')
  return leaveFor(ledger, { request })
}

/** [NB.2.1] 7 */
function choiceNavigation(ledger: Ledger, target: string): Navigation {
  if (!ledger.tree.activities.has(target)) return refuse('NB.2.1-11')
  const parent = parentOf(ledger, target)
  if (parent?.sequencing.controlMode.choice === false) return refuse('NB.2.1-10')
  const { current } = ledger.state
  const sequencing = { request: 'choice', target } as const
  if (current === undefined) return { sequencing }
  const isSibling = parent !== undefined && activityOf(ledger, current).parent === parent.id
  const above = isSibling ? [] : pathUpTo(ledger, current, commonAncestor(ledger, current, target))
  const isHeld = [current, ...above].some((activity) => forbidsExit(ledger, activity))
  return isHeld ? refuse('NB.2.1-8') : leaveFor(ledger, sequencing)
}
