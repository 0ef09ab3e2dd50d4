import { activitiesOf } from '../src/runtime/index.ts'
import type { CallLog } from './call-log.ts'
import type { LanguageChoice } from './choose-language.ts'
import { showDialog } from './page/dialog.ts'
import { button } from './page/element.ts'
import { helpBody } from './page/help.ts'
import { logPanel } from './page/log-panel.ts'
import type { Notice } from './page/notice.ts'
import { openShell } from './page/shell.ts'
import type { TopBarView } from './page/top-bar.ts'
import { type Shortcuts, watchKeys } from './page-life.ts'
import type { CoursePlay } from './play-course.ts'
import type { Play } from './play-session.ts'
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
  /** Brings everything up to date, soon. */
  refresh(): void
  mayClose(): Notice
}

export interface PlayerPageOptions {
  readonly root: HTMLElement
  readonly language: LanguageChoice
  readonly log: CallLog
  readonly play: () => Play | undefined
}

export function playerPage({ root, language, log, play }: PlayerPageOptions): PlayerPage {
  const textsNow = () => texts[language.current()]
  let makePage: (() => HTMLElement) | undefined
  let isRefreshing = false

  const switchLanguage = () => {
    language.choose(language.current() === 'vi' ? 'en' : 'vi')
    if (makePage !== undefined) shell.showPage(makePage())
    draw()
  }
  const toggleLog = () => {
    panel.toggle()
    if (!panel.isOpen()) play()?.focus()
  }
  const panel = logPanel(log, toggleLog)
  const shell = openShell(
    root,
    {
      onLeave: () => play()?.leave(),
      onPrevious: () => play()?.step('previous'),
      onNext: () => play()?.step('next'),
      onFullscreen: toggleFullscreen,
      onHelp: () => showHelp(textsNow(), switchLanguage),
      onLanguage: switchLanguage,
      onOpen: (activity) => play()?.open(activity),
      onSkip: () => play()?.focus(),
      onChange: () => draw(),
    },
    panel,
  )
  const draw = () => {
    isRefreshing = false
    const shown = textsNow()
    document.documentElement.lang = language.current()
    const playing = play()
    const bar = barOf(playing, shown, language.current())
    document.title = bar.title === '' ? 'hocba' : `${bar.title} · hocba`
    shell.update(
      { ...bar, isContentsOpen: shell.isContentsOpen() },
      playing && treeOf(playing.course, shown),
    )
  }
  const shortcuts: Shortcuts = {
    onNext: () => play()?.step('next'),
    onPrevious: () => play()?.step('previous'),
    onContents: () => shell.toggleContents(),
    onLog: toggleLog,
  }
  watchKeys(document, shortcuts)
  document.addEventListener('fullscreenchange', draw)
  draw()

  return {
    frameHost: shell.frameHost,
    shortcuts,
    texts: textsNow,
    language: () => language.current(),
    show(make) {
      makePage = make
      shell.showPage(make())
      draw()
    },
    showCourse() {
      makePage = undefined
      shell.showPage(undefined)
      draw()
    },
    isCourseShown: () => makePage === undefined,
    refresh() {
      if (isRefreshing) return
      isRefreshing = true
      queueMicrotask(draw)
    },
    mayClose: () => ({
      icon: 'screens',
      title: textsNow().liveTitle,
      body: textsNow().mayClose,
      actions: [{ label: textsNow().reload, onChoose: () => location.reload() }],
    }),
  }
}

function barOf(
  play: Play | undefined,
  shown: Texts,
  language: Language,
): Omit<TopBarView, 'isContentsOpen'> {
  const neighbour = (which: 'next' | 'previous') => play?.neighbour(which)?.title
  const isPlaying = play !== undefined && !play.isLeft()
  const isMulti = isPlaying && playableOf(play.course).length > 1
  return {
    texts: shown,
    language,
    title: play?.course.course.title ?? '',
    saved: play?.saved(),
    hasContents: isMulti,
    previous: isMulti ? neighbour('previous') : undefined,
    next: isMulti ? neighbour('next') : undefined,
    isNextDue: isPlaying && isCurrentDone(play.course),
    canLeave: isPlaying,
  }
}

function isCurrentDone(play: CoursePlay): boolean {
  const open = play.current()
  if (open === undefined) return false
  return (
    play.engine.activityProgress(play.course, play.attempt(), open.id).completion === 'completed'
  )
}

const treeOf = (course: CoursePlay, shown: Texts) => ({
  course: course.course,
  engine: course.engine,
  attempt: course.attempt(),
  current: course.current()?.id,
  texts: shown,
})

/** The activities that the learner sees and can open. */
const playableOf = ({ course }: CoursePlay) =>
  activitiesOf(course).filter(({ kind, isVisible }) => kind !== 'cluster' && isVisible)

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
