import { activitiesOf, type Decision } from '../../src/runtime/index.ts'
import { sessionWords } from '../../words/index.ts'
import { formatInstant } from '../format.ts'
import { element } from '../page/element.ts'
import { tableOf } from './debug-parts.ts'
import type { DebugTab, DebugView } from './debug-source.ts'

const shownMax = 400

/** What the sequencer decided, in words, with the process of the book that it came from. */
export const sequencingTab = (): DebugTab => ({
  name: 'sequencing',
  followsEnd: true,
  body(view) {
    const { texts, history, play } = view
    const { standard } = play.course.course
    if (standard === 'scorm12') return element('p', { class: 'debug-hint' }, texts.noSequencing)
    const decided = history
      .lines()
      .flatMap(({ at, decision }) => (decision ? [{ at, decision }] : []))
    if (decided.length === 0) return element('p', { class: 'debug-hint' }, texts.noDecisions)
    return tableOf(
      [texts.time, texts.tabs.sequencing, ''],
      decided.slice(-shownMax).map(({ at, decision }) => ({
        look: lookOf(decision),
        cells: [formatInstant(at), sentenceOf(decision, view), decision.process],
      })),
    )
  },
})

const lookOf = ({ decision }: Decision): string | undefined => {
  if (decision === 'request-received') return 'is-request'
  if (decision === 'request-refused') return 'is-error'
  return decision === 'rule-not-fired' ? 'is-faint' : undefined
}

export function sentenceOf(
  { decision, activity, facts = {} }: Decision,
  { play, language }: Pick<DebugView, 'play' | 'language'>,
): string {
  const { course } = play.course
  const all = [{ id: course.id, title: course.title }, ...activitiesOf(course)]
  const title = all.find(({ id }) => id === activity)?.title ?? activity ?? ''
  const words = sessionWords[language].decision
  return decision in words ? words[decision as keyof typeof words](title, facts) : decision
}
