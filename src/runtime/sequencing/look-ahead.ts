import type {
  ContentsEntry,
  Control,
  ControlState,
  LookAhead,
  NavigationRequest,
} from '../navigation.ts'
import { deliveryRequest } from './delivery.ts'
import { activityOf, availableChildren, fork, type Ledger, trackingOf } from './ledger.ts'
import { navigationRequest, type SequencingRequest } from './navigation-request.ts'
import { overallSequencing } from './overall.ts'
import { sequencingRequest } from './sequencing-request.ts'
import { hasPreConditionAction } from './sequencing-rules.ts'
import { type Termination, terminationRequest } from './termination-request.ts'

/**
 * Where the learner may go: each request is tried on a fork. What all of them have in common, the end of the open activity
 * with its rules and roll-up, is worked out once.
 */
export function lookAround(ledger: Ledger): LookAhead {
  const ahead = new Ahead(ledger)
  const root = entryOf(ahead, ledger.tree.root, true)
  const isShown = root.isShown && root.children.some(isChoosable)
  return { controls: controlsOf(ledger, ahead), contents: [{ ...root, isShown }] }
}

/** The whole course is offered as a choice only where there are others: alone it would be a way to lose one's place. */
const isChoosable = (entry: ContentsEntry): boolean =>
  (entry.isShown && entry.isAllowed) || entry.children.some(isChoosable)

const flowing = ['continue', 'previous'] as const
const leaving = ['exit', 'exitAll', 'abandon', 'abandonAll', 'suspendAll'] as const

function controlsOf(ledger: Ledger, ahead: Ahead): Readonly<Record<Control, ControlState>> {
  const { current } = ledger.state
  const isOpen = current !== undefined && trackingOf(ledger, current).isActive
  const hidden = isOpen ? activityOf(ledger, current).hideLmsUi : []
  const control = (to: Control, exception: string | undefined): [Control, ControlState] => [
    to,
    { isShown: !hidden.includes(to), ...verdict(exception) },
  ]
  return Object.fromEntries([
    ...flowing.map((to) => control(to, ahead.exceptionOf({ to }))),
    ...leaving.map((to) => control(to, overallSequencing(fork(ledger), { to }).exception)),
  ]) as Record<Control, ControlState>
}

function entryOf(ahead: Ahead, activity: string, isParentShown: boolean): ContentsEntry {
  const { ledger } = ahead
  const { title, isVisible, children } = activityOf(ledger, activity)
  const isHidden = hasPreConditionAction(ahead.ended, activity, 'hiddenFromChoice')
  const isInTree = isParentShown && !isHidden
  const available = availableChildren(ahead.ended, activity)
  const others = children.filter((child) => !available.includes(child))
  return {
    activity,
    title,
    isShown: isInTree && isVisible,
    ...verdict(ahead.exceptionOf({ to: 'choice', activity })),
    isCurrent: ledger.state.current === activity,
    children: [
      ...available.map((child) => entryOf(ahead, child, isInTree)),
      ...others.map((child) => entryOf(ahead, child, false)),
    ],
  }
}

const verdict = (exception: string | undefined): Omit<ControlState, 'isShown'> =>
  exception === undefined ? { isAllowed: true } : { isAllowed: false, refusal: { code: exception } }

/** The state of things as they are, and as they will be when the open activity has ended for another one. */
class Ahead {
  readonly ledger: Ledger
  readonly ended: Ledger
  readonly #termination: Termination
  #followed: { readonly exception: string | undefined } | undefined

  constructor(ledger: Ledger) {
    const { current } = ledger.state
    const isOpen = current !== undefined && trackingOf(ledger, current).isActive
    this.ledger = ledger
    this.ended = fork(ledger)
    this.#termination = isOpen ? terminationRequest(this.ended, 'exit') : {}
  }

  /** The code of the exception that the request would meet now. */
  exceptionOf(request: NavigationRequest): string | undefined {
    const navigation = navigationRequest(this.ledger, request)
    if (navigation.exception !== undefined) return navigation.exception
    const { sequencing } = navigation
    if (this.#isGranted(sequencing)) return undefined
    if (navigation.termination === undefined) return sequencingException(this.ended, sequencing)
    if (this.#termination.exception !== undefined) return this.#termination.exception
    const { following } = this.#termination
    if (following === undefined) return sequencingException(this.ended, sequencing)
    this.#followed ??= { exception: sequencingException(this.ended, following) }
    return this.#followed.exception
  }

  /**
   * In the conformant profile Continue is offered wherever flow is on, as the conformance test asks for, even if it will not
   * get through.
   */
  #isGranted({ request }: SequencingRequest): boolean {
    return request === 'continue' && this.ledger.tree.profile === 'conformant'
  }
}

function sequencingException(ledger: Ledger, sequencing: SequencingRequest): string | undefined {
  const trial = fork(ledger)
  const { delivery, endsSession, exception } = sequencingRequest(trial, sequencing)
  if (exception !== undefined || endsSession === true || delivery === undefined) return exception
  return deliveryRequest(trial, delivery)
}
