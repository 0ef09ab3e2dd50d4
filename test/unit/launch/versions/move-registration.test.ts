import { newUuid } from '../../../../src/base/ids.ts'
import { previewMove } from '../../../../src/launch/versions/preview-move.ts'
import { listMoves, startMove } from '../../../../src/launch/versions/work-on-moves.ts'
import {
  createRegistration,
  describeRegistration,
  type Registration,
} from '../../../../src/registrations/index.ts'
import {
  courseOf,
  insertLearner,
  openStage,
  type Stage,
  sco,
} from '../../../support/launch-stage.ts'

const older = courseOf(sco('one'), sco('two'), sco('three'))
const newer = courseOf(sco('one', { title: 'Bài 1, bản mới' }), sco('four'), sco('two'))

describe('moving learners to a new version', () => {
  let stage: Stage
  beforeEach(async () => {
    stage = await openStage(older)
  })
  afterEach(() => stage.remove())

  const study = async (...activities: string[]) => {
    const player = await stage.start()
    for (const activity of activities) {
      player.open(activity).set({ 'cmi.suspend_data': activity, 'cmi.core.exit': 'suspend' })
      stage.wait(60)
      player.finish()
    }
    await player.send({ isLeaving: true })
    return player
  }
  const upload = () => stage.addVersion(newer)
  const order = () => startMove(stage.storage, stage.now)(stage.version.package, '2', 'admin')
  const move = async () => {
    await order()
    await stage.workOnMoves()
    return (await listMoves(stage.storage)(stage.version.package)).items[0]!
  }
  const detail = () => describeRegistration(stage.storage)(stage.registration)
  const preview = () => previewMove(stage.storage)(stage.version.package, '2')

  test('an attempt under way goes on in the new version with what fits it', async () => {
    await study('one', 'two')
    await upload()
    expect((await preview()).from).toMatchObject([
      { version: 1, isSameStandard: true, registrations: { allKept: 1, someKept: 0 } },
    ])
    expect(await move()).toMatchObject({ outcomes: { moved: 1 }, remaining: 0, startedBy: 'admin' })
    const player = await stage.start()
    expect(player.started.course.activities.map(({ id }) => id)).toEqual(['one', 'four', 'two'])
    expect(player.open('two').get('getValue', 'cmi.suspend_data')).toBe('two')
    await player.set({ 'cmi.core.lesson_status': 'completed' }).finish().send()
    expect(await detail()).toMatchObject({
      version: 2,
      seconds: 120,
      attemptsOnCourse: [{ number: 1, version: 2 }],
    })
    expect((await preview()).already).toBe(1)
  })

  test('lessons that are gone are dropped, and their figures stay in the record', async () => {
    await study('one', 'three')
    await upload()
    expect((await preview()).from[0]!.registrations).toMatchObject({ allKept: 0, someKept: 1 })
    expect((await move()).outcomes).toEqual({ 'moved-in-part': 1 })
    const { attempt } = (await stage.storage.findAttempt(stage.registration))!
    expect(Object.keys(attempt.activities)).toEqual(['one'])
    expect(attempt.lastOpened).toBeUndefined()
    const { activities } = await detail()
    expect(activities.find(({ activity }) => activity === 'three')).toMatchObject({ seconds: 60 })
  })

  test('who began nothing that is kept stays, and so does who completed', async () => {
    await study('three')
    await upload()
    expect((await preview()).from[0]!.registrations).toMatchObject({ noneKept: 1 })
    expect((await move()).outcomes).toEqual({ 'nothing-kept': 1 })
    expect((await detail()).version).toBe(1)
  })

  test('a completed attempt stays as it is, as a record', async () => {
    const player = await stage.start()
    for (const id of ['one', 'two', 'three']) {
      player.open(id).set({ 'cmi.core.lesson_status': 'completed' }).finish()
    }
    await player.send({ isLeaving: true })
    await upload()
    expect((await preview()).from[0]!.registrations).toMatchObject({ completed: 1 })
    expect((await move()).outcomes).toEqual({ completed: 1 })
    expect((await stage.start()).started.course.activities).toHaveLength(3)
  })

  test('who has not begun moves, and who has a registration of their own there stays', async () => {
    const other = await insertLearner(stage.storage, 'Lê Văn B', stage.now())
    const register = (learner: string): Promise<Registration> =>
      createRegistration(stage.storage, stage.now)({ package: stage.version.package, learner })
    const pinned = await register(other)
    await upload()
    await register(other)
    expect((await preview()).from[0]!.registrations).toMatchObject({ notStarted: 1, elsewhere: 1 })
    expect((await move()).outcomes).toEqual({ moved: 1, elsewhere: 1 })
    expect((await stage.storage.findRegistration(pinned.id))!.version).toBe(stage.version.id)
  })

  test('who is at it is left alone; a page that was silent for long is closed, and told at its next word', async () => {
    const player = await stage.start()
    await player.open().set({ 'cmi.suspend_data': 'p3' }).send()
    await upload()
    expect((await move()).outcomes).toEqual({ learning: 1 })
    stage.wait(3_600)
    expect((await move()).outcomes).toEqual({ moved: 1 })
    player.set({ 'cmi.suspend_data': 'p4' })
    await expect(player.send()).rejects.toMatchObject({ code: 'session-superseded' })
    const next = await stage.takeOver(player.token)
    expect(next.started.course.activities).toHaveLength(3)
    expect(next.started.course.activities[1]!.id).toBe('four')
    expect(next.open().get('getValue', 'cmi.suspend_data')).toBe('p3')
  })

  test('is safe to order and to do twice', async () => {
    await study('one')
    await upload()
    const [first, second] = [await order(), await order()]
    expect(second.id).toBe(first.id)
    await stage.workOnMoves()
    stage.wait(1)
    const before = [await stage.storage.findAttempt(stage.registration), await detail()]
    expect((await move()).outcomes).toEqual({})
    expect([await stage.storage.findAttempt(stage.registration), await detail()]).toEqual(before)
  })

  test('leaves try-outs where they are', async () => {
    await stage.storage.transact(async (tx) => {
      const registration = (await tx.findRegistration(stage.registration))!
      await tx.insertRegistration({ ...registration, id: newUuid(), isTrial: true })
    })
    await upload()
    expect((await move()).outcomes).toEqual({ moved: 1 })
  })

  describe('without an order', () => {
    test('keep: whoever is registered stays, also in new attempts', async () => {
      await stage.setPolicy({ newAttempt: 'any-time' })
      await study('one')
      await upload()
      expect((await stage.start()).started.course.activities).toHaveLength(3)
      const { course } = (await stage.start('new')).started
      expect(course.activities.map(({ id }) => id)).toEqual(['one', 'two', 'three'])
    })

    test('next-attempt: the attempt under way stays, the next is on the new version', async () => {
      await stage.setPolicy({ newAttempt: 'any-time', newVersion: 'next-attempt' })
      await study('one')
      await upload()
      expect((await stage.start()).started.course.activities[1]!.id).toBe('two')
      expect((await stage.start('new')).started.course.activities[1]!.id).toBe('four')
      const { attemptsOnCourse } = await detail()
      expect(attemptsOnCourse.map(({ version }) => version)).toEqual([1, 2])
    })

    test('migrate: the attempt under way goes on in the new version when it is opened', async () => {
      await stage.setPolicy({ newVersion: 'migrate' })
      await study('one')
      await upload()
      const player = await stage.start()
      expect(player.started.course.activities[1]!.id).toBe('four')
      expect(player.open().get('getValue', 'cmi.suspend_data')).toBe('one')
    })
  })
})
