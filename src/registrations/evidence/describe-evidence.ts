import type { ProgressFigures } from '../registration.ts'
import type { AttestationItem, EvidenceReport } from '../wire.ts'
import { type AttemptEvidence, type Attestation, noEvidence } from './evidence.ts'
import { judgeEvidence } from './judge-evidence.ts'
import type { EvidenceReader } from './store.ts'

type Store = Pick<EvidenceReader, 'evidenceOf' | 'attestationsOf'>

/** An attempt, and how far it came. */
export interface ClaimedAttempt {
  readonly registration: string
  readonly number: number
  readonly progress: Pick<ProgressFigures, 'completion' | 'success'>
}

export type EvidenceOf = (attempt: ClaimedAttempt) => EvidenceReport

/** Reads what is kept of registrations once, to tell of any of their attempts what stands behind its result. */
export async function readEvidence(
  store: Store,
  registrations: readonly string[],
): Promise<EvidenceOf> {
  const kept = await store.evidenceOf(registrations)
  const evidence = new Map(kept.map((one) => [keyOf(one.registration, one.attempt), one.evidence]))
  const attestations = Map.groupBy(await store.attestationsOf(registrations), (one) =>
    keyOf(one.registration, one.attempt),
  )
  return (attempt) => {
    const key = keyOf(attempt.registration, attempt.number)
    const found = evidence.get(key) ?? { figures: noEvidence }
    return reportOf(attempt, found, attestations.get(key) ?? [])
  }
}

const keyOf = (registration: string, attempt: number): string => `${registration} ${attempt}`

function reportOf(
  { number, progress }: ClaimedAttempt,
  evidence: AttemptEvidence,
  attestations: readonly Attestation[],
): EvidenceReport {
  const { level, findings } = judgeEvidence(evidence, { isAttested: attestations.length > 0 })
  const hasResult = progress.completion === 'completed' || progress.success !== 'unknown'
  return {
    attempt: number,
    level: hasResult ? level : null,
    figures: evidence.figures,
    findings: hasResult ? findings : [],
    attestations: attestations.map(attestationItem),
  }
}

export const attestationItem = ({ id, attempt, by, at, note }: Attestation): AttestationItem => ({
  id,
  attempt,
  by,
  at: at.toISOString(),
  note,
})
