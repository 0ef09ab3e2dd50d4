import { MongoClient, MongoError, MongoServerSelectionError } from 'mongodb'
import { OperatorError } from '../../base/operator-error.ts'

const connectSecondsMax = 10

/**
 * Connects to the server of a URL. Everything is written to the disks of most members before it counts, and read from the
 * primary as most members have it. No message is compressed with zlib (CVE-2025-14847), whatever the URL asks for.
 * @throws OperatorError when that fails, which never repeats the URL: it holds a password.
 */
export async function connect(url: string): Promise<MongoClient> {
  try {
    const client = new MongoClient(url, {
      appName: 'hocba',
      readPreference: 'primary',
      readConcern: { level: 'majority' },
      writeConcern: { w: 'majority', journal: true },
      retryWrites: true,
      retryReads: true,
      compressors: ['none'],
      ignoreUndefined: true,
      promoteBuffers: true,
      serverSelectionTimeoutMS: connectSecondsMax * 1000,
      connectTimeoutMS: connectSecondsMax * 1000,
    })
    return await client.connect()
  } catch (error) {
    if (!(error instanceof MongoError)) throw error
    throw new OperatorError(
      `The database server of HOCBA_MONGODB_URL cannot be used: ${whyUnusable(error)}`,
    )
  }
}

/** What to do about a server that is not at hand, where that can be told from what it says of itself. */
export function whyUnusable(error: MongoError): string {
  const found = error instanceof MongoServerSelectionError && error.reason?.servers
  if (!found) return withoutPassword(error.message)
  const types = [...found.values()].map(({ type }) => type)
  if (types.includes('RSGhost')) return notInitiated
  if (types.length === 0) {
    return 'none there is a member of the replica set that the URL names (replicaSet=…). The set has another name, or the server was started without one: mongod --replSet NAME, then rs.initiate() once in mongosh.'
  }
  if (types.some((type) => type === 'RSSecondary' || type === 'RSOther')) {
    return 'its replica set has no primary at present. rs.status() in mongosh says why: most members must run and reach one another.'
  }
  return withoutPassword(error.message)
}

export const notInitiated =
  'it was started as a member of a replica set that has not been set up. Run rs.initiate() once in mongosh.'

const withoutPassword = (message: string): string => message.replaceAll(/\/\/[^@/\s]*@/g, '//…@')
