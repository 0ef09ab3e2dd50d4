import { type ContentsView, contents } from './contents.ts'
import { button, element, nameButton, setText } from './element.ts'
import { icon } from './icons.ts'

/** The table of contents beside the course, or over it on a narrow page. */
export interface Sidebar {
  readonly parts: readonly HTMLElement[]
  isOpen(): boolean
  toggle(isOpen?: boolean): void
  /** `course` is absent where there is nothing to choose from: the sidebar then stays away. */
  update(course: ContentsView | undefined): void
}

export interface SidebarOptions {
  readonly onOpen: (activity: string) => void
  readonly onChange: () => void
}

export function sidebar({ onOpen, onChange }: SidebarOptions): Sidebar {
  const narrow = matchMedia('(max-width: 760px)')
  const tree = contents((activity) => {
    if (narrow.matches) toggle(false)
    onOpen(activity)
  })
  const heading = element('h2', {})
  const close = button({
    kind: 'icon',
    icon: icon('close'),
    label: '',
    onClick: () => toggle(false),
  })
  const head = element('header', {}, heading, close)
  const aside = element('aside', { class: 'contents', hidden: true }, head, tree.root)
  const scrim = element('div', { class: 'scrim', hidden: true })
  let isWanted = !narrow.matches
  let hasContents = false

  const isOpen = () => hasContents && isWanted
  const arrange = () => {
    aside.hidden = !isOpen()
    scrim.hidden = !isOpen() || !narrow.matches
  }
  const toggle = (wanted = !isOpen()) => {
    isWanted = wanted
    arrange()
    onChange()
    if (isOpen() && document.hasFocus()) tree.focusCurrent()
  }
  scrim.addEventListener('click', () => toggle(false))
  aside.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && narrow.matches) toggle(false)
  })
  narrow.addEventListener('change', () => toggle(!narrow.matches))
  return {
    parts: [aside, scrim],
    isOpen,
    toggle,
    update(course) {
      hasContents = course !== undefined
      arrange()
      if (course === undefined) return
      setText(heading, course.texts.contents)
      nameButton(close, course.texts.hideContents)
      tree.update(course)
    },
  }
}
