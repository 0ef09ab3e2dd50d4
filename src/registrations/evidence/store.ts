import type { AttemptEvidence, Attestation, KeptEvidence, Withdrawal } from './evidence.ts'

export type { AttemptEvidence, Attestation } from './evidence.ts'

export interface EvidenceReader {
  /** What is kept of the attempts of these registrations. */
  evidenceOf(registrations: readonly string[]): Promise<
    readonly {
      readonly registration: string
      readonly attempt: number
      readonly evidence: AttemptEvidence
    }[]
  >
  /** Oldest first, those that were withdrawn among them. */
  attestationsOf(registrations: readonly string[]): Promise<readonly Attestation[]>
  /** Ids of some registrations, trials too, of which no level is kept yet; `limit` at most. */
  unjudgedRegistrations(limit: number): Promise<readonly string[]>
}

export interface EvidenceWriter extends Pick<EvidenceReader, 'attestationsOf'> {
  findEvidence(registration: string, attempt: number): Promise<AttemptEvidence | undefined>
  putEvidence(registration: string, attempt: number, evidence: AttemptEvidence): Promise<void>
  /** Names (`fileKey`) of the files that were fetched for a registration, in any version. */
  findFetchedFiles(registration: string): Promise<readonly string[]>
  putFetchedFiles(registration: string, files: readonly string[]): Promise<void>
  insertAttestation(attestation: Attestation): Promise<void>
  /** Marks it as one that counts no more. */
  withdrawAttestation(id: string, withdrawal: Withdrawal): Promise<void>
  /** Keeps how much stands behind a registration's result. */
  keepEvidenceLevel(registration: string, level: KeptEvidence): Promise<void>
}
