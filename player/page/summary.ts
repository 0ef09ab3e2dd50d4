import { type Activity, activitiesOf, type Progress } from '../../src/runtime/index.ts'
import { formatDuration, formatPercent, formatScore } from '../format.ts'
import type { SavedState } from '../journal.ts'
import type { Language, Texts } from '../texts.ts'
import { type ContentsView, rowOf } from './contents.ts'
import { button, element, setText } from './element.ts'
import { icon, progressRing, signIcon } from './icons.ts'

export interface SummaryOptions {
  readonly view: Omit<ContentsView, 'current'>
  readonly language: Language
  readonly returnUrl: string | undefined
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
  const { view, language } = options
  const { texts, course, attempt, engine } = view
  const progress = engine.courseProgress(course, attempt)
  const saved = element('p', { class: 'summary-saved', 'aria-live': 'polite' })
  const playable = activitiesOf(course).filter(
    ({ kind, isVisible }) => kind !== 'cluster' && isVisible,
  )
  const root = element(
    'section',
    { class: 'card summary' },
    badgeOf(progress, language),
    element('h2', { tabindex: '-1' }, headlineOf(progress, texts)),
    element('p', { class: 'summary-course' }, course.title),
    factsOf(progress, playable.length > 1, texts, language),
    saved,
    element('div', { class: 'actions' }, ...actionsOf(progress, options)),
    options.returnUrl === undefined && element('p', { class: 'hint' }, texts.mayClose),
    playable.length > 1 && lessonsOf(playable, options),
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

function lessonsOf(playable: readonly Activity[], options: SummaryOptions): HTMLElement {
  const items = playable.map((activity) => {
    const row = rowOf(options.view, activity)
    const words = element(
      'span',
      { class: 'tree-words' },
      element('span', { class: 'tree-title' }, activity.title),
      element('span', { class: 'tree-state' }, row.reason ?? row.state),
    )
    const line = element(
      'button',
      { type: 'button', class: 'tree-row', disabled: !row.isOpenable },
      signIcon(row.sign),
      words,
    )
    line.addEventListener('click', () => options.onOpen(activity.id))
    return element('li', {}, line)
  })
  return element(
    'details',
    { class: 'lessons', open: playable.length <= 8 },
    element('summary', {}, options.view.texts.activities),
    element('ul', {}, ...items),
  )
}

function actionsOf(progress: Progress, options: SummaryOptions): HTMLElement[] {
  const { texts } = options.view
  const { returnUrl } = options
  const isDone = progress.completion === 'completed'
  const again = button({
    kind: isDone || returnUrl !== undefined ? 'plain' : 'primary',
    label: isDone ? texts.reviewCourse : texts.continueCourse,
    onClick: options.onContinue,
  })
  if (returnUrl === undefined) return [again]
  const goBack = element('a', { class: 'button primary', href: returnUrl }, texts.returnToApp)
  return [goBack, again]
}

function savedLine(saved: SavedState, texts: Texts): string {
  if (saved.pending === 0 && saved.status !== 'stopped') return texts.summarySaved
  return saved.isKeptOnDevice
    ? texts.summaryUnsaved(saved.pending)
    : texts.summaryUnsavedInPage(saved.pending)
}
