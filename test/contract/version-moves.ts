import { newUuid } from '../../src/base/ids.ts'
import type { VersionMove } from '../../src/launch/versions/version-move.ts'
import {
  type ActivityProgress,
  noProgress,
  type Registration,
  type RegistrationProgress,
} from '../../src/registrations/index.ts'
import { type Chapter, freshStore } from './engine.ts'
import { day, registration } from './school.ts'

const course = newUuid()
const on = (version: string, sketch: Partial<Registration> = {}) =>
  registration({ package: course, version, ...sketch })

const moveTo = (version: string): VersionMove => ({
  id: newUuid(),
  package: course,
  version,
  startedBy: 'a',
  startedAt: day(1),
})

export const versionMoves: Chapter = (engine) => {
  const store = freshStore(engine)
  const insert = (...all: Registration[]) =>
    store.storage.transact(async (tx) => {
      for (const one of all) await tx.insertRegistration(one)
    })

  test('a move is to look at the registrations on other versions, by id, each once', async () => {
    const all = ['v1', 'v2', 'v1', 'v2'].map((version) => on(version))
    await insert(...all, on('v3'), on('v1', { isTrial: true }), registration({ version: 'v1' }))
    const [move, other] = [moveTo('v3'), moveTo('v3')]
    const ids = all.map(({ id }) => id).sort()
    expect(await store.storage.registrationsToMove(move, 3)).toEqual(ids.slice(0, 3))
    await store.storage.transact(async (tx) => {
      for (const one of [move, other]) await tx.insertVersionMove(one)
      await tx.putMoveOutcome(move.id, {
        registration: ids[0]!,
        version: 'v1',
        outcome: 'completed',
      })
      await tx.pinRegistration(ids[1]!, 'v3')
    })
    await store.reopen()
    expect(await store.storage.registrationsToMove(move, 3)).toEqual(ids.slice(2))
    expect(await store.storage.countRegistrationsToMove(move)).toBe(2)
    expect(await store.storage.registrationsToMove(other, 9)).toEqual([ids[0], ...ids.slice(2)])
    expect(await store.storage.countRegistrationsToMove(other)).toBe(3)
  })

  test('pinnedVersions() counts the registrations of a package by version, without trials', async () => {
    await insert(
      ...['v1', 'v2', 'v1'].map((version) => on(version)),
      on('v1', { isTrial: true }),
      registration({ version: 'v1' }),
    )
    expect(await store.storage.pinnedVersions(course)).toEqual(
      new Map([
        ['v1', 2],
        ['v2', 1],
      ]),
    )
    expect(await store.storage.pinnedVersions(newUuid())).toEqual(new Map())
  })

  describe('forecastMove()', () => {
    const about = {
      package: course,
      from: 'v1',
      to: 'v2',
      launchable: ['kept', 'also kept', 'gone'],
      kept: ['kept', 'also kept'],
    }
    const begun = (activity: string): ActivityProgress => ({
      ...noProgress,
      activity,
      title: '',
      attempts: 1,
    })
    const underWay = (...activities: ActivityProgress[]): RegistrationProgress => ({
      ...noProgress,
      completion: 'incomplete',
      lastActivityAt: day(2),
      activities,
    })

    /** A registration whose attempts, by number, have this progress. */
    async function learning(...progresses: RegistrationProgress[]) {
      const one = on('v1')
      await insert(one)
      await store.storage.transact(async (tx) => {
        for (const [index, progress] of progresses.entries()) {
          const attempt = { number: index + 1, version: 'v1', startedAt: day(1), progress }
          await tx.putCourseAttempt(one.id, attempt)
        }
      })
      return one
    }

    const none = {
      elsewhere: 0,
      notStarted: 0,
      completed: 0,
      allKept: 0,
      someKept: 0,
      noneKept: 0,
    }
    const completed = { ...underWay(begun('kept')), completion: 'completed' } as const

    test.each([
      ['notStarted', []],
      ['notStarted', [{ ...noProgress, activities: [] }]],
      ['completed', [completed]],
      ['allKept', [underWay(begun('kept'), begun('also kept'))]],
      ['allKept', [underWay({ ...begun('gone'), attempts: 0 }, begun('not to be opened'))]],
      ['someKept', [underWay(begun('kept'), begun('gone'))]],
      ['noneKept', [underWay(begun('gone'), begun('not to be opened'))]],
      ['noneKept', [completed, underWay(begun('gone'))]],
    ] as const)(
      'counts a registration as %s by its newest attempt (%#)',
      async (state, attempts) => {
        await learning(...attempts)
        await insert(on('v2'), on('v1', { isTrial: true }), registration({ version: 'v1' }))
        expect(await store.storage.forecastMove(about)).toEqual({ ...none, [state]: 1 })
      },
    )

    test('counts whoever has a registration on the other version as such, however far they are', async () => {
      const { learner } = await learning(completed)
      await insert(on('v2', { learner }))
      await insert(on('v3', { learner: (await learning(completed)).learner }))
      expect(await store.storage.forecastMove(about)).toEqual({
        ...none,
        elsewhere: 1,
        completed: 1,
      })
    })
  })
}
