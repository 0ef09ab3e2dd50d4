import { type ContentsView, contents } from './contents.ts'
import { button, element, nameButton, setText } from './element.ts'
import { icon } from './icons.ts'
import type { LogPanel } from './log-panel.ts'
import { type TopBarActions, type TopBarView, topBar } from './top-bar.ts'

/** The player's page: bar, table of contents, the place of the course, and pages that stand in front of it. */
export interface Shell {
  /** Where the course's frame goes. It never moves, since a moved frame loads again. */
  readonly frameHost: HTMLElement
  update(bar: TopBarView, course: ContentsView | undefined): void
  /** Shows a page instead of the frame; undefined shows the frame. */
  showPage(page: HTMLElement | undefined): void
  /** The page that is shown instead of the frame. */
  page(): HTMLElement | undefined
  isContentsOpen(): boolean
  toggleContents(isOpen?: boolean): void
  /** Whether the table of contents lies over the course, as on a phone. */
  isNarrow(): boolean
}

export interface ShellActions extends Omit<TopBarActions, 'onContents'> {
  readonly onOpen: (activity: string) => void
  readonly onSkip: () => void
  /** Something in the shell changed that the bar shows. */
  readonly onChange: () => void
}

export function openShell(root: HTMLElement, actions: ShellActions, log: LogPanel): Shell {
  const narrow = matchMedia('(max-width: 760px)')
  const bar = topBar({ ...actions, onContents: () => shell.toggleContents() })
  const tree = contents((activity) => {
    if (narrow.matches) shell.toggleContents(false)
    actions.onOpen(activity)
  })
  const heading = element('h2', {})
  const close = button({
    kind: 'icon',
    icon: icon('close'),
    label: '',
    onClick: () => shell.toggleContents(false),
  })
  const aside = element(
    'aside',
    { class: 'contents', hidden: true },
    element('header', {}, heading, close),
    tree.root,
  )
  const scrim = element('div', { class: 'scrim', hidden: true })
  scrim.addEventListener('click', () => shell.toggleContents(false))
  const frameHost = element('div', { class: 'frame-host' })
  const pageHost = element('div', { class: 'page-host', hidden: true })
  const skip = button({
    kind: 'primary',
    label: '',
    attributes: { class: 'skip' },
    onClick: actions.onSkip,
  })
  const stage = element('main', { class: 'stage' }, frameHost, pageHost, log.root)
  root.replaceChildren(
    skip,
    bar.root,
    element('div', { class: 'middle' }, aside, scrim, stage),
    bar.foot,
  )
  let isWanted = !narrow.matches
  let hasContents = false
  const arrange = () => {
    aside.hidden = !(hasContents && isWanted)
    scrim.hidden = aside.hidden || !narrow.matches
  }
  aside.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && narrow.matches) shell.toggleContents(false)
  })
  narrow.addEventListener('change', () => shell.toggleContents(!narrow.matches))

  const shell: Shell = {
    frameHost,
    update(view, course) {
      hasContents = view.hasContents
      arrange()
      bar.update({ ...view, isContentsOpen: !aside.hidden })
      setText(heading, view.texts.contents)
      nameButton(close, view.texts.hideContents)
      setText(skip.querySelector('span')!, view.texts.toCourse)
      if (course !== undefined && hasContents) tree.update(course)
      log.update(view.texts)
    },
    showPage(page) {
      pageHost.hidden = page === undefined
      frameHost.hidden = page !== undefined
      if (page === undefined) pageHost.replaceChildren()
      else if (pageHost.firstElementChild !== page) pageHost.replaceChildren(page)
    },
    page: () => (pageHost.firstElementChild as HTMLElement | null) ?? undefined,
    isContentsOpen: () => !aside.hidden,
    toggleContents(isOpen = aside.hidden === true) {
      isWanted = isOpen
      arrange()
      actions.onChange()
      if (isOpen && !aside.hidden && document.hasFocus()) tree.focusCurrent()
    },
    isNarrow: () => narrow.matches,
  }
  return shell
}
