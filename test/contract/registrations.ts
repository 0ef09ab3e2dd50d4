import { newUuid } from '../../src/base/ids.ts'
import {
  type CourseAttempt,
  defaultPolicy,
  noProgress,
  type Registration,
} from '../../src/registrations/index.ts'
import type { SummaryFigures } from '../../src/registrations/summary.ts'
import { type Chapter, freshStore } from './engine.ts'

const day = (date: number) => new Date(Date.UTC(2026, 2, date))

const registration = (sketch: Partial<Registration> = {}): Registration => ({
  id: newUuid(),
  learner: newUuid(),
  package: newUuid(),
  version: newUuid(),
  isTrial: false,
  createdAt: day(1),
  counted: 1,
  progress: { ...noProgress, activities: [] },
  ...sketch,
})

const attempt = (
  { version, createdAt }: Registration,
  sketch: Partial<CourseAttempt> = {},
): CourseAttempt => ({
  number: 1,
  version,
  startedAt: createdAt,
  progress: { ...noProgress, activities: [] },
  ...sketch,
})

export const registrations: Chapter = (engine) => {
  const store = freshStore(engine)
  const insert = (...all: Registration[]) =>
    store.storage.transact(async (tx) => {
      for (const one of all) await tx.insertRegistration(one)
    })
  const idsOf = (page: { items: readonly Registration[] }) => page.items.map(({ id }) => id)

  test('a registration comes back as written, with progress and without', async () => {
    const bare = registration()
    const figures = {
      completion: 'completed',
      success: 'passed',
      score: { scaled: 0.8, raw: 8, min: 0, max: 10 },
      progress: 1,
      centiseconds: 123_456,
      attempts: 2,
      firstActivityAt: day(2),
      lastActivityAt: day(3),
    } as const
    const activity = { ...figures, activity: 'bài 1', title: 'Mở đầu' }
    const full = registration({
      isTrial: true,
      trialName: 'Quản trị',
      progress: { ...figures, activities: [activity, { ...noProgress, activity: 'b', title: '' }] },
    })
    await insert(bare, full)
    await store.storage.transact((tx) =>
      tx.putCourseAttempt(full.id, attempt(full, { progress: full.progress })),
    )
    await store.reopen()
    expect(await store.storage.findRegistration(bare.id)).toEqual(bare)
    const found = (await store.storage.findRegistration(full.id))!
    expect({ ...found, progress: { ...found.progress, activities: [] } }).toEqual({
      ...full,
      progress: { ...figures, activities: [] },
    })
    expect(found.progress.activities).toEqual(expect.arrayContaining([...full.progress.activities]))
    expect(await store.storage.findRegistration(newUuid())).toBeUndefined()
  })

  test('attempts come back by number, and leave activities alone that they are not given', async () => {
    const one = registration()
    await insert(one)
    const activity = { ...noProgress, activity: 'a', title: 'A', lastActivityAt: day(2) }
    const [first, second] = [
      attempt(one, { progress: { ...noProgress, progress: 0.5, activities: [activity] } }),
      attempt(one, { number: 2, version: newUuid(), startedAt: day(3) }),
    ]
    const progress = { ...noProgress, progress: 0.6, lastActivityAt: day(4), activities: [] }
    await store.storage.transact(async (tx) => {
      await tx.putCourseAttempt(one.id, second)
      await tx.putCourseAttempt(one.id, first)
      await tx.putCourseAttempt(one.id, { ...first, progress })
    })
    await store.reopen()
    const after = { ...first, progress: { ...progress, activities: [activity] } }
    expect(await store.storage.courseAttempts(one.id)).toEqual([after, second])
    expect(await store.storage.courseAttempts(newUuid())).toEqual([])
    expect(await store.storage.repeatedRegistrations(one.package)).toEqual([one.id])
    expect(await store.storage.repeatedRegistrations(newUuid())).toEqual([])
  })

  test('a registration shows the activities of the attempt that counts', async () => {
    const one = registration()
    await insert(one)
    const withActivity = (number: number) =>
      attempt(one, {
        number,
        progress: {
          ...noProgress,
          activities: [{ ...noProgress, activity: `a${number}`, title: '' }],
        },
      })
    await store.storage.transact(async (tx) => {
      for (const number of [1, 2]) await tx.putCourseAttempt(one.id, withActivity(number))
      await tx.updateProgress(one.id, { ...noProgress, progress: 0.25, activities: [] }, 2)
      await tx.pinRegistration(one.id, one.learner)
    })
    expect(await store.storage.findRegistration(one.id)).toEqual({
      ...one,
      version: one.learner,
      counted: 2,
      progress: { ...withActivity(2).progress, progress: 0.25 },
    })
  })

  test('a policy is kept by package, and replaced', async () => {
    const id = newUuid()
    const policy = { ...defaultPolicy, attemptsMax: 3 }
    expect(await store.storage.findCoursePolicy(id)).toBeUndefined()
    await store.storage.transact((tx) => tx.putCoursePolicy(id, policy))
    await store.storage.transact((tx) =>
      tx.putCoursePolicy(id, { ...policy, newVersion: 'migrate' }),
    )
    await store.reopen()
    expect(await store.storage.findCoursePolicy(id)).toEqual({ ...policy, newVersion: 'migrate' })
  })

  test('findRegistrationOf() finds a learner’s registration on a version, and no trial', async () => {
    const [own, trial] = [registration(), registration({ isTrial: true })]
    await insert(own, trial)
    await store.storage.transact(async (tx) => {
      expect(await tx.findRegistrationOf(own.learner, own.version)).toBe(own.id)
      expect(await tx.findRegistrationOf(own.learner, newUuid())).toBeUndefined()
      expect(await tx.findRegistrationOf(trial.learner, trial.version)).toBeUndefined()
    })
    await expect(
      insert(registration({ learner: own.learner, version: own.version })),
    ).rejects.toThrow()
    await insert(registration({ learner: trial.learner, version: trial.version, isTrial: true }))
  })

  test('queryRegistrations() filters by everything, alone and together', async () => {
    const course = newUuid()
    const at = (lastActivityAt: Date, completion: 'completed' | 'incomplete') =>
      registration({
        package: course,
        progress: { ...noProgress, completion, success: 'passed', lastActivityAt, activities: [] },
      })
    const [a, b, c] = [
      at(day(5), 'completed'),
      at(day(6), 'incomplete'),
      registration({ package: course }),
    ]
    const trial = registration({ package: course, isTrial: true })
    await insert(a, b, c, trial, registration())
    const query = async (filter: object) =>
      idsOf(await store.storage.queryRegistrations({ isTrial: false, ...filter }, { limit: 10 }))
    expect(await query({ package: course })).toEqual([b.id, a.id, c.id])
    expect(await query({ package: course, isTrial: true })).toEqual([trial.id])
    expect(await query({ package: course, completion: 'completed' })).toEqual([a.id])
    expect(await query({ success: 'passed' })).toEqual([b.id, a.id])
    expect(await query({ learner: a.learner, completion: 'incomplete' })).toEqual([])
    expect(await query({ learner: a.learner, success: 'passed' })).toEqual([a.id])
    expect(await query({ learner: a.learner, package: course })).toEqual([a.id])
    expect(await query({ learner: a.learner, package: newUuid() })).toEqual([])
    expect(await query({ package: course, since: day(6) })).toEqual([b.id])
    expect(await query({ package: course, since: day(1) })).toEqual([b.id, a.id])
  })

  test('queryRegistrations() filters by what stands behind the result', async () => {
    const [course, learner] = [newUuid(), newUuid()]
    const levels = ['reported', 'attested', 'reported', 'none'] as const
    const all = levels.map((evidence, index) =>
      registration({ package: course, createdAt: day(index + 1), evidence }),
    )
    const own = registration({ learner, evidence: 'reported', createdAt: day(9) })
    await insert(
      ...all,
      own,
      registration({ package: course, isTrial: true, evidence: 'attested' }),
    )
    await insert(registration({ package: course }))
    const query = async (filter: object) =>
      idsOf(await store.storage.queryRegistrations({ isTrial: false, ...filter }, { limit: 10 }))
    expect(await query({ package: course, evidence: 'reported' })).toEqual([all[2]!.id, all[0]!.id])
    expect(await query({ package: course, evidence: 'attested' })).toEqual([all[1]!.id])
    expect(await query({ package: course, evidence: 'none' })).toEqual([all[3]!.id])
    expect(await query({ evidence: 'reported' })).toEqual([own.id, all[2]!.id, all[0]!.id])
    expect(await query({ learner, evidence: 'reported' })).toEqual([own.id])
    expect(await query({ learner, evidence: 'corroborated' })).toEqual([])
  })

  test('queryRegistrations() pages without gap or repetition, also among equal times', async () => {
    const all = Array.from({ length: 11 }, (_, index) =>
      registration({ createdAt: day(1 + (index % 3)) }),
    )
    await insert(...all)
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const request = { limit: 4, ...(cursor !== undefined && { cursor }) }
      const page = await store.storage.queryRegistrations({ isTrial: false }, request)
      seen.push(...idsOf(page))
      cursor = page.cursor
    } while (cursor !== undefined)
    expect(seen).toHaveLength(all.length)
    expect(new Set(seen)).toEqual(new Set(all.map(({ id }) => id)))
    await expect(
      store.storage.queryRegistrations({ isTrial: false }, { limit: 1, cursor: 'x' }),
    ).rejects.toMatchObject({ code: 'invalid-request' })
  })

  test('countRegistrations() counts those of each learner, without trials', async () => {
    const one = registration()
    await insert(
      one,
      registration({ learner: one.learner }),
      registration({ learner: one.learner, isTrial: true }),
    )
    const counts = await store.storage.countRegistrations([one.learner, newUuid()])
    expect(counts).toEqual(new Map([[one.learner, 2]]))
  })

  test('a summary adds up what it is given, and shows no figure that came back to nothing', async () => {
    const id = newUuid()
    const add = (delta: SummaryFigures) =>
      store.storage.transact((tx) => tx.addToSummary(id, delta))
    await add({ registrations: 1, 'completion/incomplete': 1 })
    await add({ 'completion/incomplete': -1, 'completion/completed': 1, centiseconds: 500 })
    expect(await store.storage.findSummaryFigures(id)).toEqual({
      registrations: 1,
      'completion/completed': 1,
      centiseconds: 500,
    })
    expect(await store.storage.findSummaryFigures(newUuid())).toEqual({})
  })
}
