import type {
  AttemptEvidence,
  Attestation,
  EvidenceReader,
  EvidenceWriter,
} from '../../registrations/evidence/store.ts'
import { collection } from './collection.ts'
import { registrations } from './rows.ts'
import type { View } from './view.ts'
import type { Transaction } from './write-groups.ts'

interface EvidenceRow {
  /** Registration and number of the attempt. */
  _id: string
  registration: string
  attempt: number
  /** JSON */
  evidence: string
  /** Grows with the registration's attestations. */
  judged?: number
}

interface FilesRow {
  /** The registration. */
  _id: string
  /** Short hashes of paths, with spaces between. */
  files: string
}

export interface AttestationRow extends Omit<Attestation, 'id'> {
  _id: string
}

const evidences = collection<EvidenceRow>('attemptEvidence', [{ keys: { registration: 1 } }])
const fetchedFiles = collection<FilesRow>('fetchedFiles')
export const attestations = collection<AttestationRow>('attestations', [
  { keys: { registration: 1, at: 1, _id: 1 } },
])

export const evidenceCollections = [evidences, fetchedFiles, attestations]

const evidenceIn = ({ evidence }: EvidenceRow) => JSON.parse(evidence) as AttemptEvidence

/** What the server saw of learners' attempts, and who vouches for them. */
export const evidenceReader = (view: View): EvidenceReader => ({
  async evidenceOf(ids) {
    const rows = await view.in(evidences).find({ registration: { $in: [...ids] } })
    return rows.map((row) => ({
      registration: row.registration,
      attempt: row.attempt,
      evidence: evidenceIn(row),
    }))
  },
  ...attestationReads(view),
  async unjudgedRegistrations(limit) {
    const rows = await view
      .in(registrations)
      .find({ evidence: { $exists: false } }, { fields: { _id: 1 }, limit })
    return rows.map(({ _id }) => _id)
  },
})

const attestationReads = (view: View): Pick<EvidenceReader, 'attestationsOf'> => ({
  async attestationsOf(ids) {
    const rows = await view
      .in(attestations)
      .find({ registration: { $in: [...ids] } }, { sort: { at: 1, _id: 1 } })
    return rows.map(({ _id, ...row }) => ({ id: _id, ...row }))
  },
})

export const evidenceWriter = ({ view }: Transaction): EvidenceWriter => ({
  ...attestationReads(view),
  async findEvidence(registration, attempt) {
    const row = await view.in(evidences).findOne({ _id: `${registration} ${attempt}` })
    return row && evidenceIn(row)
  },
  async putEvidence(registration, attempt, evidence) {
    const _id = `${registration} ${attempt}`
    const row = { _id, registration, attempt, evidence: JSON.stringify(evidence) }
    await view.in(evidences).put(row)
  },
  async findFetchedFiles(registration) {
    const row = await view.in(fetchedFiles).findOne({ _id: registration })
    return row ? row.files.split(' ') : []
  },
  async putFetchedFiles(registration, files) {
    await view.in(fetchedFiles).put({ _id: registration, files: files.join(' ') })
  },
  async insertAttestation({ id, ...attestation }) {
    await holdJudgement(view, attestation.registration)
    await view.in(attestations).insert({ _id: id, ...attestation })
  },
  async withdrawAttestation(id, withdrawal) {
    const found = await view.in(attestations).change({ _id: id }, { $set: { withdrawal } })
    if (found) await holdJudgement(view, found.registration)
  },
  async keepEvidenceLevel(registration, evidence) {
    await view.in(registrations).update({ _id: registration }, { $set: { evidence } })
  },
})

/**
 * A level is judged by attestations and evidence together. What else writes one of these at the same moment conflicts, and is
 * judged after this, or before.
 */
async function holdJudgement(view: View, registration: string): Promise<void> {
  await view.in(registrations).update({ _id: registration }, { $inc: { judged: 1 } })
  await view.in(evidences).updateAll({ registration }, { $inc: { judged: 1 } })
}

/** Forgets all that is kept of a registration's attempts. */
export async function removeEvidence(view: View, registration: string): Promise<void> {
  await view.in(evidences).remove({ registration })
  await view.in(fetchedFiles).remove({ _id: registration })
  await view.in(attestations).remove({ registration })
}
