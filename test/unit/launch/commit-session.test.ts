import type { Problem } from '../../../src/base/problem.ts'
import { commitSession } from '../../../src/launch/index.ts'
import {
  appUrl,
  courseOf,
  openStage,
  type Player,
  type Stage,
  sco,
} from '../../support/launch-stage.ts'

const failure = (code: string, facts?: object) =>
  expect.objectContaining({ code, ...(facts && { detail: expect.objectContaining({ facts }) }) })

describe('commitSession()', () => {
  let stage: Stage
  beforeEach(async () => {
    stage = await openStage(courseOf(sco('one', { masteryScore: '60' }), sco('two')))
  })
  afterEach(() => stage.remove())

  const saved = async () => (await stage.storage.findAttempt(stage.registration))!
  const progress = async () => (await stage.storage.findRegistration(stage.registration))!.progress
  const everything = async () =>
    JSON.stringify([await saved(), await stage.statements(), await progress()])

  test('comes to the attempt that the player has', async () => {
    const player = await stage.start()
    player.open().set({
      'cmi.suspend_data': '{"trang":"Đúng – ‘một’ 🎓","x":[1,2]}',
      'cmi.core.lesson_location': 'trang 3/ü',
      'cmi.core.score.raw': '80',
    })
    stage.wait(75)
    player.finish()
    await player.send()
    const { attempt } = await saved()
    expect({ ...attempt, learner: player.attempt.learner }).toEqual(player.attempt)
  })

  test('keeps the learner’s name out of what it stores', async () => {
    const player = await stage.start()
    expect(player.started.attempt.learner.name).toBe('Trần Thị Ánh')
    await player.open().finish().send()
    expect(await everything()).not.toContain('Ánh')
  })

  test('comes to the same, however the journal is cut into commits', async () => {
    const script = (player: Player): Player => {
      player.open().set({ 'cmi.core.score.raw': '70', 'cmi.core.lesson_status': 'completed' })
      player.finish().open('two').set({ 'cmi.core.lesson_status': 'completed' })
      return player.finish()
    }
    const told = async (at: Stage) =>
      (await at.statements()).map(({ verb, object, result }) => [verb.id, 'id' in object, result])
    const whole = script(await stage.start())
    await whole.send()
    const other = await openStage(stage.version.course)
    const cut = script(await other.start())
    for (const entry of cut.journal) await cut.sendEntries([entry])
    expect(await told(other)).toEqual(await told(stage))
    const ids = (await other.statements()).map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    await other.remove()
  })

  test('changes nothing when the same entries come again', async () => {
    const player = await stage.start()
    player.open().set({ 'cmi.core.score.raw': '90' }).call('commit', '')
    await player.send()
    const before = await everything()
    expect(await player.sendEntries(player.journal)).toBe(player.journal.length)
    expect(await player.sendEntries(player.journal.slice(1, 3))).toBe(player.journal.length)
    expect(await everything()).toBe(before)
  })

  test('acknowledges nothing that it cannot replay', async () => {
    const player = await stage.start()
    player.open()
    const withoutAttempt = <Tx extends object>(tx: Tx): Tx =>
      new Proxy(tx, {
        get: (target, name) =>
          name === 'findAttempt'
            ? async () => undefined
            : (Reflect.get(target, name) as () => unknown).bind(target),
      })
    const transact: typeof stage.storage.transact = (work) =>
      stage.storage.transact((tx) => work(withoutAttempt(tx)))
    const commit = commitSession({ ...stage.storage, transact }, stage.now, {
      appUrl,
      observers: [],
    })
    const { session } = player.started
    await expect(commit(player.token, { session, entries: player.journal })).rejects.toThrow(
      'nothing to replay',
    )
    expect(await player.send()).toBe(player.journal.length)
  })

  test('takes a commit that overlaps with what is stored', async () => {
    const player = await stage.start()
    player.open()
    await player.send()
    player.set({ 'cmi.core.lesson_location': 'p2' })
    expect(await player.sendEntries(player.journal)).toBe(3)
  })

  test('refuses a gap and names the number that must come next', async () => {
    const player = await stage.start()
    player.open().set({ 'cmi.core.lesson_location': 'p2' })
    await expect(player.sendEntries(player.journal.slice(1))).rejects.toEqual(
      failure('journal-gap', { expected: 1 }),
    )
  })

  test('refuses entries that are not numbered in order', async () => {
    const player = await stage.start()
    player.open()
    const [first, second] = player.journal
    for (const entries of [
      [second!, first!],
      [first!, first!],
      [first!, { ...second!, n: 3 }],
    ]) {
      await expect(player.sendEntries(entries)).rejects.toEqual(failure('journal-invalid'))
    }
  })

  test('stores nothing of a commit with an entry that the runtime refuses', async () => {
    const player = await stage.start()
    const before = await everything()
    player.open().set({ 'cmi.core.lesson_location': 'p2' })
    const forged = {
      n: 4,
      at: stage.now().toISOString(),
      activity: 'one',
      step: { do: 'set', element: 'cmi.core.total_time', value: '9999:00:00' },
    } as const
    const error: Problem = await player.sendEntries([...player.journal, forged]).catch((e) => e)
    expect(error).toEqual(failure('journal-invalid', { entry: 4 }))
    expect(error.detail.pointer).toBe('/entries/3')
    expect(await everything()).toBe(before)
    expect(await player.sendEntries(player.journal)).toBe(3)
  })

  test('lets a page go on after a refused commit by taking over', async () => {
    const player = await stage.start()
    player.open()
    await player.send()
    const bad = { n: 3, at: stage.now().toISOString(), activity: 'nowhere', step: { do: 'open' } }
    await expect(player.sendEntries([bad as never])).rejects.toEqual(failure('journal-invalid'))
    const next = await stage.takeOver(player.token)
    next.open().set({ 'cmi.core.lesson_status': 'completed' }).finish()
    expect(await next.send()).toBe(next.journal.length)
  })

  test('refuses a token that belongs to no session, or to another one', async () => {
    const [mine, other] = [await stage.start(), await stage.start()]
    const commit = { session: mine.started.session, entries: [] }
    for (const token of ['x'.repeat(43), other.token]) {
      await expect(stage.commit(token, commit)).rejects.toEqual(failure('session-token-invalid'))
    }
  })

  test('refuses a page of an earlier epoch for good', async () => {
    const first = await stage.start()
    first.open().set({ 'cmi.core.lesson_location': 'first' })
    const second = await stage.start()
    expect(second.started.epoch).toBe(first.started.epoch + 1)
    await expect(first.send()).rejects.toEqual(failure('session-superseded'))
    await expect(stage.resume(first.token)).rejects.toEqual(failure('session-superseded'))
    second.open().set({ 'cmi.core.lesson_location': 'second' })
    await second.send()
    const { activities } = (await saved()).attempt
    expect(activities.one?.values['cmi.core.lesson_location']).toBe('second')
  })

  test('adds up time over sessions, each run once', async () => {
    for (let run = 1; run <= 3; run++) {
      const player = await stage.start()
      player.open()
      stage.wait(100)
      player.finish()
      await player.send()
      await player.sendEntries(player.journal)
      await player.sendEntries([], { isLeaving: true })
      stage.wait(1_000)
    }
    const { centiseconds, attempts, activities } = await progress()
    expect({ centiseconds, attempts }).toEqual({ centiseconds: 30_000, attempts: 3 })
    expect(activities[0]).toMatchObject({ activity: 'one', centiseconds: 30_000, attempts: 3 })
    const next = await stage.start()
    expect(next.open().get('getValue', 'cmi.core.total_time')).toBe('0000:05:00.00')
  })

  test('moves the registration and the package summary with the journal', async () => {
    const player = await stage.start()
    player
      .open()
      .set({ 'cmi.core.score.raw': '80', 'cmi.core.lesson_status': 'completed' })
      .finish()
    player.open('two').set({ 'cmi.core.lesson_status': 'completed' }).finish()
    await player.send()
    expect(await progress()).toMatchObject({
      completion: 'completed',
      success: 'passed',
      score: { raw: 80, scaled: 0.8 },
      progress: 1,
    })
    expect(await stage.storage.findSummaryFigures(stage.version.package)).toMatchObject({
      registrations: 1,
      'completion/completed': 1,
      'success/passed': 1,
      'score/8': 1,
    })
  })

  test('takes the journal of a slow clock and of one that runs ahead', async () => {
    const player = await stage.start()
    player.open()
    const shifted = player.journal.map((entry) => ({ ...entry, at: '2031-01-01T00:00:00.000Z' }))
    await player.sendEntries(shifted)
    expect((await stage.statements())[0]?.timestamp).toBe(stage.now().toISOString())
    expect((await progress()).lastActivityAt).toEqual(stage.now())
  })

  test('refuses what would make an attempt larger than any course needs', async () => {
    const ids = Array.from({ length: 9 }, (_, index) => `sco${index}`)
    const large = await openStage(courseOf(...ids.map((id) => sco(id))))
    const player = await large.start()
    for (const id of ids) {
      player
        .open(id)
        .set({ 'cmi.suspend_data': 'x'.repeat(1_000_000) })
        .finish()
      if (id !== 'sco8') await player.send()
    }
    await expect(player.send()).rejects.toEqual(failure('journal-invalid'))
    expect(
      Object.keys((await large.storage.findAttempt(large.registration))!.attempt.activities),
    ).toHaveLength(8)
    await large.remove()
  })
})
