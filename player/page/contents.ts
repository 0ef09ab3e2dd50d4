import { type ContentsRow, type CourseView, lessonsOf } from '../course-view.ts'
import { isShut, refusalText } from '../refusal-text.ts'
import type { Texts } from '../texts.ts'
import { element, setText } from './element.ts'
import { type Sign, signIcon } from './icons.ts'

export interface ContentsView {
  readonly view: CourseView
  readonly texts: Texts
}

export interface Contents {
  readonly root: HTMLElement
  update(view: ContentsView): void
  focusCurrent(): void
}

/** What the table of contents says about one row. */
export interface RowWords {
  readonly sign: Sign
  /** The sign in words. */
  readonly state: string
  /** Why the row is shut; absent for rows that are only not to be chosen from here. */
  readonly reason?: string
  /** The reason where there is little room. */
  readonly shortReason?: string
}

export function wordsOf(row: ContentsRow, { view, texts }: ContentsView): RowWords {
  const { completion, success, refusal, isUsedUp } = row
  const sign = signOf(completion, success)
  const state = success === 'unknown' ? texts.completion[completion] : texts.success[success]
  if (row.isAllowed || refusal === undefined || (!isShut(refusal) && !isUsedUp)) {
    return { sign, state }
  }
  const reason = refusalText({ refusal, isUsedUp, titles: view.titles }, texts)
  const isSpecific = isUsedUp || refusal.missing !== undefined
  return {
    sign: sign === 'untouched' ? 'locked' : sign,
    state,
    reason,
    shortReason: isSpecific
      ? reason
      : sign === 'untouched'
        ? texts.shut
        : `${state} · ${texts.shut}`,
  }
}

function signOf(completion: string, success: string): Sign {
  if (success === 'failed') return 'failed'
  if (completion === 'completed' || success === 'passed') return 'done'
  return completion === 'incomplete' ? 'begun' : 'untouched'
}

/** The course as a tree: arrows move, Enter opens; clusters stay unfolded, and open what the course puts first in them. */
export function contents(onOpen: (activity: string) => void): Contents {
  const tree = element('ul', { class: 'tree', role: 'tree' })
  const summary = element('p', { class: 'contents-summary' })
  const root = element('div', { class: 'contents-body' }, summary, tree)
  let shown = ''

  const items = () => [...tree.querySelectorAll<HTMLElement>('[role="treeitem"]')]
  const choose = (item: Element | null | undefined) => {
    const id = item?.getAttribute('data-activity')
    const isExplained = item?.hasAttribute('data-explained')
    if (typeof id === 'string' && !isExplained) onOpen(id)
  }
  tree.addEventListener('click', (event) => {
    choose((event.target as Element).closest('[role="treeitem"]'))
  })
  tree.addEventListener('keydown', (event) => moveByKey(event, items(), choose))

  return {
    root,
    update(next) {
      const key = keyOf(next)
      if (key === shown) return
      shown = key
      const hadFocus = tree.contains(document.activeElement)
      tree.setAttribute('aria-label', next.texts.contents)
      tree.replaceChildren(...next.view.rows.map((row) => itemOf(next, row, 1)))
      const { done, all } = countDone(next.view)
      setText(summary, next.texts.done(done, all))
      const current = tree.querySelector<HTMLElement>('[aria-current]') ?? items()[0]
      current?.setAttribute('tabindex', '0')
      if (hadFocus) current?.focus()
    },
    focusCurrent() {
      const current = tree.querySelector<HTMLElement>('[tabindex="0"]')
      current?.focus()
      current?.scrollIntoView({ block: 'nearest' })
    },
  }
}

/** Changes whenever the tree would look different. */
function keyOf(shown: ContentsView): string {
  const rowKey = (row: ContentsRow): string => {
    const { sign, state, reason = '' } = wordsOf(row, shown)
    const { activity, isAllowed, isCurrent, children } = row
    return `${activity} ${sign} ${state} ${reason} ${isAllowed} ${isCurrent} [${children.map(rowKey)}]`
  }
  return `${shown.texts.contents} ${shown.view.rows.map(rowKey).join('|')}`
}

function countDone({ rows }: CourseView): { done: number; all: number } {
  const lessons = lessonsOf(rows)
  const done = lessons.filter(({ completion }) => completion === 'completed')
  return { done: done.length, all: lessons.length }
}

function itemOf(shown: ContentsView, row: ContentsRow, level: number): HTMLElement {
  const { sign, state, reason, shortReason } = wordsOf(row, shown)
  const isFolder = row.kind !== 'lesson'
  const about = reason ?? (row.isCurrent ? `${shown.texts.current} · ${state}` : state)
  const label = element(
    'span',
    { class: 'tree-row' },
    signIcon(sign),
    element(
      'span',
      { class: 'tree-words' },
      element('span', { class: 'tree-title' }, row.title),
      // Two words to whoever reads the text of the row.
      ' ',
      element('span', { class: 'tree-state' }, shortReason ?? about),
    ),
  )
  const inside = row.children.map((child) => itemOf(shown, child, level + 1))
  const item = element(
    'div',
    {
      role: 'treeitem',
      class: isFolder ? `cluster ${row.kind}` : 'leaf',
      tabindex: '-1',
      'data-activity': row.activity,
      'aria-level': String(level),
      'aria-label': [row.title, shortReason, about].filter(Boolean).join(', '),
      'aria-current': row.isCurrent && 'true',
      'aria-expanded': isFolder && 'true',
      'aria-disabled': !row.isAllowed && 'true',
      // It says itself why it is shut; the player is asked about the others.
      'data-explained': reason !== undefined,
    },
    label,
  )
  if (!isFolder) return element('li', { role: 'none' }, item)
  // Beside its group, not around it: what is true of a cluster, e.g. that it cannot be chosen, is not true of its lessons.
  const id = `inside-${row.activity}`
  item.setAttribute('aria-owns', id)
  return element('li', { role: 'none' }, item, element('ul', { role: 'group', id }, ...inside))
}

function moveByKey(
  event: KeyboardEvent,
  items: readonly HTMLElement[],
  choose: (item: Element) => void,
): void {
  const at = items.indexOf(document.activeElement as HTMLElement)
  if (at === -1 || event.altKey || event.ctrlKey || event.metaKey) return
  const parent = items[at]?.closest('[role="group"]')?.previousElementSibling as HTMLElement | null
  const targets: Readonly<Record<string, HTMLElement | null | undefined>> = {
    ArrowDown: items[at + 1],
    ArrowUp: items[at - 1],
    ArrowRight: items[at + 1],
    ArrowLeft: parent,
    Home: items[0],
    End: items.at(-1),
  }
  if (event.key === 'Enter' || event.key === ' ') choose(items[at]!)
  else if (!(event.key in targets)) return
  event.preventDefault()
  const target = targets[event.key]
  if (!target) return
  items[at]?.setAttribute('tabindex', '-1')
  target.setAttribute('tabindex', '0')
  target.focus()
}
