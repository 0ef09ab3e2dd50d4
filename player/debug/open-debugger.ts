import './debug.css'
import { browserStorage } from '../browser-storage.ts'
import { button, element, setAttributes } from '../page/element.ts'
import { icon } from '../page/icons.ts'
import { callHistory } from './call-history.ts'
import { callsTab } from './calls-tab.ts'
import type { DebugParts, DebugTab, DebugView, TabName } from './debug-source.ts'
import { debugTexts } from './debug-texts.ts'
import { dragSize } from './drag-size.ts'
import { exportSession } from './export-session.ts'
import { sequencingTab } from './sequencing-tab.ts'
import { simulateTab } from './simulate-tab.ts'
import { stateTab } from './state-tab.ts'
import { statementsTab } from './statements-tab.ts'
import { statementSource } from './trial-statements.ts'
import { verdictTab } from './verdict-tab.ts'

export interface Debugger {
  toggle(): void
  /** The language may have changed, or where the course stands. */
  update(): void
}

const drawMs = 120
const phonePx = 760
const placeKey = 'hocba.debugger'

/** The drawer beside a course that is tried out: what it calls, what becomes of it, and what may go wrong. */
export const openDebugger = (parts: DebugParts): Debugger => new Drawer(parts)

class Drawer implements Debugger {
  readonly #parts: DebugParts
  readonly #root = element('aside', { class: 'debugger' })
  readonly #tabs: readonly DebugTab[]
  readonly #view: DebugView
  #open: TabName = 'calls'
  #isBottom: boolean
  #language: string | undefined
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(parts: DebugParts) {
    this.#parts = parts
    const redraw = () => this.#drawSoon()
    const history = callHistory(parts.log, redraw)
    parts.notes.watch(redraw)
    const page = parts.page
    this.#view = {
      ...parts,
      history,
      statements: statementSource(parts, redraw),
      redraw,
      refreshTools: () => this.#refreshTools(),
      goTo: (tab, mark) => this.#goTo(tab, mark),
      get texts() {
        return debugTexts[page.language()]
      },
      get language() {
        return page.language()
      },
    }
    this.#tabs = [
      callsTab(),
      stateTab(),
      sequencingTab(),
      statementsTab(),
      verdictTab(),
      simulateTab(),
    ]
    this.#isBottom = browserStorage('localStorage')?.getItem(placeKey) === 'bottom'
    // On a phone it would cover the course.
    this.#root.hidden = innerWidth < phonePx
    document.addEventListener('keydown', (event) => this.#press(event))
    this.#place()
    this.#drawAll()
  }

  toggle(): void {
    this.#root.hidden = !this.#root.hidden
    if (this.#root.hidden) this.#parts.play.focus()
    else this.#drawAll()
  }

  update(): void {
    if (this.#language === this.#view.language) this.#drawSoon()
    else this.#drawAll()
  }

  #place(): void {
    const beside = this.#parts.host.querySelector(this.#isBottom ? '.stage' : '.middle')
    beside?.append(this.#root)
    this.#root.classList.toggle('is-bottom', this.#isBottom)
  }

  #drawAll(): void {
    this.#language = this.#view.language
    const { texts } = this.#view
    setAttributes(this.#root, { 'aria-label': texts.title })
    this.#root.replaceChildren(
      dragSize(this.#root, texts.resize),
      this.#head(),
      this.#tabList(),
      element('div', { class: 'debug-tools' }, ...(this.#tab().tools?.(this.#view) ?? [])),
      element('div', {
        class: 'debug-body',
        id: 'debug-body',
        role: 'tabpanel',
        tabindex: '0',
        'aria-label': texts.tabs[this.#open],
      }),
      this.#keyList(),
    )
    this.#draw()
  }

  #head(): HTMLElement {
    const { texts } = this.#view
    return element(
      'header',
      {},
      element('h2', {}, texts.title, element('kbd', {}, '`')),
      button({ kind: 'quiet', label: texts.export, onClick: () => void exportSession(this.#view) }),
      button({
        kind: 'icon',
        icon: icon('window'),
        label: this.#isBottom ? texts.side : texts.bottom,
        attributes: { class: 'button icon debug-place' },
        onClick: () => this.#move(),
      }),
      button({
        kind: 'icon',
        icon: icon('close'),
        label: texts.close,
        onClick: () => this.toggle(),
      }),
    )
  }

  #tabList(): HTMLElement {
    const { texts } = this.#view
    const tabs = this.#tabs.map(({ name }) => {
      const isOpen = name === this.#open
      const tab = element(
        'button',
        {
          type: 'button',
          role: 'tab',
          'aria-selected': String(isOpen),
          'aria-controls': 'debug-body',
          tabindex: isOpen ? '0' : '-1',
          'data-tab': name,
        },
        texts.tabs[name],
      )
      tab.addEventListener('click', () => this.#show(name))
      return tab
    })
    const list = element('div', { class: 'debug-tabs', role: 'tablist' }, ...tabs)
    list.addEventListener('keydown', ({ key }) => {
      const by = { ArrowRight: 1, ArrowLeft: -1 }[key]
      if (by === undefined) return
      const at = this.#tabs.indexOf(this.#tab()) + by + this.#tabs.length
      this.#show(this.#tabs[at % this.#tabs.length]!.name)
      this.#root.querySelector<HTMLElement>('[aria-selected="true"]')?.focus()
    })
    return list
  }

  #keyList(): HTMLElement {
    const { keysTitle, keys } = this.#view.texts
    return element(
      'footer',
      { class: 'debug-keys', 'aria-label': keysTitle },
      ...Object.entries(keys).map(([key, what]) =>
        element('span', {}, element('kbd', {}, key), ` ${what}`),
      ),
    )
  }

  /** Letters act wherever the player's page has the focus; typing is left alone, and so is the course. */
  #press(event: KeyboardEvent): void {
    const { key, target, altKey, ctrlKey, metaKey, isComposing } = event
    const isTyping = (target as Element | null)?.closest?.('input, textarea, select') != null
    if (this.#root.hidden || isTyping || altKey || ctrlKey || metaKey || isComposing) return
    if (document.querySelector('dialog[open]') !== null) return
    const calls = this.#tabs.find(({ name }) => name === 'calls')!
    const act = key === 'x' ? () => void exportSession(this.#view) : calls.keys?.(this.#view)[key]
    if (act === undefined) return
    event.preventDefault()
    if (key !== 'x' && this.#open !== 'calls') this.#show('calls')
    act()
  }

  #refreshTools(): void {
    const controls = () => [
      ...this.#root.querySelectorAll<HTMLElement>('.debug-tools :is(button, input)'),
    ]
    const focused = controls().indexOf(document.activeElement as HTMLElement)
    this.#drawAll()
    controls()[focused]?.focus()
  }

  #goTo(tab: TabName, mark: string): void {
    this.#tabs.find(({ name }) => name === tab)?.mark?.(mark)
    this.#show(tab)
    const marked = [...this.#root.querySelectorAll(`[data-mark="${CSS.escape(mark)}"]`)].at(-1)
    marked?.scrollIntoView({ block: 'center' })
    marked?.querySelector<HTMLElement>('summary, button')?.focus({ preventScroll: true })
  }

  #show(name: TabName): void {
    this.#open = name
    this.#drawAll()
  }

  #move(): void {
    this.#isBottom = !this.#isBottom
    browserStorage('localStorage')?.setItem(placeKey, this.#isBottom ? 'bottom' : 'side')
    this.#place()
    this.#drawAll()
  }

  #tab(): DebugTab {
    return this.#tabs.find(({ name }) => name === this.#open)!
  }

  #drawSoon(): void {
    if (this.#root.hidden) return
    this.#timer ??= setTimeout(() => this.#draw(), drawMs)
  }

  #draw(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const body = this.#root.querySelector('.debug-body')
    if (body === null || this.#root.hidden) return
    const tab = this.#tab()
    const isAtEnd = body.scrollTop + body.clientHeight > body.scrollHeight - 40
    const kept = body.scrollTop
    const focused = body.contains(document.activeElement)
      ? [...body.querySelectorAll('button, summary')].indexOf(document.activeElement!)
      : -1
    body.replaceChildren(tab.body(this.#view))
    body.scrollTop = tab.followsEnd && isAtEnd ? body.scrollHeight : kept
    const buttons = body.querySelectorAll<HTMLElement>('button, summary')
    if (focused >= 0) buttons[focused]?.focus()
  }
}
