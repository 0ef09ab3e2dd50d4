import type { NavigationRequest } from '../src/runtime/index.ts'
import type { AfterFinish } from './after-finish.ts'
import { showToast } from './page/toast.ts'
import type { Texts } from './texts.ts'

export interface FinishActions {
  readonly onRequest: (request: NavigationRequest) => void
  readonly onGo: (request: NavigationRequest) => void
  readonly onLeave: () => void
  readonly onStay: () => void
}

const nextMs = 2_000
const summaryMs = 1_500
const chooseMs = 12_000

/** Tells the learner what follows a Finish, and lets it follow; the returned function calls it off. */
export function announceFinish(
  follows: AfterFinish,
  texts: Texts,
  { onRequest, onGo, onLeave, onStay }: FinishActions,
): () => void {
  const title = texts.finished
  const stay = { label: texts.stay, onChoose: onStay }
  switch (follows.go) {
    case 'request': {
      // The course's script ends first.
      const timer = setTimeout(() => onRequest(follows.request))
      return () => clearTimeout(timer)
    }
    case 'next': {
      const { id, title: next } = follows.activity
      const onEnd = () => onGo({ to: 'choice', activity: id })
      const body = texts.toNext(next)
      return showToast({ title, body, action: stay, durationMs: nextMs, onEnd })
    }
    case 'summary': {
      const body = texts.toSummary
      return showToast({ title, body, action: stay, durationMs: summaryMs, onEnd: onLeave })
    }
    case 'choose': {
      const next = { label: texts.next, onChoose: () => onGo({ to: 'continue' }) }
      const body = follows.next ? texts.nextOf(follows.next.title) : texts.chooseNext
      const action = follows.next ? { action: next } : {}
      return showToast({ title, body, durationMs: chooseMs, ...action })
    }
  }
}
