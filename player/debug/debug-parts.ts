import { button, element } from '../page/element.ts'
import type { DebugTexts } from './debug-texts.ts'

interface Row {
  readonly look?: string | undefined
  /** Names the row, for links to it. */
  readonly mark?: string
  readonly cells: readonly (string | Node)[]
}

export function tableOf(heads: readonly string[], rows: readonly Row[], look = ''): HTMLElement {
  return element(
    'table',
    { class: `debug-table ${look}` },
    element('thead', {}, element('tr', {}, ...heads.map(headOf))),
    element(
      'tbody',
      {},
      ...rows.map(({ look, mark, cells }) =>
        element(
          'tr',
          { class: look, 'data-mark': mark },
          ...cells.map((cell) => element('td', {}, cell)),
        ),
      ),
    ),
  )
}

/** A column whose cells speak for themselves has no head. */
const headOf = (head: string): HTMLElement =>
  head === '' ? element('td') : element('th', { scope: 'col' }, head)

export function checkbox(
  label: string,
  isOn: boolean,
  onChange: (isOn: boolean) => void,
): HTMLElement {
  const box = element('input', { type: 'checkbox' })
  box.checked = isOn
  box.addEventListener('change', () => onChange(box.checked))
  return element('label', { class: 'debug-check' }, box, label)
}

/** A message with a list of what belongs to it. */
export const notice = (
  title: string,
  lines: readonly string[],
  tone: 'bad' | 'neutral',
): HTMLElement =>
  element(
    'div',
    { class: `debug-notice is-${tone}`, role: 'status' },
    element('strong', {}, title),
    element('ul', {}, ...lines.map((line) => element('li', {}, line))),
  )

export function copyText(texts: DebugTexts, read: () => string): HTMLElement {
  const copy = button({
    kind: 'quiet',
    label: texts.copy,
    onClick: () => {
      // Without a secure context there is no clipboard; the export is a file.
      void navigator.clipboard?.writeText(read()).then(() => {
        copy.textContent = texts.copied
      })
    },
  })
  return copy
}

export const section = (title: string, ...children: readonly Node[]): HTMLElement =>
  element('section', { class: 'debug-section' }, element('h3', {}, title), ...children)
