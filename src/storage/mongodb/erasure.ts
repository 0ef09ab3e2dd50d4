import type { Transactor } from '../../base/transactor.ts'
import type { ErasureReader, ErasureStore, ErasureWriter } from '../../erasure/store.ts'
import { auditWriter } from './audit.ts'
import type { Collection } from './collection.ts'
import { actCollections, actReader, actWriter } from './erasure-acts.ts'
import { leftoverCollections } from './erasure-leftovers.ts'
import { peopleEraser, tracedPeople } from './erasure-people.ts'
import { searchCollections } from './erasure-search.ts'
import { statementRewriter, statementScan } from './erasure-statements.ts'
import { textChanger, textScan } from './erasure-texts.ts'
import { registrationWriter } from './registrations.ts'
import type { Sequence } from './sequence.ts'
import type { View } from './view.ts'
import type { Transaction } from './write-groups.ts'

export const erasureCollections = [...actCollections, ...leftoverCollections]

export const erasureReader = (view: View, sequence: Sequence): ErasureReader => ({
  ...actReader(view),
  ...tracedPeople(view, sequence),
  ...statementScan(view, sequence),
  ...textScan(view),
})

export function erasureWriter(transaction: Transaction): ErasureWriter {
  const { findRegistration, addToSummary } = registrationWriter(transaction)
  return {
    ...auditWriter(transaction),
    ...actWriter(transaction),
    ...peopleEraser(transaction),
    ...statementRewriter(transaction.view),
    ...textChanger(transaction.view),
    findRegistration,
    addToSummary,
  }
}

/**
 * What an engine offers for erasures. The server's files are out of reach: what they keep of what was overwritten, and for how long,
 * docs/privacy.md says.
 */
export const erasureStore = (
  { view, sequence }: { readonly view: View; readonly sequence: Sequence },
  transactor: Transactor<ErasureWriter>,
  // biome-ignore lint/suspicious/noExplicitAny: each is typed where it is declared
  all: readonly Collection<any>[],
): ErasureStore => ({
  ...erasureReader(view, sequence),
  ...transactor,
  emptyLog: async () => true,
  rebuild: async () => undefined,
  searchKept: (words, after) => searchCollections(view, all, { words, after }),
})
