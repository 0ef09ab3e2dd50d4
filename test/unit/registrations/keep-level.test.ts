import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Principal } from '../../../src/base/principal.ts'
import { changePolicy } from '../../../src/registrations/change-policy.ts'
import { attest } from '../../../src/registrations/evidence/attest.ts'
import { judgeUnjudged, startJudging } from '../../../src/registrations/evidence/keep-level.ts'
import { withdrawAttestation } from '../../../src/registrations/evidence/withdraw-attestation.ts'
import {
  createRegistration,
  defaultPolicy,
  describeRegistration,
  figuresOf,
} from '../../../src/registrations/index.ts'
import { openSqliteStorage } from '../../../src/storage/sqlite/open-storage.ts'
import {
  courseOf,
  insertCourse,
  insertLearner,
  openStage,
  type Stage,
  sco,
} from '../../support/launch-stage.ts'
import { temporaryStorage } from '../../support/storage.ts'

const hanh: Principal = { kind: 'account', id: 'hanh', name: 'Lê Thị Hạnh', scopes: [] }
const huy: Principal = { kind: 'account', id: 'huy', name: 'Đỗ Quang Huy', scopes: [] }

describe('the level that is kept on a registration', () => {
  let stage: Stage
  beforeEach(async () => {
    stage = await openStage(courseOf(sco('one')))
  })
  afterEach(() => stage.remove())

  /** The kept level, once it is the one that the page computes, and the one that the summary counts. */
  const level = async () => {
    const { storage, registration } = stage
    const kept = (await storage.findRegistration(registration))!
    const { evidence } = await describeRegistration(storage)(registration)
    expect(kept.evidence).toBe(evidence ?? 'none')
    expect(await storage.findSummaryFigures(kept.package)).toEqual(figuresOf(kept))
    return kept.evidence
  }
  const pass = async () => {
    const player = await stage.start('new')
    player.open().set({ 'cmi.core.lesson_status': 'passed' }).finish()
    await player.send()
    return player
  }
  const vouch = async (by = hanh) =>
    (await attest(stage.storage, stage.now)(stage.registration, { note: 'Học tại lớp.' }, by)).id
  const withdraw = (attestation: string, by = hanh) =>
    withdrawAttestation(stage.storage, stage.now)(
      { registration: stage.registration, attestation },
      { reason: 'Nhầm học viên.' },
      by,
    )

  test('is there from the beginning, and follows the result', async () => {
    expect(await level()).toBe('none')
    stage.fetched.note(stage.registration, 'one.html')
    await pass()
    expect(await level()).toBe('corroborated')
  })

  test('follows what is fetched after the claim, with a commit that brings nothing else', async () => {
    const player = await pass()
    expect(await level()).toBe('reported')
    stage.fetched.note(stage.registration, 'one.html')
    stage.wait(60)
    await player.send()
    expect(await level()).toBe('corroborated')
  })

  test('follows a person’s word, and each that is withdrawn', async () => {
    await pass()
    const one = await vouch()
    stage.wait(1)
    const other = await vouch(huy)
    expect(await level()).toBe('attested')
    await withdraw(one, huy)
    expect(await level()).toBe('attested')
    await withdraw(other)
    expect(await level()).toBe('reported')
    const { evidenceReport } = await describeRegistration(stage.storage)(stage.registration)
    expect(evidenceReport.attestations).toMatchObject([
      { by: { name: hanh.name }, withdrawal: { by: { name: huy.name }, reason: 'Nhầm học viên.' } },
      { by: { name: huy.name }, withdrawal: { by: { name: hanh.name } } },
    ])
    await expect(withdraw(one)).rejects.toMatchObject({ code: 'attestation-withdrawn' })
    await expect(withdraw('nobody')).rejects.toMatchObject({ code: 'attestation-not-found' })
    const key: Principal = { ...hanh, kind: 'credential' }
    await expect(withdraw(await vouch(), key)).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('two who withdraw at once leave nothing behind the result', async () => {
    await pass()
    const words = [await vouch(), await vouch(huy)]
    await Promise.all(words.map((word) => withdraw(word)))
    expect(await level()).toBe('reported')
  })

  test('is that of the attempt that counts, and of another one when the policy changes', async () => {
    await stage.setPolicy({ newAttempt: 'any-time', counts: 'best' })
    await pass()
    await vouch()
    expect(await level()).toBe('attested')
    const player = await stage.start('new')
    player.open().set({ 'cmi.core.lesson_status': 'failed' }).finish()
    await player.send()
    expect(await level()).toBe('attested')
    await changePolicy(stage.storage)(stage.version.package, { ...defaultPolicy, counts: 'last' })
    expect(await level()).toBe('reported')
  })

  test('statements keep what they said, and the next ones say what the server sees', async () => {
    const said = async () =>
      (await stage.statements()).flatMap(({ verb, context }) =>
        /completed|passed|failed/.test(verb.id)
          ? Object.values(context?.extensions ?? {}).map((one) => (one as { level?: string }).level)
          : [],
      )
    const player = await stage.start()
    player.open().set({ 'cmi.core.lesson_status': 'completed' }).finish()
    await player.send()
    const before = await said()
    expect(new Set(before)).toContain('reported')
    await withdraw(await vouch())
    expect(await said()).toEqual(before)
    stage.fetched.note(stage.registration, 'one.html')
    const again = await stage.start()
    again.open().set({ 'cmi.core.lesson_status': 'passed' }).finish()
    await again.send()
    expect((await said()).slice(before.length)).toContain('corroborated')
    expect(await level()).toBe('corroborated')
  })
})

describe('registrations from before levels were kept', () => {
  test('are judged step by step, whatever breaks it off, and then never again', async () => {
    const now = () => new Date()
    const { storage: old, folder, remove } = await temporaryStorage(now)
    const version = await insertCourse(old, courseOf(sco('one')), now())
    const ids: string[] = []
    for (let n = 0; n < 120; n++) {
      const learner = await insertLearner(old, 'Trần Thị Ánh', now())
      const { id, progress } = await createRegistration(
        old,
        now,
      )({ package: version.package, learner })
      ids.push(id)
      if (n % 2 === 0) {
        await old.transact((tx) =>
          tx.updateProgress(id, { ...progress, completion: 'completed' }, 1),
        )
      }
    }
    await old.close()
    const database = new DatabaseSync(join(folder, 'hocba.db'))
    database.exec('UPDATE registration SET evidence = NULL')
    database.close()
    const storage = openSqliteStorage(folder, now)
    const { evidence: of0 } = (await storage.findRegistration(ids[0]!))!
    expect(of0).toBeUndefined()
    expect(await judgeUnjudged(storage)).toBe(50)
    expect(await storage.unjudgedRegistrations(100)).toHaveLength(70)
    const done = Promise.withResolvers<number>()
    const work = startJudging(storage, {
      tell: ({ read, isDone }) => isDone && done.resolve(read),
      mayWork: async () => true,
      report: done.reject,
    })
    expect(await done.promise).toBe(70)
    await work.stop()
    expect(await judgeUnjudged(storage)).toBeUndefined()
    const levels = await Promise.all(
      ids.map(async (id) => (await storage.findRegistration(id))!.evidence),
    )
    expect(levels.filter((one) => one === 'none')).toHaveLength(60)
    expect(levels.filter((one) => one === 'reported')).toHaveLength(60)
    expect(await storage.findSummaryFigures(version.package)).toMatchObject({
      'evidence/reported': 60,
    })
    await storage.close()
    await remove().catch(() => undefined)
  })
})
