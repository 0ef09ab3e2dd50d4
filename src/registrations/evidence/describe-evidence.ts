import { hasResult, type ProgressFigures } from '../registration.ts'
import type { AttestationItem, EvidenceReport } from '../wire.ts'
import { type AttemptEvidence, type Attestation, noEvidence } from './evidence.ts'
import { judgeEvidence } from './judge-evidence.ts'
import { isAttested } from './keep-level.ts'
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
  const { level, findings } = judgeEvidence(evidence, {
    isAttested: isAttested(attestations, number),
  })
  const isResult = hasResult(progress)
  return {
    attempt: number,
    level: isResult ? level : null,
    figures: evidence.figures,
    findings: isResult ? findings : [],
    attestations: attestations.map(attestationItem),
  }
}

export const attestationItem = ({
  id,
  attempt,
  by,
  at,
  note,
  withdrawal,
}: Attestation): AttestationItem => ({
  id,
  attempt,
  by,
  at: at.toISOString(),
  note,
  withdrawal: withdrawal ? { ...withdrawal, at: withdrawal.at.toISOString() } : null,
})
