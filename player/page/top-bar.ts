import { formatClock } from '../format.ts'
import type { SavedState } from '../journal.ts'
import type { Language, Texts } from '../texts.ts'
import { button, element, nameButton, setAttributes, setText } from './element.ts'
import { type IconName, icon } from './icons.ts'
import { type MenuItem, menu } from './menu.ts'

export interface TopBarActions {
  readonly onLeave: () => void
  readonly onContents: () => void
  readonly onPrevious: () => void
  readonly onNext: () => void
  readonly onFullscreen: () => void
  readonly onHelp: () => void
  readonly onLanguage: () => void
}

export interface TopBarView {
  readonly texts: Texts
  readonly language: Language
  readonly title: string
  /** Absent before a session is open. */
  readonly saved: SavedState | undefined
  readonly hasContents: boolean
  readonly isContentsOpen: boolean
  /** Absent where they make no sense, or the package hides them. */
  readonly previous: StepView | undefined
  readonly next: StepView | undefined
  /** What else the learner can do; empty hides the menu. */
  readonly menu: readonly MenuItem[]
  /** Whether the open activity is done and another follows. */
  readonly isNextDue: boolean
  /** Whether there is anything to leave. */
  readonly canLeave: boolean
}

export interface StepView {
  readonly isAllowed: boolean
  /** Of what it opens, where that is known. */
  readonly title: string | undefined
}

export interface TopBar {
  readonly root: HTMLElement
  /** Previous, contents and next within a thumb's reach, on a phone. */
  readonly foot: HTMLElement
  update(view: TopBarView): void
}

/** The bar over the course. Everything in it is there in every state, so nothing jumps. */
export function topBar(actions: TopBarActions): TopBar {
  const parts = partsOf(actions)
  const saved = savedState()
  const title = element('h1', { class: 'course-title' })
  const root = element(
    'header',
    { class: 'top-bar' },
    element('div', { class: 'bar-start' }, parts.leave, parts.contents),
    element('div', { class: 'bar-middle' }, title, saved.root),
    element(
      'div',
      { class: 'bar-end' },
      element('div', { class: 'steps' }, parts.previous, parts.next),
      parts.fullscreen,
      parts.menu.root,
      parts.help,
      parts.language,
    ),
  )
  const foot = element(
    'nav',
    { class: 'foot-bar' },
    parts.footPrevious,
    parts.footContents,
    parts.footNext,
  )
  return {
    root,
    foot,
    update(view) {
      setText(title, view.title === '' ? 'hocba' : view.title)
      saved.update(view)
      updateParts(parts, view)
      foot.hidden = !view.hasContents && !view.next && !view.previous
      foot.setAttribute('aria-label', view.texts.contents)
    },
  }
}

type Parts = ReturnType<typeof partsOf>

function partsOf(actions: TopBarActions) {
  const iconButton = (name: IconName, onClick: () => void, kind = '') =>
    button({
      kind: 'icon',
      icon: icon(name),
      label: '',
      attributes: kind ? { class: `button icon ${kind}` } : {},
      onClick,
    })
  const worded = (name: IconName, onClick: () => void) =>
    button({ kind: 'quiet', icon: icon(name), label: '', onClick })
  const previous = worded('back', actions.onPrevious)
  const next = worded('next', actions.onNext)
  const footPrevious = worded('back', actions.onPrevious)
  const footNext = worded('next', actions.onNext)
  next.classList.add('icon-last')
  footNext.classList.add('icon-last')
  const leave = worded('back', actions.onLeave)
  leave.classList.add('leave')
  for (const one of [previous, footPrevious]) one.dataset.control = 'previous'
  for (const one of [next, footNext]) one.dataset.control = 'continue'
  leave.dataset.control = 'leave'
  return {
    leave,
    menu: menu(),
    contents: iconButton('list', actions.onContents, 'contents-toggle'),
    previous,
    next,
    fullscreen: iconButton('expand', actions.onFullscreen, 'wide-only'),
    help: iconButton('help', actions.onHelp),
    language: worded('language', actions.onLanguage),
    footPrevious,
    footContents: worded('list', actions.onContents),
    footNext,
  }
}

