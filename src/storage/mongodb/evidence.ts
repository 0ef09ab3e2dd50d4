import type {
  AttemptEvidence,
  Attestation,
  EvidenceReader,
  EvidenceWriter,
} from '../../registrations/evidence/store.ts'
import { collection } from './collection.ts'
import type { View } from './view.ts'
import type { Transaction } from './write-groups.ts'

interface EvidenceRow {
  /** Registration and number of the attempt. */
  _id: string
  registration: string
  attempt: number
  /** JSON */
  evidence: string
}

interface FilesRow {
  /** The registration. */
  _id: string
  /** Short hashes of paths, with spaces between. */
  files: string
}

interface AttestationRow extends Omit<Attestation, 'id'> {
  _id: string
}

const evidences = collection<EvidenceRow>('attemptEvidence', [{ keys: { registration: 1 } }])
const fetchedFiles = collection<FilesRow>('fetchedFiles')
const attestations = collection<AttestationRow>('attestations', [
  { keys: { registration: 1, at: 1, _id: 1 } },
])

export const evidenceCollections = [evidences, fetchedFiles, attestations]

const evidenceIn = ({ evidence }: EvidenceRow) => JSON.parse(evidence) as AttemptEvidence

/** What the server saw of learners' attempts, and who vouches for them. */
export const evidenceReader = (view: View): EvidenceReader => ({
  async evidenceOf(registrations) {
    const rows = await view.in(evidences).find({ registration: { $in: [...registrations] } })
    return rows.map((row) => ({
      registration: row.registration,
      attempt: row.attempt,
      evidence: evidenceIn(row),
    }))
  },
  async attestationsOf(registrations) {
    const rows = await view
      .in(attestations)
      .find({ registration: { $in: [...registrations] } }, { sort: { at: 1, _id: 1 } })
    return rows.map(({ _id, ...row }) => ({ id: _id, ...row }))
  },
})

export const evidenceWriter = ({ view }: Transaction): EvidenceWriter => ({
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
  async insertAttestation({ id, registration, attempt, by, at, note }) {
    await view.in(attestations).insert({ _id: id, registration, attempt, by, at, note })
  },
})

/** Forgets all that is kept of a registration's attempts. */
export async function removeEvidence(view: View, registration: string): Promise<void> {
  await view.in(evidences).remove({ registration })
  await view.in(fetchedFiles).remove({ _id: registration })
  await view.in(attestations).remove({ registration })
}
