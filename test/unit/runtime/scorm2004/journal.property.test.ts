import fc from 'fast-check'
import type {
  ApiCall,
  Attempt,
  JournalEntry,
  NavigationRequest,
} from '../../../../src/runtime/index.ts'
import { engines } from '../../../../src/runtime/index.ts'
import { elements } from '../../../../src/runtime/scorm2004/elements.ts'
import { parseTimeInterval } from '../../../../src/runtime/scorm2004/time-types.ts'
import { courseOf, learner, normal, Playing, passedAt, sco } from './playing.ts'

const engine = engines.scorm2004
const hostile = ['__proto__', 'constructor', '', '\ud800', 'NaN', '\u0000', '99999999999']

const course = courseOf([
  sco('one', {
    sequencing: passedAt(0.6),
    completionThreshold: { completedByMeasure: true, minProgressMeasure: 0.5, progressWeight: 1 },
    data: [{ target: 'store', readSharedData: true, writeSharedData: true }],
  }),
  sco('__proto__', { kind: 'asset' }),
  sco('three'),
])

const index = fc.oneof(
  { weight: 8, arbitrary: fc.nat(2).map(String) },
  fc.constantFrom('-1', '00', '4294967296'),
)
const elementName = fc.oneof(
  {
    weight: 10,
    arbitrary: fc
      .tuple(fc.constantFrom(...Object.keys(elements)), index, index)
      .map(([name, a, b]) => name.replace('.n.', `.${a}.`).replace('.n.', `.${b}.`)),
  },
  fc.constantFrom('cmi.score._children', 'cmi.interactions._count', ...hostile),
  fc.string({ unit: 'binary' }),
)
const value = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.constantFrom(
      ...[
        'passed',
        'failed',
        'completed',
        'incomplete',
        'suspend',
        'normal',
        'a',
        'choice',
        '0.75',
      ],
      ...['PT9.5S', '2026-11-22T10:00:00', 'correct', 'x'.repeat(300), 'continue', 'suspendAll'],
    ),
  },
  fc.constantFrom(...hostile),
  fc.string({ unit: 'binary' }),
)

type Act =
  | { kind: 'call'; function: ApiCall['function']; args: string[] }
  | { kind: 'request'; request: NavigationRequest }
  | { kind: 'leave' }
  | { kind: 'begin' }

const requests: readonly NavigationRequest[] = [
  { to: 'continue' },
  { to: 'previous' },
  { to: 'exit' },
  { to: 'exitAll' },
  { to: 'abandon' },
  { to: 'suspendAll' },
  { to: 'choice', activity: 'three' },
  { to: 'choice', activity: 'one' },
  { to: 'jump', activity: '__proto__' },
  { to: 'choice', activity: 'missing' },
]

const call = (name: ApiCall['function'], ...args: string[]): Act => ({
  kind: 'call',
  function: name,
  args,
})

const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.tuple(elementName, value).map(([name, v]) => call('setValue', name, v)),
  },
  {
    weight: 5,
    arbitrary: fc.constantFrom(call('initialize', ''), call('commit', ''), call('finish', '')),
  },
  elementName.map((name) => call('getValue', name)),
  {
    weight: 3,
    arbitrary: fc.constantFrom(...requests).map((request): Act => ({ kind: 'request', request })),
  },
  fc.constantFrom<Act>({ kind: 'leave' }, { kind: 'begin' }),
)

const throughJson = <T>(thing: T): T => JSON.parse(JSON.stringify(thing))

/** What the player does with one act: the attempt after it, and the entries it would journal. */
function play(attempt: Attempt, given: Act, n: number) {
  const at = new Date(1_772_400_000_000 + n * 1_770).toISOString()
  if (given.kind === 'call') {
    const answer = engine.call(course, attempt, { ...given, at, lastError: '0' })
    if (!answer.step) expect(answer.attempt).toBe(attempt)
    const entry = answer.step && { at, activity: attempt.current ?? '', step: answer.step }
    return { attempt: answer.attempt, entries: entry ? [entry] : [] }
  }
  const request = given.kind === 'request' ? given.request : engine.beginning(course, attempt)!
  const steps =
    given.kind === 'leave' ? engine.leave(course, attempt) : engine.follow(course, attempt, request)
  let after = attempt
  for (const step of steps) {
    const applied = engine.apply(course, after, { n: 1, at, ...step })
    if (applied.refused !== undefined) throw new Error(applied.refused)
    after = applied.attempt
  }
  return { attempt: after, entries: steps.map((step) => ({ at, ...step })) }
}

test('replaying the journal gives the attempt that the calls gave, through JSON at any point', () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 60 }), fc.nat(60), (acts, stop) => {
      let played = engine.start(course, learner, normal, { seed: 's' })
      const journal: JournalEntry[] = []
      for (const [n, one] of [
        { kind: 'begin' } as const,
        call('initialize', ''),
        ...acts,
      ].entries()) {
        if (n === stop) played = throughJson(played)
        const { attempt, entries } = play(played, one, n)
        played = attempt
        for (const entry of entries) journal.push({ n: journal.length + 1, ...entry })
        engine.lookAhead(course, played)
        engine.courseProgress(course, played)
      }
      let replayed = engine.start(course, learner, normal, { seed: 's' })
      for (const entry of throughJson(journal)) {
        const applied = engine.apply(course, throughJson(replayed), entry)
        if (applied.refused !== undefined) throw new Error(applied.refused)
        replayed = applied.attempt
      }
      expect(throughJson(replayed)).toEqual(throughJson(played))
    }),
    { numRuns: 150 },
  )
})

const run = fc.record({
  seconds: fc.nat(100_000),
  sessionTime: fc.option(fc.nat(500_000), { nil: undefined }),
  isFinished: fc.boolean(),
})

test('total_time of a suspended SCO is the sum of its sessions, by its own count or by the clock', () => {
  fc.assert(
    fc.property(fc.array(run, { minLength: 1, maxLength: 8 }), (runs) => {
      const playing = new Playing(courseOf([sco('one')])).begin()
      let sum = 0
      for (const { seconds, sessionTime, isFinished } of runs) {
        playing.initialize().wait(seconds).setAll({ 'cmi.exit': 'suspend' })
        if (sessionTime !== undefined) playing.setAll({ 'cmi.session_time': `PT${sessionTime}S` })
        sum += sessionTime ?? Math.min(seconds, 86_400)
        if (isFinished) playing.finish()
        playing.leave().begin()
      }
      const total = playing.initialize().get('cmi.total_time')
      expect(parseTimeInterval(total)?.centiseconds).toBe(sum * 100)
    }),
    { numRuns: 100 },
  )
})
