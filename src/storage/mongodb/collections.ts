import type { Db } from 'mongodb'
import { OperatorError } from '../../base/operator-error.ts'
import { accessCollections } from './access.ts'
import { auditCollections } from './audit.ts'
import { cohortCollections } from './cohorts.ts'
import {
  type Collection,
  createIfMissing,
  type Index,
  indexDescription,
  indexName,
} from './collection.ts'
import { contentCollections } from './content.ts'
import { documentCollections } from './documents.ts'
import { erasureCollections } from './erasure.ts'
import { feedCollections } from './feeds.ts'
import { lanes } from './lane.ts'
import { nodes } from './lane-claims.ts'
import { launchCollections } from './launch.ts'
import { ledgerCollections } from './ledger.ts'
import { questionCollections } from './questions.ts'
import { registrationCollections } from './registrations.ts'
import { requestCollections } from './requests.ts'
import { sharedCollections } from './rows.ts'
import { statementCollections } from './statements.ts'
import { transferCollections } from './transfer.ts'
import { versionMoveCollections } from './version-moves.ts'
import { guards } from './view.ts'

/** Every collection of the store: those of the engine itself, then those of each slice. */
// biome-ignore lint/suspicious/noExplicitAny: each is typed where it is declared
export const collections: readonly Collection<any>[] = [
  guards,
  lanes,
  nodes,
  ...sharedCollections,
  ...accessCollections,
  ...auditCollections,
  ...cohortCollections,
  ...contentCollections,
  ...documentCollections,
  ...launchCollections,
  ...versionMoveCollections,
  ...registrationCollections,
  ...feedCollections,
  ...ledgerCollections,
  ...transferCollections,
  ...questionCollections,
  ...requestCollections,
  ...statementCollections,
  ...erasureCollections,
]

/** An index that the store should have, and whether it has. */
export interface IndexState {
  readonly collection: string
  readonly index: string
  readonly state: 'ready' | 'building' | 'missing' | 'different'
}

/** Makes what is missing. Indexes of a large collection take a while; they are waited for. */
export async function createCollections(database: Db): Promise<void> {
  const existing = new Set(
    (await database.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name),
  )
  // Not within transactions, where some servers cannot.
  for (const { name } of collections) {
    if (!existing.has(name)) await createIfMissing(database, name)
  }
  const states = await readIndexes(database)
  refuseOthers(states)
  // Those that are there are not asked for: of thirty nodes that start at once, each would ask for a hundred.
  for (const { name, indexes } of collections) {
    const wanting = indexes.filter((index) =>
      states.some(
        (one) => one.collection === name && one.index === indexName(index) && one.state !== 'ready',
      ),
    )
    if (wanting.length > 0)
      await database.collection(name).createIndexes(wanting.map(indexDescription))
  }
}

/** An index of a name that hocba uses, and other keys: nothing is known of who made it, so it is not dropped. */
function refuseOthers(states: readonly IndexState[]): void {
  const others = states.filter(({ state }) => state === 'different')
  if (others.length === 0) return
  const names = others.map(({ collection, index }) => `${collection}.${index}`).join(', ')
  throw new OperatorError(
    `Indexes of the database are not as hocba makes them: ${names}. Drop them; the next start makes them anew.`,
  )
}

/** The state of every index that the store should have; changes nothing. */
export async function readIndexes(database: Db): Promise<IndexState[]> {
  const states: IndexState[] = []
  const existing = new Set(
    (await database.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name),
  )
  for (const { name, indexes } of collections) {
    const found = existing.has(name) ? await database.collection(name).indexes() : []
    for (const index of indexes) {
      const state = stateOf(
        found.find((other) => other.name === indexName(index)),
        index,
      )
      states.push({ collection: name, index: indexName(index), state })
    }
  }
  return states
}

function stateOf(found: Record<string, unknown> | undefined, wanted: Index): IndexState['state'] {
  if (!found) return 'missing'
  if ('buildUUID' in found || 'indexBuildInfo' in found) return 'building'
  const isSame =
    JSON.stringify(found.key) === JSON.stringify(wanted.keys) &&
    (found.unique === true) === (wanted.isUnique === true) &&
    (found.sparse === true) === (wanted.isSparse === true)
  return isSame ? 'ready' : 'different'
}
