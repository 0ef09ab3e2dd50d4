import { noteChange } from '../audit/index.ts'
import type { Clock } from '../base/clock.ts'
import { newUuid } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { LegalHold } from './erasure.ts'
import type { ErasingStore } from './store.ts'
import type { CreateLegalHold } from './wire.ts'

/** Forbids to erase a person, or whoever is in a class, until it is lifted. */
export const placeHold =
  (store: ErasingStore, clock: Clock) =>
  async ({ kind, of, reason }: CreateLegalHold, by: string): Promise<LegalHold> => {
    const hold: LegalHold = { id: newUuid(), kind, of, reason, by, at: clock() }
    await store.transact(async (tx) => {
      await tx.insertHold(hold)
      noteChange({ about: [hold.id, of], after: { kind, reason } })
    })
    return hold
  }

/** @throws Problem `not-found` */
export const liftHold =
  (store: ErasingStore) =>
  (id: string): Promise<void> =>
    store.transact(async (tx) => {
      const hold = await tx.deleteHold(id)
      if (!hold) throw new Problem('not-found', 'There is no legal hold with this id.')
      noteChange({ about: [id, hold.of], before: { kind: hold.kind, reason: hold.reason } })
    })
