import { randomBytes } from 'node:crypto'
import { noteChange } from '../audit/index.ts'
import type { Clock } from '../base/clock.ts'
import { newUuid } from '../base/ids.ts'
import { Problem } from '../base/problem.ts'
import type { SecretBox } from '../base/secret-box.ts'
import { type Erasure, noCounts } from './erasure.ts'
import { type FoundSubject, findSubject } from './find-subject.ts'
import type { Identity } from './identity.ts'
import type { ErasingStore } from './store.ts'
import { Trace } from './trace.ts'
import type { ErasureOrder } from './wire.ts'

export interface BeginParts {
  readonly store: ErasingStore
  readonly clock: Clock
  /** Origin of the app, without a slash at the end. */
  readonly appUrl: string
  /** Seals whom an act is about while it runs. */
  readonly box: SecretBox
}

/**
 * Orders an act of erasure; a worker carries it out. Nobody can take it back.
 * @throws Problem `learner-not-found`, `erasure-held`, `erasure-not-confirmed`, `import-running`, `last-administrator`
 */
export const beginErasure =
  ({ store, clock, appUrl, box }: BeginParts) =>
  async (order: ErasureOrder, by: Erasure['by']): Promise<Erasure> => {
    const found = await findSubject(store, appUrl)(order.subject, order.besides)
    await refuse(store, found, order)
    const pseudonym = newPseudonym()
    const trace = new Trace(found.identity)
    const erasure: Erasure = {
      ...newErasure({ box, clock }, { pseudonym, identity: found.identity }),
      basis: order.basis,
      reason: trace.scrub(order.reason, pseudonym),
      approver: order.approver,
      by,
      isLinked: order.isLinked ?? true,
      isReplay: false,
    }
    await store.transact(async (tx) => {
      await tx.insertErasure(erasure)
      const { id, basis, reason, approver, isLinked } = erasure
      noteChange({ about: [id, pseudonym], after: { basis, reason, approver, isLinked } })
    })
    return erasure
  }

/** 64 random bits: it says nothing, and can stand in an IRI and in a column of a table. */
export const newPseudonym = (): string => `erased-${randomBytes(8).toString('hex')}`

/** An act at its beginning. */
export function newErasure(
  { box, clock }: Pick<BeginParts, 'box' | 'clock'>,
  {
    id = newUuid(),
    pseudonym,
    identity,
  }: { readonly id?: string; readonly pseudonym: string; readonly identity: Identity },
) {
  return {
    id,
    state: 'running',
    createdAt: clock(),
    pseudonym,
    step: 'list',
    position: '',
    counts: noCounts,
    sealedIdentity: box.seal(JSON.stringify(identity), id),
  } as const
}

async function refuse(
  store: ErasingStore,
  found: FoundSubject,
  order: ErasureOrder,
): Promise<void> {
  const { person, accounts, confirmation } = found
  const holds = person ? await store.holdsOn(person.id) : []
  if (holds.length > 0) {
    throw new Problem('erasure-held', 'A legal hold forbids to erase this person for now.', {
      facts: { holds: holds.map(({ id, kind, reason }) => ({ id, kind, reason })) },
    })
  }
  if (order.confirmation.normalize('NFC').trim() !== confirmation.normalize('NFC')) {
    throw new Problem('erasure-not-confirmed', 'What was typed is not what the preview asks for.', {
      pointer: '/confirmation',
    })
  }
  if (accounts.some(({ isLastAdministrator }) => isLastAdministrator)) {
    throw new Problem('last-administrator', 'This is the last administrator.')
  }
  if (await store.isImporting()) {
    throw new Problem(
      'import-running',
      'An import of statements waits or runs; it could bring back what is erased.',
    )
  }
}
