import type { Activity, Attempt } from '../../src/runtime/index.ts'
import { formatNumber } from '../format.ts'
import { element } from '../page/element.ts'
import { texts as playerTexts } from '../texts.ts'
import { section, tableOf } from './debug-parts.ts'
import type { DebugTab, DebugView } from './debug-source.ts'

const valueMax = 500

/** The values of the open activity with what changed since the last look marked; the tree with its tracking; objectives. */
export function stateTab(): DebugTab {
  let before: Readonly<Record<string, string>> = {}
  let of: string | undefined
  return {
    name: 'state',
    body(view) {
      const attempt = view.play.course.attempt()
      const activity = attempt.current ?? attempt.lastOpened
      const values = valuesOf(attempt, activity)
      const known = of === activity ? before : values
      of = activity
      before = values
      return element(
        'div',
        {},
        section(view.texts.values, valueTable(values, known, view)),
        section(view.texts.activities, tree(view)),
        ...(view.play.course.course.standard === 'scorm2004' ? [objectives(view)] : []),
      )
    },
  }
}

/** All values of an activity by element name, those of arrays included. */
export function valuesOf(attempt: Attempt, activity: string | undefined): Record<string, string> {
  const state = activity === undefined ? undefined : attempt.activities[activity]
  const records = Object.entries(state?.records ?? {}).flatMap(([array, all]) =>
    all.flatMap((record, index) =>
      Object.entries(record).map(([name, value]) => [`${array}.${index}.${name}`, value] as const),
    ),
  )
  return { ...state?.values, ...Object.fromEntries(records) }
}

function valueTable(
  values: Readonly<Record<string, string>>,
  known: Readonly<Record<string, string>>,
  { texts }: DebugView,
): HTMLElement {
  const names = Object.keys(values).sort()
  if (names.length === 0) return element('p', { class: 'debug-hint' }, texts.noValues)
  return tableOf(
    [texts.element, texts.value],
    names.map((name) => ({
      look: known[name] === values[name] ? undefined : 'is-changed',
      cells: [name, shown(values[name]!)],
    })),
  )
}

const shown = (value: string): string =>
  value.length > valueMax ? `${value.slice(0, valueMax)}… (${value.length})` : value

function tree(view: DebugView): HTMLElement {
  const { course } = view.play.course
  const list = (activities: readonly Activity[]): HTMLElement =>
    element(
      'ul',
      { class: 'debug-tree' },
      ...activities.map((activity) =>
        element(
          'li',
          {},
          line(activity, view),
          activity.children.length > 0 && list(activity.children),
        ),
      ),
    )
  return list(course.standard === 'scorm2004' ? [rootOf(view)] : course.activities)
}

const rootOf = ({ play }: DebugView): Activity => {
  const { id, title, activities } = play.course.course
  return { id, title, kind: 'cluster', isVisible: true, children: activities }
}

/** One activity in a line: status, score, how often it was opened, and what is rolled up. */
function line(activity: Activity, { play, texts, language }: DebugView): HTMLElement {
  const { engine, course } = play.course
  const attempt = play.course.attempt()
  const { id } = activity
  const progress =
    id === course.id
      ? engine.courseProgress(course, attempt)
      : engine.activityProgress(course, attempt, id)
  const tracking = attempt.sequencing?.activities[id]
  const words = playerTexts[language]
  const facts = [
    words.completion[progress.completion],
    ...(progress.success === 'unknown' ? [] : [words.success[progress.success]]),
    ...(progress.score
      ? [formatNumber(progress.score.raw ?? progress.score.scaled, language)]
      : []),
    ...(progress.runs > 0 ? [texts.runs(progress.runs)] : []),
    ...(tracking?.isSuspended ? [texts.suspended] : []),
    ...(attempt.current === id ? [texts.isCurrent] : []),
  ]
  return element(
    'p',
    { class: attempt.current === id ? 'is-current' : undefined },
    element('span', {}, activity.title),
    element('span', { class: 'debug-facts' }, facts.join(' · ')),
  )
}

function objectives({ play, texts }: DebugView): HTMLElement {
  const all = Object.entries(play.course.attempt().shared?.objectives ?? {})
  if (all.length === 0) {
    return section(texts.objectives, element('p', { class: 'debug-hint' }, texts.noObjectives))
  }
  const rows = all.map(([id, objective]) => ({
    cells: [
      id,
      Object.entries(objective)
        .map(([name, value]) => `${name} = ${value}`)
        .join(', '),
    ],
  }))
  return section(texts.objectives, tableOf([texts.element, texts.value], rows))
}
