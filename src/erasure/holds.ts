import { noteChange } from '../audit/index.ts'
import type { Clock } from '../base/clock.ts'
import { newUuid } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { LegalHold } from './erasure.ts'
import type { ErasingStore } from './store.ts'
import type { CreateLegalHold } from './wire.ts'

/**
 * Forbids to erase a person, or whoever is in a class, until it is lifted.
 * @throws Problem `learner-not-found`, `class-not-found`
 */
export const placeHold =
  (store: ErasingStore, clock: Clock) =>
  async ({ kind, of, reason }: CreateLegalHold, by: string): Promise<LegalHold> => {
    if (kind === 'person' && !(await store.findPerson(of))) {
      throw new Problem('learner-not-found', 'There is no learner with this id.', {
        pointer: '/of',
      })
    }
    if (kind === 'class' && !(await store.findClass(of))) {
      throw new Problem('class-not-found', 'There is no class with this id.', { pointer: '/of' })
    }
    const hold: LegalHold = { id: newUuid(), kind, of, reason, by, at: clock() }
    await store.transact(async (tx) => {
      await tx.insertHold(hold)
      noteChange({ about: [hold.id, of], after: { kind, reason } })
    })
    return hold
  }

/** @param reason why nothing forbids it any more @throws Problem `not-found` */
export const liftHold =
  (store: ErasingStore) =>
  (id: string, reason: string): Promise<void> =>
    store.transact(async (tx) => {
      const hold = await tx.deleteHold(id)
      if (!hold) throw new Problem('not-found', 'There is no legal hold with this id.')
      const before = { kind: hold.kind, reason: hold.reason }
      noteChange({ about: [id, hold.of], before, after: { lifted: reason } })
    })
