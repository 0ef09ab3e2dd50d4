import type { AttemptEvidence, Attestation } from './evidence.ts'

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
  /** Oldest first. */
  attestationsOf(registrations: readonly string[]): Promise<readonly Attestation[]>
}

export interface EvidenceWriter {
  findEvidence(registration: string, attempt: number): Promise<AttemptEvidence | undefined>
  putEvidence(registration: string, attempt: number, evidence: AttemptEvidence): Promise<void>
  /** Names (`fileKey`) of the files that were fetched for a registration, in any version. */
  findFetchedFiles(registration: string): Promise<readonly string[]>
  putFetchedFiles(registration: string, files: readonly string[]): Promise<void>
  insertAttestation(attestation: Attestation): Promise<void>
}
