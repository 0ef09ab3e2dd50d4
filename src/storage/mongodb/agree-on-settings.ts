import { createHash, createHmac, createPublicKey, type KeyObject } from 'node:crypto'
import type { Collection, Db } from 'mongodb'
import { OperatorError } from '../../base/operator-error.ts'
import { connect } from './connect.ts'
import { isDuplicateKey } from './mongo-error.ts'

/** What all nodes on a database must have in common: each reads what the others sealed and signed, and makes links that they answer. */
export interface NodeSettings {
  readonly signingKey: Buffer
  /** The oldest first; undefined where they are in the node's own folder. */
  readonly ledgerKeys?: readonly KeyObject[] | undefined
  readonly appUrl: string
  readonly contentUrl: string
  /** Where there is one node, its URLs may change from one start to the next. */
  readonly nodes: 'one' | 'many'
  /** Fingerprint of settings that may take the place of those that the database has; empty for none. */
  readonly acceptedSettings: string
}

/** In the database; no key can be told from it. */
interface SettingsRow {
  _id: 'settings'
  signingKey: string
  ledgerKeys: string[]
  appUrl: string
  contentUrl: string
}

/** What differs between a node's settings and those that the database has. */
export interface SettingsComparison {
  /** Of this node's. */
  readonly fingerprint: string
  /** Names of environment variables. */
  readonly differences: readonly string[]
  /** For a person: which are to be made the same, or how else they are meant; there is one if any differs. */
  readonly refusal?: string
}

/**
 * Compares the settings of a node that starts with those of the nodes before it, and keeps them where it is the first.
 * @throws OperatorError when they differ, unless they are those that the operator accepts.
 */
export async function agreeOnSettings(url: string, settings: NodeSettings): Promise<void> {
  const client = await connect(url)
  try {
    const rows = rowsIn(client.db())
    while (!(await agree(rows, settings))) {
      // Another node was faster: it counts.
    }
  } finally {
    await client.close()
  }
}

/** @returns what a start would say; changes nothing. */
export async function compareSettings(
  database: Db,
  settings: NodeSettings,
): Promise<SettingsComparison> {
  const mine = rowOf(settings)
  const kept = await rowsIn(database).findOne({ _id: 'settings' })
  return comparisonOf(mine, kept ? differencesOf(kept, mine, settings.nodes) : [])
}

function comparisonOf(mine: SettingsRow, differences: readonly string[]): SettingsComparison {
  const fingerprint = fingerprintOf(mine)
  if (differences.length === 0) return { fingerprint, differences }
  return { fingerprint, differences, refusal: sentenceOf(differences, fingerprint) }
}

const sentenceOf = (differences: readonly string[], fingerprint: string): string =>
  `${differences.join(', ')} of this node ${differences.length === 1 ? 'differs' : 'differ'} from what the other nodes on this database were started with. Give it ` +
  `the same. If it is changed on purpose, stop all nodes, and start them with the new settings and HOCBA_ACCEPT_SETTINGS=${fingerprint}.`

const rowsIn = (database: Db): Collection<SettingsRow> =>
  database.collection<SettingsRow>('settings')

async function agree(rows: Collection<SettingsRow>, settings: NodeSettings): Promise<boolean> {
  const mine = rowOf(settings)
  const kept = await rows.findOne({ _id: 'settings' })
  if (!kept) return insert(rows, mine)
  const fingerprint = fingerprintOf(mine)
  if (fingerprintOf(kept) === fingerprint) return true
  const { refusal } = comparisonOf(mine, differencesOf(kept, mine, settings.nodes))
  if (refusal !== undefined && settings.acceptedSettings !== fingerprint) {
    throw new OperatorError(refusal)
  }
  const { matchedCount } = await rows.replaceOne({ ...kept }, mine)
  return matchedCount === 1
}

async function insert(rows: Collection<SettingsRow>, row: SettingsRow): Promise<boolean> {
  try {
    await rows.insertOne(row)
    return true
  } catch (error) {
    if (isDuplicateKey(error)) return false
    throw error
  }
}

const rowOf = ({ signingKey, ledgerKeys = [], appUrl, contentUrl }: NodeSettings): SettingsRow => ({
  _id: 'settings',
  signingKey: createHmac('sha256', signingKey).update('hocba: which signing key').digest('hex'),
  ledgerKeys: ledgerKeys.map((key) => String(createPublicKey(key).export({ format: 'jwk' }).x)),
  appUrl,
  contentUrl,
})

function differencesOf(kept: SettingsRow, mine: SettingsRow, nodes: 'one' | 'many'): string[] {
  const newest = kept.ledgerKeys.at(-1)
  // A node may have a newer key than the others, as while they are started anew with it one after another; never only older ones.
  const hasNewest =
    newest === undefined || mine.ledgerKeys.length === 0 || mine.ledgerKeys.includes(newest)
  const areUrlsFree = nodes === 'one'
  return [
    ...(kept.signingKey === mine.signingKey ? [] : ['HOCBA_SIGNING_KEY']),
    ...(hasNewest ? [] : ['HOCBA_LEDGER_KEYS']),
    ...(areUrlsFree || kept.appUrl === mine.appUrl ? [] : ['HOCBA_APP_URL']),
    ...(areUrlsFree || kept.contentUrl === mine.contentUrl ? [] : ['HOCBA_CONTENT_URL']),
  ]
}

const fingerprintOf = ({ signingKey, ledgerKeys, appUrl, contentUrl }: SettingsRow): string =>
  createHash('sha256')
    .update(JSON.stringify([signingKey, ledgerKeys, appUrl, contentUrl]))
    .digest('hex')
    .slice(0, 16)
