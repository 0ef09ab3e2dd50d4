import type { Db } from 'mongodb'
import { compareSettings, type NodeSettings, type SettingsComparison } from './agree-on-settings.ts'
import { type IndexState, readIndexes } from './collections.ts'
import { connect } from './connect.ts'
import { laneCount, lanes } from './lane.ts'
import { nodes } from './lane-claims.ts'
import { assertUsable, describeServer, readServerFacts, type ServerFacts } from './server-facts.ts'
import { refuseUnfinished } from './unfinished.ts'

/** What an operator wants to know of the database before, or beside, a running server. */
export interface Examination {
  readonly server: string
  readonly facts: ServerFacts
  /** Why a server would not start on it. */
  readonly refusal?: string
  readonly indexes: readonly IndexState[]
  /** How this machine's settings are, beside those of the other nodes. */
  readonly settings: SettingsComparison
  /** Processes that have the store open. */
  readonly nodes: number
  readonly lanes: { readonly taken: number; readonly all: number }
  /** How far the database server's clock is ahead of this machine's. */
  readonly clockAheadMilliseconds: number
}

/**
 * Looks at the database of a connection string, and changes nothing but that a transaction is tried and undone.
 * @throws OperatorError when it cannot be reached.
 */
export async function examineDatabase(url: string, settings: NodeSettings): Promise<Examination> {
  const client = await connect(url)
  try {
    const database = client.db()
    const facts = await readServerFacts(client, database)
    const asked = Date.now()
    const { localTime } = await client.db('admin').command({ hello: 1 })
    const refusal = await refusalOf(facts, database)
    return {
      server: describeServer(facts),
      facts,
      ...(refusal !== undefined && { refusal }),
      indexes: await readIndexes(database),
      settings: await compareSettings(database, settings),
      nodes: await database.collection(nodes.name).countDocuments(),
      lanes: {
        taken: await database.collection(lanes.name).countDocuments({ owner: { $type: 'string' } }),
        all: laneCount,
      },
      clockAheadMilliseconds: localTime instanceof Date ? localTime.getTime() - asked : 0,
    }
  } finally {
    await client.close()
  }
}

async function refusalOf(facts: ServerFacts, database: Db): Promise<string | undefined> {
  try {
    assertUsable(facts, false)
    await refuseUnfinished(database)
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}
