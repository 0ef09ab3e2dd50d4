import { newUuid } from '../../src/base/ids.ts'
import type { Session, SharedChange } from '../../src/launch/index.ts'
import type { VersionMove } from '../../src/launch/versions/version-move.ts'
import { noProgress, type Registration } from '../../src/registrations/index.ts'
import { engines, noCounts, noFacts } from '../../src/runtime/index.ts'
import { courseOf, sco } from '../support/launch-stage.ts'
import { type Chapter, freshStore, testIf } from './engine.ts'

const minute = (count: number) => new Date(Date.UTC(2026, 2, 2, 8, count))
const attempt = engines.scorm12.start(
  courseOf(sco('one')),
  { id: 'a', name: '' },
  { credit: 'credit', lessonMode: 'normal' },
)

const session = (sketch: Partial<Session> = {}): Session => ({
  id: newUuid(),
  registration: newUuid(),
  epoch: 1,
  tokenHash: newUuid(),
  state: 'live',
  attempt: 1,
  version: 'one',
  isEnded: false,
  startedAt: minute(0),
  seenAt: minute(0),
  lastEntry: 0,
  ...sketch,
})

export const launch: Chapter = (engine) => {
  const store = freshStore(engine)
  const insert = (...all: Session[]) =>
    store.storage.transact(async (tx) => {
      for (const one of all) await tx.insertLaunchSession(one)
    })
  const find = (id: string) => store.storage.transact((tx) => tx.findLaunchSession(id))

  const use = { nonce: newUuid(), at: minute(1), session: newUuid() }

  test("a session's log keeps its lines in order, and goes with its try-out or its age", async () => {
    const { id, registration } = session()
    const line = (n: number) => ({ n, at: 'now', by: 'course', what: 'commit' }) as const
    const summary = {
      session: id,
      registration,
      lines: 3,
      head: { lines: 1, bytes: 50 },
      tail: { lines: 2, bytes: 100 },
      facts: noFacts,
      result: { completion: 'completed', success: 'unknown' },
      earlierCounts: noCounts,
      counts: noCounts,
      pageLines: 0,
      changedAt: minute(1),
    } as const
    await store.storage.transact(async (tx) => {
      await tx.insertLogPart(id, { lines: [line(3)], bytes: 50, isTail: true })
      await tx.insertLogPart(id, { lines: [line(1)], bytes: 50, isTail: false })
      await tx.insertLogPart(id, { lines: [line(2)], bytes: 50, isTail: true })
      await tx.putSessionLog({ ...summary, lines: 1 })
      await tx.putSessionLog(summary)
      expect(await tx.oldestTailPart(id)).toEqual({ lines: [line(2)], bytes: 50, isTail: true })
      await tx.deleteLogPart(id, 2)
    })
    await store.reopen()
    expect(await store.storage.findSessionLog(id)).toEqual(summary)
    expect(await store.storage.sessionLogLines(id)).toEqual([line(1), line(3)])
    expect(await store.storage.oldSessionLogs(minute(1), 10)).toEqual([])
    expect(await store.storage.oldSessionLogs(minute(2), 10)).toEqual([id])
    await store.storage.transact((tx) => tx.deleteSessionLog(id))
    expect(await store.storage.findSessionLog(id)).toBeUndefined()
    expect(await store.storage.sessionLogLines(id)).toEqual([])
  })

  test('sessions of a registration come newest first, from below an epoch', async () => {
    const registration = newUuid()
    const all = [1, 2, 3].map((epoch) => session({ registration, epoch }))
    await insert(...all, session())
    const [first, second, third] = all
    expect(await store.storage.sessionsOf(registration, { limit: 2 })).toEqual([third, second])
    expect(await store.storage.sessionsOf(registration, { below: 2, limit: 9 })).toEqual([first])
  })

  test('a ticket is used once, and then says by whom', async () => {
    const ticket = {
      hash: newUuid(),
      registration: newUuid(),
      wish: 'new' as const,
      expiresAt: minute(5),
    }
    await store.storage.transact((tx) => tx.insertTicket(ticket))
    expect(await store.storage.findTicket(ticket.hash)).toEqual(ticket)
    const uses = await Promise.all(
      Array.from({ length: 10 }, () =>
        store.storage.transact((tx) => tx.useTicket(ticket.hash, use)),
      ),
    )
    expect(uses.filter(Boolean)).toHaveLength(1)
    expect(await store.storage.findTicket(ticket.hash)).toEqual({ ...ticket, use })
    expect(await store.storage.transact((tx) => tx.useTicket(newUuid(), use))).toBe(false)
    expect(await store.storage.findTicket(newUuid())).toBeUndefined()
  })

  test('the use of a ticket is replaced only in place of the one that is known', async () => {
    const ticket = {
      hash: newUuid(),
      registration: newUuid(),
      wish: 'new' as const,
      expiresAt: minute(5),
    }
    const next = { ...use, session: newUuid() }
    await store.storage.transact(async (tx) => {
      await tx.insertTicket(ticket)
      expect(await tx.useTicket(ticket.hash, next, use.session)).toBe(false)
      expect(await tx.useTicket(ticket.hash, use)).toBe(true)
      expect(await tx.useTicket(ticket.hash, next, use.session)).toBe(true)
      expect(await tx.useTicket(ticket.hash, use, use.session)).toBe(false)
      expect(await tx.findTicket(ticket.hash)).toEqual({ ...ticket, use: next })
    })
    await store.reopen()
    expect(await store.storage.findTicket(ticket.hash)).toEqual({ ...ticket, use: next })
  })

  testIf(
    engine.capabilities.atomicity,
    'a ticket whose use is rolled back stays usable',
    async () => {
      const ticket = {
        hash: newUuid(),
        registration: newUuid(),
        wish: 'new' as const,
        expiresAt: minute(5),
      }
      await store.storage.transact((tx) => tx.insertTicket(ticket))
      const failing = store.storage.transact(async (tx) => {
        await tx.useTicket(ticket.hash, use)
        throw new Error('refused')
      })
      await expect(failing).rejects.toThrow('refused')
      expect(await store.storage.findTicket(ticket.hash)).toEqual(ticket)
    },
  )

  test('deleteTickets() forgets those that ended before', async () => {
    const tickets = [4, 6].map((expires) => ({
      hash: newUuid(),
      registration: newUuid(),
      wish: 'resume' as const,
      expiresAt: minute(expires),
    }))
    await store.storage.transact(async (tx) => {
      for (const one of tickets) await tx.insertTicket(one)
      await tx.deleteTickets(minute(5))
    })
    const found = await Promise.all(tickets.map(({ hash }) => store.storage.findTicket(hash)))
    expect(found.map((one) => one !== undefined)).toEqual([false, true])
  })

  test('a session comes back as written, and as it was changed', async () => {
    const bare = session()
    await insert(bare)
    expect(await find(bare.id)).toEqual(bare)
    const changed: Session = {
      ...bare,
      state: 'closed',
      seenAt: minute(9),
      lastEntry: 12,
      lastEntryTimes: { at: minute(7), receivedAt: minute(8) },
      beforeClose: attempt,
      review: attempt,
      isEnded: true,
    }
    await store.storage.transact((tx) => tx.updateLaunchSession(changed))
    await store.reopen()
    expect(await find(bare.id)).toEqual(changed)
    expect(await store.storage.findLaunchSessionByToken(bare.tokenHash)).toEqual(changed)
    expect(await store.storage.findLaunchSessionByToken(newUuid())).toBeUndefined()
  })

  test('the head is the session with the highest epoch, and two cannot share one', async () => {
    const registration = newUuid()
    const [first, second, third] = [2, 10, 9].map((epoch) => session({ registration, epoch }))
    await insert(first!, second!, third!, session({ epoch: 99 }))
    await store.storage.transact(async (tx) => {
      expect(await tx.headLaunchSession(registration)).toEqual(second)
      expect(await tx.headLaunchSession(newUuid())).toBeUndefined()
    })
    await expect(insert(session({ registration, epoch: 10 }))).rejects.toThrow()
  })

  test('silentSessions() gives those that are not closed by the time of their state, longest silent first', async () => {
    const at = (seen: number, state: Session['state']) => session({ seenAt: minute(seen), state })
    const [live, left] = [at(3, 'live'), at(1, 'left')]
    await insert(live, left, at(2, 'closed'), at(5, 'live'))
    const silent = (before: { live: Date; left: Date }, limit = 10) =>
      store.storage.silentSessions(before, limit)
    expect(await silent({ live: minute(5), left: minute(5) })).toEqual([left.id, live.id])
    expect(await silent({ live: minute(5), left: minute(5) }, 1)).toEqual([left.id])
    expect(await silent({ live: minute(2), left: minute(5) })).toEqual([left.id])
    expect(await silent({ live: minute(5), left: minute(1) })).toEqual([live.id])
  })

  test('an attempt is saved only in place of the one that was read', async () => {
    const registration = newUuid()
    const save = (revision: number, lastOpened: string) =>
      store.storage.transact((tx) =>
        tx.saveAttempt({ registration, number: 1 }, { ...attempt, lastOpened }, revision),
      )
    await save(0, 'one')
    await expect(save(0, 'two')).rejects.toThrow()
    await save(1, 'three')
    await expect(save(1, 'four')).rejects.toThrow()
    expect(await store.storage.findAttempt(registration)).toEqual({
      attempt: { ...attempt, lastOpened: 'three' },
      revision: 2,
    })
    expect(await store.storage.findAttempt(newUuid())).toBeUndefined()
  })

  test('attempts of any length are kept, with a session too', async () => {
    const of = { registration: newUuid(), number: 1 }
    const long = { ...attempt, lastOpened: 'dài'.repeat(4_500_000) }
    const open = session({ registration: of.registration, review: long })
    const closed = { ...open, beforeClose: attempt, review: attempt }
    await insert(open)
    await store.storage.transact((tx) => tx.saveAttempt(of, long, 0))
    expect(await find(open.id)).toEqual(open)
    expect(await store.storage.findAttempt(of.registration)).toEqual({ attempt: long, revision: 1 })
    await store.storage.transact(async (tx) => {
      await tx.updateLaunchSession({ ...open, beforeClose: long })
      await tx.updateLaunchSession(closed)
      await tx.saveAttempt(of, { ...long, lastOpened: 'ngắn'.repeat(3_000_000) }, 1)
      await tx.saveAttempt(of, attempt, 2)
    })
    expect(await find(open.id)).toEqual(closed)
    expect(await store.storage.findAttempt(of.registration)).toEqual({ attempt, revision: 3 })
    const { beforeClose: _, review: __, ...bare } = closed
    await store.storage.transact((tx) => tx.updateLaunchSession(bare))
    expect(await find(open.id)).toEqual(bare)
  })

  test('what a learner’s courses share is kept by id, and is read only for the ids that are asked for', async () => {
    const [learner, other] = [newUuid(), newUuid()]
    const objective = { satisfied: true, measure: -0.25, maxScore: 10 }
    const keys = { objectives: ['mục tiêu', '__proto__', 'none'], data: ['mục tiêu', 'empty'] }
    await store.storage.transact(async (tx) => {
      await tx.saveShared(learner, [
        { kind: 'objective', id: 'mục tiêu', value: objective },
        { kind: 'objective', id: '__proto__', value: {} },
        { kind: 'objective', id: 'not asked', value: objective },
        { kind: 'data', id: 'mục tiêu', value: 'x'.repeat(64_000) },
        { kind: 'data', id: 'empty', value: '' },
      ])
      await tx.saveShared(other, [{ kind: 'objective', id: 'mục tiêu', value: {} }])
    })
    await store.reopen()
    const found = await store.storage.transact((tx) => tx.findShared(learner, keys))
    expect(Object.entries(found.objectives).sort()).toEqual([
      ['__proto__', {}],
      ['mục tiêu', objective],
    ])
    expect(found.data).toEqual({ 'mục tiêu': 'x'.repeat(64_000), empty: '' })
    expect(await store.storage.transact((tx) => tx.findShared(newUuid(), keys))).toEqual({
      objectives: {},
      data: {},
    })
  })

  test('what is shared is replaced, and forgotten where it is unknown again', async () => {
    const learner = newUuid()
    const keys = { objectives: ['a', 'b'], data: ['a'] }
    const save = (...changes: SharedChange[]) =>
      store.storage.transact((tx) => tx.saveShared(learner, changes))
    await save(
      { kind: 'objective', id: 'a', value: { measure: 1 } },
      { kind: 'data', id: 'a', value: '1' },
    )
    await save(
      { kind: 'objective', id: 'a', value: { satisfied: false } },
      { kind: 'data', id: 'a' },
    )
    expect(await store.storage.transact((tx) => tx.findShared(learner, keys))).toEqual({
      objectives: { a: { satisfied: false } },
      data: {},
    })
  })

  test('moves to a version are kept with what became of each registration', async () => {
    const [first, second]: [VersionMove, VersionMove] = [
      { id: newUuid(), package: 'p', version: 'v2', startedBy: 'a', startedAt: minute(1) },
      { id: newUuid(), package: 'p', version: 'v3', startedBy: 'b', startedAt: minute(2) },
    ]
    const outcome = { registration: newUuid(), version: 'v1', outcome: 'moved' } as const
    await store.storage.transact(async (tx) => {
      await tx.insertVersionMove(second)
      await tx.insertVersionMove(first)
      await tx.putMoveOutcome(first.id, { ...outcome, outcome: 'learning' })
      await tx.putMoveOutcome(first.id, outcome)
      await tx.putMoveOutcome(first.id, { ...outcome, registration: newUuid() })
      expect(await tx.runningMoves()).toEqual([first, second])
      await tx.endVersionMove(first.id, minute(3))
    })
    await store.reopen()
    expect(await store.storage.runningMoves()).toEqual([second])
    expect(await store.storage.versionMoves('p', 10)).toEqual([
      second,
      { ...first, endedAt: minute(3) },
    ])
    expect(await store.storage.versionMoves('q', 10)).toEqual([])
    expect(await store.storage.moveCounts(first.id)).toEqual({ moved: 2 })
    expect(await store.storage.moveCounts(second.id)).toEqual({})
  })

  test('deleteTrial() forgets a try-out with all that is its own, and no learner’s registration', async () => {
    const [trial, own] = [true, false].map(
      (isTrial): Registration => ({
        id: newUuid(),
        learner: newUuid(),
        package: newUuid(),
        version: newUuid(),
        isTrial,
        createdAt: minute(1),
        counted: 1,
        progress: { ...noProgress, activities: [] },
      }),
    ) as [Registration, Registration]
    const progress = {
      ...noProgress,
      activities: [{ ...noProgress, activity: 'a', title: 'A' }],
    }
    const ticket = {
      hash: newUuid(),
      registration: trial.id,
      wish: 'resume',
      expiresAt: minute(5),
    } as const
    const open = session({ registration: trial.id })
    await insert(open)
    await store.storage.transact(async (tx) => {
      await tx.insertTicket(ticket)
      for (const one of [trial, own]) {
        await tx.insertRegistration(one)
        const { version, id } = one
        await tx.putCourseAttempt(id, { number: 1, version, startedAt: minute(1), progress })
        await tx.saveAttempt({ registration: id, number: 1 }, attempt, 0)
      }
    })
    expect(await store.storage.oldTrials(minute(1), 10)).toEqual([])
    expect(await store.storage.oldTrials(minute(2), 10)).toEqual([trial.id])
    await store.storage.transact((tx) => tx.deleteTrial(trial.id))
    expect(await store.storage.findRegistration(trial.id)).toBeUndefined()
    expect(await store.storage.courseAttempts(trial.id)).toEqual([])
    expect(await store.storage.findAttempt(trial.id)).toBeUndefined()
    expect(await store.storage.findTicket(ticket.hash)).toBeUndefined()
    expect(await find(open.id)).toBeUndefined()
    expect(await store.storage.courseAttempts(own.id)).toHaveLength(1)
    await expect(store.storage.transact((tx) => tx.deleteTrial(own.id))).rejects.toThrow()
    expect(await store.storage.findRegistration(own.id)).toBeDefined()
  })
}
