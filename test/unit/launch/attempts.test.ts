import { newUuid } from '../../../src/base/ids.ts'
import { describeRegistration } from '../../../src/registrations/index.ts'
import {
  courseOf,
  openStage,
  type Player,
  type Stage,
  sco,
  verbName,
} from '../../support/launch-stage.ts'

const failure = (code: string) => expect.objectContaining({ code })

describe('attempts on a course', () => {
  let stage: Stage
  beforeEach(async () => {
    stage = await openStage(courseOf(sco('one')))
  })
  afterEach(() => stage.remove())

  const take = async (player: Player, values: Record<string, string>) => {
    player.open().set(values)
    stage.wait(60)
    await player.finish().send()
  }
  const scored = (raw: number, status = 'passed') => ({
    'cmi.core.score.raw': String(raw),
    'cmi.core.lesson_status': status,
  })
  const detail = () => describeRegistration(stage.storage)(stage.registration)

  test('a new attempt begins afresh and keeps figures of its own; time and runs add up', async () => {
    await take(await stage.start(), { ...scored(50, 'failed'), 'cmi.suspend_data': 'first' })
    stage.wait(600)
    const second = await stage.start('new')
    expect(second.started).toMatchObject({ attemptNumber: 2, epoch: 2 })
    expect(second.open().get('getValue', 'cmi.core.entry')).toBe('ab-initio')
    expect(second.get('getValue', 'cmi.suspend_data')).toBe('')
    stage.wait(30)
    await second.set(scored(80)).finish().send()
    const { attemptsOnCourse, ...whole } = await detail()
    expect(attemptsOnCourse).toEqual([
      expect.objectContaining({
        number: 1,
        version: 1,
        counts: false,
        success: 'failed',
        seconds: 60,
      }),
      expect.objectContaining({ number: 2, counts: true, success: 'passed', endedAt: null }),
    ])
    expect(attemptsOnCourse[0]!.endedAt).toBe(attemptsOnCourse[1]!.startedAt)
    expect(whole).toMatchObject({ success: 'passed', seconds: 90, attempts: 2 })
    expect(whole.score).toMatchObject({ scaled: 0.8 })
  })

  test('statements of the second attempt name it in their context', async () => {
    await take(await stage.start(), scored(50))
    await take(await stage.start('new'), scored(60))
    const groupings = (await stage.statements())
      .filter((statement) => verbName(statement) === 'initialized')
      .map(({ context }) => context!.contextActivities!.grouping)
    const ids = groupings.map((all) => (all as { id: string }[])[1]!.id.split('?')[1])
    expect(ids).toEqual([`attempt=${stage.registration}`, `attempt=${stage.registration}.2`])
  })

  test.each([
    ['best', 2, 0.7],
    ['highest', 1, 0.9],
    ['last', 3, 0.4],
  ] as const)('of several results the policy’s counts: %s', async (counts, number, scaled) => {
    await stage.setPolicy({ counts })
    await take(await stage.start(), scored(90, 'failed'))
    await take(await stage.start('new'), scored(70))
    await take(await stage.start('new'), scored(40, 'failed'))
    const { attemptsOnCourse, score } = await detail()
    expect(attemptsOnCourse.find((one) => one.counts)!.number).toBe(number)
    expect(score).toMatchObject({ scaled })
    const figures = await stage.storage.findSummaryFigures(stage.version.package)
    expect(figures).toMatchObject({ registrations: 1, 'score-sum': scaled * 10_000 })
  })

  test('the last result stays until the next attempt has one', async () => {
    await stage.setPolicy({ counts: 'last' })
    await take(await stage.start(), scored(90))
    await (await stage.start('new')).open().set({ 'cmi.core.score.raw': '10' }).send()
    expect((await detail()).score).toMatchObject({ scaled: 0.9 })
  })

  describe('are refused', () => {
    test('beyond the limit, and the link stays usable', async () => {
      await stage.setPolicy({ attemptsMax: 2 })
      await take(await stage.start(), scored(10, 'failed'))
      await take(await stage.start('new'), scored(20, 'failed'))
      const ticket = await stage.ticket('new')
      await expect(stage.startWith(ticket)).rejects.toEqual(failure('attempt-limit-reached'))
      await stage.setPolicy({ attemptsMax: 3 })
      expect((await stage.startWith(ticket)).started.attemptNumber).toBe(3)
    })

    test('before the one under way is completed or failed, unless any time is allowed', async () => {
      await take(await stage.start(), { 'cmi.core.lesson_status': 'incomplete' })
      await expect(stage.start('new')).rejects.toEqual(failure('attempt-not-yet-allowed'))
      await stage.setPolicy({ newAttempt: 'any-time' })
      expect((await stage.start('new')).started.attemptNumber).toBe(2)
    })

    test('where the package allows no other', async () => {
      await stage.setPolicy({ newAttempt: 'never' })
      await take(await stage.start(), scored(10, 'failed'))
      await expect(stage.start('new')).rejects.toEqual(failure('attempt-not-yet-allowed'))
    })

    test('as a review before there is a result', async () => {
      await expect(stage.start('review')).rejects.toEqual(failure('review-not-yet-allowed'))
    })
  })

  test('a link for a new attempt opens the one in which nothing happened yet', async () => {
    await take(await stage.start(), scored(10))
    expect((await stage.start('new')).started.attemptNumber).toBe(2)
    expect((await stage.start('new')).started.attemptNumber).toBe(2)
  })

  test('a page that did not hear the answer does not use up a second attempt', async () => {
    await stage.setPolicy({ newAttempt: 'any-time' })
    await take(await stage.start(), scored(10))
    const [ticket, nonce] = [await stage.ticket('new'), newUuid()]
    await stage.startWith(ticket, nonce)
    expect((await stage.startWith(ticket, nonce)).started.attemptNumber).toBe(2)
    expect((await detail()).attemptsOnCourse).toHaveLength(2)
  })

  describe('after completion', () => {
    beforeEach(async () => {
      await take(await stage.start(), scored(60))
    })

    test('the attempt goes on by default', async () => {
      const { attemptNumber, mode } = (await stage.start()).started
      expect([attemptNumber, mode.lessonMode]).toEqual([1, 'normal'])
    })

    test('a new one begins where the package says so, and the result is shown when all are used', async () => {
      await stage.setPolicy({ afterCompletion: 'new', attemptsMax: 2 })
      const second = await stage.start()
      expect(second.started.attemptNumber).toBe(2)
      await take(second, scored(70))
      expect((await stage.start()).started).toMatchObject({
        attemptNumber: 2,
        mode: { credit: 'no-credit', lessonMode: 'review' },
      })
    })

    test('a review shows the result and records nothing, whatever the course does', async () => {
      const before = [
        await detail(),
        await stage.statements(),
        await stage.storage.findAttempt(stage.registration),
      ]
      const review = await stage.start('review')
      expect(review.open().get('getValue', 'cmi.core.lesson_mode')).toBe('review')
      expect(review.get('getValue', 'cmi.core.score.raw')).toBe('60')
      review.set({ ...scored(100), 'cmi.suspend_data': 'seen' })
      await review.send()
      const again = await stage.resume(review.token)
      expect(again.attempt.activities).toEqual(review.attempt.activities)
      stage.wait(3_600)
      expect(await stage.closeSilent()).toBe(1)
      await review.finish().send()
      expect([
        await detail(),
        await stage.statements(),
        await stage.storage.findAttempt(stage.registration),
      ]).toEqual(before)
    })

    test('a review that takes over from another page stays a review', async () => {
      const review = await stage.start('review')
      await stage.start()
      expect((await stage.takeOver(review.token)).started.mode.lessonMode).toBe('review')
    })
  })
})
