import type { MongoClient } from 'mongodb'
import type { Clock } from '../../base/clock.ts'
import type { Transactor } from '../../base/transactor.ts'
import { accessReader, accessWriter } from './access.ts'
import { auditReader, auditWriter } from './audit.ts'
import { Causality } from './causality.ts'
import { cohortReader, cohortWriter } from './cohorts.ts'
import { collections, createCollections } from './collections.ts'
import { connect } from './connect.ts'
import { packageReader, packageWriter } from './content.ts'
import { documentReader, documentWriter } from './documents.ts'
import { erasureStore, erasureWriter } from './erasure.ts'
import { feedReader, feedWriter } from './feeds.ts'
import { launchReader, launchWriter } from './launch.ts'
import { activityReader, agentReader } from './learned.ts'
import { ledgerReader, ledgerWriter } from './ledger.ts'
import { organisationReader, organisationWriter } from './organisations.ts'
import { peopleReader, peopleWriter } from './people.ts'
import { questionReader, questionWriter } from './questions.ts'
import { registrationReader, registrationWriter } from './registrations.ts'
import { requestReader, requestWriter } from './requests.ts'
import { Sequence, type SequenceOptions } from './sequence.ts'
import { assertUsable, readServerFacts } from './server-facts.ts'
import { statementReader, statementWriter } from './statements.ts'
import { transferReader, transferWriter } from './transfer.ts'
import { refuseUnfinished } from './unfinished.ts'
import { versionMoveReader, versionMoveWriter } from './version-moves.ts'
import { View } from './view.ts'
import {
  type Transaction,
  type WriteGroupLimits,
  type WriteGroupParts,
  WriteGroups,
} from './write-groups.ts'

export interface MongodbOptions
  extends Partial<Omit<SequenceOptions, 'hasSnapshots' | 'causality'>> {
  /** For tests: works on a server that cannot undo, or as on one, and loses the promise that a failed write leaves nothing. */
  readonly withoutTransactions?: boolean
  /** For whoever fills the database (`unfinished.ts`): everybody else is refused until it is whole. */
  readonly isFilling?: boolean
  readonly limits?: Partial<WriteGroupLimits>
}

const lanesDefault = 4

/**
 * Opens the database that a connection string names (`mongodb://host/hocba?…`), and makes the collections and indexes that
 * are missing. Any number of processes may have it open at once.
 * @throws OperatorError when that cannot be done safely.
 */
export async function openMongodbStorage(url: string, clock: Clock, options: MongodbOptions = {}) {
  const client = await connect(url)
  try {
    return await openDatabase(client, clock, options)
  } catch (error) {
    await client.close()
    throw error
  }
}

async function openDatabase(client: MongoClient, clock: Clock, options: MongodbOptions) {
  const database = client.db()
  const facts = await readServerFacts(client, database)
  assertUsable(facts, options.withoutTransactions === true)
  if (!options.isFilling) await refuseUnfinished(database)
  await createCollections(database)
  const hasTransactions = facts.hasTransactions && options.withoutTransactions !== true
  const causality = new Causality(client, hasTransactions)
  const sequence = await Sequence.open(database, clock, {
    ...options,
    // Without transactions only the order of one lane keeps callers apart.
    lanes: hasTransactions ? (options.lanes ?? lanesDefault) : 1,
    hasSnapshots: hasTransactions,
    causality,
  })
  try {
    // Again, now that whoever begins to fill it finds something in it: it may have begun meanwhile.
    if (!options.isFilling) await refuseUnfinished(database)
  } catch (error) {
    await sequence.close()
    throw error
  }
  return storageOf({ client, database, sequence, causality, hasTransactions }, options)
}

function storageOf(parts: WriteGroupParts, { limits = {} }: MongodbOptions) {
  const groups = new WriteGroups(parts, writerOf, limits)
  const transactor: Transactor<ReturnType<typeof writerOf>> = {
    transact: (work) => groups.transact(work),
  }
  const view = new View(parts.database, parts.causality)
  return {
    ...readerOf(view, parts.sequence),
    ...transactor,
    erasing: erasureStore({ view, sequence: parts.sequence }, transactor, collections),
    async close() {
      await groups.close()
      await parts.sequence.close()
      await parts.client.close()
    },
  }
}

const readerOf = (view: View, sequence: Sequence) => ({
  ...activityReader(view),
  ...agentReader(view),
  ...accessReader(view),
  ...auditReader(view),
  ...cohortReader(view),
  ...documentReader(view),
  ...packageReader(view),
  ...organisationReader(view),
  ...peopleReader(view),
  ...launchReader(view),
  ...versionMoveReader(view),
  ...registrationReader(view),
  ...feedReader(view),
  ...ledgerReader(view, sequence),
  ...transferReader(view),
  ...questionReader(view),
  ...requestReader(view),
  ...statementReader(view, sequence),
})

/** Made anew for every caller, whose transaction it writes in. */
const writerOf = (transaction: Transaction) => ({
  ...accessWriter(transaction),
  ...auditWriter(transaction),
  ...cohortWriter(transaction),
  ...documentWriter(transaction),
  ...packageWriter(transaction),
  ...organisationWriter(transaction),
  ...peopleWriter(transaction),
  ...launchWriter(transaction),
  ...versionMoveWriter(transaction),
  ...registrationWriter(transaction),
  ...feedWriter(transaction),
  ...ledgerWriter(transaction),
  ...transferWriter(transaction),
  ...questionWriter(transaction),
  ...requestWriter(transaction),
  ...statementWriter(transaction),
  ...erasureWriter(transaction),
})
