import type { Progress } from '../../src/runtime/index.ts'
import { type ContentsRow, type CourseView, judgedSuccess, lessonsOf } from '../course-view.ts'
import { formatDuration, formatPercent, formatScore } from '../format.ts'
import type { SavedState } from '../journal.ts'
import type { Language, Texts } from '../texts.ts'
import { wordsOf } from './contents.ts'
import { button, element, setText } from './element.ts'
import { icon, progressRing, signIcon } from './icons.ts'

export interface SummaryOptions {
  readonly view: CourseView
  readonly progress: Progress
  readonly texts: Texts
  readonly language: Language
  readonly returnUrl: string | undefined
  /** What opening the course again means; absent if it cannot be opened again. */
  readonly again: 'continue' | 'review' | 'restart' | undefined
  readonly onContinue: () => void
  readonly onOpen: (activity: string) => void
}

export interface Summary {
  readonly root: HTMLElement
  /** The line about saving follows what is true. */
  update(saved: SavedState): void
}

/** Where the learner stands after leaving: status, score, time, and what to do next. */
export function summaryPage(options: SummaryOptions): Summary {
  const { view, texts, language, again } = options
  const saved = element('p', { class: 'summary-saved', 'aria-live': 'polite' })
  const lessons = lessonsOf(view.rows)
  const success = judgedSuccess({ ...options.progress, children: view.rows })
  const progress = { ...options.progress, success }
  const root = element(
    'section',
    { class: 'card summary' },
    badgeOf(progress, language),
    element('h2', { tabindex: '-1' }, headlineOf(progress, texts)),
    element('p', { class: 'summary-course' }, view.title),
    factsOf(progress, lessons.length > 1, texts, language),
    saved,
    element('div', { class: 'actions' }, ...actionsOf(options)),
    again === undefined && element('p', { class: 'hint' }, texts.notAgain),
    options.returnUrl === undefined && element('p', { class: 'hint' }, texts.mayClose),
    lessons.length > 1 && lessonList(lessons, options),
  )
  return {
    root,
    update: (state) => {
      saved.classList.toggle('unsaved', state.pending > 0)
      setText(saved, savedLine(state, texts))
    },
  }
}

type Tone = 'good' | 'bad' | 'open'

function toneOf({ completion, success }: Progress): Tone {
  if (success === 'failed') return 'bad'
  return completion === 'completed' || success === 'passed' ? 'good' : 'open'
}

function badgeOf(progress: Progress, language: Language): Element {
  const tone = toneOf(progress)
  if (tone === 'open') {
    return progressRing(progress.progress, formatPercent(progress.progress, language))
  }
  return element(
    'span',
    { class: `badge big ${tone}` },
    icon(tone === 'good' ? 'check' : 'warning'),
  )
}

function headlineOf({ completion, success }: Progress, texts: Texts): string {
  if (success === 'passed') return texts.summaryPassed
  if (success === 'failed') return texts.summaryFailed
  return completion === 'completed' ? texts.summaryDone : texts.summaryOpen
}

function factsOf(
  progress: Progress,
  isMulti: boolean,
  texts: Texts,
  language: Language,
): HTMLElement {
  const { completion, success, score } = progress
  const facts: [string, string][] = [[texts.status, texts.completion[completion]]]
  if (success !== 'unknown') facts.push([texts.result, texts.success[success]])
  facts.push([texts.score, score === undefined ? texts.noScore : formatScore(score, language)])
  facts.push([texts.time, formatDuration(progress.centiseconds, language)])
  const isRingShown = toneOf(progress) === 'open'
  if (isMulti && !isRingShown) {
    facts.push([texts.progress, formatPercent(progress.progress, language)])
  }
  return element(
    'dl',
    { class: 'facts' },
    ...facts.map(([name, value]) =>
      element('div', {}, element('dt', {}, name), element('dd', {}, value)),
    ),
  )
}

function lessonList(lessons: readonly ContentsRow[], options: SummaryOptions): HTMLElement {
  const items = lessons.map((lesson) => {
    const { sign, state, shortReason } = wordsOf(lesson, options)
    const words = element(
      'span',
      { class: 'tree-words' },
      element('span', { class: 'tree-title' }, lesson.title),
      element('span', { class: 'tree-state' }, shortReason ?? state),
    )
    const line = element(
      'button',
      { type: 'button', class: 'tree-row', disabled: !lesson.isAllowed },
      signIcon(sign),
      words,
    )
    line.addEventListener('click', () => options.onOpen(lesson.activity))
    return element('li', {}, line)
  })
  return element(
    'details',
    { class: 'lessons', open: lessons.length <= 8 },
    element('summary', {}, options.texts.activities),
    element('ul', {}, ...items),
  )
}

function actionsOf({ texts, returnUrl, again, onContinue }: SummaryOptions): HTMLElement[] {
  const goBack =
    returnUrl === undefined
      ? []
      : [element('a', { class: 'button primary', href: returnUrl }, texts.returnToApp)]
  if (again === undefined) return goBack
  const isMain = again === 'continue' && returnUrl === undefined
  const label = texts.again[again]
  return [...goBack, button({ kind: isMain ? 'primary' : 'plain', label, onClick: onContinue })]
}

function savedLine(saved: SavedState, texts: Texts): string {
  if (saved.pending === 0 && saved.status !== 'stopped') return texts.summarySaved
  return saved.isKeptOnDevice
    ? texts.summaryUnsaved(saved.pending)
    : texts.summaryUnsavedInPage(saved.pending)
}