function updateParts(parts: Parts, view: TopBarView): void {
  const { texts, hasContents, isContentsOpen, previous, next } = view
  const label = (target: Element, text: string) => setText(target.querySelector('span')!, text)
  label(parts.leave, texts.back)
  setAttributes(parts.leave, { title: texts.back, 'aria-label': texts.back })
  parts.leave.hidden = !view.canLeave
  nameButton(parts.contents, isContentsOpen ? texts.hideContents : texts.showContents)
  setAttributes(parts.contents, { 'aria-expanded': String(isContentsOpen) })
  parts.contents.hidden = !hasContents
  label(parts.footContents, texts.contents)
  setAttributes(parts.footContents, { 'aria-expanded': String(isContentsOpen) })
  parts.footContents.hidden = !hasContents
  for (const target of [parts.previous, parts.footPrevious]) {
    showStep(target, previous, { name: texts.previous, of: texts.previousOf })
  }
  for (const target of [parts.next, parts.footNext]) {
    showStep(target, next, { name: texts.next, of: texts.nextOf })
    target.classList.toggle('due', view.isNextDue && next?.isAllowed === true)
  }
  parts.previous.parentElement!.hidden = !previous && !next
  parts.menu.update(texts.more, view.menu)
  const isFull = document.fullscreenElement !== null
  nameButton(parts.fullscreen, isFull ? texts.leaveFullscreen : texts.fullscreen)
  parts.fullscreen.replaceChildren(icon(isFull ? 'shrink' : 'expand'))
  parts.fullscreen.hidden = !document.fullscreenEnabled
  nameButton(parts.help, texts.help)
  const other = view.language === 'vi' ? 'EN' : 'VI'
  label(parts.language, other)
  setAttributes(parts.language, {
    title: texts.switchLanguage,
    'aria-label': `${other}: ${texts.switchLanguage}`,
    lang: view.language === 'vi' ? 'en' : 'vi',
    class: 'button quiet wide-only',
  })
}

/** A step that the package hides leaves its place, so that the others stay where they are. */
function showStep(
  target: HTMLButtonElement,
  step: StepView | undefined,
  texts: { readonly name: string; readonly of: (title: string) => string },
): void {
  setText(target.querySelector('span')!, texts.name)
  const label = step?.title === undefined || !step.isAllowed ? undefined : texts.of(step.title)
  target.disabled = step?.isAllowed !== true
  target.classList.toggle('is-away', step === undefined)
  setAttributes(target, { title: label, 'aria-label': label ?? texts.name })
}

/** Says what is true about saving. Only a loss of the network and its end are announced to screen readers. */
function savedState(): { root: HTMLElement; update(view: TopBarView): void } {
  const long = element('span', { class: 'saved-words long' })
  const short = element('span', { class: 'saved-words short', 'aria-hidden': 'true' })
  const sign = element('span', { class: 'saved-sign' })
  const announced = element('span', { class: 'for-screen-readers', 'aria-live': 'polite' })
  const root = element('div', { class: 'saved' }, sign, long, short, announced)
  let before: SavedState['status'] | undefined
  let wasFailing = false
  return {
    root,
    update({ saved, texts, language }) {
      root.hidden = saved === undefined
      if (saved === undefined) return
      const text = wordsOf(saved, texts, language)
      setText(long, text)
      setText(short, shortWordsOf(saved, texts) ?? text)
      if (saved.status !== before) {
        root.className = `saved is-${saved.status}`
        sign.replaceChildren(icon(signs[saved.status]))
        before = saved.status
      }
      if (saved.status === 'failing' || saved.status === 'stopped') {
        wasFailing = true
        setText(announced, text)
      } else if (wasFailing && saved.status === 'saved') {
        wasFailing = false
        setText(announced, texts.savedAgain)
      }
    },
  }
}

const signs = {
  saved: 'cloudDone',
  saving: 'cloud',
  failing: 'cloudOff',
  stopped: 'cloudOff',
} as const

/** For a narrow bar, where the whole sentence has no room. */
function shortWordsOf(saved: SavedState, texts: Texts): string | undefined {
  if (saved.status !== 'failing') return undefined
  return saved.isKeptOnDevice
    ? texts.failingShort(saved.pending)
    : texts.failingShortInPage(saved.pending)
}

/** The saved state in words. */
function wordsOf(saved: SavedState, texts: Texts, language: Language): string {
  if (saved.status === 'stopped') return texts.stopped
  if (saved.status === 'saving') return texts.saving
  if (saved.status === 'failing') {
    return saved.isKeptOnDevice
      ? texts.failingOnDevice(saved.pending)
      : texts.failingInPage(saved.pending)
  }
  return saved.savedAt === undefined
    ? texts.saved
    : texts.savedAt(formatClock(saved.savedAt, language))
}
