import fc from 'fast-check'
import { carryOver } from '../../../src/launch/versions/carry-over.ts'
import {
  type Activity,
  type Attempt,
  activitiesOf,
  type Course,
  engines,
} from '../../../src/runtime/index.ts'
import type { Storage } from '../../../src/storage/port.ts'
import type { Statement } from '../../../src/xapi/index.ts'
import { xapiValidators } from '../../../src/xapi/statements/validate-statement.ts'
import { openStage, type Stage, verbName } from '../../support/launch-stage.ts'
import {
  cluster,
  content,
  course,
  map,
  primary,
  setByContent,
} from '../runtime/sequencing/learning.ts'
import { courses, moves, walk } from './scorm2004-walk.ts'

const engine = engines.scorm2004

/** `PT1M2.5S` -> 6250 */
function centiseconds(duration: string): number {
  const [, hours = 0, minutes = 0, seconds = 0] = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/.exec(
    duration,
  )!
  return Math.round((Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds)) * 100)
}

const savedOf = async (storage: Storage, registration: string): Promise<Attempt> =>
  (await storage.findAttempt(registration))!.attempt

describe('random learners in random SCORM 2004 courses', () => {
  const validate = xapiValidators()

  test('the server comes to the player’s state, whatever the network delivers, and time is the sum of the runs', async () => {
    await fc.assert(
      fc.asyncProperty(courses, moves, async (random, all) => {
        const stage = await openStage(random)
        try {
          const player = await walk(stage, all)
          await player.go({ to: 'suspendAll' }).send({ isLeaving: true })
          const { learner: _, ...played } = player.attempt
          expect(await savedOf(stage.storage, stage.registration)).toMatchObject(played)
          await expectTimeToAddUp(stage)
          for (const { stored, version, authority, ...own } of await stage.statements()) {
            validate.statement(own, '1.0.3', '')
          }
        } finally {
          await stage.remove()
        }
      }),
      { numRuns: 25 },
    )
  }, 300_000)

  async function expectTimeToAddUp(stage: Stage): Promise<void> {
    const { centiseconds: total } = (await stage.storage.findRegistration(stage.registration))!
      .progress
    const durations = (await stage.statements())
      .filter((one: Statement) => ['terminated', 'suspended'].includes(verbName(one)))
      .map(({ result }) => centiseconds(result!.duration!))
    expect(durations.reduce((sum, one) => sum + one, 0)).toBe(total)
  }

  test('an attempt that moves to another version goes on there, wherever the learner was', async () => {
    const without = (gone: ReadonlySet<string>, activities: readonly Activity[]): Activity[] =>
      activities
        .filter(({ id }) => !gone.has(id))
        .map((one) => ({ ...one, children: without(gone, one.children) }))
        .filter(({ kind, children }) => kind !== 'cluster' || children.length > 0)
    const gone = fc.subarray(['a1', 'a2', 'a3', 'b', 'c1', 'c']).map((ids) => new Set(ids))
    await fc.assert(
      fc.asyncProperty(courses, moves, gone, async (random, all, ids) => {
        const to: Course = {
          ...random,
          id: 'renamed',
          activities: [...without(ids, random.activities), content('new')],
        }
        const stage = await openStage(random)
        try {
          const player = await walk(stage, all)
          await player.go({ to: 'suspendAll' }).send({ isLeaving: true })
          const before = await savedOf(stage.storage, stage.registration)
          const attempt = carryOver({ from: random, to }, before)
          for (const [id, state] of Object.entries(attempt.activities)) {
            expect(state).toEqual(before.activities[id])
          }
          const request = engine.beginning(to, attempt)!
          expect(() => engine.lookAhead(to, attempt)).not.toThrow()
          let moved = attempt
          for (const { activity, step } of engine.follow(to, attempt, request)) {
            const entry = { n: 1, at: stage.now().toISOString(), activity, step }
            const applied = engine.apply(to, moved, entry)
            if (applied.refused !== undefined) throw new Error(applied.refused)
            moved = applied.attempt
          }
          engine.courseProgress(to, moved)
          const known = [to.id, ...activitiesOf(to).map(({ id }) => id)]
          expect(known).toEqual(expect.arrayContaining(Object.keys(attempt.sequencing!.activities)))
        } finally {
          await stage.remove()
        }
      }),
      { numRuns: 20 },
    )
  }, 300_000)
})

