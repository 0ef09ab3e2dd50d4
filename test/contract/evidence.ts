import { newUuid } from '../../src/base/ids.ts'
import type { Principal } from '../../src/base/principal.ts'
import { attest } from '../../src/registrations/evidence/attest.ts'
import { withdrawAttestation } from '../../src/registrations/evidence/withdraw-attestation.ts'
import {
  type Attestation,
  noEvidence,
  noProgress,
  type Registration,
} from '../../src/registrations/index.ts'
import { type Chapter, freshStore } from './engine.ts'

const at = (minute: number) => new Date(Date.UTC(2026, 2, 2, 8, minute))

export const evidence: Chapter = (engine) => {
  const store = freshStore(engine)
  const kept = {
    figures: { ...noEvidence, wallSeconds: 12.5, files: 3 },
    atClaim: noEvidence,
    unfetched: ['abcdefgh'],
  }
  const attestation = (sketch: Partial<Attestation>): Attestation => ({
    id: newUuid(),
    registration: newUuid(),
    attempt: 1,
    by: { id: newUuid(), name: 'Lê Thị Hạnh' },
    at: at(0),
    note: 'Có mặt tại phòng thi.',
    ...sketch,
  })

  test('what was seen of an attempt is replaced by what is seen later, attempt by attempt', async () => {
    const registration = newUuid()
    await store.storage.transact(async (tx) => {
      expect(await tx.findEvidence(registration, 1)).toBeUndefined()
      await tx.putEvidence(registration, 1, { figures: noEvidence })
      await tx.putEvidence(registration, 1, kept)
      await tx.putEvidence(registration, 2, { figures: noEvidence })
      await tx.putEvidence(newUuid(), 1, kept)
      expect(await tx.findEvidence(registration, 1)).toEqual(kept)
    })
    const found = await store.storage.evidenceOf([registration, newUuid()])
    expect(found.toSorted((a, b) => a.attempt - b.attempt)).toEqual([
      { registration, attempt: 1, evidence: kept },
      { registration, attempt: 2, evidence: { figures: noEvidence } },
    ])
  })

  test("a registration's fetched files are kept as they are put", async () => {
    const registration = newUuid()
    await store.storage.transact(async (tx) => {
      expect(await tx.findFetchedFiles(registration)).toEqual([])
      await tx.putFetchedFiles(registration, ['abcdefgh', '-_345678'])
      expect(await tx.findFetchedFiles(registration)).toEqual(['abcdefgh', '-_345678'])
    })
  })

  test('attestations come oldest first, those of other registrations left out', async () => {
    const registration = newUuid()
    const [late, early] = [
      attestation({ registration, at: at(5), attempt: 2 }),
      attestation({ registration }),
    ]
    await store.storage.transact(async (tx) => {
      for (const one of [late, early, attestation({})]) await tx.insertAttestation(one)
    })
    expect(await store.storage.attestationsOf([registration])).toEqual([early, late])
  })

  test('an attestation that is withdrawn stays, with who withdrew it and why', async () => {
    const registration = newUuid()
    const [one, other] = [attestation({ registration }), attestation({ registration, at: at(1) })]
    const withdrawal = { by: { id: newUuid(), name: 'Đỗ Quang Huy' }, at: at(9), reason: 'Nhầm.' }
    await store.storage.transact(async (tx) => {
      for (const each of [one, other]) await tx.insertAttestation(each)
    })
    await store.storage.transact(async (tx) => {
      await tx.withdrawAttestation(one.id, withdrawal)
      expect(await tx.attestationsOf([registration])).toEqual([{ ...one, withdrawal }, other])
    })
    const copied = attestation({ withdrawal })
    await store.storage.transact((tx) => tx.insertAttestation(copied))
    await store.reopen()
    const found = await store.storage.attestationsOf([registration, copied.registration])
    expect(found).toHaveLength(3)
    expect(found).toEqual(expect.arrayContaining([{ ...one, withdrawal }, other, copied]))
  })

  test('a level is kept on its registration, and those without one are found', async () => {
    const of = (): Registration => ({
      id: newUuid(),
      learner: newUuid(),
      package: newUuid(),
      version: newUuid(),
      isTrial: false,
      createdAt: at(0),
      counted: 1,
      progress: { ...noProgress, activities: [] },
    })
    const judged: Registration = { ...of(), evidence: 'none' }
    const unjudged = [of(), of(), of()]
    await store.storage.transact(async (tx) => {
      for (const one of [judged, ...unjudged]) await tx.insertRegistration(one)
    })
    expect(await store.storage.findRegistration(judged.id)).toEqual(judged)
    expect(await store.storage.findRegistration(unjudged[0]!.id)).toEqual(unjudged[0])
    const ids = unjudged.map(({ id }) => id)
    const [first, ...more] = await store.storage.unjudgedRegistrations(2)
    expect(more).toHaveLength(1)
    expect(ids).toEqual(expect.arrayContaining([first, ...more]))
    await store.storage.transact((tx) => tx.keepEvidenceLevel(first!, 'corroborated'))
    await store.reopen()
    expect(await store.storage.findRegistration(first!)).toMatchObject({ evidence: 'corroborated' })
    const left = await store.storage.unjudgedRegistrations(10)
    expect(left.toSorted()).toEqual(ids.filter((id) => id !== first).toSorted())
  })

  test('two who withdraw at the same moment leave nothing behind a result', async () => {
    const one: Registration = {
      id: newUuid(),
      learner: newUuid(),
      package: newUuid(),
      version: newUuid(),
      isTrial: false,
      createdAt: at(0),
      counted: 1,
      evidence: 'reported',
      progress: { ...noProgress, completion: 'completed', activities: [] },
    }
    const by = (id: string): Principal => ({ kind: 'account', id, name: id, scopes: [] })
    await store.storage.transact(async (tx) => {
      await tx.insertRegistration(one)
      const { version, createdAt: startedAt, progress } = one
      await tx.putCourseAttempt(one.id, { number: 1, version, startedAt, progress })
    })
    const level = async () => (await store.storage.findRegistration(one.id))?.evidence
    for (let round = 0; round < 3; round++) {
      const words = await Promise.all(
        ['hanh', 'huy'].map((name) =>
          attest(store.storage, store.clock)(one.id, { note: 'Có mặt.' }, by(name)),
        ),
      )
      expect(await level()).toBe('attested')
      await Promise.all(
        words.map(({ id }) =>
          withdrawAttestation(store.storage, store.clock)(
            { registration: one.id, attestation: id },
            { reason: 'Nhầm.' },
            by('hanh'),
          ),
        ),
      )
      expect(await level()).toBe('reported')
    }
  })

  test('all goes with its try-out', async () => {
    const registration = newUuid()
    await store.storage.transact(async (tx) => {
      await tx.insertRegistration({
        id: registration,
        learner: newUuid(),
        trialName: 'Thử',
        package: newUuid(),
        version: newUuid(),
        isTrial: true,
        createdAt: at(0),
        counted: 1,
        progress: { ...noProgress, activities: [] },
      })
      await tx.putEvidence(registration, 1, kept)
      await tx.putFetchedFiles(registration, ['abcdefgh'])
      await tx.insertAttestation(attestation({ registration }))
      await tx.deleteTrial(registration)
      expect(await tx.findFetchedFiles(registration)).toEqual([])
    })
    expect(await store.storage.evidenceOf([registration])).toEqual([])
    expect(await store.storage.attestationsOf([registration])).toEqual([])
  })
}
