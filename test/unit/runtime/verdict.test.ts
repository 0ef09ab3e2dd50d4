import {
  type ActivityResult,
  type ApiFunction,
  type Attempt,
  type Course,
  engines,
  factsAfter,
  type JournalEntry,
  noCounts,
  noFacts,
  type PlayerCounts,
  type SessionFacts,
  verdictOf,
} from '../../../src/runtime/index.ts'
import { courseOf, sco } from '../../support/launch-stage.ts'

const at = '2026-03-02T01:00:00.000Z'
const learner = { id: 'a', name: 'Trần Thị Ánh' }
const mode = { credit: 'credit', lessonMode: 'normal' } as const

/** What a course's calls come to, with the facts of its journal. */
function played(
  calls: readonly (readonly [ApiFunction, ...string[]])[],
  course: Course = courseOf(sco('one')),
): { course: Course; result: ActivityResult; facts: SessionFacts } {
  const engine = engines[course.standard]
  let attempt: Attempt = engine.start(course, learner, mode)
  let facts = noFacts
  let n = 0
  const take = (entry: Omit<JournalEntry, 'n' | 'at'>) => {
    const whole = { n: ++n, at, ...entry }
    const applied = engine.apply(course, attempt, whole)
    if (applied.refused !== undefined) throw new Error(applied.refused)
    attempt = applied.attempt
    facts = factsAfter(facts, whole, applied)
  }
  for (const step of engine.follow(course, attempt, engine.beginning(course, attempt)!)) take(step)
  for (const [name, ...args] of calls) {
    const { step } = engine.call(course, attempt, { function: name, args, at, lastError: '0' })
    if (step) take({ activity: attempt.current!, step })
  }
  return { course, result: engine.courseProgress(course, attempt), facts }
}

const words = (
  witnessed: ReturnType<typeof played>,
  counts: Partial<PlayerCounts> = {},
): string[] =>
  verdictOf({ ...witnessed, counts: { ...noCounts, ...counts } }).map(
    ({ point, tone, facts }) =>
      `${tone}: ${point}${Object.keys(facts).length > 0 ? ` ${JSON.stringify(facts)}` : ''}`,
  )

describe('verdictOf()', () => {
  test('a course that says everything', () => {
    const session = played([
      ['initialize', ''],
      ['setValue', 'cmi.core.score.max', '10'],
      ['setValue', 'cmi.core.score.raw', '8'],
      ['setValue', 'cmi.core.lesson_status', 'passed'],
      ['setValue', 'cmi.core.exit', 'suspend'],
      ['finish', ''],
    ])
    expect(words(session)).toEqual([
      'good: initialized {"times":1}',
      'good: completed',
      'good: passed',
      'good: score {"raw":8,"scaled":0.8,"max":10}',
      'good: ended {"exit":"suspend"}',
    ])
  })

  const silentOnCompletion = [
    ['initialize', ''],
    ['setValue', 'cmi.core.lesson_location', '3'],
    ['setValue', 'cmi.core.exit', 'suspend'],
    ['finish', ''],
  ] as const

  test('a course that never said that it is completed, where the standard does not say it either', () => {
    const course = courseOf(sco('one'), sco('two'))
    expect(words(played(silentOnCompletion, course))).toEqual([
      'good: initialized {"times":1}',
      'bad: completion-not-reported',
      'neutral: score-not-reported',
      'good: ended {"exit":"suspend"}',
    ])
  })

  test('a course that SCORM 1.2 takes for completed without its word', () => {
    const calls = silentOnCompletion.filter(([, element]) => element !== 'cmi.core.exit')
    expect(words(played(calls))).toContain('neutral: completed-unsaid')
  })

  test('a course that said something else than completed, and is still open', () => {
    const session = played([
      ['initialize', ''],
      ['setValue', 'cmi.core.lesson_status', 'incomplete'],
    ])
    expect(words(session)).toEqual([
      'good: initialized {"times":1}',
      'neutral: completion-reported {"value":"incomplete"}',
      'neutral: score-not-reported',
      'neutral: still-open',
    ])
  })

  test('a score that does not count for the course', () => {
    const { course, facts: opened } = played([])
    const facts = { ...opened, initialized: 1, said: { score: '8' } }
    const result = { completion: 'incomplete', success: 'unknown' } as const
    expect(words({ course, facts, result })).toContain('neutral: score-reported {"value":"8"}')
  })

  test('a course that was opened and never called', () => {
    expect(words(played([]))).toEqual(['bad: no-call'])
  })

  test('content without a script counts when it is opened', () => {
    const session = played([], courseOf(sco('one', { kind: 'asset' })))
    expect(words(session)).toEqual(['neutral: no-call-needed', 'good: completed'])
  })

  test('a session in which nothing was opened', () => {
    const session = { ...played([]), facts: noFacts }
    expect(words(session)).toEqual(['neutral: never-opened'])
  })

  test('what went wrong comes last, with how often', () => {
    const session = played([['initialize', '']])
    expect(words(session, { failedCalls: 3, missingFiles: 1, findings: 2 }).slice(-3)).toEqual([
      'bad: failed-calls {"count":3}',
      'bad: missing-files {"count":1}',
      'neutral: findings {"count":2}',
    ])
  })
})
