import fc from 'fast-check'
import { Problem, problemStatus } from '../../../src/base/problem.ts'
import { validators } from '../../../src/base/validator.ts'
import type { CommitSession } from '../../../src/launch/wire.ts'
import type { JournalEntry } from '../../../src/runtime/index.ts'
import { xapiValidators } from '../../../src/xapi/statements/validate-statement.ts'
import { courseOf, openStage, type Stage, sco } from '../../support/launch-stage.ts'

const element = fc.oneof(
  fc.constantFrom(
    'cmi.core.lesson_status',
    'cmi.core.score.raw',
    'cmi.core.exit',
    'cmi.core.session_time',
    'cmi.core.total_time',
    'cmi.suspend_data',
    'cmi.interactions.0.id',
    'cmi.interactions.0.type',
    'cmi.interactions.0.student_response',
    'cmi.interactions.0.result',
    'cmi.interactions.7.id',
    'cmi.objectives.0.score.raw',
    '__proto__',
    'constructor.prototype.x',
    'cmi.interactions.__proto__.id',
  ),
  fc.string(),
)
const value = fc.oneof(
  fc.constantFrom(
    'passed',
    'completed',
    'incomplete',
    'suspend',
    '80',
    '0001:00:00',
    'choice',
    'correct',
  ),
  fc.string({ unit: 'binary' }),
)
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('set'), element, value }) },
  fc.record({ do: fc.constantFrom('open', 'initialize', 'commit', 'finish', 'abandon') }),
)
const activity = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom('one', 'two') },
  fc.constantFrom('__proto__', 'toString', ''),
  fc.string(),
)
const at = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString())
/** Half of the journals begin as a player's would, so that the rest of them meets a run that is open. */
const beginnings = (['', 'o', 'oi', 'i', 'ao', 'aoi'] as const).map((letters) =>
  [...letters].map((letter) => ({
    activity: 'one',
    at: '2026-03-02T01:00:00.000Z',
    step: { do: ({ o: 'open', i: 'initialize', a: 'abandon' } as const)[letter as 'o'] },
  })),
)
const entries = fc.record({
  all: fc
    .tuple(
      fc.constantFrom(...beginnings),
      fc.array(fc.record({ activity, at, step }), { maxLength: 3 }),
    )
    .map(([beginning, rest]) => [...beginning, ...rest]),
  shift: fc.oneof({ weight: 6, arbitrary: fc.constant(0) }, fc.integer({ min: -1, max: 2 })),
})

describe('hostile journals', () => {
  const isCommit = validators()<CommitSession>('rt/commit-session')
  const validate = xapiValidators()
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage(courseOf(sco('one', { masteryScore: '50' }), sco('two')))
  })
  afterAll(() => stage.remove())

  const everything = async () =>
    JSON.stringify([
      await stage.storage.findAttempt(stage.registration),
      (await stage.statements()).length,
      (await stage.storage.findRegistration(stage.registration))?.progress,
    ])

  test('are taken whole or refused whole, with a 4xx and never a fault', async () => {
    const player = await stage.start()
    let last = 0
    let taken = 0
    await fc.assert(
      fc.asyncProperty(entries, async ({ all, shift }) => {
        const sent = all.map((entry, index) => ({ n: last + 1 + shift + index, ...entry }))
        const commit = { session: player.started.session, entries: sent as JournalEntry[] }
        if (!isCommit(commit)) return
        const before = await everything()
        try {
          const { acknowledged } = await stage.commit(player.token, commit)
          if (acknowledged > last) taken++
          last = acknowledged
        } catch (error) {
          expect(error).toBeInstanceOf(Problem)
          expect(Math.floor(problemStatus[(error as Problem).code] / 100)).toBe(4)
          expect(await everything()).toBe(before)
        }
      }),
      { numRuns: 400 },
    )
    expect(taken).toBeGreaterThan(20)
    for (const { stored, version, authority, ...own } of await stage.statements()) {
      validate.statement(own, '1.0.3', '')
    }
  })

  test('leave what a player’s own journal then comes to as it would be', async () => {
    const player = await stage.start()
    player.open()
    await player.send()
    const legal = fc.array(
      fc.record({
        element: fc.constantFrom(
          'cmi.suspend_data',
          'cmi.core.lesson_location',
          'cmi.core.score.raw',
        ),
        value: fc.integer({ min: 0, max: 100 }).map(String),
      }),
      { minLength: 1, maxLength: 20 },
    )
    await fc.assert(
      fc.asyncProperty(legal, async (sets) => {
        for (const one of sets) player.set({ [one.element]: one.value })
        await player.send()
        const saved = await stage.storage.findAttempt(stage.registration)
        expect(saved!.attempt.activities).toEqual(player.attempt.activities)
      }),
      { numRuns: 50 },
    )
  })
})
