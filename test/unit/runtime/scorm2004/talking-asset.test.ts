import {
  type ApiFunction,
  type Attempt,
  type Course,
  engines,
  type JournalEntry,
} from '../../../../src/runtime/index.ts'

/** The manifest calls it an asset; the conformance cases have one that talks all the same. */

const engine = engines.scorm2004
const at = '2026-03-02T01:00:00.000Z'
const course: Course = {
  standard: 'scorm2004',
  id: 'course',
  title: 'An toàn lao động',
  activities: [
    { id: 'page', title: 'Bài 1', kind: 'asset', href: 'page.html', isVisible: true, children: [] },
  ],
  scorm2004: { edition: '4th', objectivesGlobalToSystem: true, sharedDataGlobalToSystem: true },
}

function opened(): { attempt: Attempt; journal: JournalEntry[] } {
  const learner = { id: 'learner', name: 'Trần Thị Ánh' }
  const fresh = engine.start(course, learner, { credit: 'credit', lessonMode: 'normal' })
  const [step] = engine.follow(course, fresh, { to: 'start' })
  const entry = { n: 1, at, ...step! }
  const applied = engine.apply(course, fresh, entry)
  if (applied.refused !== undefined) throw new Error(applied.refused)
  return { attempt: applied.attempt, journal: [entry] }
}

describe('an asset that calls the API', () => {
  test('is answered as a SCO is, and its report counts', () => {
    let { attempt } = opened()
    const call = (name: ApiFunction, ...args: string[]) => {
      const answer = engine.call(course, attempt, { function: name, args, at, lastError: '0' })
      attempt = answer.attempt
      return answer.result
    }
    expect(call('initialize', '')).toBe('true')
    expect(call('setValue', 'cmi.completion_status', 'incomplete')).toBe('true')
    expect(call('finish', '')).toBe('true')
    expect(engine.activityProgress(course, attempt, 'page').completion).toBe('incomplete')
  })

  test('has a journal that the server takes', () => {
    const { attempt } = opened()
    const entry: JournalEntry = { n: 2, at, activity: 'page', step: { do: 'initialize' } }
    expect(engine.apply(course, attempt, entry).refused).toBeUndefined()
  })
})
