import type { Texts } from '../texts.ts'
import { button, element } from './element.ts'
import { type IconName, icon } from './icons.ts'

export interface Notice {
  readonly icon: IconName
  readonly title: string
  readonly body: string
  /** Shown to be copied for those who help: a request id, a file's path. */
  readonly code?: { readonly label: string; readonly value: string }
  readonly actions?: readonly {
    readonly label: string
    readonly isPrimary?: boolean
    readonly onChoose: () => void
  }[]
}

/** A page instead of the course: what happened, and what the learner can do. */
export function noticePage(notice: Notice, texts: Texts): HTMLElement {
  const actions = (notice.actions ?? []).map((action) =>
    button({
      kind: action.isPrimary ? 'primary' : 'plain',
      label: action.label,
      onClick: action.onChoose,
    }),
  )
  return element(
    'section',
    { class: 'card notice', role: 'alert' },
    element('span', { class: 'badge' }, icon(notice.icon)),
    element('h2', {}, notice.title),
    element('p', {}, notice.body),
    notice.code && codeLine(notice.code, texts),
    actions.length > 0 && element('div', { class: 'actions' }, ...actions),
  )
}

function codeLine(code: { label: string; value: string }, texts: Texts): HTMLElement {
  const copy = button({
    kind: 'quiet',
    label: texts.copy,
    onClick: () => {
      void navigator.clipboard?.writeText(code.value).then(() => {
        copy.querySelector('span')!.textContent = texts.copied
      })
    },
  })
  return element(
    'p',
    { class: 'code-line' },
    `${code.label}: `,
    element('code', {}, code.value),
    navigator.clipboard !== undefined && copy,
  )
}

/** A page that waits. */
export const waitingPage = (text: string): HTMLElement =>
  element(
    'section',
    { class: 'waiting', role: 'status' },
    element('span', { class: 'spinner', 'aria-hidden': 'true' }),
    element('p', {}, text),
  )
