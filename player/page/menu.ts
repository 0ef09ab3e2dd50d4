import { button, element, nameButton, setAttributes } from './element.ts'
import { type IconName, icon } from './icons.ts'

export interface MenuItem {
  /** Stable name, for tests and styles. */
  readonly name: string
  readonly icon: IconName
  readonly label: string
  /** A second line: what it does. */
  readonly about?: string
  readonly onChoose: () => void
}

export interface Menu {
  readonly root: HTMLElement
  update(label: string, items: readonly MenuItem[]): void
}

/** A button that opens a list of actions [WAI-ARIA menu button]: arrows move, Escape closes. Hidden without actions. */
export function menu(): Menu {
  const list = element('ul', { class: 'menu-list', role: 'menu', hidden: true })
  const toggle = button({
    kind: 'icon',
    icon: icon('more'),
    label: '',
    attributes: { 'aria-haspopup': 'menu', 'aria-expanded': 'false' },
    onClick: () => show(list.hidden === true),
  })
  const root = element('div', { class: 'menu' }, toggle, list)
  let shown = ''

  const items = () => [...list.querySelectorAll<HTMLElement>('[role="menuitem"]')]
  const show = (isOpen: boolean) => {
    list.hidden = !isOpen
    setAttributes(toggle, { 'aria-expanded': String(isOpen) })
    if (isOpen) items()[0]?.focus()
  }
  root.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !list.hidden) {
      show(false)
      toggle.focus()
    } else if (!list.hidden) moveFocus(event, items())
  })
  root.addEventListener('focusout', ({ relatedTarget }) => {
    if (!root.contains(relatedTarget as Node | null)) show(false)
  })
  // A click into the course's frame takes the focus without a word to this document.
  addEventListener('blur', () => show(false))

  return {
    root,
    update(label, actions) {
      nameButton(toggle, label)
      list.setAttribute('aria-label', label)
      root.hidden = actions.length === 0
      const key = actions.map(({ name, label, about }) => `${name} ${label} ${about}`).join('|')
      if (key === shown) return
      shown = key
      list.replaceChildren(...actions.map((action) => itemOf(action, () => show(false))))
    },
  }
}

function itemOf(action: MenuItem, onChosen: () => void): HTMLElement {
  const item = element(
    'button',
    {
      type: 'button',
      role: 'menuitem',
      class: 'menu-item',
      tabindex: '-1',
      'data-control': action.name,
    },
    icon(action.icon),
    element(
      'span',
      { class: 'menu-words' },
      element('span', {}, action.label),
      action.about !== undefined && element('span', { class: 'menu-about' }, action.about),
    ),
  )
  item.addEventListener('click', () => {
    onChosen()
    action.onChoose()
  })
  return element('li', { role: 'none' }, item)
}

function moveFocus(event: KeyboardEvent, items: readonly HTMLElement[]): void {
  const at = items.indexOf(document.activeElement as HTMLElement)
  const to: Readonly<Record<string, HTMLElement | undefined>> = {
    ArrowDown: items[(at + 1) % items.length],
    ArrowUp: items[(at - 1 + items.length) % items.length],
    Home: items[0],
    End: items.at(-1),
  }
  if (!(event.key in to)) return
  event.preventDefault()
  to[event.key]?.focus()
}
