import fc from 'fast-check'
import type { ApiCall, Attempt, JournalEntry } from '../../../../src/runtime/index.ts'
import { engines } from '../../../../src/runtime/index.ts'
import { admission } from '../../../../src/runtime/scorm12/admission.ts'
import { elements } from '../../../../src/runtime/scorm12/elements.ts'
import { firstActivity, nextActivity } from '../../../../src/runtime/scorm12/navigation.ts'
import { cluster, courseOf, learner, normal, sco } from './playing.ts'

const engine = engines.scorm12
const hostile = [
  '__proto__',
  'constructor',
  'toString',
  '',
  '\ud800',
  'NaN',
  '\u0000',
  '99999999999',
]

const course = courseOf(
  sco('one', { masteryScore: '60' }),
  cluster('part', sco('__proto__', { prerequisites: 'one' }), sco('page', { kind: 'asset' })),
  sco('toString'),
)
const activities = ['one', '__proto__', 'page', 'toString', 'part', 'missing']

const index = fc.oneof(
  { weight: 8, arbitrary: fc.nat(2).map(String) },
  fc.constantFrom('-1', '00', '4294967296', '999999999'),
)
const elementName = fc.oneof(
  {
    weight: 10,
    arbitrary: fc
      .tuple(fc.constantFrom(...Object.keys(elements)), index, index)
      .map(([name, a, b]) => name.replace('.n.', `.${a}.`).replace('.n.', `.${b}.`)),
  },
  fc.constantFrom('cmi.core._children', 'cmi.interactions._count', 'cmi.__proto__', ...hostile),
  fc.string({ unit: 'binary' }),
)
const value = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.constantFrom(
      ...['passed', 'failed', 'completed', 'incomplete', 'suspend', 'logout', 'a', 'choice', '75'],
      ...['00:00:09.5', '12:00:00', 'correct', 'x'.repeat(300)],
    ),
  },
  fc.constantFrom(...hostile),
  fc.string({ unit: 'binary' }),
  // Lone surrogates: what a script can pass and UTF-8 cannot carry.
  fc.array(fc.integer({ min: 0, max: 0xff_ff })).map((units) => String.fromCharCode(...units)),
)

type Act =
  | { kind: 'call'; function: ApiCall['function']; args: string[] }
  | { kind: 'player'; activity: string; do: 'open' | 'abandon' }

const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc
      .tuple(elementName, value)
      .map(([name, v]): Act => ({ kind: 'call', function: 'setValue', args: [name, v] })),
  },
  {
    weight: 4,
    arbitrary: fc
      .constantFrom<ApiCall['function']>('initialize', 'initialize', 'commit', 'finish')
      .map((name): Act => ({ kind: 'call', function: name, args: [''] })),
  },
  elementName.map((name): Act => ({ kind: 'call', function: 'getValue', args: [name] })),
  fc
    .record({
      function: fc.constantFrom(...Object.values(engine.apiFunctions)),
      args: fc.array(value, { maxLength: 3 }),
    })
    .map((call): Act => ({ kind: 'call', ...call })),
  {
    weight: 3,
    arbitrary: fc
      .record({
        activity: fc.constantFrom('one', 'one', ...activities),
        do: fc.constantFrom('open' as const, 'open' as const, 'abandon' as const),
      })
      .map((step): Act => ({ kind: 'player', ...step })),
  },
)

/** Opens a SCO and initializes it, so that most sequences get somewhere. */
const begin: Act[] = [
  { kind: 'player', activity: 'one', do: 'open' },
  { kind: 'call', function: 'initialize', args: [''] },
]

const throughJson = <T>(thing: T): T => JSON.parse(JSON.stringify(thing))

/** What the player does with one act: the attempt after it, and the entry it would journal. */
function play(attempt: Attempt, act: Act, n: number) {
  const at = new Date(1_772_400_000_000 + n * 1_770).toISOString()
  if (act.kind === 'player') {
    const entry: JournalEntry = { n, at, activity: act.activity, step: { do: act.do } }
    const applied = engine.apply(course, attempt, entry)
    return applied.refused === undefined ? { attempt: applied.attempt, entry } : { attempt }
  }
  const answer = engine.call(course, attempt, { ...act, at, lastError: '0' })
  const { step } = answer
  if (!step) {
    expect(answer.attempt).toBe(attempt)
    return { attempt }
  }
  const entry: JournalEntry = { n, at, activity: attempt.current ?? '', step }
  return { attempt: answer.attempt, entry }
}

test('replaying the journal gives the attempt that the calls gave, through JSON at any point', () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 60 }), fc.boolean(), (acts, isBegun) => {
      let played = engine.start(course, learner, normal)
      let replayed = played
      for (const [n, one] of [...(isBegun ? begin : []), ...acts].entries()) {
        const { attempt, entry } = play(played, one, n)
        played = attempt
        if (entry) {
          const applied = engine.apply(course, throughJson(replayed), throughJson(entry))
          if (applied.refused !== undefined) throw new Error(applied.refused)
          replayed = applied.attempt
        }
        expect(replayed).toStrictEqual(played)
        expect(throughJson(played)).toStrictEqual(played)
      }
    }),
    { numRuns: 400 },
  )
})

test('a call gives a step exactly when apply() takes the same set', () => {
  const sets = fc.array(fc.tuple(elementName, value), { maxLength: 40 })
  fc.assert(
    fc.property(sets, (all) => {
      let attempt = begin.reduce(
        (state, one, n) => play(state, one, n).attempt,
        engine.start(course, learner, normal),
      )
      for (const [element, v] of all) {
        const request = {
          function: 'setValue',
          args: [element, v],
          at: '',
          lastError: '0',
        } as const
        const answer = engine.call(course, attempt, request)
        const step = { do: 'set', element, value: v } as const
        const applied = engine.apply(course, attempt, { n: 1, at: '', activity: 'one', step })
        expect(answer.step !== undefined).toBe(applied.refused === undefined)
        expect(answer.result).toBe(answer.step ? 'true' : 'false')
        attempt = answer.attempt
      }
    }),
    { numRuns: 300 },
  )
})

test('progress, navigation and admission answer for any attempt that can come about', () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
      const attempt = [...begin, ...acts].reduce(
        (state, one, n) => play(state, one, n).attempt,
        engine.start(course, learner, normal),
      )
      const { progress, centiseconds, score } = engine.courseProgress(course, attempt)
      expect(progress).toBeGreaterThanOrEqual(0)
      expect(progress).toBeLessThanOrEqual(1)
      expect(Number.isSafeInteger(centiseconds)).toBe(true)
      if (score) expect(Math.abs(score.scaled)).toBeLessThanOrEqual(1)
      for (const id of [...activities, ...hostile]) {
        engine.activityProgress(course, attempt, id)
        admission(course, attempt, id)
        nextActivity(course, attempt, id)
        engine.interaction(attempt, id, 0)
      }
      expect(activities).toContain(firstActivity(course, attempt))
    }),
    { numRuns: 200 },
  )
})

test('entries that are no entries are refused, never thrown at', () => {
  const attempt = begin.reduce(
    (state, one, n) => play(state, one, n).attempt,
    engine.start(course, learner, normal),
  )
  for (const activity of [...activities, ...hostile]) {
    for (const step of [{ do: 'initialize' }, { do: 'open' }, { do: 'constructor' }] as never[]) {
      expect(engine.apply(course, attempt, { n: 1, at: '', activity, step })).toHaveProperty(
        'refused',
      )
    }
  }
})
