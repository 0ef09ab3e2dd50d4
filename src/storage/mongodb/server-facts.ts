import { type Db, type Document, type MongoClient, MongoError, MongoErrorLabel } from 'mongodb'
import { newUuid } from '../../base/ids.ts'
import { OperatorError } from '../../base/operator-error.ts'
import { createIfMissing } from './collection.ts'
import { notInitiated } from './connect.ts'
import { guards } from './view.ts'

/** What the server is, as it says itself, and as it was tried. */
export interface ServerFacts {
  readonly kind: 'replica set' | 'sharded cluster' | 'single server'
  /** MongoDB's version, or the one that a compatible server says it is like. */
  readonly version: string
  /** The name and version of a server that is not MongoDB's own. */
  readonly compatible?: string
  readonly hasTransactions: boolean
}

/** The lowest patch of each series that does not leak memory to strangers (CVE-2025-14847, SERVER-115508). */
const safePatch: Readonly<Record<string, number>> = { '6.0': 27, '7.0': 28, '8.0': 17, '8.2': 3 }
const oldestMajor = 6

/** @throws OperatorError when the server cannot be asked, or cannot be written to. */
export async function readServerFacts(client: MongoClient, database: Db): Promise<ServerFacts> {
  const admin = client.db('admin')
  const [hello, build] = await Promise.all([
    admin.command({ hello: 1 }),
    admin.command({ buildInfo: 1 }),
  ])
  refuseUnwritable(hello)
  const compatible = compatibleServer(build)
  return {
    kind: kindOf(hello),
    version: String(build.version),
    ...(compatible && { compatible }),
    hasTransactions: await canUndo(client, database),
  }
}

/** Only with `directConnection=true` the driver takes what is no primary. */
function refuseUnwritable({ isreplicaset, isWritablePrimary }: Document): void {
  if (isWritablePrimary !== false) return
  const reason =
    isreplicaset === true
      ? notInitiated
      : 'it is not the primary of its replica set. Leave out directConnection=true and name the set (replicaSet=NAME): the driver finds its primary.'
  throw new OperatorError(`The database server of HOCBA_MONGODB_URL cannot be used: ${reason}`)
}

function kindOf(hello: Document): ServerFacts['kind'] {
  if (hello.msg === 'isdbgrid') return 'sharded cluster'
  return typeof hello.setName === 'string' ? 'replica set' : 'single server'
}

function compatibleServer(build: Document): string | undefined {
  const ferret = build.ferretdb?.version ?? build.ferretdbVersion
  return ferret === undefined ? undefined : `FerretDB ${ferret}`
}

const attemptsMax = 5

/** Tries a transaction: some servers take its commands and write at once. Another node may try at the same moment. */
async function canUndo(client: MongoClient, database: Db): Promise<boolean> {
  await createIfMissing(database, guards.name)
  for (let attempt = 1; ; attempt++) {
    try {
      return await leavesNothing(client, database)
    } catch (error) {
      if (!(error instanceof MongoError)) throw error
      const isTransient = error.hasErrorLabel(MongoErrorLabel.TransientTransactionError)
      if (!isTransient || attempt === attemptsMax) return false
    }
  }
}

async function leavesNothing(client: MongoClient, database: Db): Promise<boolean> {
  const tried = database.collection<{ _id: string }>(guards.name)
  const _id = `a transaction that was tried ${newUuid()}`
  try {
    await client.withSession(async (session) => {
      session.startTransaction()
      await tried.insertOne({ _id }, { session })
      await session.abortTransaction()
    })
    return (await tried.findOne({ _id })) === null
  } finally {
    await tried.deleteOne({ _id })
  }
}

/**
 * Refuses a server that could lose or give away what it is trusted with.
 * @param withoutTransactions the operator's word that nothing of value is kept here
 * @throws OperatorError that says what to do.
 */
export function assertUsable(facts: ServerFacts, withoutTransactions: boolean): void {
  if (facts.compatible === undefined) assertSafeVersion(facts.version)
  if (facts.hasTransactions || withoutTransactions) return
  throw new OperatorError(
    `The database server (${describeServer(facts)}) has no transactions, without which a failure would leave half of a write. Start MongoDB as a replica set, of one member at least: mongod --replSet rs0, then rs.initiate() once in mongosh.`,
  )
}

export const describeServer = ({ kind, version, compatible }: ServerFacts): string =>
  compatible ? `${compatible}, like MongoDB ${version}, ${kind}` : `MongoDB ${version}, ${kind}`

function assertSafeVersion(version: string): void {
  const [major = 0, minor = 0, patch = 0] = version
    .split('.')
    .map((part) => Number.parseInt(part, 10))
  const series = `${major}.${minor}`
  if (major < oldestMajor) {
    throw new OperatorError(
      `The database server is MongoDB ${version}, which is too old: hocba needs ${oldestMajor}.0.${safePatch['6.0']} or later.`,
    )
  }
  const needed = safePatch[series] ?? (isBeforeFix(major, minor) ? Number.POSITIVE_INFINITY : 0)
  if (patch >= needed) return
  const cure = Number.isFinite(needed) ? `${series}.${needed}` : '8.2.3'
  throw new OperatorError(
    `The database server is MongoDB ${version}, which gives its memory away to anybody who can reach it (CVE-2025-14847). Update it to ${cure} or later.`,
  )
}

/** Short series between the long ones, e.g. 7.1 to 7.3 and 8.1, never got the fix. */
const isBeforeFix = (major: number, minor: number): boolean =>
  major < 8 || (major === 8 && minor < 2)
