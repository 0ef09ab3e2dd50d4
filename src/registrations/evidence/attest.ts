import { noteChange } from '../../audit/index.ts'
import type { Clock } from '../../base/clock.ts'
import { newUuid } from '../../base/ids.ts'
import type { Principal } from '../../base/principal.ts'
import { Problem } from '../../base/problem.ts'
import type { Transactor } from '../../base/transactor.ts'
import type { RegistrationWriter } from '../store.ts'
import type { AttestationItem, CreateAttestation } from '../wire.ts'
import { attestationItem } from './describe-evidence.ts'
import type { Attestation } from './evidence.ts'
import { judgeAnew, type LevelWriter } from './keep-level.ts'

/**
 * Adds a person's word for an attempt, which stays beside whatever was and will be seen of it. Only a signed-in account is a
 * person; a key is not.
 * @throws Problem `registration-not-found`; `forbidden` for a key, and for who is the learner; `invalid-request` if there is no
 *   such attempt.
 */
export const attest =
  (
    store: Transactor<
      LevelWriter &
        Pick<
          RegistrationWriter,
          'findRegistration' | 'courseAttempts' | 'insertAttestation' | 'addToSummary'
        >
    >,
    clock: Clock,
  ) =>
  async (
    registration: string,
    { note, attempt }: CreateAttestation,
    principal: Principal,
  ): Promise<AttestationItem> => {
    const by = personOf(principal)
    const id = newUuid()
    return store.transact(async (tx) => {
      const found = await tx.findRegistration(registration)
      if (!found) {
        throw new Problem('registration-not-found', `There is no registration ${registration}.`)
      }
      if (principal.person === found.learner) {
        throw new Problem('forbidden', 'Nobody vouches for a result of their own.')
      }
      const number = attempt ?? found.counted
      const attempts = await tx.courseAttempts(registration)
      if (!attempts.some((one) => one.number === number)) {
        throw new Problem('invalid-request', `There is no attempt ${number}.`, {
          pointer: '/attempt',
        })
      }
      const attestation: Attestation = { id, registration, attempt: number, by, at: clock(), note }
      await tx.insertAttestation(attestation)
      await judgeAnew(tx, registration)
      noteChange({ about: [registration, id], after: { attempt: number, note } })
      return attestationItem(attestation)
    })
  }

/** Who is signed in. @throws Problem `forbidden` for a key */
export function personOf(principal: Principal): Attestation['by'] {
  if (principal.kind !== 'account') {
    throw new Problem('forbidden', 'Only a person can vouch for a result: sign in.')
  }
  return { id: principal.id, name: principal.name }
}
