import type { Withdrawal } from '../../registrations/evidence/evidence.ts'
import type {
  AttemptEvidence,
  Attestation,
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
  withdrawn_by_id: string | null
  withdrawn_by_name: string | null
  withdrawn_at: number | null
  withdrawal_reason: string | null
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
  ...attestationReads(connection),
  unjudgedRegistrations: async (limit) =>
    connection
      .all<{ id: string }>('SELECT id FROM registration WHERE evidence IS NULL LIMIT ?', limit)
      .map(({ id }) => id),
})

const attestationReads = (connection: Connection): Pick<EvidenceReader, 'attestationsOf'> => ({
  attestationsOf: async (registrations) =>
    connection
      .all<AttestationRow>(
        'SELECT * FROM attestation WHERE registration IN (SELECT value FROM json_each(?)) ORDER BY at, id',
        JSON.stringify(registrations),
      )
      .map(attestationOf),
})

const attestationOf = (row: AttestationRow): Attestation => ({
  id: row.id,
  registration: row.registration,
  attempt: row.attempt,
  by: { id: row.by_id, name: row.by_name },
  at: new Date(row.at),
  note: row.note,
  ...(row.withdrawn_at !== null && {
    withdrawal: {
      by: { id: row.withdrawn_by_id!, name: row.withdrawn_by_name! },
      at: new Date(row.withdrawn_at),
      reason: row.withdrawal_reason!,
    },
  }),
})

export const evidenceWriter = (connection: Connection): EvidenceWriter => ({
  ...attestationReads(connection),
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
  async insertAttestation({ id, registration, attempt, by, at, note, withdrawal }) {
    connection.run(
      `INSERT INTO attestation (id, registration, attempt, by_id, by_name, at, note, withdrawn_by_id, withdrawn_by_name,
         withdrawn_at, withdrawal_reason)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      id,
      registration,
      attempt,
      by.id,
      by.name,
      at.getTime(),
      note,
      ...withdrawalValues(withdrawal),
    )
  },
  async withdrawAttestation(id, withdrawal) {
    connection.run(
      `UPDATE attestation SET withdrawn_by_id = ?, withdrawn_by_name = ?, withdrawn_at = ?, withdrawal_reason = ?
       WHERE id = ?`,
      ...withdrawalValues(withdrawal),
      id,
    )
  },
  async keepEvidenceLevel(registration, level) {
    connection.run('UPDATE registration SET evidence = ? WHERE id = ?', level, registration)
  },
})

const withdrawalValues = (withdrawal: Withdrawal | undefined): (string | number | null)[] => [
  withdrawal?.by.id ?? null,
  withdrawal?.by.name ?? null,
  withdrawal?.at.getTime() ?? null,
  withdrawal?.reason ?? null,
]
