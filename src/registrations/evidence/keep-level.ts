import { type CatchUpRules, startCatchingUp } from '../../base/catch-up.ts'
import type { Transactor } from '../../base/transactor.ts'
import { hasResult, type Registration } from '../registration.ts'
import type { RegistrationReader, RegistrationWriter } from '../store.ts'
import { figuresDelta, figuresOf } from '../summary.ts'
import { type Attestation, type KeptEvidence, noEvidence } from './evidence.ts'
import { judgeEvidence } from './judge-evidence.ts'

export type LevelWriter = Pick<
  RegistrationWriter,
  'findEvidence' | 'attestationsOf' | 'keepEvidenceLevel'
>

type Judge = LevelWriter & Pick<RegistrationWriter, 'findRegistration' | 'addToSummary'>

/** Whether a person's word stands behind an attempt. */
export const isAttested = (attestations: readonly Attestation[], attempt: number): boolean =>
  attestations.some((one) => one.attempt === attempt && !one.withdrawal)

/** How much stands behind the result of the attempt that counts, as the transaction sees it. */
export async function levelOf(
  tx: Pick<LevelWriter, 'findEvidence' | 'attestationsOf'>,
  { id, counted, progress }: Pick<Registration, 'id' | 'counted' | 'progress'>,
): Promise<KeptEvidence> {
  if (!hasResult(progress)) return 'none'
  const evidence = (await tx.findEvidence(id, counted)) ?? { figures: noEvidence }
  const attestations = await tx.attestationsOf([id])
  return judgeEvidence(evidence, { isAttested: isAttested(attestations, counted) }).level
}

/**
 * Judges a registration whose evidence or attestations have changed, and keeps its level; its package's summary follows.
 * Where the progress changes too, `recount` does it.
 */
export async function judgeAnew(tx: Judge, id: string): Promise<void> {
  const registration = await tx.findRegistration(id)
  if (!registration) return
  const evidence = await levelOf(tx, registration)
  if (evidence === registration.evidence) return
  await tx.keepEvidenceLevel(id, evidence)
  const after = { ...registration, evidence }
  await tx.addToSummary(
    registration.package,
    figuresDelta(figuresOf(registration), figuresOf(after)),
  )
}

export type JudgingStore = Pick<RegistrationReader, 'unjudgedRegistrations'> & Transactor<Judge>

const registrationsPerStep = 50

/** Judges the registrations from before levels were kept, beside the requests. */
export const startJudging = (store: JudgingStore, rules: CatchUpRules): { stop(): Promise<void> } =>
  startCatchingUp(
    {
      isLeft: async () => (await store.unjudgedRegistrations(1)).length > 0,
      step: () => judgeUnjudged(store),
    },
    rules,
  )

/**
 * Judges some of the registrations from before levels were kept, each in a transaction of its own, which the store commits
 * together: whatever breaks it off, the next step finds those that are left.
 * @returns how many; undefined once none are left
 */
export async function judgeUnjudged(store: JudgingStore): Promise<number | undefined> {
  const ids = await store.unjudgedRegistrations(registrationsPerStep)
  await Promise.all(ids.map((id) => store.transact((tx) => judgeAnew(tx, id))))
  return ids.length === 0 ? undefined : ids.length
}
