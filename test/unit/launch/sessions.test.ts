import { newUuid } from '../../../src/base/ids.ts'
import { courseOf, openStage, type Stage, sco, verbName } from '../../support/launch-stage.ts'

const failure = (code: string) => expect.objectContaining({ code })

const texts = {
  'cmi.suspend_data': `${'Tiếng Việt: ắằẳẵặ, 🎓👩🏽‍🏫, "\\\\" \\u0000 <&>\\r\\n'}${'x'.repeat(60_000)}`,
  'cmi.core.lesson_location': 'Bài 3 – mục “b”',
}

describe('sessions', () => {
  let stage: Stage
  beforeEach(async () => {
    stage = await openStage(courseOf(sco('one'), sco('two')))
  })
  afterEach(() => stage.remove())

  const saved = async () => (await stage.storage.findAttempt(stage.registration))!.attempt
  const progress = async () => (await stage.storage.findRegistration(stage.registration))!.progress
  const verbs = async () => (await stage.statements()).map(verbName)

  describe('startSession()', () => {
    test('uses a ticket once, also when a hundred pages try at the same time', async () => {
      const ticket = await stage.ticket()
      const tries = await Promise.allSettled(
        Array.from({ length: 100 }, () => stage.startWith(ticket)),
      )
      expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
      const reasons = tries.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
      expect(new Set(reasons.map(({ code }) => code))).toEqual(new Set(['launch-link-invalid']))
    })

    test('refuses an unknown ticket and one that is too old', async () => {
      await expect(stage.startWith('x'.repeat(43))).rejects.toEqual(failure('launch-link-invalid'))
      const ticket = await stage.ticket()
      stage.wait(24 * 3_600)
      await expect(stage.startWith(ticket)).rejects.toEqual(failure('launch-link-invalid'))
    })

    test('opens while another page is open: the newest opening wins', async () => {
      const first = await stage.start()
      await first.open().send()
      const second = await stage.start()
      expect(second.started.epoch).toBe(2)
      await expect(first.sendEntries([])).rejects.toEqual(failure('session-superseded'))
      expect(await second.open().send()).toBe(2)
    })

    describe('asked again by the page that did not hear the answer', () => {
      const [nonce, other] = [newUuid(), newUuid()]

      test('opens a new session in place of the one that nobody heard of', async () => {
        const ticket = await stage.ticket()
        const unheard = await stage.startWith(ticket, nonce)
        stage.wait(60)
        const heard = await stage.startWith(ticket, nonce)
        expect(heard.started.epoch).toBe(2)
        await expect(unheard.open().send()).rejects.toEqual(failure('session-superseded'))
        await heard.open().finish().send()
        expect(await progress()).toMatchObject({ attempts: 1, centiseconds: 0 })
        expect(await verbs()).toEqual(['initialized', 'completed', 'terminated'])
      })

      test('refuses another page with the same link', async () => {
        const ticket = await stage.ticket()
        await stage.startWith(ticket, nonce)
        await expect(stage.startWith(ticket, other)).rejects.toEqual(failure('launch-link-invalid'))
        await expect(stage.startWith(ticket, other)).rejects.toEqual(failure('launch-link-invalid'))
      })

      test('gives five minutes after the first use, also beyond the link’s own time', async () => {
        const ticket = await stage.ticket()
        stage.wait(24 * 3_600 - 10)
        await stage.startWith(ticket, nonce)
        for (const wait of [240, 59]) {
          stage.wait(wait)
          await stage.startWith(ticket, nonce)
        }
        stage.wait(1)
        await expect(stage.startWith(ticket, nonce)).rejects.toEqual(failure('launch-link-invalid'))
      })

      test('refuses once something was heard from the session: a request that was long under way ends nothing', async () => {
        for (const speak of ['a step', 'a heartbeat']) {
          const ticket = await stage.ticket()
          const player = await stage.startWith(ticket, nonce)
          stage.wait(1)
          if (speak === 'a step') await player.open().send()
          else await player.sendEntries([])
          await expect(stage.startWith(ticket, nonce)).rejects.toEqual(
            failure('launch-link-invalid'),
          )
          await player.sendEntries([])
        }
      })

      test('refuses once the course was opened by another link', async () => {
        const ticket = await stage.ticket()
        await stage.startWith(ticket, nonce)
        const newer = await stage.start()
        await expect(stage.startWith(ticket, nonce)).rejects.toEqual(failure('launch-link-invalid'))
        expect(await newer.open().send()).toBe(2)
      })

      test('leaves one session that counts, also when a hundred requests come at the same time', async () => {
        const ticket = await stage.ticket()
        const players = await Promise.all(
          Array.from({ length: 100 }, () => stage.startWith(ticket, nonce)),
        )
        const sent = await Promise.allSettled(players.map((player) => player.open().send()))
        expect(sent.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
      })
    })

    test('gives location and suspend data to another browser as they were written', async () => {
      const first = await stage.start()
      await first.open().set(texts).set({ 'cmi.core.exit': 'suspend' }).finish().send()
      const second = await stage.start()
      second.open()
      expect(second.get('getValue', 'cmi.core.entry')).toBe('resume')
      for (const [element, text] of Object.entries(texts)) {
        expect(second.get('getValue', element)).toBe(text)
      }
    })

    test('ends the run that the page before left open, as of when it was last heard of', async () => {
      const first = await stage.start()
      first.open().set({ 'cmi.core.lesson_location': 'p4' })
      await first.send()
      stage.wait(50)
      await first.sendEntries([])
      stage.wait(5_000)
      const second = await stage.start()
      expect(second.started.attempt.current).toBeUndefined()
      expect(await verbs()).toEqual(['initialized', 'suspended'])
      expect((await progress()).centiseconds).toBe(5_000)
      expect(second.open().get('getValue', 'cmi.core.lesson_location')).toBe('p4')
    })
  })

  describe('resumeSession()', () => {
    test('gives the same session back to a page that was loaded again', async () => {
      const player = await stage.start()
      await player.open().set(texts).send()
      const again = await stage.resume(player.token)
      expect(again).toMatchObject({
        session: player.started.session,
        epoch: 1,
        nextEntry: player.journal.length + 1,
        attempt: player.attempt,
      })
      expect(again.token).toBeUndefined()
    })

    test('brings a session that was closed for silence back to life, in the state that was shown', async () => {
      const player = await stage.start()
      await player.open().set({ 'cmi.core.lesson_location': 'p2' }).send()
      stage.wait(3_600)
      await stage.closeSilent()
      const { attempt, nextEntry } = await stage.resume(player.token)
      expect(attempt.current).toBeUndefined()
      const at = stage.now().toISOString()
      const entry = { n: nextEntry, at, activity: 'one', step: { do: 'open' } } as const
      expect(await player.sendEntries([entry])).toBe(nextEntry)
      expect(await verbs()).toEqual(['initialized', 'suspended'])
    })

    test('refuses a page that was silent for a day', async () => {
      const player = await stage.start()
      stage.wait(24 * 3_600)
      await expect(stage.resume(player.token)).rejects.toEqual(failure('session-closed'))
      await expect(stage.takeOver(player.token)).rejects.toEqual(failure('session-closed'))
    })
  })

  test('takeOver() gives the course to the page that was superseded', async () => {
    const first = await stage.start()
    await first.open().set({ 'cmi.core.lesson_location': 'p7' }).send()
    const second = await stage.start()
    const third = await stage.takeOver(first.token)
    expect(third.started.epoch).toBe(3)
    expect(third.token).not.toBe(first.token)
    expect(third.open().get('getValue', 'cmi.core.lesson_location')).toBe('p7')
    await expect(second.open().send()).rejects.toEqual(failure('session-superseded'))
  })

  describe('closeSilentSessions()', () => {
    test('suspends what is open after half an hour without a sign, and counts time until the last sign', async () => {
      const player = await stage.start()
      player.open().set({ 'cmi.core.lesson_location': 'p2' })
      await player.send()
      stage.wait(60)
      await player.sendEntries([])
      stage.wait(29 * 60)
      expect(await stage.closeSilent()).toBe(0)
      stage.wait(61)
      expect(await stage.closeSilent()).toBe(1)
      expect(await stage.closeSilent()).toBe(0)
      expect(await verbs()).toEqual(['initialized', 'suspended'])
      expect((await stage.statements())[1]?.result?.duration).toBe('PT1M')
      expect((await progress()).centiseconds).toBe(6_000)
    })

    test('waits only shortly for a page that said that it goes away', async () => {
      const player = await stage.start()
      player.open().set({ 'cmi.core.lesson_location': 'p8' })
      stage.wait(30)
      await player.send({ isLeaving: true })
      stage.wait(119)
      expect(await stage.closeSilent()).toBe(0)
      stage.wait(2)
      expect(await stage.closeSilent()).toBe(1)
      expect(await verbs()).toEqual(['initialized', 'suspended'])
      expect(await player.set({ 'cmi.core.lesson_location': 'p9' }).send()).toBe(4)
      expect((await saved()).current).toBe('one')
    })

    test('is taken back by a journal that comes late: nothing is lost, nothing counted twice', async () => {
      const player = await stage.start()
      player
        .open()
        .set({ 'cmi.interactions.0.id': 'q1', 'cmi.interactions.0.student_response': 'a' })
      await player.send()
      stage.wait(600)
      player.set({ 'cmi.core.score.raw': '80', 'cmi.core.lesson_status': 'passed' }).finish()
      stage.wait(7_200)
      expect(await stage.closeSilent()).toBe(1)
      expect(await verbs()).toEqual(['initialized', 'responded', 'terminated'])
      await player.send()
      expect((await saved()).activities).toEqual(player.attempt.activities)
      expect(await verbs()).toEqual(
        expect.arrayContaining([
          'initialized',
          'voided',
          'responded',
          'scored',
          'passed',
          'terminated',
        ]),
      )
      const told = (await verbs()).filter((verb) => verb === 'terminated' || verb === 'responded')
      expect(told).toEqual(['responded', 'terminated'])
      expect(await progress()).toMatchObject({
        centiseconds: 60_000,
        attempts: 1,
        activities: [{ success: 'passed', centiseconds: 60_000 }],
      })
    })

    test('is taken back after heartbeats of a laptop that woke up, too', async () => {
      const player = await stage.start()
      await player.open().send()
      stage.wait(7_200)
      await stage.closeSilent()
      await player.sendEntries([])
      stage.wait(7_200)
      await stage.closeSilent()
      player.set({ 'cmi.core.lesson_status': 'completed' }).finish()
      expect(await player.send()).toBe(4)
      expect((await saved()).activities).toEqual(player.attempt.activities)
    })

    test('stays once another session has begun', async () => {
      const player = await stage.start()
      await player.open().send()
      player.set({ 'cmi.core.lesson_status': 'completed' })
      stage.wait(7_200)
      await stage.closeSilent()
      await stage.start()
      await expect(player.send()).rejects.toEqual(failure('session-superseded'))
    })

    test('closes no more than a bounded number at a time', async () => {
      const now = stage.now()
      await stage.storage.transact(async (tx) => {
        for (let index = 0; index < 600; index++) {
          await tx.insertLaunchSession({
            id: newUuid(),
            registration: newUuid(),
            epoch: 1,
            tokenHash: newUuid(),
            state: 'live',
            attempt: 1,
            version: stage.version.id,
            isEnded: false,
            startedAt: now,
            seenAt: now,
            lastEntry: 0,
          })
        }
      })
      stage.wait(7_200)
      expect([
        await stage.closeSilent(),
        await stage.closeSilent(),
        await stage.closeSilent(),
      ]).toEqual([500, 100, 0])
    })
  })
})
