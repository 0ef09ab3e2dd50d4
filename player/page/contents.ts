import type { Activity, Attempt, Course, Engine } from '../../src/runtime/index.ts'
import type { Texts } from '../texts.ts'
import { element, setText } from './element.ts'
import { type Sign, signIcon } from './icons.ts'

export interface ContentsView {
  readonly course: Course
  readonly engine: Engine
  readonly attempt: Attempt
  readonly current: string | undefined
  readonly texts: Texts
}

export interface Contents {
  readonly root: HTMLElement
  update(view: ContentsView): void
  focusCurrent(): void
}

/** What the table of contents says about one activity. */
export interface ContentsRow {
  readonly activity: Activity
  readonly sign: Sign
  /** The sign in words. */
  readonly state: string
  /** Titles of what must be done first. */
  readonly reason?: string
  readonly isOpenable: boolean
}

export function rowOf(view: Omit<ContentsView, 'current'>, activity: Activity): ContentsRow {
  const { engine, course, attempt, texts } = view
  const { completion, success } = engine.activityProgress(course, attempt, activity.id)
  const admission = engine.admission(course, attempt, activity.id)
  const isOpenable = activity.kind !== 'cluster' && activity.href !== undefined
  const sign = signOf(completion, success)
  const state = success === 'unknown' ? texts.completion[completion] : texts.success[success]
  if (admission.admitted) return { activity, sign, state, isOpenable }
  const titles = admission.missing.map((id) => titleOf(course.activities, id) ?? id).join(', ')
  return {
    activity,
    sign: sign === 'untouched' ? 'locked' : sign,
    state: texts.locked,
    reason: texts.lockedUntil(titles),
    isOpenable: false,
  }
}

function signOf(completion: string, success: string): Sign {
  if (success === 'failed') return 'failed'
  if (completion === 'completed' || success === 'passed') return 'done'
  return completion === 'incomplete' ? 'begun' : 'untouched'
}

function titleOf(activities: readonly Activity[], id: string): string | undefined {
  for (const activity of activities) {
    if (activity.id === id) return activity.title
    const inside = titleOf(activity.children, id)
    if (inside !== undefined) return inside
  }
  return undefined
}

/** The course as a tree: arrows move, Enter opens; clusters are headings that stay unfolded. */
export function contents(onOpen: (activity: string) => void): Contents {
  const tree = element('ul', { class: 'tree', role: 'tree' })
  const summary = element('p', { class: 'contents-summary' })
  const root = element('div', { class: 'contents-body' }, summary, tree)
  let shown = ''

  const items = () => [...tree.querySelectorAll<HTMLElement>('[role="treeitem"]')]
  const choose = (item: Element | null | undefined) => {
    const id = item?.getAttribute('data-activity')
    const isDisabled = item?.getAttribute('aria-disabled') === 'true'
    if (typeof id === 'string' && !isDisabled) onOpen(id)
  }
  tree.addEventListener('click', (event) => {
    choose((event.target as Element).closest('[role="treeitem"]'))
  })
  tree.addEventListener('keydown', (event) => moveByKey(event, items(), choose))

  return {
    root,
    update(view) {
      const key = keyOf(view)
      if (key === shown) return
      shown = key
      const hadFocus = tree.contains(document.activeElement)
      tree.setAttribute('aria-label', view.texts.contents)
      tree.replaceChildren(...itemsOf(view, view.course.activities, 1))
      const { done, all } = countDone(view)
      setText(summary, view.texts.done(done, all))
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
function keyOf(view: ContentsView): string {
  const rows = visibleOf(view.course.activities).map((activity) => {
    const { sign, state, reason } = rowOf(view, activity)
    return `${activity.id} ${sign} ${state} ${reason ?? ''}`
  })
  return `${view.texts.contents} ${view.current} ${rows.join('|')}`
}

const visibleOf = (activities: readonly Activity[]): Activity[] =>
  activities.flatMap((activity) =>
    activity.isVisible ? [activity, ...visibleOf(activity.children)] : [],
  )

function countDone(view: ContentsView): { done: number; all: number } {
  const playable = visibleOf(view.course.activities).filter(({ kind }) => kind !== 'cluster')
  const done = playable.filter((activity) => {
    const { engine, course, attempt } = view
    return engine.activityProgress(course, attempt, activity.id).completion === 'completed'
  })
  return { done: done.length, all: playable.length }
}

function itemsOf(
  view: ContentsView,
  activities: readonly Activity[],
  level: number,
): HTMLElement[] {
  return activities
    .filter((activity) => activity.isVisible)
    .map((activity) => itemOf(view, activity, level))
}

function itemOf(view: ContentsView, activity: Activity, level: number): HTMLElement {
  const row = rowOf(view, activity)
  const isCluster = activity.kind === 'cluster'
  const isCurrent = activity.id === view.current
  const about = row.reason ?? (isCurrent ? `${view.texts.current} · ${row.state}` : row.state)
  const label = element(
    'span',
    { class: 'tree-row' },
    signIcon(row.sign),
    element(
      'span',
      { class: 'tree-words' },
      element('span', { class: 'tree-title' }, activity.title),
      element('span', { class: 'tree-state' }, about),
    ),
  )
  return element(
    'li',
    {
      role: 'treeitem',
      class: isCluster ? 'cluster' : 'leaf',
      tabindex: '-1',
      'data-activity': activity.id,
      'aria-level': String(level),
      'aria-label': `${activity.title}, ${about}`,
      'aria-current': isCurrent && 'true',
      'aria-expanded': isCluster && 'true',
      'aria-disabled': !row.isOpenable && 'true',
    },
    label,
    isCluster && element('ul', { role: 'group' }, ...itemsOf(view, activity.children, level + 1)),
  )
}

function moveByKey(
  event: KeyboardEvent,
  items: readonly HTMLElement[],
  choose: (item: Element) => void,
): void {
  const at = items.indexOf(document.activeElement as HTMLElement)
  if (at === -1 || event.altKey || event.ctrlKey || event.metaKey) return
  const parent = items[at]?.parentElement?.closest<HTMLElement>('[role="treeitem"]')
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
