import type { CallLog } from './call-log.ts'
import type { LanguageChoice } from './choose-language.ts'
import { type CourseView, lessonsOf } from './course-view.ts'
import { showDialog } from './page/dialog.ts'
import { button } from './page/element.ts'
import { helpBody } from './page/help.ts'
import { type LogPanel, logPanel } from './page/log-panel.ts'
import type { MenuItem } from './page/menu.ts'
import type { Notice } from './page/notice.ts'
import { openShell, type Shell, type ShellActions } from './page/shell.ts'
import type { TopBarView } from './page/top-bar.ts'
import { type Shortcuts, watchKeys } from './page-life.ts'
import type { Play } from './play.ts'
import { menuItems } from './session-menu.ts'
import { type Language, type Texts, texts } from './texts.ts'

/** The whole page, in the learner's language; it shows what the play says. */
export interface PlayerPage {
  readonly frameHost: HTMLElement
  readonly shortcuts: Shortcuts
  texts(): Texts
  language(): Language
  /** Shows a page instead of the course; made again when the language changes. */
  show(make: () => HTMLElement): void
  showCourse(): void
  /** Whether the course is in sight. */
  isCourseShown(): boolean
  /** Says it to screen readers. */
  announce(text: string): void
  /** Brings everything up to date, soon. */
  refresh(): void
  mayClose(): Notice
  /** From now on the key ` opens this in place of the log. */
  debugWith(panel: { toggle(): void; update(): void }): void
}

export interface PlayerPageOptions {
  readonly root: HTMLElement
  readonly language: LanguageChoice
  readonly log: CallLog
  readonly play: () => Play | undefined
}

export function playerPage(options: PlayerPageOptions): PlayerPage {
  return new Page(options)
}

class Page implements PlayerPage {
  readonly frameHost: HTMLElement
  readonly shortcuts: Shortcuts
  readonly #language: LanguageChoice
  readonly #play: () => Play | undefined
  readonly #panel: LogPanel
  readonly #shell: Shell
  #makePage: (() => HTMLElement) | undefined
  #isRefreshing = false
  #debugger: { toggle(): void; update(): void } | undefined

  constructor({ root, language, log, play }: PlayerPageOptions) {
    this.#language = language
    this.#play = play
    this.#panel = logPanel(log, () => this.#toggleLog())
    this.#shell = openShell(root, this.#actions(), this.#panel)
    this.frameHost = this.#shell.frameHost
    this.shortcuts = {
      onNext: () => this.#play()?.go({ to: 'continue' }),
      onPrevious: () => this.#play()?.go({ to: 'previous' }),
      onContents: () => this.#shell.toggleContents(),
      onLog: () => this.#toggleLog(),
    }
    watchKeys(document, this.shortcuts)
    document.addEventListener('fullscreenchange', () => this.#draw())
    this.#draw()
  }

  texts(): Texts {
    return texts[this.#language.current()]
  }

  language(): Language {
    return this.#language.current()
  }

  show(make: () => HTMLElement): void {
    this.#makePage = make
    this.#shell.showPage(make())
    this.#draw()
  }

  showCourse(): void {
    this.#makePage = undefined
    this.#shell.showPage(undefined)
    this.#draw()
  }

  isCourseShown(): boolean {
    return this.#makePage === undefined
  }

  announce(text: string): void {
    this.#shell.announce(text)
  }

  refresh(): void {
    if (this.#isRefreshing) return
    this.#isRefreshing = true
    queueMicrotask(() => this.#draw())
  }

  mayClose(): Notice {
    const { elsewhereTitle: title, mayClose: body, reload: label } = this.texts()
    const reload = { label, onChoose: () => location.reload() }
    return { icon: 'screens', title, body, actions: [reload] }
  }

  #actions(): ShellActions {
    return {
      onLeave: () => this.#play()?.leave(),
      onPrevious: () => this.#play()?.go({ to: 'previous' }),
      onNext: () => this.#play()?.go({ to: 'continue' }),
      onFullscreen: toggleFullscreen,
      onHelp: () => showHelp(this.texts(), () => this.#switchLanguage()),
      onLanguage: () => this.#switchLanguage(),
      onOpen: (activity) => this.#play()?.go({ to: 'choice', activity }),
      onSkip: () => this.#play()?.focus(),
      onChange: () => this.#draw(),
    }
  }

  #draw(): void {
    this.#isRefreshing = false
    const play = this.#play()
    const shown = barOf(play, this.texts(), this.language())
    const bar = { ...shown, menu: [...shown.menu, ...this.#debuggerItem()] }
    document.documentElement.lang = this.language()
    this.#debugger?.update()
    document.title = bar.title === '' ? 'hocba' : `${bar.title} · hocba`
    this.#shell.update(
      bar,
      play && bar.hasContents ? { view: play.view(), texts: bar.texts } : undefined,
    )
  }

  #switchLanguage(): void {
    this.#language.choose(this.language() === 'vi' ? 'en' : 'vi')
    if (this.#makePage !== undefined) this.#shell.showPage(this.#makePage())
    this.#draw()
  }

  debugWith(panel: { toggle(): void; update(): void }): void {
    if (this.#panel.isOpen()) this.#panel.toggle()
    this.#debugger = panel
    this.#draw()
  }

  #debuggerItem(): MenuItem[] {
    if (this.#debugger === undefined) return []
    const label = this.texts().debugger
    return [{ name: 'debugger', icon: 'list', label, onChoose: () => this.#toggleLog() }]
  }

  #toggleLog(): void {
    const panel = this.#debugger ?? this.#panel
    panel.toggle()
    if (panel === this.#panel && !this.#panel.isOpen()) this.#play()?.focus()
  }
}

function barOf(
  play: Play | undefined,
  shown: Texts,
  language: Language,
): Omit<TopBarView, 'isContentsOpen'> {
  const always = { texts: shown, language, saved: play?.saved() }
  const title = play?.course.course.title ?? ''
  if (play === undefined || play.isLeft()) {
    const none = { hasContents: false, previous: undefined, next: undefined, menu: [] }
    return { ...always, ...none, title, isNextDue: false, canLeave: false }
  }
  const view = play.view()
  const hasContents = lessonsOf(view.rows).length > 1
  const { continue: forward, previous: back } = view.controls
  const hasSteps = hasContents || forward.isAllowed || back.isAllowed
  const step = ({ isShown, isAllowed }: typeof forward, activity: CourseView['next']) =>
    hasSteps && isShown ? { isAllowed, title: activity?.title } : undefined
  return {
    ...always,
    title,
    hasContents,
    previous: step(back, view.previous),
    next: step(forward, view.next),
    menu: menuItems(play, shown),
    isNextDue: view.isCurrentDone,
    canLeave: true,
  }
}

function toggleFullscreen(): void {
  if (document.fullscreenElement !== null) void document.exitFullscreen()
  else void document.documentElement.requestFullscreen().catch(() => undefined)
}

function showHelp(shown: Texts, switchLanguage: () => void): void {
  const language = button({
    kind: 'quiet',
    label: shown.otherLanguage,
    attributes: { class: 'button plain narrow-only' },
    onClick: () => {
      close()
      switchLanguage()
    },
  })
  const close = showDialog({
    icon: 'help',
    title: shown.helpTitle,
    body: [...helpBody(shown), language],
    actions: [{ label: shown.close, isPrimary: true, onChoose: () => close() }],
    onCancel: () => close(),
  })
}
