import { newUuid } from '../../src/base/ids.ts'
import { type Attestation, noEvidence, noProgress } from '../../src/registrations/index.ts'
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
