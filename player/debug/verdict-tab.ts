import { type VerdictPoint, verdictOf } from '../../src/runtime/index.ts'
import { sessionWords } from '../../words/index.ts'
import { element } from '../page/element.ts'
import { icon } from '../page/icons.ts'
import { notice } from './debug-parts.ts'
import type { DebugTab, DebugView } from './debug-source.ts'

/** What the session has come to so far, in sentences: the same that the console says of learners' sessions. */
export const verdictTab = (): DebugTab => ({
  name: 'verdict',
  body(view) {
    const { texts, language, notes } = view
    const words = sessionWords[language].verdict
    const { missing } = notes.read()
    return element(
      'div',
      {},
      element(
        'ul',
        { class: 'debug-verdict' },
        ...pointsOf(view).map(({ point, tone, facts }) =>
          element(
            'li',
            { class: `is-${tone}` },
            icon(tone === 'bad' ? 'warning' : tone === 'good' ? 'check' : 'more'),
            element('span', {}, words[point](facts)),
          ),
        ),
      ),
      missing.length > 0 && notice(texts.missingTitle, missing, 'bad'),
    )
  },
})

export function pointsOf({
  play,
  notes,
}: Pick<DebugView, 'play' | 'notes'>): readonly VerdictPoint[] {
  const { engine, course } = play.course
  const { completion, success, score } = engine.courseProgress(course, play.course.attempt())
  const result = { completion, success, ...(score && { score }) }
  return verdictOf({ course, result, ...notes.read() })
}
