import { button, element } from './element.ts'

export interface ToastOptions {
  readonly title: string
  readonly body?: string
  readonly action?: { readonly label: string; readonly onChoose: () => void }
  /** Time until `onEnd`, which the toast shows as a line that runs out. */
  readonly durationMs: number
  readonly onEnd?: () => void
}

/** A short notice at the foot of the page; the returned function takes it away without `onEnd`. */
export function showToast(options: ToastOptions): () => void {
  const { title, body, action, durationMs, onEnd } = options
  const line = element('span', { class: 'toast-line', 'aria-hidden': 'true' })
  const toast = element(
    'div',
    { class: 'toast', role: 'status' },
    element(
      'div',
      { class: 'toast-words' },
      element('strong', {}, title),
      body !== undefined && element('span', {}, body),
    ),
    action !== undefined &&
      button({
        kind: 'quiet',
        label: action.label,
        onClick: () => {
          take()
          action.onChoose()
        },
      }),
    onEnd !== undefined && line,
  )
  line.style.animationDuration = `${durationMs}ms`
  const timer = setTimeout(() => {
    take()
    onEnd?.()
  }, durationMs)
  const take = () => {
    clearTimeout(timer)
    toast.remove()
  }
  document.body.append(toast)
  return take
}
