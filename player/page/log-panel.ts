import type { CallLog, LogLine } from '../call-log.ts'
import { formatInstant } from '../format.ts'
import type { Texts } from '../texts.ts'
import { button, element } from './element.ts'
import { icon } from './icons.ts'

export interface LogPanel {
  readonly root: HTMLElement
  isOpen(): boolean
  toggle(): void
  update(texts: Texts): void
}

/** The calls of the course as a table, for whoever wants to know what it did; opened with the key ` */
export function logPanel(log: CallLog, onClose: () => void): LogPanel {
  const root = element('section', { class: 'log-panel', hidden: true })
  let texts: Texts | undefined
  let isDue = false

  const draw = () => {
    isDue = false
    if (root.hidden || texts === undefined) return
    const scroller = root.querySelector('.log-lines')
    const isAtEnd =
      scroller === null || scroller.scrollTop + scroller.clientHeight > scroller.scrollHeight - 40
    const kept = scroller?.scrollTop ?? 0
    root.replaceChildren(headOf(texts, log, onClose), linesOf(log.lines(), texts))
    root.setAttribute('aria-label', texts.log)
    const drawn = root.querySelector('.log-lines')!
    drawn.scrollTop = isAtEnd ? drawn.scrollHeight : kept
  }
  const drawSoon = () => {
    if (isDue || root.hidden) return
    isDue = true
    setTimeout(draw, 100)
  }
  log.watch(drawSoon)
  return {
    root,
    isOpen: () => !root.hidden,
    toggle() {
      root.hidden = !root.hidden
      draw()
    },
    update(next) {
      if (next === texts) return
      texts = next
      draw()
    },
  }
}

function headOf(texts: Texts, log: CallLog, onClose: () => void): HTMLElement {
  return element(
    'header',
    {},
    element('h2', {}, texts.log, element('kbd', {}, '`')),
    button({ kind: 'quiet', label: texts.logClear, onClick: () => log.clear() }),
    button({ kind: 'icon', icon: icon('close'), label: texts.close, onClick: onClose }),
  )
}

function linesOf(lines: readonly LogLine[], texts: Texts): HTMLElement {
  const heads = [
    texts.logTime,
    texts.logFunction,
    texts.logArguments,
    texts.logResult,
    texts.logError,
  ]
  const table = element(
    'table',
    {},
    element(
      'thead',
      {},
      element('tr', {}, ...heads.map((head) => element('th', { scope: 'col' }, head))),
    ),
    element('tbody', {}, ...lines.map(rowOf)),
  )
  return element(
    'div',
    { class: 'log-lines', tabindex: '0' },
    lines.length === 0 ? element('p', { class: 'hint' }, texts.logEmpty) : table,
  )
}

function rowOf(line: LogLine): HTMLElement {
  const { at, name, args, result, error = '', diagnostic = '' } = line
  const isError = error !== '' && error !== '0'
  const isPlayer = result === undefined
  const quoted = isPlayer ? args.join(' ') : args.map((arg) => JSON.stringify(arg)).join(', ')
  const cells = [
    formatInstant(at),
    name,
    quoted,
    result === undefined ? '' : JSON.stringify(result),
  ]
  return element(
    'tr',
    { class: isError ? 'is-error' : isPlayer ? 'is-player' : undefined },
    ...cells.map((cell) =>
      element('td', { title: cell.length > 60 && cell }, cell.slice(0, 2_000)),
    ),
    element('td', {}, isError ? `${error} ${diagnostic}` : error),
  )
}
