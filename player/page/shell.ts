import type { ContentsView } from './contents.ts'
import { button, element, setText } from './element.ts'
import type { LogPanel } from './log-panel.ts'
import { sidebar } from './sidebar.ts'
import { type TopBarActions, type TopBarView, topBar } from './top-bar.ts'

/** The player's page: bar, table of contents, the place of the course, and pages that stand in front of it. */
export interface Shell {
  /** Where the course's frame goes. It never moves, since a moved frame loads again. */
  readonly frameHost: HTMLElement
  /** `course` is given if the table of contents is to be seen. */
  update(bar: Omit<TopBarView, 'isContentsOpen'>, course: ContentsView | undefined): void
  /** Shows a page instead of the frame; undefined shows the frame. */
  showPage(page: HTMLElement | undefined): void
  toggleContents(): void
  announce(text: string): void
}

export interface ShellActions extends Omit<TopBarActions, 'onContents'> {
  readonly onOpen: (activity: string) => void
  readonly onSkip: () => void
  /** Something in the shell changed that the bar shows. */
  readonly onChange: () => void
}

export function openShell(root: HTMLElement, actions: ShellActions, log: LogPanel): Shell {
  const side = sidebar(actions)
  const bar = topBar({ ...actions, onContents: () => side.toggle() })
  const frameHost = element('div', { class: 'frame-host' })
  const pageHost = element('div', { class: 'page-host', hidden: true })
  const skip = button({
    kind: 'primary',
    label: '',
    attributes: { class: 'button primary skip' },
    onClick: actions.onSkip,
  })
  const stage = element('main', { class: 'stage' }, frameHost, pageHost, log.root)
  const middle = element('div', { class: 'middle' }, ...side.parts, stage)
  const announced = element('p', { class: 'for-screen-readers', 'aria-live': 'polite' })
  root.replaceChildren(skip, bar.root, middle, bar.foot, announced)
  return {
    frameHost,
    update(view, course) {
      side.update(course)
      bar.update({ ...view, isContentsOpen: side.isOpen() })
      setText(skip.querySelector('span')!, view.texts.toCourse)
      log.update(view.texts)
    },
    showPage(page) {
      pageHost.hidden = page === undefined
      frameHost.hidden = page !== undefined
      pageHost.replaceChildren(...(page === undefined ? [] : [page]))
    },
    toggleContents: () => side.toggle(),
    announce: (text) => setText(announced, text),
  }
}
