import type {
  AttemptEvidence,
  EvidenceReader,
  EvidenceWriter,
} from '../../registrations/evidence/store.ts'
import type { Connection } from './connection.ts'

interface EvidenceRow {
  registration: string
  attempt: number
  evidence: string
}

interface AttestationRow {
  id: string
  registration: string
  attempt: number
  by_id: string
  by_name: string
  at: number
  note: string
}

const evidenceIn = ({ evidence }: Pick<EvidenceRow, 'evidence'>) =>
  JSON.parse(evidence) as AttemptEvidence

/** What the server saw of learners' attempts, and who vouches for them. */
export const evidenceReader = (connection: Connection): EvidenceReader => ({
  evidenceOf: async (registrations) =>
    connection
      .all<EvidenceRow>(
        'SELECT * FROM attempt_evidence WHERE registration IN (SELECT value FROM json_each(?))',
        JSON.stringify(registrations),
      )
      .map((row) => ({
        registration: row.registration,
        attempt: row.attempt,
        evidence: evidenceIn(row),
      })),
  attestationsOf: async (registrations) =>
    connection
      .all<AttestationRow>(
        'SELECT * FROM attestation WHERE registration IN (SELECT value FROM json_each(?)) ORDER BY at, id',
        JSON.stringify(registrations),
      )
      .map(({ by_id, by_name, at, ...row }) => ({
        ...row,
        by: { id: by_id, name: by_name },
        at: new Date(at),
      })),
})

export const evidenceWriter = (connection: Connection): EvidenceWriter => ({
  async findEvidence(registration, attempt) {
    const row = connection.get<EvidenceRow>(
      'SELECT * FROM attempt_evidence WHERE registration = ? AND attempt = ?',
      registration,
      attempt,
    )
    return row && evidenceIn(row)
  },
  async putEvidence(registration, attempt, evidence) {
    connection.run(
      'INSERT OR REPLACE INTO attempt_evidence (registration, attempt, evidence) VALUES (?, ?, ?)',
      registration,
      attempt,
      JSON.stringify(evidence),
    )
  },
  async findFetchedFiles(registration) {
    const row = connection.get<{ files: string }>(
      'SELECT files FROM fetched_files WHERE registration = ?',
      registration,
    )
    return row ? row.files.split(' ') : []
  },
  async putFetchedFiles(registration, files) {
    connection.run(
      'INSERT OR REPLACE INTO fetched_files (registration, files) VALUES (?, ?)',
      registration,
      files.join(' '),
    )
  },
  async insertAttestation({ id, registration, attempt, by, at, note }) {
    connection.run(
      'INSERT INTO attestation (id, registration, attempt, by_id, by_name, at, note) VALUES (?, ?, ?, ?, ?, ?, ?)',
      id,
      registration,
      attempt,
      by.id,
      by.name,
      at.getTime(),
      note,
    )
  },
})
