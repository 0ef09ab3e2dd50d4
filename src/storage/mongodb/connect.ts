import { MongoClient, MongoError } from 'mongodb'
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
      `The database server of HOCBA_MONGODB_URL cannot be used: ${withoutPassword(error.message)}`,
    )
  }
}

const withoutPassword = (message: string): string => message.replaceAll(/\/\/[^@/\s]*@/g, '//…@')
