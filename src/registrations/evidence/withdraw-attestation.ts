import { noteChange } from '../../audit/index.ts'
import type { Clock } from '../../base/clock.ts'
import type { Principal } from '../../base/principal.ts'
import { Problem } from '../../base/problem.ts'
import type { Transactor } from '../../base/transactor.ts'
import type { RegistrationWriter } from '../store.ts'
import type { AttestationItem, WithdrawAttestation } from '../wire.ts'
import { personOf } from './attest.ts'
import { attestationItem } from './describe-evidence.ts'
import { judgeAnew, type LevelWriter } from './keep-level.ts'

/**
 * Takes a person's word for an attempt back, with a reason. It stays in sight, with who withdrew it, and counts no more; what
 * statements said meanwhile stays as it was said. Whoever may vouch for the registration may withdraw what another one said.
 * @throws Problem `attestation-not-found`; `attestation-withdrawn` if it counts no more already; `forbidden` for a key.
 */
export const withdrawAttestation =
  (
    store: Transactor<
      LevelWriter &
        Pick<RegistrationWriter, 'findRegistration' | 'withdrawAttestation' | 'addToSummary'>
    >,
    clock: Clock,
  ) =>
  async (
    { registration, attestation }: { readonly registration: string; readonly attestation: string },
    { reason }: WithdrawAttestation,
    principal: Principal,
  ): Promise<AttestationItem> => {
    const by = personOf(principal)
    return store.transact(async (tx) => {
      const found = (await tx.attestationsOf([registration])).find(({ id }) => id === attestation)
      if (!found) {
        throw new Problem(
          'attestation-not-found',
          `The registration has no attestation ${attestation}.`,
        )
      }
      if (found.withdrawal) {
        throw new Problem('attestation-withdrawn', 'The attestation is withdrawn already.')
      }
      const withdrawal = { by, at: clock(), reason }
      await tx.withdrawAttestation(attestation, withdrawal)
      await judgeAnew(tx, registration)
      const { attempt, note } = found
      noteChange({
        about: [registration, attestation],
        before: { attempt, by: found.by.id, note },
        after: { reason },
      })
      return attestationItem({ ...found, withdrawal })
    })
  }