describe('what a learner’s SCORM 2004 courses share', () => {
  const writing = (edition: '3rd' | '4th', isGlobal = true) =>
    course(
      { edition, objectivesGlobalToSystem: isGlobal },
      content('test', {
        objectives: [
          primary({
            id: 'p',
            maps: [map('skill', { writeSatisfiedStatus: true, writeNormalizedMeasure: true })],
          }),
        ],
        ...setByContent,
      }),
    )
  let stage: Stage
  afterEach(() => stage.remove())
  const keys = { objectives: ['skill'], data: [] }
  const shared = () => stage.storage.transact((tx) => tx.findShared(stage.learner, keys))
  const pass = async () => {
    const player = await stage.start()
    player
      .begin()
      .call('initialize', '')
      .set({ 'cmi.success_status': 'passed', 'cmi.score.scaled': '0.9' })
    await player.finish().go({ to: 'suspendAll' }).send({ isLeaving: true })
    return player
  }

  test('is written with the commit that changed it, and the next attempt knows it', async () => {
    stage = await openStage(writing('4th'))
    await pass()
    expect(await shared()).toMatchObject({
      objectives: { skill: { satisfied: true, measure: 0.9 } },
    })
    await stage.setPolicy({ newAttempt: 'any-time' })
    const { attempt } = (await stage.start('new')).started
    expect(attempt.shared?.objectives.skill).toMatchObject({ satisfied: true })
  })

  test('stays in the attempt where the course keeps its objectives to itself', async () => {
    stage = await openStage(writing('4th', false))
    await pass()
    expect((await shared()).objectives).toEqual({})
    const { attempt } = (await stage.start()).started
    expect(attempt.shared?.objectives.skill).toMatchObject({ satisfied: true })
  })

  test('is what it is now when the learner comes back, whichever course changed it', async () => {
    stage = await openStage(writing('4th'))
    await pass()
    await stage.storage.transact((tx) =>
      tx.saveShared(stage.learner, [
        { kind: 'objective', id: 'skill', value: { satisfied: false } },
      ]),
    )
    const player = await stage.start()
    expect(player.started.attempt.shared?.objectives.skill).toEqual({ satisfied: false })
    await player.begin().send()
    expect((await shared()).objectives.skill).toEqual({ satisfied: false })
  })

  test('is taken back with a close for silence that was taken back', async () => {
    stage = await openStage(writing('4th'))
    const player = await stage.start()
    await player.begin().call('initialize', '').set({ 'cmi.success_status': 'failed' }).send()
    stage.wait(3_600)
    await stage.closeSilent()
    const closed = await shared()
    player.set({ 'cmi.success_status': 'passed' }).finish()
    await player.go({ to: 'suspendAll' }).send()
    expect((await shared()).objectives.skill).toMatchObject({ satisfied: true })
    expect(closed.objectives.skill?.satisfied).not.toBe(true)
    expect((await savedOf(stage.storage, stage.registration)).shared).toEqual(player.attempt.shared)
  })

  test('is not touched by a try-out', async () => {
    stage = await openStage(writing('4th'))
    await stage.storage.transact(async (tx) => {
      await tx.saveShared(stage.learner, [
        { kind: 'objective', id: 'skill', value: { measure: 0.1 } },
      ])
    })
    await stage.asTrial()
    const player = await pass()
    expect(player.started.attempt.shared?.objectives).toEqual({})
    expect((await shared()).objectives).toEqual({ skill: { measure: 0.1 } })
  })
})

describe('progress of SCORM 2004', () => {
  test('names clusters whose roll-up changed, and tells once that a module is completed', async () => {
    const stage = await openStage(course({}, cluster('m', {}, content('one', setByContent))))
    try {
      const player = await stage.start()
      player.begin().call('initialize', '').set({ 'cmi.completion_status': 'completed' }).finish()
      await player.go({ to: 'exitAll' }).send()
      const { progress } = (await stage.storage.findRegistration(stage.registration))!
      expect(progress.completion).toBe('completed')
      expect(progress.activities.map(({ activity }) => activity).sort()).toEqual(['m', 'one'])
      const told = (await stage.statements()).filter((one) => verbName(one) === 'completed')
      const types = told.map(
        ({ object }) => (object as { definition: { type: string } }).definition.type,
      )
      expect(types.map((type) => type.split('/').at(-1))).toEqual(['lesson', 'module', 'course'])
    } finally {
      await stage.remove()
    }
  })
})
