import { replayJournal } from '../../../src/launch/replay-journal.ts'
import {
  type Activity,
  type Course,
  engines,
  type JournalEntry,
  noFacts,
} from '../../../src/runtime/index.ts'
import { type TreeActivity, treeOf } from '../../../src/runtime/sequencing/index.ts'
import { cluster, content, course } from '../runtime/sequencing/learning.ts'

const at = '2026-03-02T01:00:00.000Z'

/** Ten lessons that are played, beside so many modules of ten that are not. */
const courseBeside = (modules: number): Course =>
  course(
    {},
    cluster('played', {}, ...lessons('played')),
    cluster(
      'rest',
      {},
      ...Array.from({ length: modules }, (_, n) =>
        cluster(`module ${n}`, {}, ...lessons(`module ${n}`)),
      ),
    ),
  )

const lessons = (module: string): Activity[] =>
  Array.from({ length: 10 }, (_, n) => content(`${module}.${n}`))

/** Lessons that are opened, failed and left one after another. */
const journalOf = (visits: number): JournalEntry[] =>
  Array.from({ length: visits }, (_, visit) => {
    const activity = `played.${visit % 10}`
    return [
      { do: 'navigate', request: { to: 'choice', activity } } as const,
      { do: 'initialize' } as const,
      { do: 'set', element: 'cmi.success_status', value: 'failed' } as const,
      { do: 'finish' } as const,
    ].map((step) => ({ activity, step, at }))
  })
    .flat()
    .map((entry, n) => ({ ...entry, n: n + 1 }))

/** How often a replay looks at an activity, as the manifest or as the sequencer has it. */
function looksOfReplay(modules: number, visits: number): number {
  let looks = 0
  const look = <T>(seen: T): T => {
    looks++
    return seen
  }
  const watched = (activity: Activity): Activity =>
    new Proxy(
      { ...activity, children: activity.children.map(watched) },
      { get: (of, name, receiver) => look(Reflect.get(of, name, receiver)) },
    )
  const plain = courseBeside(modules)
  const played: Course = { ...plain, activities: plain.activities.map(watched) }
  const engine = engines.scorm2004
  const learner = { id: 'learner', name: 'Nguyễn An' }
  const attempt = engine.start(played, learner, { credit: 'credit', lessonMode: 'normal' })
  const activities = treeOf(played).activities as Map<string, TreeActivity>
  const get = activities.get.bind(activities)
  activities.get = (id) => look(get(id))
  activities.values = () => {
    looks += activities.size
    return new Map(activities).values()
  }
  const subject = {
    appUrl: 'https://lms.example',
    registration: '5f6f1f0e-7d2c-4a7b-9a3e-0b7e3f8d1c11',
    attempt: 1,
    learner: learner.id,
    package: 'package',
    course: played,
  }
  const given = { subject, session: 'session', attempt, reported: attempt, now: new Date(at) }
  const entries = journalOf(visits).map((entry) => ({ name: entry.n, entry }))
  looks = 0
  const { statements } = replayJournal({ ...given, facts: noFacts }, entries)
  expect(statements.length).toBeGreaterThanOrEqual(visits * 2)
  return looks
}

describe('a replay', () => {
  test('looks at what an entry can move, and not at the rest of the course', () => {
    const looksOfOneMore = (modules: number): number =>
      looksOfReplay(modules, 12) - looksOfReplay(modules, 11)
    expect(looksOfOneMore(1)).toBeGreaterThan(0)
    expect(looksOfOneMore(100)).toBe(looksOfOneMore(1))
  })
})
