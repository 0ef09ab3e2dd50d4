import type { Refusal } from '../src/runtime/index.ts'
import type { Texts } from './texts.ts'

/** What a refused request is about, as far as it is known. */
export interface RefusedRequest {
  readonly refusal: Refusal | undefined
  /** The attempts on the activity that was asked for are used up. */
  readonly isUsedUp?: boolean
  readonly titles: ReadonlyMap<string, string>
}

/**
 * Why something cannot be done now, as a sentence for learners. The codes are exceptions of the SN book's pseudo code
 * [SN Appendix C]; one sentence stands for all that mean the same to a learner.
 */
export function refusalText({ refusal, isUsedUp, titles }: RefusedRequest, texts: Texts): string {
  if (refusal?.code === 'prerequisites' || refusal?.missing?.length) {
    const missing = (refusal.missing ?? []).map((id) => titles.get(id) ?? id)
    return texts.lockedUntil(missing.join(', '))
  }
  if (isUsedUp) return texts.refusals.usedUp
  return texts.refusals[reasonOf(refusal?.code ?? '')]
}

export type RefusalReason = keyof Texts['refusals']

/** Whether the package keeps the activity itself shut, rather than this way of getting to it. */
export const isShut = ({ code }: Refusal): boolean => shutReasons.has(reasonOf(code))

const shutReasons: ReadonlySet<RefusalReason> = new Set(['notYet', 'inOrder'])

function reasonOf(code: string): RefusalReason {
  return reasons[code.trim()] ?? (code.startsWith('TB.2.3') ? 'alreadyEnded' : 'other')
}

const reasons: Readonly<Record<string, RefusalReason>> = {
  prerequisites: 'notYet',
  // Nothing before, nothing after.
  'NB.2.1-6': 'noPrevious',
  'SB.2.1-3': 'noPrevious',
  'SB.2.1-1': 'noNext',
  // The package allows no steps, or no way back.
  'NB.2.1-4': 'noSteps',
  'SB.2.2-1': 'noSteps',
  'SB.2.7-2': 'noSteps',
  'SB.2.8-2': 'noSteps',
  'NB.2.1-5': 'onlyForward',
  'SB.2.1-4': 'onlyForward',
  'SB.2.4-2': 'onlyForward',
  // The package allows no choice here.
  'NB.2.1-10': 'noChoice',
  'SB.2.9-4': 'noChoice',
  'NB.2.1-8': 'finishFirst',
  'SB.2.9-7': 'finishFirst',
  // A rule, a limit or a condition keeps the activity shut.
  'SB.2.2-2': 'notYet',
  'SB.2.9-3': 'notYet',
  'DB.1.1-3': 'notYet',
  'SB.2.9-6': 'inOrder',
  'SB.2.9-8': 'inOrder',
  'SB.2.9-9': 'inOrder',
  'SB.2.4-1': 'inOrder',
  // There is nothing in it that could be shown.
  'SB.2.1-2': 'nothingInside',
  'SB.2.4-3': 'nothingInside',
  'SB.2.9-1': 'nothingInside',
  'SB.2.9-2': 'nothingInside',
  'SB.2.9-5': 'nothingInside',
  'NB.2.1-9': 'nothingInside',
  'NB.2.1-11': 'nothingInside',
  'DB.1.1-1': 'nothingInside',
  'DB.1.1-2': 'nothingInside',
  'NB.2.1-2': 'alreadyEnded',
  'NB.2.1-12': 'alreadyEnded',
}
