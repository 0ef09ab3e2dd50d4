import { button, element } from './element.ts'
import { type IconName, icon } from './icons.ts'

export interface DialogAction {
  readonly label: string
  readonly isPrimary?: boolean
  readonly onChoose: () => void
}

export interface DialogOptions {
  readonly icon?: IconName
  readonly title: string
  readonly body: readonly (Node | string)[]
  readonly actions: readonly DialogAction[]
  /** What Escape does; without it the dialog stays until an action is chosen. */
  readonly onCancel?: () => void
}

/** Shows a modal dialog; the returned function closes it. */
export function showDialog(options: DialogOptions): () => void {
  const buttons = options.actions.map((action) =>
    button({
      kind: action.isPrimary ? 'primary' : 'plain',
      label: action.label,
      attributes: { autofocus: action.isPrimary },
      onClick: action.onChoose,
    }),
  )
  const titleId = 'dialog-title'
  const dialog = element(
    'dialog',
    { class: 'dialog', 'aria-labelledby': titleId },
    options.icon !== undefined && element('span', { class: 'badge' }, icon(options.icon)),
    element('h2', { id: titleId }, options.title),
    element(
      'div',
      { class: 'dialog-body' },
      ...options.body.map((part) => (typeof part === 'string' ? element('p', {}, part) : part)),
    ),
    element('div', { class: 'actions' }, ...buttons),
  )
  dialog.addEventListener('cancel', (event) => {
    event.preventDefault()
    options.onCancel?.()
  })
  document.body.append(dialog)
  dialog.showModal()
  return () => {
    dialog.close()
    dialog.remove()
  }
}
